import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import azureIothub from "azure-iothub";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import {
  desiredLoad,
  messageLoad,
  registryLoad,
  reportedLoad,
  telemetryLoad,
} from "./durable-load.js";
import { startHubProcess } from "./durable-process.js";
import { eventually } from "./eventually.js";

const { TWINPLUG_TEST_RUNS: runs = "2" } = process.env;
/** A kill takes about a second, so that the longest run has a bound of its own. */
const kills = Math.min(Number(runs), 100);

const deviceIds = ["reporting", "told", "sending", "receiving"];

test(`nothing that was acknowledged is lost in ${kills} kills under load, and nothing else appears`, async () => {
  const data = mkdtempSync(join(tmpdir(), "twinplug-kills-"));
  const moments = fc.sample(fc.integer({ min: 0, max: 300 }), kills);
  const loads = [
    reportedLoad("reporting"),
    desiredLoad("told"),
    telemetryLoad("sending"),
    messageLoad("receiving"),
    registryLoad(),
  ];
  let hub = await startHubProcess(data);
  onTestFinished(async () => {
    await hub.kill();
    rmSync(data, { recursive: true, force: true });
  });
  const { connectionStrings } = hub.description;
  const registry = azureIothub.Registry.fromConnectionString(connectionStrings.iothubowner ?? "");
  for (const deviceId of deviceIds) await registry.create({ deviceId });
  for (const moment of moments) {
    const before = loads.map((load) => load.acknowledged());
    const working = loads.map((load) => load.run(hub.description));
    // All are at work before the moment is awaited.
    const stillIdle = (): number =>
      loads.filter((load, index) => load.acknowledged() === before[index]).length;
    await eventually(stillIdle).toBe(0);
    await delay(moment);
    await hub.kill();
    await Promise.all(working);
    hub = await startHubProcess(data);
    // Keys too are as they were.
    expect(hub.description.connectionStrings).toEqual(connectionStrings);
    await Promise.all(loads.map((load) => load.check(hub.description)));
  }
}, 600_000);
