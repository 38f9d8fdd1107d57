import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { PnpError } from "../errors.js";
import type { Io } from "./io.js";
import { parseJsonText } from "./value-text.js";

/** JSON given on the command line as text, as `@file`, or as `-` for standard input. `where` names the option. */
export async function readJsonArgument(text: string, where: string, io: Io): Promise<unknown> {
  if (text === "-") return parseJsonText(await io.readStdin(), "standard input");
  if (text.startsWith("@")) return readJsonFile(text.slice(1), io);
  return parseJsonText(text, where);
}

/** The JSON in a file; `-` is standard input. */
export async function readJsonFile(file: string, io: Io): Promise<unknown> {
  if (file === "-") return parseJsonText(await io.readStdin(), "standard input");
  let text: string;
  try {
    text = readFileSync(resolve(io.cwd, file), "utf8");
  } catch (cause) {
    throw new PnpError("PNP_USAGE", `The file ${file} cannot be read.`, { cause });
  }
  return parseJsonText(text, file);
}
