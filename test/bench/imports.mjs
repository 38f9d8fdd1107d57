// Time from the start of a process to each door being ready, beside bare Node. Medians of fresh processes, in turn.
//
//   npm run build && node test/bench/imports.mjs [runs]
import { spawnSync } from "node:child_process";
import { printTable } from "./table.mjs";

const runs = Number(process.argv[2] ?? 15);
const programs = {
  "bare node": "",
  'import "twinplug"': 'await import("twinplug");',
  'import "twinplug/service"': 'await import("twinplug/service");',
  'import "twinplug/service" and connectHub': `const { connectHub } = await import("twinplug/service");
    connectHub("HostName=a.azure-devices.test;SharedAccessKeyName=service;SharedAccessKey=AAAAAAAAAAAAAAAAAAAAAA==");`,
  'import "twinplug/device"': 'await import("twinplug/device");',
  'import "azure-iothub"': 'await import("azure-iothub");',
};

const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let run = 0; run < runs; run++) {
  for (const [name, code] of Object.entries(programs)) {
    const begin = performance.now();
    const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", code]);
    if (status !== 0) throw new Error(`${name} failed`);
    times[name].push(performance.now() - begin);
  }
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const bare = median(times["bare node"]);
printTable(
  ["program", "median ms", "more than bare node"],
  Object.entries(times).map(([name, values]) => [
    name,
    median(values).toFixed(0),
    (median(values) - bare).toFixed(0),
  ]),
);
