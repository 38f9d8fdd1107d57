import { expect, test } from "vitest";
import { installRedirect } from "../../src/hub/index.js";
import { testHub } from "./sdk.js";

/** A hub, and the way to its control door, which its own redirect does not open. */
async function setUp() {
  const hub = await testHub();
  const description = hub.describe();
  const { host = "", token = "" } = description.control ?? {};
  installRedirect([{ ...description, hosts: [host] }]);
  const ask = (path: string, method = "GET", authorization = `Bearer ${token}`) =>
    fetch(`https://${host}${path}`, { method, headers: { authorization } });
  return { hub, host, token, ask };
}

test("the control door is not one of the names that programs are redirected to", async () => {
  const { hub, host, token } = await setUp();
  expect(host).toBe(`control-${hub.hostName}`);
  expect(hub.describe().hosts).not.toContain(host);
  // 256 bits.
  expect(Buffer.from(token, "base64url")).toHaveLength(32);
});

test("status tells what there is", async () => {
  const { hub, ask } = await setUp();
  hub.createDevice("dev1");
  expect(await (await ask("/status")).json()).toMatchObject({
    hostName: hub.hostName,
    pid: process.pid,
    devices: 1,
    connectedDevices: 0,
    startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

test.each([
  ["no token", ""],
  ["another token", `Bearer ${"A".repeat(43)}`],
  ["a service's key", "SharedAccessSignature sr=x&sig=y&se=1&skn=iothubowner"],
])("%s opens nothing", async (_what, authorization) => {
  const { hub, ask } = await setUp();
  let stopped = false;
  hub.onStop(() => {
    stopped = true;
  });
  for (const [method, path] of [
    ["GET", "/status"],
    ["GET", "/logs"],
    ["POST", "/stop"],
    ["GET", "/none"],
  ] as const) {
    expect((await ask(path, method, authorization)).status).toBe(401);
  }
  expect(stopped).toBe(false);
});

test("a hub is stopped from outside only where its program has said how", async () => {
  const { hub, ask } = await setUp();
  const refused = await ask("/stop", "POST");
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ message: expect.stringContaining("program") });
  const stopped = new Promise<void>((resolve) => hub.onStop(resolve));
  expect((await ask("/stop", "POST")).status).toBe(202);
  await stopped;
});

test("an address that is none is not there", async () => {
  const { ask } = await setUp();
  for (const path of ["//", "//[", "/%", "/status/"]) expect((await ask(path)).status).toBe(404);
});

test("what is not there, and a level that is none, are said to be so", async () => {
  const { ask } = await setUp();
  expect((await ask("/none")).status).toBe(404);
  expect((await ask("/stop", "GET")).status).toBe(404);
  expect((await ask("/constructor")).status).toBe(404);
  const wrong = await ask("/logs?level=loud");
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({ message: expect.stringContaining("debug") });
});

test("a log that is followed begins with what was, and ends with the hub", async () => {
  const { hub, ask } = await setUp();
  const { body } = await ask("/logs?follow=&level=info");
  const decoder = new TextDecoder();
  let text = "";
  const reading = (async () => {
    for await (const chunk of body ?? []) text += decoder.decode(chunk);
  })().catch(() => {});
  await fetch(`https://${hub.hostName}/nothing`);
  await expect.poll(() => text).toContain("GenericNotFound");
  expect(text.split("\n")[0]).toContain("started on 127.0.0.1");
  await hub.close();
  await reading;
});
