import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Hub, startHub, writeStateFile } from "../../src/hub/index.js";
import { type CliResult, pnp } from "./test-io.js";

let hub: Hub;
let folder: string;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  folder = await mkdtemp(join(tmpdir(), "twinplug-test-"));
});

afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<CliResult & { readonly json: unknown }> {
  const env = { IOTHUB_CONNECTION_STRING: hub.connectionString };
  const result = await pnp([...args, "--output", "json"], { env, cwd: folder });
  const json = result.stdout.startsWith("{") || result.stdout.startsWith("[");
  return { ...result, json: json ? JSON.parse(result.stdout) : undefined };
}

test("devices are created, shown, changed, listed and deleted, and show no key", async () => {
  const created = await run("device", "create", "one", "--status", "disabled", "--reason", "spare");
  expect(created.json).toMatchObject({
    deviceId: "one",
    status: "disabled",
    statusReason: "spare",
  });
  expect(created.stderr).toContain("created device one");
  const shown = await run("device", "show", "one");
  expect(shown.json).toEqual(created.json);
  const { json: keys } = await run("device", "keys", "one");
  const { primaryKey } = keys as { readonly primaryKey: string };
  expect(created.stdout + shown.stdout).not.toContain(primaryKey);
  const updated = await run("device", "update", "one", "--status", "enabled", "--reason", "");
  expect(updated.json).toMatchObject({ status: "enabled" });
  expect(updated.json).not.toHaveProperty("statusReason");
  expect((await run("device", "list")).json).toMatchObject([{ deviceId: "one" }]);
  const string = await run("device", "connection-string", "one");
  expect(string.json).toMatchObject({ connectionString: hub.deviceConnectionString("one") });
  const regenerated = await run("device", "keys", "one", "--regenerate", "primary");
  expect(regenerated.json).not.toMatchObject({ primaryKey });
  expect((await run("device", "delete", "one")).json).toEqual([{ deviceId: "one", done: true }]);
  expect((await run("device", "show", "one")).exitCode).toBe(3);
});

test("what exists already is an error, unless it may be", async () => {
  await run("device", "create", "again");
  expect((await run("device", "create", "again")).exitCode).toBe(6);
  const kept = await run("device", "create", "again", "--if-missing");
  expect(kept).toMatchObject({ exitCode: 0, stderr: "device again exists already\n" });
});

test("several are created and deleted at once; some of many failing has its own exit code", async () => {
  await run("device", "create", "b");
  const created = await run("device", "create", "a", "b", "c");
  expect(created.exitCode).toBe(10);
  expect(created.json).toMatchObject([
    { deviceId: "a", done: true },
    { deviceId: "b", done: false, error: { code: "PNP_CONFLICT" } },
    { deviceId: "c", done: true },
  ]);
  expect((await run("device", "create", "a", "b", "--if-missing")).exitCode).toBe(0);
  expect((await run("device", "delete", "a", "b", "c")).exitCode).toBe(0);
  expect((await run("device", "delete", "a", "b")).exitCode).toBe(10);
});

test("keys, thumbprints and authorities are given by options, keys from a file too", async () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  writeFileSync(join(folder, "key"), `${key}\n`);
  await run("device", "create", "keyed", "--primary-key", "@key", "--secondary-key", key);
  expect((await run("device", "keys", "keyed")).json).toMatchObject({ primaryKey: key });
  const print = "ab".repeat(32);
  const printed = await run("device", "create", "printed", "--thumbprint", print);
  expect(printed.json).toMatchObject({
    authentication: { type: "selfSigned", primaryThumbprint: print },
  });
  const both = await run("device", "create", "x", "--thumbprint", print, "--x509-ca");
  expect(both.exitCode).toBe(2);
});

test("a dry run prints the exact request without its secrets, and sends nothing", async () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const create = await run(
    ...["device", "create", "dry/run", "--dry-run", "--primary-key", key, "--secondary-key", key],
  );
  expect(create.json).toEqual({
    request: { method: "PUT", path: "/devices/dry%2Frun" },
    body: {
      deviceId: "dry/run",
      authentication: { type: "sas", symmetricKey: { primaryKey: "***", secondaryKey: "***" } },
    },
    sent: false,
  });
  const several = await run("device", "create", "dry-1", "dry-2", "--dry-run");
  expect(several.json).toMatchObject({
    request: { method: "POST", path: "/devices" },
    body: [
      { id: "dry-1", importMode: "create" },
      { id: "dry-2", importMode: "create" },
    ],
    sent: false,
  });
  const made = await run("device", "create", "wet");
  const { etag } = made.json as { readonly etag: string };
  const update = await run("device", "update", "wet", "--status", "disabled", "--dry-run");
  expect(update.json).toMatchObject({
    request: { method: "PUT", path: "/devices/wet", ifMatch: `"${etag}"` },
    body: {
      deviceId: "wet",
      status: "disabled",
      authentication: { symmetricKey: { primaryKey: "***" } },
    },
    sent: false,
  });
  const erase = await run("device", "delete", "wet", "--dry-run", "--if-match", etag);
  expect(erase.json).toMatchObject({ request: { method: "DELETE", ifMatch: `"${etag}"` } });
  expect((await run("device", "show", "wet")).json).toEqual(made.json);
});

