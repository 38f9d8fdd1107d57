import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { PnpError } from "../errors.js";
import type { Io } from "./io.js";
import { parseJsonText } from "./value-text.js";

/** JSON given on the command line as text, as `@file`, or as `-` for standard input. `where` names the option. */
export async function readJsonArgument(text: string, where: string, io: Io): Promise<unknown> {
  const given = await readTextArgument(text, where, io);
  return parseJsonText(given.text, given.source);
}

/** The JSON in a file; `-` is standard input. */
export async function readJsonFile(file: string, io: Io): Promise<unknown> {
  return readJsonArgument(`@${file}`, file, io);
}

/** A text given on the command line and where it comes from. */
export interface TextArgument {
  readonly text: string;
  readonly source: string;
}

/** Like {@link readJsonArgument}, but the text as it stands. */
export async function readTextArgument(text: string, where: string, io: Io): Promise<TextArgument> {
  if (text === "-") return { text: await io.readStdin(), source: "standard input" };
  if (!text.startsWith("@")) return { text, source: where };
  const file = text.slice(1);
  if (file === "-") return { text: await io.readStdin(), source: "standard input" };
  try {
    return { text: readFileSync(resolve(io.cwd, file), "utf8"), source: file };
  } catch (cause) {
    throw new PnpError("PNP_USAGE", `The file ${file} cannot be read.`, { cause });
  }
}
