// A program that listens until Ctrl-C and then ends by itself: no handle may be left that keeps it alive.
import { connectHub } from "twinplug/service";

const [connectionString = "", endpoint = ""] = process.argv.slice(2);
const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort());

const hub = connectHub(connectionString, { events: endpoint });
const events = hub.events({ from: "earliest", signal: interrupt.signal });
try {
  for await (const event of events) process.stdout.write(`${event.kind}\n`);
} catch (error) {
  process.stdout.write(`${error.code}\n`);
}
await hub.close();
