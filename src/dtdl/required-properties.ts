import { type Draft, label, trailOf } from "./draft.js";
import type { JsonObject } from "./json-node.js";
import { inVersion } from "./metamodel/class-tree.js";
import type { PropertyRule } from "./metamodel/classes.js";
import { didYouMean } from "./near-name.js";
import { placeOf, type Reading } from "./reading.js";

/** Checks that nothing is missing which the class or a supplemental type of the element requires. */
export function checkRequired(
  reading: Reading,
  draft: Draft,
  node: JsonObject,
  rules: ReadonlyMap<string, PropertyRule>,
): void {
  const opening = placeOf(reading, { start: node.start, end: node.start + 1 });
  const trail = trailOf(draft);
  for (const rule of rules.values()) {
    const required = rule.required !== undefined && inVersion(rule.required, draft.version);
    if (!required || draft.names.has(rule.name)) continue;
    const code = rule.kind === "element" ? "missingObjectProperty" : "missingLiteralProperty";
    const near = didYouMean(rule.name, draft.undefinedProperties.keys());
    const help =
      near === undefined ? `add \`${rule.name}\`` : `add \`${rule.name}\`, or correct its spelling`;
    reading.issues.add(
      code,
      `${label(draft)} has no \`${rule.name}\`, which is required`,
      opening,
      { help, trail },
    );
  }
  const unitType = draft.types.find((type) => type.unit?.required);
  if (unitType !== undefined && !draft.names.has("unit")) {
    const message = `${label(draft)} has no \`unit\`, which the type \`${unitType.term}\` requires`;
    const help = "add `unit`, or remove the type";
    reading.issues.fatal("missingSupplementalObjectProperty", message, opening, { help, trail });
  }
}
