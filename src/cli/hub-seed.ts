import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { PnpError } from "../errors.js";
import { parseExactJson } from "../hub/exact-json.js";
import type { HubSeed } from "../hub/index.js";
import type { Io } from "./io.js";

/** Reads a seed from a JSON file; the hub judges what it says. Throws `PNP_USAGE` for a file that is no JSON. */
export async function readHubSeed(file: string, io: Io): Promise<HubSeed> {
  const path = resolve(io.cwd, file);
  try {
    return parseExactJson(await readFile(path, "utf8"), "It") as HubSeed;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PnpError("PNP_USAGE", `The seed ${file} cannot be read: ${reason}`, {
      hint: "Give a JSON file with devices, enrollments, enrollmentGroups or configurations.",
      cause,
    });
  }
}
