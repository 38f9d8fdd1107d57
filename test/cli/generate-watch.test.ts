import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { watchFolders } from "../../src/cli/generate/watch-folders.js";
import type { Io } from "../../src/cli/io.js";
import { run } from "../../src/cli/run.js";
import { GenerateFolder, telemetryModel } from "./generate-folder.js";

const thermostat = "com/example/thermostat-1.ts";
const thermostatModel = "models/dtmi/com/example/thermostat-1.json";

/** What one run of a watch reported: status by path, without what stayed. */
type Report = Readonly<Record<string, string>>;

/** `pnp generate --watch`, running. */
class Watching {
  readonly #interrupt = new AbortController();
  readonly #waiting: (() => void)[] = [];
  readonly #reports: Report[] = [];
  stderr = "";
  readonly exitCode: Promise<number>;

  constructor(folder: GenerateFolder, ...args: readonly string[]) {
    const io: Io = {
      stdout: { write: (text) => this.#read(text), isTerminal: false },
      stderr: {
        write: (text) => {
          this.stderr += text;
          this.#wake();
        },
        isTerminal: false,
      },
      env: { XDG_STATE_HOME: "/nonexistent" },
      cwd: folder.path,
      readStdin: async () => "",
      signal: this.#interrupt.signal,
    };
    this.exitCode = run(["generate", "--watch", ...args], io);
  }

  /** The next report that was not taken yet. */
  async report(): Promise<Report> {
    await this.#until(() => this.#reports.length > 0);
    return this.#reports.shift() ?? {};
  }

  /** Reports put together until one says something of this file. */
  async reportOf(path: string): Promise<Report> {
    let all: Report = {};
    while (!(path in all)) all = { ...all, ...(await this.report()) };
    return all;
  }

  /** Waits until this text stands on standard error; it is forgotten then, with all before it. */
  async told(text: string): Promise<void> {
    await this.#until(() => this.stderr.includes(text));
    this.stderr = this.stderr.slice(this.stderr.indexOf(text) + text.length);
  }

  async end(): Promise<number> {
    this.#interrupt.abort();
    return this.exitCode;
  }

  #read(text: string): void {
    const value = JSON.parse(text);
    if (!value.outputs) return;
    const files: { path: string; status: string }[] = value.outputs.flatMap(
      (output: { files: unknown }) => output.files,
    );
    const news = files.filter(({ status }) => status !== "unchanged");
    this.#reports.push(Object.fromEntries(news.map(({ path, status }) => [path, status])));
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((wake) => this.#waiting.push(wake));
  }
}

let folder: GenerateFolder;
let watching: Watching;
beforeEach(() => {
  folder = new GenerateFolder();
});
afterEach(async () => {
  await watching?.end();
  folder.dispose();
});

async function start(...args: readonly string[]): Promise<Watching> {
  watching = new Watching(folder, "--out", "gen", ...args);
  await watching.told("watching for changes");
  await watching.report();
  return watching;
}

test.each([[[]], [["--poll"]]])(
  "an edit of a model is written, and nothing else is (%s)",
  async (args) => {
    await start(...args);
    folder.edit(thermostatModel, '"Thermostat"', '"Warmer"');
    expect(await watching.report()).toEqual({ [thermostat]: "replaced" });
    expect(folder.read(`gen/${thermostat}`)).toContain("* Warmer");
  },
);

test("an edit is written within 50 ms", async () => {
  await start();
  const text = folder.read(thermostatModel);
  const times: number[] = [];
  for (let edit = 0; edit < 10; edit++) {
    const begin = performance.now();
    writeFileSync(folder.full(thermostatModel), text.replace('"Thermostat"', `"Warmer ${edit}"`));
    await watching.report();
    times.push(performance.now() - begin);
  }
  // The others wait for a processor that they share with other tests.
  expect(Math.min(...times)).toBeLessThan(50);
});

test("what follows from a change in other models is written too", async () => {
  folder.write("models/base.json", telemetryModel("dtmi:org:Base;1"));
  const derived = JSON.parse(telemetryModel("dtmi:org:Derived;1", "double", "own"));
  folder.write("models/derived.json", JSON.stringify({ ...derived, extends: "dtmi:org:Base;1" }));
  await start();
  folder.edit("models/base.json", '"double"', '"string"');
  expect(await watching.reportOf("org/derived-1.ts")).toEqual({
    "org/base-1.ts": "replaced",
    "org/derived-1.ts": "replaced",
  });
  expect((await folder.generate("--out", "gen", "--check")).exitCode).toBe(0);
});

test("new models and folders are found, and what is gone is removed", async () => {
  await start();
  folder.write("models/org/deep/tank.json", telemetryModel("dtmi:org:Tank;1"));
  expect(await watching.reportOf("org/tank-1.ts")).toEqual({ "org/tank-1.ts": "written" });
  folder.write("models/org/deep/pump.json", telemetryModel("dtmi:org:Pump;1"));
  expect(await watching.reportOf("org/pump-1.ts")).toEqual({ "org/pump-1.ts": "written" });
  folder.remove("models/org");
  expect(await watching.reportOf("org/pump-1.ts")).toEqual({
    "org/tank-1.ts": "removed",
    "org/pump-1.ts": "removed",
  });
});

test("an error is told, with its place, and watching goes on", async () => {
  await start();
  folder.edit(thermostatModel, '"double"', '"dobule"');
  await watching.told("did you mean `double`?");
  folder.edit(thermostatModel, '"dobule"', '"double"');
  folder.edit(thermostatModel, '"Thermostat"', '"Warmer"');
  expect(await watching.reportOf(thermostat)).toEqual({ [thermostat]: "replaced" });
});

test("errors at the start are told, and watching goes on", async () => {
  folder.edit(thermostatModel, '"double"', '"dobule"');
  watching = new Watching(folder, "--out", "gen");
  await watching.told("did you mean `double`?");
  await watching.told("watching for changes");
  folder.edit(thermostatModel, '"dobule"', '"double"');
  expect(await watching.reportOf(thermostat)).toMatchObject({ [thermostat]: "written" });
});

test("a folder that does not exist yet is waited for", async () => {
  watching = new Watching(folder, "later/models", "--out", "gen");
  await watching.told("There is no file or folder later/models");
  await watching.told("watching for changes");
  folder.write("later/models/tank.json", telemetryModel("dtmi:org:Tank;1"));
  expect(await watching.reportOf("org/tank-1.ts")).toEqual({ "org/tank-1.ts": "written" });
});

test("a file that is half written is no error yet", async () => {
  await start();
  const text = folder.read(thermostatModel).replace('"Thermostat"', '"Warmer"');
  writeFileSync(folder.full(thermostatModel), text.slice(0, 100));
  await new Promise((done) => setImmediate(done));
  writeFileSync(folder.full(thermostatModel), text);
  expect(await watching.report()).toEqual({ [thermostat]: "replaced" });
  expect(watching.stderr).not.toContain("error");
});

test("a file that an editor puts in the place of the old one is read", async () => {
  await start();
  const text = folder.read(thermostatModel);
  for (const name of ["Warmer", "Cooler"]) {
    folder.write(`${thermostatModel}~`, text.replace('"Thermostat"', `"${name}"`));
    renameSync(folder.full(`${thermostatModel}~`), folder.full(thermostatModel));
    expect(await watching.report()).toEqual({ [thermostat]: "replaced" });
    expect(folder.read(`gen/${thermostat}`)).toContain(`* ${name}`);
  }
});

test("an edited output file is named, and written again when it is out of the way", async () => {
  await start();
  folder.write(`gen/${thermostat}`, "mine\n");
  folder.edit(thermostatModel, '"Thermostat"', '"Warmer"');
  await watching.told(`gen/${thermostat} was changed by hand`);
  renameSync(folder.full(`gen/${thermostat}`), folder.full("mine.ts"));
  expect(await watching.reportOf(thermostat)).toEqual({ [thermostat]: "written" });
});

test("a change of tsconfig.json counts", async () => {
  folder.write("tsconfig.json", "{}");
  await start();
  const options = { compilerOptions: { rewriteRelativeImportExtensions: true } };
  folder.write("tsconfig.json", JSON.stringify(options));
  expect(await watching.report()).toEqual({
    "com/example/temperaturecontroller-1.ts": "replaced",
  });
});

test("a change of the configuration counts", async () => {
  folder.write("pnp.config.mjs", 'export default { generate: { out: "gen" } };\n');
  await start();
  folder.write("pnp.config.mjs", 'export default { generate: { out: "gen", typesOnly: true } };\n');
  expect(await watching.reportOf(thermostat)).toMatchObject({ [thermostat]: "replaced" });
  expect(folder.read(`gen/${thermostat}`)).not.toContain("import");
  folder.write("pnp.config.mjs", "export default { generate: {} };\n");
  await watching.told("`generate.out` must be a text");
});

test("output among the models does not start another run", async () => {
  watching = new Watching(folder, "models", "--out", "models/gen");
  await watching.told("watching for changes");
  await watching.report();
  folder.edit(thermostatModel, '"Thermostat"', '"Warmer"');
  expect(await watching.report()).toEqual({ [thermostat]: "replaced" });
  folder.edit(thermostatModel, '"Warmer"', '"Cooler"');
  expect(await watching.report()).toEqual({ [thermostat]: "replaced" });
});

test("it ends with 0 when it is interrupted, at once", async () => {
  await start();
  const begin = performance.now();
  expect(await watching.end()).toBe(0);
  expect(performance.now() - begin).toBeLessThan(1000);
});

test("a wrong command line ends it before it begins", async () => {
  watching = new Watching(folder, "--out", "");
  expect(await watching.exitCode).toBe(2);
});

test("where the system refuses to watch, a folder is looked at again and again", async () => {
  mkdirSync(folder.full("watched"));
  const told: string[] = [];
  const changed = await new Promise<string | undefined>((done) => {
    const watched = watchFolders(
      false,
      {
        changed: (_folder, name) => {
          watched.close();
          done(name);
        },
        polling: (where, reason) => told.push(`${where}: ${reason}`),
      },
      () => {
        throw new Error("ENOSPC: no watches left");
      },
    );
    watched.follow([folder.full("watched")]);
    folder.write("watched/a.json", "{}");
  });
  expect(changed).toBe("a.json");
  expect(told).toEqual([`${folder.full("watched")}: ENOSPC: no watches left`]);
});