test("an etag guards update and delete", async () => {
  await run("device", "create", "guarded");
  const update = ["device", "update", "guarded", "--status", "disabled"];
  expect((await run(...update, "--if-match", "AAAA")).exitCode).toBe(6);
  expect((await run("device", "delete", "guarded", "--if-match", "AAAA")).exitCode).toBe(6);
  expect((await run("device", "update", "guarded")).exitCode).toBe(2);
});

test("modules have the same commands, and no status", async () => {
  await run("device", "create", "gateway");
  const created = await run("module", "create", "climate", "-d", "gateway", "--managed-by", "me");
  expect(created.json).toMatchObject({ moduleId: "climate", managedBy: "me" });
  expect((await run("module", "list", "-d", "gateway")).json).toHaveLength(1);
  const string = await run("module", "connection-string", "climate", "-d", "gateway");
  expect(string.json).toMatchObject({
    connectionString: hub.deviceConnectionString("gateway", "climate"),
  });
  const disabled = await run(
    "module",
    "update",
    "climate",
    "-d",
    "gateway",
    "--status",
    "disabled",
  );
  expect(disabled).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--status") });
  const managed = await run("module", "update", "climate", "-d", "gateway", "--managed-by", "you");
  expect(managed.json).toMatchObject({ managedBy: "you" });
  expect((await run("module", "delete", "climate", "-d", "gateway")).exitCode).toBe(0);
  expect((await run("module", "show", "climate", "-d", "gateway")).exitCode).toBe(3);
  expect((await run("module", "list")).exitCode).toBe(2);
});

test("a SAS token is made for the policy, a device or a module", async () => {
  await run("device", "create", "token");
  const policy = await run("sas", "--valid", "60");
  const { token, expiresOn } = policy.json as {
    readonly token: string;
    readonly expiresOn: string;
  };
  expect(token).toMatch(/^SharedAccessSignature sr=.*&skn=iothubowner$/);
  expect(Date.parse(expiresOn)).toBeLessThan(Date.now() + 62_000);
  const answer = await fetch(`https://${hub.hostName}/devices/token`, {
    headers: { Authorization: token },
  });
  expect(answer.status).toBe(200);
  const device = await run("sas", "-d", "token");
  expect(device.stdout).toContain(encodeURIComponent(`${hub.hostName}/devices/token`));
  expect((await run("sas", "-m", "m")).exitCode).toBe(2);
  expect((await run("sas", "--hub", hub.hostName)).exitCode).toBe(2);
});

test("configurations are created, shown, changed, listed and deleted", async () => {
  const content = { deviceContent: { "properties.desired.level": 3 } };
  writeFileSync(join(folder, "content.json"), JSON.stringify(content));
  const settings = ["--target-condition", "tags.site='lab'", "--label", "owner=me"];
  const make = ["configuration", "create", "level", "--content", "@content.json", ...settings];
  const dry = await run(...make, "--dry-run");
  expect(dry.json).toMatchObject({
    request: { method: "PUT", path: "/configurations/level" },
    body: { id: "level", content, targetCondition: "tags.site='lab'", labels: { owner: "me" } },
    sent: false,
  });
  const made = await run(...make);
  expect(made.json).toMatchObject({ id: "level", content, priority: 0 });
  const changed = await run("configuration", "update", "level", "--priority", "5");
  expect(changed.json).toMatchObject({ priority: 5, targetCondition: "tags.site='lab'" });
  expect((await run("configuration", "list")).json).toEqual([changed.json]);
  const { etag } = made.json as { readonly etag: string };
  expect((await run("configuration", "delete", "level", "--if-match", etag)).exitCode).toBe(6);
  expect((await run("configuration", "delete", "level")).exitCode).toBe(0);
  expect((await run("configuration", "show", "level")).exitCode).toBe(3);
});

test("--hub signs in with Entra to the local hub that is running", async () => {
  const state = join(folder, "hub.json");
  await writeStateFile(state, hub.describe());
  const env = { TWINPLUG_HUB_STATE: state };
  const host = `https://${hub.hostName}/`;
  const made = await pnp(["device", "create", "by-entra", "--hub", host], { env });
  expect(JSON.parse(made.stdout)).toMatchObject({ deviceId: "by-entra" });
});

test("people get tables", async () => {
  const env = { IOTHUB_CONNECTION_STRING: hub.connectionString };
  const list = await pnp(["device", "list", "--output", "human"], { env });
  expect(list.stdout).toMatch(/^DEVICE +STATUS +CONNECTION +SIGN-IN/);
  const lines = await pnp(["device", "list", "--output", "ndjson"], { env });
  for (const line of lines.stdout.trim().split("\n")) {
    expect(JSON.parse(line)).toHaveProperty("deviceId");
  }
});
