import { DefaultAzureCredential } from "@azure/identity";
import { connectHub } from "twinplug/service";

// Under `pnp hub exec` the environment names the local hub's own sign-in; elsewhere whatever this computer has.
const hub = connectHub({
  host: process.env.IOTHUB_HOST_NAME ?? "",
  credential: new DefaultAzureCredential(),
});
const { created } = await hub.registry.ensure("mydevice");
console.log(`mydevice ${created ? "created" : "found"} at ${hub.host}`);
await hub.close();
