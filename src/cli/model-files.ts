import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, resolve } from "node:path";
import { PnpError } from "../errors.js";
import type { Io } from "./io.js";

/** What a repository says about itself, beside its models. */
const repositoryFiles = /^(?:metadata|index|index\.page\.\d+)\.json$/;

/** The model files that a path names: itself, or every `.json` below a folder but what was made from other ones. */
export function modelFiles(path: string, io: Io): readonly string[] {
  const full = resolve(io.cwd, path);
  if (!existsSync(full)) {
    throw new PnpError("PNP_MODEL_NOT_FOUND", `There is no file or folder ${path}.`, {
      hint: "Give a DTDL file, or a folder with DTDL files.",
    });
  }
  if (!statSync(full).isDirectory()) return [path];
  const files = readdirSync(full, { recursive: true, encoding: "utf8" })
    .filter((file) => extname(file) === ".json" && !file.endsWith(".expanded.json"))
    .filter((file) => !(repositoryFiles.test(file) && existsSync(join(full, "dtmi"))))
    .sort();
  if (files.length === 0) {
    throw new PnpError("PNP_MODEL_NOT_FOUND", `The folder ${path} holds no model (.json).`);
  }
  return files.map((file) => relative(io.cwd, join(full, file)) || file);
}

/** The text of a model file. Throws `PNP_MODEL_NOT_FOUND` when it cannot be read. */
export function readModelFile(path: string, shown: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new PnpError("PNP_MODEL_NOT_FOUND", `The model file ${shown} cannot be read.`, {
      hint: "Give a file that exists, or a DTMI such as dtmi:com:example:Thermostat;1.",
      cause,
    });
  }
}
