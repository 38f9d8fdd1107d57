import { expect, onTestFinished, test } from "vitest";
import { connectHub } from "../../src/azure/service.js";
import { testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

test("a device over HTTP polls, completes, rejects, and gets again what it gives back", async () => {
  const hub = await testHub();
  hub.createDevice("mydevice");
  const service = connectHub(hub.connectionString);
  onTestFinished(() => service.close());
  for (const body of ["easy", "nonsense", "difficult", "goodbye"]) {
    await service.messages.send("mydevice", { body, messageId: body, ack: "full" });
  }
  const { lines } = await runExample(() => import("./device-messages-http.js"), {
    IOTHUB_DEVICE_CONNECTION_STRING: hub.deviceConnectionString("mydevice"),
    POLL_SECONDS: "0.02",
  });
  expect(lines).toEqual([
    "received easy",
    "received nonsense",
    "received difficult",
    "received difficult",
    "received difficult",
    "received goodbye",
  ]);
  const outcomes: string[] = [];
  for await (const record of service.messages.feedback({ limit: 3, pollSeconds: 0.02 })) {
    outcomes.push(`${record.messageId} ${record.status}`);
  }
  expect(outcomes).toEqual(["easy Success", "nonsense Rejected", "difficult Success"]);
});
