import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import azureIothub from "azure-iothub";
import { expect, onTestFinished, test } from "vitest";
import { installRedirect, readStateFile } from "../../src/hub/index.js";
import { eventually } from "../hub/eventually.js";
import { pnp } from "./test-io.js";

test("pnp hub start --tier makes the hub one of that tier", async () => {
  const state = mkdtempSync(join(tmpdir(), "twinplug-test-"));
  onTestFinished(() => rmSync(state, { recursive: true }));
  const env = { XDG_STATE_HOME: state };
  const stop = new AbortController();
  const args = ["hub", "start", "--memory", "--tier", "B1", "--units", "2"];
  const ended = pnp(args, { env, signal: stop.signal });
  const find = () => readStateFile(join(state, "twinplug", "hub.json"));
  await eventually(find).toBeDefined();
  const hub = await find();
  if (!hub) throw new Error("the hub has gone");
  onTestFinished(installRedirect([hub]));
  const login = hub.connectionStrings.iothubowner ?? "";
  const registry = azureIothub.Registry.fromConnectionString(login);
  await registry.create({ deviceId: "dev1" });
  await expect(registry.getTwin("dev1")).rejects.toMatchObject({
    responseBody: expect.stringContaining("Basic tier B1"),
  });
  stop.abort();
  await ended;
});

test.each([
  [["--tier", "S4"], "F1, B1"],
  [["--tier", "F1", "--units", "2"], "a whole number from 1 to 1"],
  [["--units", "2"], "Name the tier"],
])("pnp hub start %j is a usage error", async (options, help) => {
  const { exitCode, stderr } = await pnp(["hub", "start", "--memory", ...options]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(help);
});
