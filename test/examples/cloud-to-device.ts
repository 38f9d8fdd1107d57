import { connectDevice } from "twinplug/device";
import { connectHub } from "twinplug/service";

// The device takes notices and refuses everything else.
const device = await connectDevice(process.env.IOTHUB_DEVICE_CONNECTION_STRING ?? "", {
  transport: "amqp", // MQTT completes every message on arrival: it can neither reject nor abandon
});
await device.onMessage((message) => {
  console.log(`device: ${message.properties.kind} ${message.text()}`);
  return message.properties.kind === "notice" ? "complete" : "reject";
});

// The service sends, and hears what became of each message.
const { messages, close } = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
await messages.send("mydevice", {
  body: "The door is open.",
  properties: { kind: "notice" },
  messageId: "m-1",
  ack: "full",
});
await messages.send("mydevice", {
  body: { valve: 7, open: true }, // sent as JSON
  properties: { kind: "order" },
  messageId: "m-2",
  ack: "full",
  expiry: 60, // seconds from now
});
for await (const { messageId, status } of messages.feedback({ limit: 2 })) {
  console.log(`service: ${messageId} ${status}`);
}

// What waits for a device that is away can be thrown out.
await device.close();
await messages.send("mydevice", { body: "Too late." });
console.log(`service: ${await messages.purge("mydevice")} purged`);
await close();
