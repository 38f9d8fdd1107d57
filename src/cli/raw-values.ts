import { parseRawPath, valueAt } from "../client/raw-path.js";
import type { Twin } from "../client/transport.js";
import { jsonText } from "./output.js";

/** What stands at one place of a twin; a side where nothing stands is absent. */
export interface RawValue {
  readonly path: string;
  readonly sides: { readonly reported?: unknown; readonly desired?: unknown };
}

/** The values at these paths; without paths those of all names of the twin, but the hub's own. */
export function rawValues(
  { properties: { reported, desired } }: Twin,
  paths: readonly string[],
): readonly RawValue[] {
  const names = new Set([...Object.keys(reported), ...Object.keys(desired)]);
  const places =
    paths.length > 0
      ? paths.map((path) => ({ path, place: parseRawPath(path) }))
      : [...names]
          .filter((name) => !name.startsWith("$"))
          .sort()
          .map((name) => ({ path: name, place: [name] }));
  return places.map(({ path, place }) => ({
    path,
    sides: {
      ...side("reported", valueAt(reported, place)),
      ...side("desired", valueAt(desired, place)),
    },
  }));
}

/** A value as one cell of a table. */
export function rawCell(value: unknown): string {
  return value === undefined ? "–" : jsonText(value);
}

function side(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [name]: value };
}
