import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../hub/eventually.js";
import { type CliResult, pnp } from "./test-io.js";

/** A user of their own, with a folder for the state of hubs. */
function user() {
  const cwd = mkdtempSync(join(tmpdir(), "twinplug-user-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const stateFile = join(cwd, "state", "hub.json");
  const env = { TWINPLUG_HUB_STATE: stateFile };
  return {
    folder: cwd,
    data: join(cwd, "state", "data", "local"),
    run: (...args: string[]) => pnp(args, { env, cwd }),
    /** Starts a hub, lets the work be done, stops the hub with Ctrl-C; answers what it printed. */
    async withHub(args: readonly string[], work: () => Promise<void>): Promise<CliResult> {
      const stop = new AbortController();
      const ended = pnp(["hub", "start", ...args], { env, cwd, signal: stop.signal });
      await Promise.race([ended, eventually(() => existsSync(stateFile)).toBe(true)]);
      try {
        await work();
      } finally {
        stop.abort();
      }
      return ended;
    },
  };
}

async function nothing(): Promise<void> {}

test("hub start keeps its state beside the state file, and goes on with it", async () => {
  const { run, withHub, data } = user();
  const first = await withHub([], async () => {
    expect((await run("device", "create", "dev1")).exitCode).toBe(0);
  });
  expect(first.stderr).toContain(`everything is kept in ${data}; Ctrl-C stops it`);
  const second = await withHub([], async () => {
    const { stdout } = await run("query", "SELECT deviceId FROM devices");
    expect(JSON.parse(stdout)).toEqual([{ deviceId: "dev1" }]);
  });
  expect(JSON.parse(second.stdout).connectionString).toBe(
    JSON.parse(first.stdout).connectionString,
  );
});

test("hub start --memory keeps nothing and touches no folder", async () => {
  const { run, withHub, data } = user();
  const { stderr } = await withHub(["--memory"], async () => {
    await run("device", "create", "dev1");
    expect(await run("hub", "snapshot", "save", "one")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("A hub started with --memory keeps nothing."),
    });
  });
  expect(stderr).toContain("everything is kept in memory and gone when the hub stops");
  expect(existsSync(data)).toBe(false);
});

test("what a stopped hub has kept is not taken for that of one started with --memory", async () => {
  const { run, withHub, data, folder } = user();
  await withHub([], async () => {
    await run("device", "create", "ondisk");
  });
  await withHub(["--memory"], async () => {
    for (const args of [
      ["snapshot", "save", "./mem.jsonl"],
      ["snapshot", "save", "./mem.jsonl", "--name", "local"],
      ["reset", "--yes"],
      ["reset", "--yes", "--name", "local"],
    ]) {
      const { exitCode, stderr } = await run("hub", ...args);
      expect(stderr).toContain("A hub started with --memory keeps nothing.");
      expect(stderr).toContain(`--data ${data}`);
      expect(exitCode).toBe(2);
    }
    expect(existsSync(join(folder, "mem.jsonl"))).toBe(false);
    expect(existsSync(data)).toBe(true);
    const saved = await run("hub", "snapshot", "save", "disk", "--data", data);
    expect(JSON.parse(saved.stdout)).toMatchObject({ hub: "local", data });
    const reset = await run("hub", "reset", "--yes", "--name", "other");
    expect(JSON.parse(reset.stdout)).toMatchObject({ removed: false });
  });
  await withHub([], async () => {
    expect((await run("device", "show", "ondisk")).exitCode).toBe(0);
  });
});

test("save and reset are about the hub that runs, wherever it keeps its state", async () => {
  const { run, withHub, data, folder } = user();
  await withHub([], nothing);
  await withHub(["--data", "here", "--name", "other"], async () => {
    const saved = await run("hub", "snapshot", "save", "one");
    expect(JSON.parse(saved.stdout)).toMatchObject({ hub: "other", data: join(folder, "here") });
    expect(await run("hub", "reset", "--yes")).toMatchObject({ exitCode: 6 });
  });
  expect(existsSync(join(data, "hub.mdb"))).toBe(true);
});

test("a snapshot takes the place of another only once --yes is said", async () => {
  const { run, withHub } = user();
  await withHub([], nothing);
  const { snapshot } = JSON.parse((await run("hub", "snapshot", "save", "keep")).stdout);
  const first = readFileSync(snapshot, "utf8");
  await withHub([], async () => {
    await run("device", "create", "later");
  });
  const refused = await run("hub", "snapshot", "save", "keep");
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/keep\.jsonl is there already, \d+ KB.*\n.*say --yes/);
  expect(readFileSync(snapshot, "utf8")).toBe(first);
  expect((await run("hub", "snapshot", "save", "keep", "--yes")).exitCode).toBe(0);
  expect(readFileSync(snapshot, "utf8")).toContain('"later"');
});

