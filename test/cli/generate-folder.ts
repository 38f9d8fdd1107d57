import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CliOptions, type CliResult, pnp } from "./test-io.js";

const models = fileURLToPath(new URL("../../models", import.meta.url));

/** A project folder of its own, with a copy of the example models. */
export class GenerateFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), "twinplug-test-"));

  constructor() {
    cpSync(models, join(this.path, "models"), { recursive: true });
  }

  /** Runs `pnp generate` in the folder. */
  generate(...args: readonly string[]): Promise<CliResult> {
    return this.generateWith({}, ...args);
  }

  generateWith(options: CliOptions, ...args: readonly string[]): Promise<CliResult> {
    return pnp(["generate", ...args], { cwd: this.path, ...options });
  }

  full(path: string): string {
    return join(this.path, path);
  }

  read(path: string): string {
    return readFileSync(this.full(path), "utf8");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.full(path)), { recursive: true });
    writeFileSync(this.full(path), text);
  }

  /** Changes a file's text; the old part must be there. */
  edit(path: string, old: string, fresh: string): void {
    const text = this.read(path);
    if (!text.includes(old)) throw new Error(`${path} does not hold ${old}`);
    this.write(path, text.replace(old, fresh));
  }

  remove(path: string): void {
    rmSync(this.full(path), { recursive: true });
  }

  /** Paths of all files below a folder, in order. */
  files(path = ""): readonly string[] {
    return readdirSync(this.full(path), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.full(path).length + 1))
      .sort();
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A model with one telemetry. */
export function telemetryModel(dtmi: string, schema = "double", telemetry = "level"): string {
  return `${JSON.stringify(
    {
      "@context": "dtmi:dtdl:context;2",
      "@id": dtmi,
      "@type": "Interface",
      contents: [{ "@type": "Telemetry", name: telemetry, schema }],
    },
    null,
    2,
  )}\n`;
}

/** What became of each file, from the JSON report. */
export function statuses({ stdout }: CliResult): Record<string, string> {
  const { outputs } = JSON.parse(stdout) as {
    outputs: { files: { path: string; status: string }[] }[];
  };
  return Object.fromEntries(
    outputs.flatMap(({ files }) => files.map(({ path, status }) => [path, status])),
  );
}
