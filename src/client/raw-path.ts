import { isRecord, ownMember } from "../convention/record.js";
import { PnpError } from "../errors.js";
import { requireText } from "./require-argument.js";

/** A place in a twin, whatever the model says: names from the top down; none for the whole. */
export type RawPath = readonly string[];

/**
 * Takes `iothubDM.reboot.lastReboot` apart; no name in a twin holds a dot. An empty text is the whole. Throws
 * `PNP_USAGE` for a text that is no path.
 */
export function parseRawPath(text: string): RawPath {
  if (text === "") return [];
  requireText(text, "The path");
  const path = text.split(".");
  const bad = path.find((name) => name === "" || name === "__proto__" || name.startsWith("$"));
  if (bad === undefined) return path;
  throw new PnpError("PNP_USAGE", `"${text}" is no path of values in a twin.`, {
    hint: "Join names with dots; none is empty or begins with $: iothubDM.reboot.lastReboot.",
  });
}

/** What stands at a place of a twin or of another document; undefined where nothing does. */
export function valueAt(document: unknown, path: RawPath): unknown {
  let value = document;
  for (const name of path) {
    if (!isRecord(value)) return undefined;
    value = ownMember(value, name);
  }
  return value;
}

/** The merge patch that puts a value at a place; `null` removes what stands there. `PNP_USAGE` for the whole. */
export function patchAt(path: string, value: unknown): Readonly<Record<string, unknown>> {
  const names = parseRawPath(path);
  if (names.length === 0) {
    throw new PnpError("PNP_USAGE", "The path of the value to set is empty.", {
      hint: "Name it: telemetryInterval, or climate.minTemperature for one inside another.",
    });
  }
  if (value === undefined) {
    throw new PnpError("PNP_USAGE", `There is no value to set at "${path}".`, {
      hint: "null removes what stands there.",
    });
  }
  return names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Readonly<
    Record<string, unknown>
  >;
}
