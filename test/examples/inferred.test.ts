import { expect, test } from "vitest";
import { connectDevice, deviceClient } from "../../src/azure/device.js";
import { defineModel } from "../../src/index.js";
import { testHub } from "../hub/sdk.js";
import { runExample } from "./run-example.js";

const model = defineModel({
  "@context": "dtmi:dtdl:context;2",
  "@id": "dtmi:com:example:Kettle;1",
  "@type": "Interface",
  contents: [
    { "@type": "Property", name: "targetTemperature", schema: "double", writable: true },
    { "@type": "Command", name: "boil", request: { name: "minutes", schema: "integer" } },
  ],
});

test("a client of a model that stands in the program reaches a device of the same kind", async () => {
  const hub = await testHub();
  hub.createDevice("kettle");
  const Kettle = model["dtmi:com:example:Kettle;1"];
  const connection = await connectDevice(hub.deviceConnectionString("kettle"), {
    modelId: Kettle.id,
  });
  const calls: unknown[] = [];
  const device = deviceClient(Kettle, connection, {
    targetTemperature: (value) => {
      calls.push(value);
    },
    boil: (minutes) => {
      calls.push({ minutes });
    },
  });
  await device.$ready();
  await runExample(() => import("./inferred.js"), {
    IOTHUB_CONNECTION_STRING: hub.connectionString,
  });
  await expect.poll(() => calls).toEqual(expect.arrayContaining([96, { minutes: 3 }]));
  await device.$close();
});
