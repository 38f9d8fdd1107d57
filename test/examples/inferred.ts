import { defineModel } from "twinplug";
import { connectHub, serviceClient } from "twinplug/service";

const model = defineModel({
  "@context": "dtmi:dtdl:context;2",
  "@id": "dtmi:com:example:Kettle;1",
  "@type": "Interface",
  contents: [
    { "@type": "Property", name: "targetTemperature", schema: "double", writable: true },
    { "@type": "Command", name: "boil", request: { name: "minutes", schema: "integer" } },
  ],
});

const hub = connectHub(process.env.IOTHUB_CONNECTION_STRING ?? "");
const kettle = serviceClient(model["dtmi:com:example:Kettle;1"], hub.device("kettle"));
await kettle.$update({ targetTemperature: 96 });
await kettle.boil(3);
await hub.close();
