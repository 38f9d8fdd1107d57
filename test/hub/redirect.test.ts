import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import {
  type Hub,
  installRedirect,
  readStateFile,
  removeStateFile,
  startHub,
  stateFilePath,
  writeStateFile,
} from "../../src/hub/index.js";
import { registry, testHub } from "./sdk.js";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
/** Built: Node itself loads it. */
const preload = join(root, "dist/hub/redirect.js");

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "twinplug-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

test("several hubs at once are reached by their own names, until they close", async () => {
  const [one, two] = await Promise.all([testHub(), testHub()]);
  one.createDevice("of-one");
  two.createDevice("of-two");
  expect((await registry(one).list()).responseBody[0]?.deviceId).toBe("of-one");
  expect((await registry(two).list()).responseBody[0]?.deviceId).toBe("of-two");
  await one.close();
  expect((await registry(two).list()).responseBody).toHaveLength(1);
  await expect(registry(one).list()).rejects.toThrow();
});

test("names that could be real hubs, and addresses off this machine, are never redirected", async () => {
  const hub = await testHub();
  const target = hub.describe();
  expect(() => installRedirect([{ ...target, hosts: ["contoso.azure-devices.net"] }])).toThrow(
    /contoso\.azure-devices\.net/,
  );
  expect(() => installRedirect([{ ...target, address: "10.0.0.1" }])).toThrow(/loopback/);
});

test("the hub's CA is not trusted for other hosts", async () => {
  const hub = await testHub();
  await expect(fetch(`https://localhost:${hub.port}/devices`)).rejects.toMatchObject({
    cause: { code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/) },
  });
  expect((await fetch(`https://${hub.hostName}/devices`)).status).toBe(401);
});

test("a taken port and a bad name are refused with a reason", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  await expect(startHub({ port })).rejects.toMatchObject({ code: "PNP_USAGE" });
  await expect(startHub({ name: "Not A Name" })).rejects.toMatchObject({ code: "PNP_USAGE" });
});

test("a state file is for its user alone, and counts only while the hub's process lives and listens", async () => {
  const path = join(await folder(), "deep", "hub.json");
  const description = (await testHub()).describe();
  await writeStateFile(path, description);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readStateFile(path)).toEqual(description);
  await writeStateFile(path, { ...description, pid: 2 ** 22 + 1 });
  expect(await readStateFile(path)).toBeUndefined();
  const gone = await startHub();
  await gone.close();
  await writeStateFile(path, gone.describe());
  expect(await readStateFile(path)).toBeUndefined();
  await removeStateFile(path);
  expect(await readStateFile(path)).toBeUndefined();
});

test("the state file stands where the environment says", () => {
  expect(stateFilePath({ TWINPLUG_HUB_STATE: "/x.json" })).toBe("/x.json");
  expect(stateFilePath({ XDG_STATE_HOME: "/s" })).toBe("/s/twinplug/hub.json");
  expect(stateFilePath({ HOME: "/h" })).toBe("/h/.local/state/twinplug/hub.json");
});

test("a program started with the preload reaches the hub", async () => {
  const path = join(await folder(), "hub.json");
  const hub = await testHub();
  hub.createDevice("dev1");
  await writeStateFile(path, hub.describe());
  const program = `
    import iothub from "azure-iothub";
    const { responseBody } = await iothub.Registry.fromConnectionString(process.env.CS).list();
    console.log(responseBody[0].deviceId);
    process.exit();`;
  const start = (state: string): Promise<{ stdout: string; stderr: string }> =>
    run(
      process.execPath,
      ["--import", pathToFileURL(preload).href, "--input-type=module", "-e", program],
      { cwd: root, env: { ...process.env, TWINPLUG_HUB_STATE: state, CS: hub.connectionString } },
    );
  const { stdout, stderr } = await start(path);
  expect(stdout.trim()).toBe("dev1");
  expect(stderr).toContain(`connections to ${hub.describe().hosts.join(", ")} go to the local hub`);
  expect(hub.describe().hosts).toContain(`${hub.name}.servicebus.test`);
  await expect(start(`${path}.none`)).rejects.toMatchObject({
    stderr: expect.stringContaining("no local hub is running"),
  });
});

