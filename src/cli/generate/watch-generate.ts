import { statSync } from "node:fs";
import { join } from "node:path";
import { isPnpError } from "../../errors.js";
import { reportError } from "../error-report.js";
import type { Io } from "../io.js";
import { outputFormat, say } from "../output.js";
import { Changes } from "./changes.js";
import { generateResult, printGenerated } from "./generate-report.js";
import { type LoadedConfig, loadConfig } from "./load-config.js";
import { applyPrepared, type PreparedOutput, refuseConflicts } from "./prepared-output.js";
import { quickRun } from "./quick-run.js";
import { type PreparedTask, prepareTask, refuseSharedFolders } from "./run-task.js";
import { type GenerateCommandOptions, type GenerateTask, generateTasks } from "./settings.js";
import { TextCache } from "./text-cache.js";
import { type FolderWatch, watchFolders } from "./watch-folders.js";
import { matters, placesOf, type WatchedPlaces } from "./watched-places.js";

/** Milliseconds without another event after which a change is complete: editors write in several steps. */
const quiet = 5;

/** Milliseconds after which a change that goes on and on is acted upon. */
const patience = 40;

/** Milliseconds before a model with errors is told of: it may be half written. */
const doubt = 60;

/** Milliseconds without a change after which all models are looked at. */
const breakTime = 150;

/**
 * `pnp generate --watch`: generates, and again whenever a model or the configuration changes, until Ctrl-C. Errors are told,
 * and watching goes on. A table, or a JSON document on one line, for each run that changed something.
 */
export async function watchGenerate(
  models: readonly string[],
  options: GenerateCommandOptions,
  configPath: string | undefined,
  io: Io,
): Promise<void> {
  const rounds = new Rounds(models, options, configPath, io);
  try {
    await rounds.whole();
    say(io, "watching for changes; Ctrl-C ends it");
    while (!io.signal.aborted) await rounds.next();
  } finally {
    rounds.close();
  }
}

/** The runs of a watch. */
class Rounds {
  readonly #models: readonly string[];
  readonly #options: GenerateCommandOptions;
  readonly #configPath: string | undefined;
  readonly #io: Io;
  readonly #texts = new TextCache();
  readonly #changes = new Changes();
  readonly #watch: FolderWatch;
  #places: WatchedPlaces = { folders: new Set(), files: new Set() };
  #count = 0;
  #config: { readonly state: string; readonly config: LoadedConfig } | undefined;
  #tasks: readonly GenerateTask[] = [];
  /** What the last run over all models that went well has found, one for each task. */
  #ready: readonly PreparedTask[] = [];
  #warned: ReadonlySet<string> = new Set();

  constructor(
    models: readonly string[],
    options: GenerateCommandOptions,
    configPath: string | undefined,
    io: Io,
  ) {
    this.#models = models;
    this.#options = options;
    this.#configPath = configPath;
    this.#io = io;
    this.#watch = watchFolders(options.poll ?? false, {
      changed: (folder, name) => this.#noticed(folder, name),
      polling: (folder, reason) => say(io, `looking at ${folder} again and again: ${reason}`),
    });
    io.signal.addEventListener("abort", () => this.#changes.add(), { once: true });
  }

  /** Waits for changes, and does what they ask for: at once what follows from one file, and in the next break all. */
  async next(): Promise<void> {
    await this.#changes.settled(quiet, patience);
    if (this.#io.signal.aborted) return;
    if (await this.#quick()) {
      // The run over all models keeps the next change waiting.
      this.#changes.acknowledge();
      if (await this.#changes.within(breakTime)) return;
    }
    await this.whole();
  }

  /** A run over all models. Throws where the first one fails and no change of a model can help. */
  async whole(): Promise<void> {
    this.#changes.clear();
    try {
      await this.#run(this.#count++);
    } catch (error) {
      if (this.#io.signal.aborted) return;
      if (this.#count === 1 && isHopeless(error)) throw error;
      // What the folders hold may have changed all the same.
      this.#follow(placesOf(this.#tasks, [], this.#configPath, this.#places));
      if (this.#count > 1 && (await this.#changes.within(doubt))) return;
      this.#tell(error);
    }
  }

  close(): void {
    this.#watch.close();
  }

  async #run(count: number): Promise<void> {
    const config = await this.#loadConfig(count);
    this.#tasks = generateTasks(this.#models, this.#options, config, this.#io);
    // Watching begins before reading, so that no change falls between the two.
    this.#follow(placesOf(this.#tasks, [], this.#configPath, this.#places));
    const ready: PreparedTask[] = [];
    for (const task of this.#tasks) {
      ready.push(await prepareTask(task, this.#io, this.#options.force ?? false, this.#texts.read));
    }
    refuseSharedFolders(ready);
    this.#ready = ready;
    this.#follow(placesOf(this.#tasks, ready, this.#configPath));
    this.#warn(ready);
    const prepared = ready.flatMap((each) => each.prepared);
    refuseConflicts(prepared);
    for (const each of prepared) applyPrepared(each);
    this.#print(prepared, count === 0);
  }

  /** Whether what follows from the one file that changed could be written without looking at all models. */
  async #quick(): Promise<boolean> {
    const path = this.#changes.onlyPath;
    if (path === undefined || path === this.#configPath) return false;
    const prepared: PreparedOutput[] = [];
    for (const [at, task] of this.#tasks.entries()) {
      const before = this.#ready[at];
      if (before === undefined) continue;
      prepared.push(...(await quickRun(path, task, before, this.#io, this.#texts.read)));
    }
    this.#print(prepared, false);
    return prepared.length > 0;
  }

  #noticed(folder: string, name: string | undefined): void {
    const path = name === undefined ? undefined : join(folder, name);
    if (path === undefined) this.#texts.forgetAll();
    else this.#texts.forget(path);
    if (matters(folder, name, this.#places)) this.#changes.add(path);
  }

  #follow(places: WatchedPlaces): void {
    this.#places = places;
    this.#watch.follow(places.folders);
  }

  /** Each load of a module stays in memory, so that it is done again only for another text. */
  async #loadConfig(count: number): Promise<LoadedConfig | undefined> {
    const path = this.#configPath;
    if (path === undefined) return undefined;
    const found = statSync(path, { throwIfNoEntry: false });
    const state = `${found?.mtimeMs}:${found?.size}:${found?.ino}`;
    if (this.#config?.state !== state) {
      this.#config = { state, config: await loadConfig(path, this.#io, count) };
    }
    return this.#config.config;
  }

  #warn(ready: readonly PreparedTask[]): void {
    const warnings = new Set(ready.flatMap((each) => each.warnings));
    for (const each of warnings) if (!this.#warned.has(each)) say(this.#io, `warning: ${each}`);
    this.#warned = warnings;
  }

  #print(prepared: readonly PreparedOutput[], always: boolean): void {
    const format = outputFormat(this.#options.output, this.#io);
    const result = generateResult(prepared, true);
    const isNews = result.outputs.some(({ files }) =>
      files.some(({ status }) => status !== "unchanged"),
    );
    if (!isNews && !always) return;
    printGenerated(this.#io, format === "json" ? "ndjson" : format, result);
  }

  #tell(error: unknown): void {
    const report = reportError(error);
    const format = outputFormat(this.#options.output, this.#io);
    if (format !== "human") this.#io.stdout.write(`${report.json}\n`);
    say(this.#io, report.text);
  }
}

/** Whether no change of a model can help. */
function isHopeless(error: unknown): boolean {
  return !isPnpError(error) || error.code === "PNP_USAGE";
}
