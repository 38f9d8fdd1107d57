import type { Schema } from "../dtdl/model.js";
import { partsOf } from "../schema/schema-parts.js";

/** Every schema below the roots, the roots included, by DTMI. Schemas may contain themselves. */
export function reachable(roots: readonly Schema[]): ReadonlyMap<string, Schema> {
  const found = new Map<string, Schema>();
  const open = [...roots];
  for (let schema = open.pop(); schema; schema = open.pop()) {
    if (found.has(schema.id)) continue;
    found.set(schema.id, schema);
    for (const part of partsOf(schema)) open.push(part);
  }
  return found;
}

const acceptMore: ReadonlySet<Schema["kind"]> = new Set(["DateTime", "Long", "UnsignedLong"]);

/**
 * DTMIs of the schemas below the roots for which callers may pass more than they get back: instants also as `Date`,
 * 64-bit integers also as `number`, and everything that contains such a value.
 */
export function schemasWithInputForm(roots: readonly Schema[]): ReadonlySet<string> {
  const schemas = reachable(roots);
  const holders = new Map<string, string[]>();
  for (const schema of schemas.values()) {
    for (const part of partsOf(schema)) {
      const known = holders.get(part.id);
      if (known) known.push(schema.id);
      else holders.set(part.id, [schema.id]);
    }
  }
  const result = new Set<string>();
  const open = [...schemas.values()].filter(({ kind }) => acceptMore.has(kind)).map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (result.has(id)) continue;
    result.add(id);
    for (const holder of holders.get(id) ?? []) open.push(holder);
  }
  return result;
}
