/*
 * Somebody else's program, which knows nothing of a redirect and runs for long. Told `{ ask }`, a host name, it asks there
 * for a hub's devices and answers the HTTP status, or why there is none; told `{ device }`, a connection string, it
 * becomes the device; told `{ say }` it sends that as a message.
 */
const { get } = require("node:https");
const { Client, Message } = require("azure-iot-device");
const { Mqtt } = require("azure-iot-device-mqtt");

let device;

const doing = {
  ask: (host) =>
    new Promise((resolve) => {
      // A connection of its own each time.
      get({ host, path: "/devices", agent: false }, ({ statusCode }) => resolve(statusCode)).on(
        "error",
        ({ code }) => resolve(code),
      );
    }),
  device: async (connectionString) => {
    device = Client.fromConnectionString(connectionString, Mqtt);
    device.on("error", () => {});
    await device.open();
    return "open";
  },
  say: async (text) => {
    await device.sendEvent(new Message(text));
    return "sent";
  },
};

process.on("message", async (told) => {
  const [[what, value]] = Object.entries(told);
  process.send(await doing[what](value));
});
