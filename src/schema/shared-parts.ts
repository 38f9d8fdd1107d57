import type { PayloadSchema } from "./interface-schema.js";
import { maxLevels, tooManyLevels } from "./max-levels.js";

type NamedSchemas = Readonly<Record<string, PayloadSchema>>;

/** A document may repeat its parts until it has so many; then a part that occurs twice is written once. */
const maxParts = 1000;

/**
 * Names for the complex parts that a document should define once and refer to, as it would become too large with each of them
 * written wherever it is used: ten Objects, each used for thirty Fields of the next, make 30^10. Mostly there are none.
 * Throws `PNP_USAGE` for a schema that goes down too far, or contains itself other than by `ref`.
 */
export function sharedParts(
  schema: PayloadSchema,
  schemas: NamedSchemas,
): ReadonlyMap<PayloadSchema, string> {
  const uses = new Map<PayloadSchema, number>();
  const sizes = new Map<PayloadSchema, number>();
  const measure = (part: PayloadSchema, level: number): number => {
    if (typeof part !== "object" || part === null || "ref" in part) return 1;
    if (level > maxLevels) throw tooManyLevels("given");
    uses.set(part, (uses.get(part) ?? 0) + 1);
    let size = sizes.get(part);
    if (size === undefined) {
      size = partsOf(part).reduce((sum, inner) => sum + measure(inner, level + 1), 1);
      sizes.set(part, size);
    }
    return size;
  };
  const roots = [schema, ...Object.values(schemas)];
  const size = roots.reduce((sum, root) => sum + measure(root, 0), 0);
  const shared = new Map<PayloadSchema, string>();
  if (size <= maxParts) return shared;
  for (const [part, count] of uses) {
    if (count > 1) shared.set(part, nameFor(shared.size + 1, schemas));
  }
  return shared;
}

function partsOf(part: Exclude<PayloadSchema, string>): readonly PayloadSchema[] {
  if ("array" in part) return [part.array];
  if ("map" in part) return [part.map];
  return "object" in part ? Object.values(part.object) : [];
}

function nameFor(number: number, schemas: NamedSchemas): string {
  let name = `part${number}`;
  while (Object.hasOwn(schemas, name)) name = `_${name}`;
  return name;
}
