import { connectModule, deviceClient, noModel } from "twinplug/device";

// A module without a model: its own twin, commands and telemetry, by names of its own.
const connection = await connectModule(process.env.IOTHUB_MODULE_CONNECTION_STRING ?? "");
const module = deviceClient(noModel, connection, {});
await module.$ready();
await module.$raw.report({ startedAt: new Date("2026-11-20T09:00:00+01:00") });
for await (const { value, version } of module.$raw.changes("telemetryInterval")) {
  console.log(`telemetryInterval ${value}`);
  await module.$raw.report({ telemetryInterval: value, seen: version });
  await module.$raw.telemetry({ interval: value });
  if (value === 122) break;
}
await module.$close();
