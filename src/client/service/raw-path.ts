import { isRecord } from "../../convention/record.js";
import { PnpError } from "../../errors.js";

/**
 * The value at a path of plain names, whatever the model says: `iothubDM.reboot.lastReboot`. No name in a twin holds a
 * dot. Undefined where nothing stands; the empty path is the whole.
 */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const name of namesOf(path)) {
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** The merge patch that puts a value at a path; `null` removes what stands there. */
export function patchAt(path: string, value: unknown): Readonly<Record<string, unknown>> {
  const names = namesOf(path);
  if (names.length === 0) {
    throw new PnpError("PNP_USAGE", "The path of the value to set is empty.", {
      hint: "Name it: telemetryInterval, or climate.minTemperature for one inside another.",
    });
  }
  return names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Readonly<
    Record<string, unknown>
  >;
}

function namesOf(path: string): readonly string[] {
  if (path === "") return [];
  const names = path.split(".");
  const bad = names.find((name) => name === "" || name === "__proto__" || /^\$/.test(name));
  if (bad === undefined) return names;
  throw new PnpError("PNP_USAGE", `"${path}" is no path of values in a twin.`, {
    hint: "Join names with dots; none is empty or begins with $: iothubDM.reboot.lastReboot.",
  });
}
