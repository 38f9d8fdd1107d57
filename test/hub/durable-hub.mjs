// A hub in a process of its own, to be killed: node durable-hub.mjs <data folder>
import { startHub } from "../../dist/hub/index.js";

const [data] = process.argv.slice(2);
const hub = await startHub({ data, name: "durable" });
process.stdout.write(`${JSON.stringify(hub.describe())}\n`);
hub.failure.then((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
