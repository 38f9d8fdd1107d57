import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDevice, deviceClient, noModel } from "../../src/azure/device.js";
import { type Hub, startHub, writeStateFile } from "../../src/hub/index.js";
import { pnp } from "../cli/test-io.js";
import { TemperatureController } from "../fixtures/generated/com/example/temperaturecontroller-1.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
const table = readme.split("## Every flow")[1]?.split("\n## ")[0] ?? "";
const rows = table
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (Flow|---)/.test(line))
  .map((line) => line.split(" | "));

/** The `pnp` lines of the table, from top to bottom. */
const lines = rows.flatMap(([, , cell = ""]) =>
  [...cell.matchAll(/`pnp ([^`]+)`/g)].map((match) => match[1] ?? ""),
);

/** A line's words, as a shell would give them. */
function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
}

let hub: Hub;
let undo: () => void;
let state: string;
const devices: { $close(): Promise<void> }[] = [];

beforeAll(async () => {
  hub = await startHub();
  undo = hub.redirect();
  state = await mkdtemp(join(tmpdir(), "twinplug-"));
  await writeStateFile(join(state, "hub.json"), hub.describe());
  for (const id of ["mydevice", "legacy"]) hub.createDevice(id);
  const thermostat = {
    targetTemperature: () => undefined,
    getMaxMinReport: (since: string) => ({ maxTemp: 23, minTemp: 19, startTime: since }),
  };
  const controller = deviceClient(
    TemperatureController,
    await connectDevice(hub.deviceConnectionString("mydevice"), {
      modelId: TemperatureController.id,
    }),
    { reboot: () => undefined, thermostat1: thermostat, thermostat2: thermostat },
  );
  await controller.$ready();
  for (const temperature of [20, 21, 22]) await controller.thermostat1.$telemetry({ temperature });
  const legacy = deviceClient(
    noModel,
    await connectDevice(hub.deviceConnectionString("legacy")),
    {},
  );
  legacy.$raw.onCommand("reboot", () => "Reboot started");
  await legacy.$ready();
  devices.push(controller, legacy);
});

afterAll(async () => {
  for (const device of devices) await device.$close();
  undo();
  await hub.close();
  await rm(state, { recursive: true });
});

test("every line of the table of flows runs, in the order they stand in", async () => {
  expect(lines.length).toBeGreaterThan(25);
  const env = { TWINPLUG_HUB_STATE: join(state, "hub.json"), PNP_MODEL_REPO: join(root, "models") };
  for (const line of lines) {
    const args = words(line.replace("contoso.azure-devices.net", hub.hostName));
    const { exitCode, stderr } = await pnp(args, { env, cwd: root });
    expect({ line, exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({
      line,
      exitCode: 0,
      stderr: "",
    });
  }
}, 60_000);

test("every example that the table names exists, with a test that runs it", () => {
  const examples = [...table.matchAll(/\]\((test\/examples\/[\w-]+)\.ts\)/g)].map(
    (match) => match[1] ?? "",
  );
  expect(examples.length).toBeGreaterThan(30);
  const missing = examples
    .flatMap((example) => [`${example}.ts`, `${example}.test.ts`])
    .filter((file) => !existsSync(join(root, file)));
  expect(missing).toEqual([]);
});

test("every row of the table has a break that its example's test must notice", () => {
  const folder = join(root, "test/breaks");
  const breaks = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("");
  const unbroken = rows.filter(
    ([, , , cell = ""]) =>
      ![...cell.matchAll(/\]\((test\/examples\/[\w-]+)\.ts\)/g)].some(([, example]) =>
        breaks.includes(`"${example}.test.ts"`),
      ),
  );
  expect(unbroken.map(([flow]) => flow)).toEqual([]);
});
