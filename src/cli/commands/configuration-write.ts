import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createConfigurationRequest } from "../../azure/configuration.js";
import type { ConfigurationChange, ConfigurationContent } from "../../azure/service.js";
import { PnpError } from "../../errors.js";
import { withHub } from "../connection.js";
import type { RegistryOptions } from "../identity-options.js";
import type { Io } from "../io.js";
import { outputFormat, printResult } from "../output.js";
import { printPlanned } from "../planned-request.js";
import { configurationText } from "./configuration-read.js";

interface ChangeOptions extends RegistryOptions {
  readonly targetCondition?: string;
  readonly priority?: number;
  readonly label?: readonly string[];
  readonly metric?: readonly string[];
  readonly dryRun?: boolean;
}

interface CreateOptions extends ChangeOptions {
  readonly content: string;
}

interface GuardedOptions extends ChangeOptions {
  readonly ifMatch?: string;
}

/** `pnp configuration create`. */
export async function createConfiguration(
  id: string,
  options: CreateOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const settings = { ...changeOf(options), content: await contentOf(options.content, io) };
  if (options.dryRun) return printPlanned(createConfigurationRequest(id, settings), format, io);
  await withHub(options, io, async ({ configurations }) => {
    const made = await configurations.create(id, settings, { signal: io.signal });
    printResult(io, format, made, () => configurationText(made));
  });
}

/** `pnp configuration update`. */
export async function updateConfiguration(
  id: string,
  options: GuardedOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const change = changeOf(options);
  await withHub(options, io, async ({ configurations }) => {
    const guard = guardOf(options, io);
    if (options.dryRun) {
      printPlanned(await configurations["~prepareUpdate"](id, change, guard), format, io);
      return;
    }
    const changed = await configurations.update(id, change, guard);
    printResult(io, format, changed, () => configurationText(changed));
  });
}

/** `pnp configuration delete`. */
export async function deleteConfiguration(
  id: string,
  options: GuardedOptions,
  io: Io,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const { etag } = guardOf(options, io);
  if (options.dryRun) {
    const path = `/configurations/${encodeURIComponent(id)}`;
    const guard = etag === undefined ? {} : { ifMatch: `"${etag}"` };
    return printPlanned({ method: "DELETE", path, ...guard }, format, io);
  }
  await withHub(options, io, async ({ configurations }) => {
    await configurations.delete(id, guardOf(options, io));
    printResult(io, format, { id, done: true }, () => `deleted configuration ${id}`);
  });
}

function guardOf(
  { ifMatch }: GuardedOptions,
  io: Io,
): { readonly signal: AbortSignal; readonly etag?: string } {
  return { signal: io.signal, ...(ifMatch === undefined ? {} : { etag: ifMatch }) };
}

function changeOf({
  targetCondition,
  priority,
  label,
  metric,
}: ChangeOptions): ConfigurationChange {
  return {
    ...(targetCondition === undefined ? {} : { targetCondition }),
    ...(priority === undefined ? {} : { priority }),
    ...(label === undefined ? {} : { labels: pairs(label, "--label") }),
    ...(metric === undefined ? {} : { metrics: pairs(metric, "--metric") }),
  };
}

function pairs(texts: readonly string[], option: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf("=");
      if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
      throw new PnpError("PNP_USAGE", `${option} ${text} is not name=value.`);
    }),
  );
}

async function contentOf(given: string, io: Io): Promise<ConfigurationContent> {
  const text =
    given === "-" ? await io.readStdin() : given.startsWith("@") ? readText(given, io) : given;
  try {
    return JSON.parse(text) as ConfigurationContent;
  } catch (cause) {
    throw new PnpError("PNP_USAGE", "--content is not JSON.", { cause });
  }
}

function readText(given: string, io: Io): string {
  try {
    return readFileSync(resolve(io.cwd, given.slice(1)), "utf8");
  } catch (cause) {
    throw new PnpError("PNP_USAGE", `The file ${given.slice(1)} cannot be read.`, { cause });
  }
}
