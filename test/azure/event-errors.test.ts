import { expect, test } from "vitest";
import { isPassing, translateEventsError } from "../../src/azure/event-errors.js";
import { PnpError } from "../../src/errors.js";

const failed = { action: "read events", host: "ns.servicebus.test", consumerGroup: "g" };

test.each([
  [{ code: "UnauthorizedError", message: "no" }, "PNP_UNAUTHORIZED", false],
  [{ condition: "amqp:unauthorized-access", description: "no" }, "PNP_UNAUTHORIZED", false],
  [{ code: "ReceiverDisconnectedError", message: "epoch" }, "PNP_CONFLICT", false],
  [{ code: "QuotaExceededError", message: "five" }, "PNP_CONFLICT", false],
  [{ code: "MessagingEntityNotFoundError", message: "group" }, "PNP_USAGE", false],
  [{ code: "ArgumentError", message: "offset" }, "PNP_USAGE", false],
  [{ code: "ServerBusyError", message: "busy" }, "PNP_THROTTLED", true],
  [{ code: "OperationTimeoutError", message: "late" }, "PNP_TIMEOUT", true],
  [{ code: "ECONNREFUSED", message: "connect ECONNREFUSED" }, "PNP_TRANSPORT", true],
  [new Error("Failed to connect"), "PNP_TRANSPORT", true],
  [
    { code: "SELF_SIGNED_CERT_IN_CHAIN", message: "self-signed certificate" },
    "PNP_TRANSPORT",
    false,
  ],
  [new AggregateError([{ code: "ServerBusyError", message: "busy" }]), "PNP_THROTTLED", true],
])(
  "a failure of the events endpoint gets its code, and is tried again only where that may help: %o",
  (thrown, code, passing) => {
    const error = translateEventsError(thrown, failed);
    expect(error).toMatchObject({ code, message: expect.stringContaining("ns.servicebus.test") });
    expect(isPassing(error)).toBe(passing);
  },
);

test("a PnpError passes unchanged, and keys and tracking ids are not shown", () => {
  const own = new PnpError("PNP_ABORTED", "given up");
  expect(translateEventsError(own, failed)).toBe(own);
  const message = "Bad AccountKey=geheim; no. TrackingId:abc, SystemTracker:x";
  const error = translateEventsError({ code: "UnauthorizedError", message }, failed);
  expect(error.message).not.toMatch(/geheim|TrackingId/);
});
