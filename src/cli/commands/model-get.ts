import { resolve } from "node:path";
import { dtmiPath } from "../../dtdl/dtmi.js";
import type { ModelText } from "../../dtdl/resolver.js";
import { PnpError } from "../../errors.js";
import { arrayText } from "../../repository/expand.js";
import type { DependencyMode } from "../../repository/model-repository.js";
import { placeFiles } from "../../repository/planned-file.js";
import type { Io } from "../io.js";
import type { ModelOptions } from "../model-locations.js";
import { modelRepository } from "../models.js";
import { type OutputFormat, outputFormat, withoutControls } from "../output.js";
import { printPlaced } from "../placed-report.js";

/** Which models are fetched beside those that are named. */
export type DependencyChoice = "none" | "all" | "expanded";

interface Options extends ModelOptions {
  readonly deps: DependencyChoice;
  readonly out?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

const modes: Readonly<Record<DependencyChoice, DependencyMode>> = {
  none: "disabled",
  all: "enabled",
  expanded: "tryFromExpanded",
};

/** `pnp model get`: prints models exactly as they are published, or places them in a folder by their paths. */
export async function modelGet(dtmis: readonly string[], options: Options, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  if (options.out === undefined && (options.dryRun || options.force)) {
    throw new PnpError("PNP_USAGE", "--dry-run and --force belong to --out.", {
      hint: "Without --out the models are printed.",
    });
  }
  if (options.out === "") throw new PnpError("PNP_USAGE", "--out names no folder.");
  const repository = modelRepository(options, io);
  const models = await repository.getModels(dtmis, { dependencies: modes[options.deps] });
  if (options.out === undefined) {
    const isOne = models.size === 1 && options.deps === "none";
    printModels([...models.values()], isOne, format, io);
    return;
  }
  const plan = [...models].map(([dtmi, { text }]) => ({
    path: dtmiPath(dtmi),
    text: () => `${text.trim()}\n`,
  }));
  const folder = resolve(io.cwd, options.out);
  const dryRun = options.dryRun ?? false;
  const files = await placeFiles(folder, plan, { replace: options.force ?? false, dryRun });
  printPlaced(io, format, { folder, files, dryRun, facts: { models: [...models.keys()] } });
}

/** One model as itself, several as an array; the text is the publisher's, so that numbers and order stay. */
function printModels(
  models: readonly ModelText[],
  isOne: boolean,
  format: OutputFormat,
  io: Io,
): void {
  if (format === "ndjson") {
    for (const { text } of models) io.stdout.write(`${oneLine(text)}\n`);
    return;
  }
  const text = isOne ? `${models[0]?.text.trim()}\n` : arrayText(models);
  io.stdout.write(format === "human" ? withoutControls(text.replaceAll("\r\n", "\n")) : text);
}

/** JSON without the blanks between its values. */
function oneLine(json: string): string {
  const parts: string[] = [];
  for (let at = 0; at < json.length; ) {
    const quote = json.indexOf('"', at);
    const end = quote === -1 ? json.length : quote;
    parts.push(json.slice(at, end).replace(/\s+/g, ""));
    at = quote === -1 ? end : stringEnd(json, quote);
    parts.push(json.slice(end, at));
  }
  return parts.join("");
}

function stringEnd(json: string, quote: number): number {
  let at = quote + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}
