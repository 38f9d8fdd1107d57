import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { isRecord } from "../../convention/record.js";
import { parseJsonc } from "./jsonc.js";

/** What the nearest tsconfig.json asks of imports. */
export interface ImportForm {
  readonly extension: ".js" | ".ts";
  /** Whether TypeScript reads `.d.json.ts` files: `allowArbitraryExtensions` is set, or nothing is known. */
  readonly readsSidecars: boolean;
  /** The configuration files that were read, with absolute paths; none when there is no tsconfig.json. */
  readonly files: readonly string[];
  /** What could not be read, in sentences. */
  readonly warnings: readonly string[];
}

/** Options that allow imports to end in `.ts`. */
const allowingOptions = ["allowImportingTsExtensions", "rewriteRelativeImportExtensions"] as const;

/**
 * How imports end in files of this folder: `.ts` where the tsconfig.json beside or above it, or one that it extends, sets
 * `allowImportingTsExtensions` or `rewriteRelativeImportExtensions`; else `.js`. Where that file only lists `references`, the
 * first of those that includes the folder counts.
 */
export function importForm(folder: string): ImportForm {
  const reading = new TsconfigReading();
  const path = nearest(folder);
  const config = path === undefined ? undefined : reading.read(path);
  const own = config && isSolution(config) ? reading.referenced(config, folder) : config;
  const allows = allowingOptions.some((name) => own?.options.get(name) === true);
  return {
    extension: allows ? ".ts" : ".js",
    readsSidecars: own === undefined || own.options.get("allowArbitraryExtensions") === true,
    files: [...reading.files],
    warnings: reading.warnings,
  };
}

function nearest(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = join(at, "tsconfig.json");
    if (isFile(path)) return path;
    if (at === dirname(at)) return undefined;
  }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

interface Tsconfig {
  readonly path: string;
  /** Compiler options, those of extended files included. */
  readonly options: ReadonlyMap<string, unknown>;
  readonly files: readonly unknown[] | undefined;
  readonly include: readonly unknown[] | undefined;
  readonly references: readonly unknown[];
}

function isSolution({ files, include, references }: Tsconfig): boolean {
  return references.length > 0 && files?.length === 0 && (include ?? []).length === 0;
}

/** The files read on the way, each once. */
class TsconfigReading {
  readonly files = new Set<string>();
  readonly warnings: string[] = [];
  /** Those on the way from the first one, so that circles end. */
  readonly #open = new Set<string>();

  /** The configuration with what it extends; undefined when it cannot be read. */
  read(path: string): Tsconfig | undefined {
    this.files.add(path);
    let value: unknown;
    try {
      value = parseJsonc(readFileSync(path, "utf8"));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.warnings.push(`${path} cannot be read: ${reason}`);
      return undefined;
    }
    if (!isRecord(value)) return undefined;
    this.#open.add(path);
    const bases = arrayOf(typeof value.extends === "string" ? [value.extends] : value.extends)
      .filter((name) => typeof name === "string")
      .flatMap((name) => this.#base(name, path));
    this.#open.delete(path);
    const last = bases.at(-1);
    const options = new Map([
      ...bases.flatMap((base) => [...base.options]),
      ...(isRecord(value.compilerOptions) ? Object.entries(value.compilerOptions) : []),
    ]);
    return {
      path,
      options,
      files: Array.isArray(value.files) ? value.files : last?.files,
      include: Array.isArray(value.include) ? value.include : last?.include,
      references: arrayOf(value.references),
    };
  }

  /** The referenced configuration that includes the folder. */
  referenced({ path, references }: Tsconfig, folder: string): Tsconfig | undefined {
    for (const reference of references) {
      if (!isRecord(reference) || typeof reference.path !== "string") continue;
      const full = resolve(dirname(path), reference.path);
      const file = full.endsWith(".json") ? full : join(full, "tsconfig.json");
      const config = isFile(file) ? this.read(file) : undefined;
      if (config && includes(config, folder)) return config;
    }
    return undefined;
  }

  #base(name: string, from: string): readonly Tsconfig[] {
    const path = basePath(name, from);
    if (path === undefined) {
      this.warnings.push(`${from} extends ${JSON.stringify(name)}, which is not found`);
      return [];
    }
    const base = this.#open.has(path) ? undefined : this.read(path);
    return base === undefined ? [] : [base];
  }
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether files of the folder are among those of the configuration, by what its patterns begin with. */
function includes({ path, include = ["**/*"], files }: Tsconfig, folder: string): boolean {
  if (files !== undefined && include.length === 0) return false;
  return include.some((pattern) => {
    if (typeof pattern !== "string") return false;
    const parts = pattern.split(/[\\/]/);
    const wild = parts.findIndex((part) => /[*?]/.test(part));
    const fixed = wild < 0 ? parts : parts.slice(0, wild);
    const way = relative(resolve(dirname(path), fixed.join(sep)), folder);
    return way.split(sep)[0] !== ".." && !isAbsolute(way);
  });
}

/** Where an extended file is, as TypeScript looks for it: a path, or a file of a package. */
function basePath(name: string, from: string): string | undefined {
  if (isAbsolute(name) || /^\.{1,2}(?:[\\/]|$)/.test(name)) {
    const full = resolve(dirname(from), name);
    return [full, `${full}.json`, join(full, "tsconfig.json")].find(isFile);
  }
  const require = createRequire(from);
  for (const each of [name, `${name}.json`, `${name}/tsconfig.json`]) {
    try {
      const found = require.resolve(each);
      if (found.endsWith(".json")) return found;
    } catch {
      // Another spelling, or none.
    }
  }
  return undefined;
}