test("a snapshot that cannot be written is refused with its path", async () => {
  const { run, withHub, folder } = user();
  await withHub([], nothing);
  for (const [name, code] of [
    ["nowhere/x.jsonl", "ENOENT"],
    ["state/", "EISDIR"],
    [`${"x".repeat(300)}.jsonl`, "ENAMETOOLONG"],
  ] as const) {
    const yes = code === "ENAMETOOLONG" ? [] : ["--yes"];
    const { exitCode, stderr } = await run("hub", "snapshot", "save", name, ...yes);
    expect(stderr).toContain(`The snapshot ${resolve(folder, name)} cannot be written (${code}).`);
    expect(exitCode).toBe(2);
  }
});

test("the help of snapshots says what is taken for a path", async () => {
  const { run } = user();
  for (const command of ["save", "restore"]) {
    const { stdout } = await run("hub", "snapshot", command, "--help");
    expect(stdout).toMatch(/a name; with a slash or an ending, the path of\s+a file/);
  }
});

test("a snapshot by name brings back what a hub has lost since, once --yes is said", async () => {
  const { run, withHub } = user();
  await withHub([], async () => {
    await run("device", "create", "dev1");
    expect(await run("hub", "snapshot", "save", "good")).toMatchObject({ exitCode: 0 });
    await run("device", "delete", "dev1");
    expect(await run("hub", "snapshot", "restore", "good", "--yes")).toMatchObject({
      exitCode: 6,
      stderr: expect.stringContaining(`in use by process ${process.pid}`),
    });
  });
  const refused = await run("hub", "snapshot", "restore", "good");
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("It would be lost: say --yes.");
  const { stdout } = await run("hub", "snapshot", "restore", "good", "--yes", "--output", "human");
  expect(stdout).toContain("start it: pnp hub start --name local");
  await withHub([], async () => {
    expect((await run("device", "show", "dev1")).exitCode).toBe(0);
  });
});

test("hub reset forgets everything, but not of a hub that runs, and not unasked", async () => {
  const { run, withHub, data } = user();
  expect(JSON.parse((await run("hub", "reset")).stdout)).toEqual({ data, removed: false });
  await withHub([], async () => {
    await run("device", "create", "dev1");
    expect((await run("hub", "reset", "--yes")).exitCode).toBe(6);
  });
  expect((await run("hub", "reset")).exitCode).toBe(2);
  expect(JSON.parse((await run("hub", "reset", "--yes")).stdout)).toEqual({ data, removed: true });
  await withHub([], async () => {
    expect(JSON.parse((await run("query", "SELECT * FROM devices")).stdout)).toEqual([]);
  });
});

test("hub start --seed fills a hub that is new, and says so when it is not", async () => {
  const { run, withHub, folder } = user();
  const seed = { devices: [{ deviceId: "dev1", tags: { site: "lab" } }] };
  writeFileSync(join(folder, "seed.json"), JSON.stringify(seed));
  const args = ["--data", "here", "--seed", "seed.json"];
  const first = await withHub(args, async () => {
    const { stdout } = await run("query", "SELECT deviceId, tags FROM devices");
    expect(JSON.parse(stdout)).toEqual([{ deviceId: "dev1", tags: { site: "lab" } }]);
  });
  expect(first.stderr).not.toContain("left aside");
  const second = await withHub(args, nothing);
  expect(second.stderr).toContain(
    `the seed is left aside: ${join(folder, "here")} is not new; to begin with it: pnp hub reset --data here`,
  );
});

test("hub start refuses a folder for a hub that keeps nothing", async () => {
  const { run, folder } = user();
  for (const more of [[], ["--detach"]]) {
    const args = ["hub", "start", "--memory", "--data", "here", ...more];
    const { exitCode, stderr } = await run(...args);
    expect(stderr).toContain("Only one of --memory and --data can be meant.");
    expect(exitCode).toBe(2);
  }
  expect(existsSync(join(folder, "here"))).toBe(false);
});

test.each([
  ["{", "The seed seed.json cannot be read: It is not JSON"],
  ['{"devices":[{"deviceId":"a","tags":{"n":9007199254740993}}]}', "cannot be kept exactly"],
  ['{"devices":[{"deviceId":"a b"}]}', "The seed cannot be used: at devices[0]: The device id"],
])("hub start refuses the seed %s", async (text, problem) => {
  const { run, folder } = user();
  writeFileSync(join(folder, "seed.json"), text);
  const { exitCode, stderr } = await run("hub", "start", "--seed", "seed.json");
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
});

test("hub start refuses damaged data, and says how to get rid of it", async () => {
  const { run, withHub, data } = user();
  await withHub([], nothing);
  const file = join(data, "hub.mdb");
  writeFileSync(file, readFileSync(file).subarray(0, 10_000));
  const { exitCode, stderr } = await run("hub", "start");
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`The hub's data in ${file} is damaged: `);
  expect(stderr).toContain("pnp hub reset");
  await run("hub", "reset", "--yes");
  expect((await withHub([], nothing)).exitCode).toBe(0);
});
