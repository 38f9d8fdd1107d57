import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDevice, type DeviceMessage } from "../../src/azure/device.js";
import { type Hub, startHub } from "../../src/hub/index.js";
import { type CliResult, pnp } from "./test-io.js";

let hub: Hub;
let folder: string;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  hub.createDevice("dev1");
  folder = await mkdtemp(join(tmpdir(), "twinplug-test-"));
});

afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

function run(args: readonly string[], signal?: AbortSignal): Promise<CliResult> {
  const env = { IOTHUB_CONNECTION_STRING: hub.connectionString };
  return pnp(["c2d", ...args], {
    env,
    cwd: folder,
    stdin: "from stdin",
    ...(signal && { signal }),
  });
}

test("text, JSON, files and standard input reach the device as they are", async () => {
  const bytes = Buffer.from([0, 128, 255]);
  writeFileSync(join(folder, "blob.bin"), bytes);
  const properties = ["--property", "Color=grün=1", "--property", "empty="];
  const sent = await run(["send", "dev1", "--body", "hello", ...properties, "--expiry", "60"]);
  expect(sent.exitCode).toBe(0);
  const { messageId } = JSON.parse(sent.stdout) as { readonly messageId: string };
  await run(["send", "dev1", "--json", '{"n": 9007199254740993.0}', "--correlation-id", "c-1"]);
  await run(["send", "dev1", "--file", "blob.bin", "--content-type", "application/x"]);
  await run(["send", "dev1", "--file", "-"]);
  const received: DeviceMessage[] = [];
  const device = await connectDevice(hub.deviceConnectionString("dev1"));
  await device.onMessage((message) => void received.push(message));
  await expect.poll(() => received).toHaveLength(4);
  await device.close();
  const [one, two, three, four] = received;
  expect(one).toMatchObject({ messageId, properties: { Color: "grün=1", empty: "" } });
  expect(one?.text()).toBe("hello");
  expect(two).toMatchObject({ correlationId: "c-1", contentType: "application/json" });
  expect(two?.text()).toBe('{"n": 9007199254740993.0}');
  expect(Buffer.from(three?.body ?? [])).toEqual(bytes);
  expect(three?.contentType).toBe("application/x");
  expect(four?.text()).toBe("from stdin");
});

test("a dry run prints the message and sends nothing", async () => {
  const { stdout } = await run(["send", "dev1", "--body", "x", "--ack", "full", "--dry-run"]);
  expect(JSON.parse(stdout)).toMatchObject({
    sent: false,
    request: {
      address: "/messages/devicebound",
      to: "/devices/dev1/messages/devicebound",
      message: { ack: "full", body: { text: "x" }, messageId: expect.any(String) },
    },
  });
  const purge = await run(["purge", "dev1", "--dry-run"]);
  expect(JSON.parse(purge.stdout)).toEqual({
    sent: false,
    request: { method: "DELETE", path: "/devices/dev1/commands" },
  });
  const { stdout: purged } = await run(["purge", "dev1"]);
  expect(JSON.parse(purged)).toEqual({ deviceId: "dev1", purged: 0 });
});

test("a purge and its feedback: one line for each record, taken off the hub", async () => {
  for (const id of ["m-1", "m-2"]) {
    await run(["send", "dev1", "--body", "x", "--message-id", id, "--ack", "negative"]);
  }
  const purge = await run(["purge", "dev1", "--output", "human"]);
  expect(purge.stdout).toBe("2 messages of dev1 purged\n");
  const feedback = await run(["feedback", "--count", "2", "--interval", "0.02"]);
  expect(feedback.exitCode).toBe(0);
  const lines = feedback.stdout.trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { messageId: "m-1", status: "Purged", deviceId: "dev1" },
    { messageId: "m-2", status: "Purged", deviceId: "dev1" },
  ]);
  const ending = AbortSignal.timeout(200);
  const again = await run(["feedback", "--interval", "0.02"], ending);
  expect(again).toMatchObject({ exitCode: 0, stdout: "" });
});

test.each<[string[], number, RegExp]>([
  [["send", "dev1"], 2, /--body, --file and --json/],
  [["send", "dev1", "--body", "x", "--json", "1"], 2, /--body, --file and --json/],
  [["send", "dev1", "--json", "{on:true}"], 5, /not JSON/],
  [["send", "dev1", "--file", "missing"], 2, /missing cannot be read/],
  [["send", "dev1", "--body", "x", "--property", "a"], 2, /not name=value/],
  [["send", "dev1", "--body", "x", "--expiry", "soon"], 2, /expiry/],
  [["send", "dev1", "--body", "x", "--ack", "maybe"], 2, /none, positive/],
  [["send", "nobody", "--body", "x"], 3, /nobody/],
  [["purge", "nobody"], 3, /nobody/],
  [["purge", ""], 2, /device id is empty/],
])("pnp c2d %j ends with exit code %i", async (args, exitCode, text) => {
  const result = await run(args);
  expect(result.exitCode).toBe(exitCode);
  expect(result.stderr).toMatch(text);
});
