import { createInMemoryHub } from "../../src/client/in-memory.js";
import { describeDeviceTransport } from "./device-transport.js";
import { describeServiceTransport } from "./service-transport.js";

const modelId = "dtmi:com:example:Thermostat;1";

describeServiceTransport("The in-memory hub", async () => {
  const hub = createInMemoryHub();
  return {
    target: hub.create("dev1"),
    connect: async () => hub.connect("dev1"),
    close: () => hub.transport.close(),
  };
});

describeDeviceTransport("The in-memory hub", async () => {
  const hub = createInMemoryHub();
  const device = hub.connect("dev1", { modelId });
  return {
    device,
    modelId,
    target: hub.device("dev1"),
    telemetry: () => hub.telemetry.map(({ message }) => message),
    close: () => device.close(),
  };
});

describeDeviceTransport("The in-memory hub for a module", async () => {
  const hub = createInMemoryHub();
  const device = hub.connect("dev1", { moduleId: "m1", modelId });
  return {
    device,
    modelId,
    target: hub.module("dev1", "m1"),
    telemetry: () => hub.telemetry.map(({ message }) => message),
    close: () => device.close(),
  };
});
