import { expect, test } from "vitest";
import { provisioningFailure } from "../../src/azure/provisioning-failure.js";

function answer(errorCode: number, message: string): Error {
  return Object.assign(new Error("incoming message failure"), { result: { errorCode, message } });
}

function registration(status: string, more: object = {}): Error {
  return Object.assign(new Error(status), { result: { status, registrationState: more } });
}

test.each<[string, unknown, string, string]>([
  [
    "a refused connection",
    Object.assign(new Error("refused"), { code: 5 }),
    "PNP_UNAUTHORIZED",
    "id scope",
  ],
  ["a key that is wrong", answer(401002, "Unauthorized"), "PNP_UNAUTHORIZED", "Unauthorized."],
  ["no such enrollment", answer(404201, "Enrollment not found"), "PNP_UNAUTHORIZED", "not found"],
  ["a bad request", answer(400004, "Bad payload."), "PNP_PAYLOAD_INVALID", "Bad payload."],
  ["a conflict", answer(409000, "Taken"), "PNP_CONFLICT", "Taken."],
  ["a fault of the service", answer(500000, "Oops"), "PNP_TRANSPORT", "Oops."],
  ["a disabled enrollment", registration("disabled"), "PNP_UNAUTHORIZED", "disabled"],
  [
    "an assignment that failed",
    registration("failed", { errorCode: 401002, errorMessage: "no hub" }),
    "PNP_UNAUTHORIZED",
    "no hub.",
  ],
  ["a status of the future", registration("unassigned"), "PNP_TRANSPORT", '"unassigned"'],
  [
    "a time-out of the SDK",
    Object.assign(new Error(""), { name: "TimeoutError" }),
    "PNP_TIMEOUT",
    "register reg-1",
  ],
  [
    "a broken connection",
    Object.assign(new Error(""), { name: "OperationCancelledError" }),
    "PNP_TRANSPORT",
    "broke",
  ],
  [
    "no such host",
    Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }),
    "PNP_TRANSPORT",
    "getaddrinfo",
  ],
])("%s is told by its code, host and registration id", (_, error, code, text) => {
  const failure = provisioningFailure(error, "dps.example", "reg-1");
  expect(failure).toMatchObject({ code, cause: error });
  expect(failure.message).toMatch(/^Could not register reg-1 at dps\.example: ./);
  expect(failure.message).toContain(text);
});