/** Runs a program that asks the hub for its devices, and prints the HTTP status; answers that. */
async function askedBy(
  args: readonly string[],
  hub: Hub,
  stateFile: string,
  cwd = root,
): Promise<string> {
  const { NODE_OPTIONS: _vitests, ...inherited } = process.env;
  const env = { ...inherited, TWINPLUG_HUB_STATE: stateFile, HUB: hub.hostName };
  return (await run(process.execPath, args, { cwd, env })).stdout.trim();
}

const asking = `fetch("https://" + process.env.HUB + "/devices").then(({ status }) => console.log(status));`;

test("programs of CommonJS load the redirect as well: by --require and by require()", async () => {
  const path = join(await folder(), "hub.json");
  const hub = await testHub();
  await writeStateFile(path, hub.describe());
  expect(await askedBy(["--require", preload, "-e", asking], hub, path)).toBe("401");
  const requiring = `require(${JSON.stringify(preload)}); ${asking}`;
  expect(await askedBy(["-e", requiring], hub, path)).toBe("401");
});

test("the redirect goes on into programs from a folder with spaces in its name, and is named once", async () => {
  const path = join(await folder(), "hub.json");
  const hub = await testHub();
  await writeStateFile(path, hub.describe());
  const installed = join(await folder(), 'my "own" programs');
  for (const part of ["hub", "convention", "errors.js"]) {
    await cp(join(root, "dist", part), join(installed, part), { recursive: true });
  }
  await writeFile(join(installed, "package.json"), '{ "type": "module" }');
  const children = (depth: number): string =>
    depth === 0
      ? `console.log(process.env.NODE_OPTIONS); ${asking}`
      : `require("node:child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(children(depth - 1))}], { stdio: "inherit" });`;
  const moved = pathToFileURL(join(installed, "hub/redirect.js")).href;
  expect(await askedBy(["--import", moved, "-e", children(2)], hub, path)).toBe(
    `--import=${moved}\n401`,
  );
});

test("programs started in another folder find a state file that is named from the first one's", async () => {
  const cwd = await folder();
  const hub = await testHub();
  await writeStateFile(join(cwd, "hub.json"), hub.describe());
  const elsewhere = `{ cwd: ${JSON.stringify(root)}, stdio: "inherit" }`;
  const starting = `require("node:child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(asking)}], ${elsewhere});`;
  expect(await askedBy(["--require", preload, "-e", starting], hub, "hub.json", cwd)).toBe("401");
});

test("a program's own hub is not taken for the running one of the same name, whatever becomes of that", async () => {
  const path = join(await folder(), "hub.json");
  const running = await startHub();
  onTestFinished(() => running.close());
  await writeStateFile(path, running.describe());
  const program = `
    import { rename, copyFile } from "node:fs/promises";
    import { startHub } from ${JSON.stringify(pathToFileURL(join(root, "dist/hub/index.js")).href)};
    import iothub from "azure-iothub";
    const own = await startHub({ name: process.env.HUB.split(".")[0] });
    own.createDevice("own");
    own.redirect();
    const path = process.env.TWINPLUG_HUB_STATE;
    await copyFile(path, path + ".new");
    await rename(path + ".new", path);
    const { responseBody } = await iothub.Registry.fromConnectionString(own.connectionString).list();
    console.log(responseBody[0].deviceId);
    process.exit();`;
  const args = ["--import", pathToFileURL(preload).href, "--input-type=module", "-e", program];
  expect(await askedBy(args, running, path)).toBe("own");
});

test("who asks for the port without TLS gets the hub's own", async () => {
  const hub = await testHub();
  const header = Buffer.from("AMQP\0\x01\0\0", "latin1");
  const socket = connect({ host: `${hub.name}.servicebus.test`, port: 5672 });
  onTestFinished(() => void socket.destroy());
  const answer = new Promise<Buffer>((resolve) => socket.once("data", resolve));
  socket.write(header);
  expect((await answer).subarray(0, 8)).toEqual(header);
});

test("a state file is removed by whom it is about only", async () => {
  const path = join(await folder(), "hub.json");
  const description = (await testHub()).describe();
  await writeStateFile(path, description);
  await removeStateFile(path, description.pid + 1);
  expect(await readStateFile(path)).toEqual(description);
  await removeStateFile(path, description.pid);
  expect(await readStateFile(path)).toBeUndefined();
});
