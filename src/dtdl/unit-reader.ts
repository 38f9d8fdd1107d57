import { type Draft, trailOf } from "./draft.js";
import { type JsonMember, nameOfNode, valuesOf } from "./json-node.js";
import type { SupplementalType } from "./metamodel/supplemental-types.js";
import { definitionOf } from "./metamodel/vocabulary.js";
import { didYouMean } from "./near-name.js";
import { placeOf, type Reading, report } from "./reading.js";
import { lookUp, type Scope, termsInScope } from "./scope.js";

/** Reads the `unit` that a semantic type brings. Only built-in units are taken. */
export function readUnit(
  reading: Reading,
  scope: Scope,
  draft: Draft,
  type: SupplementalType,
  member: JsonMember,
): void {
  const trail = trailOf(draft, "unit");
  const values = valuesOf(member.value);
  const [value] = values;
  if (values.length > 1) {
    const message = `\`unit\` has ${values.length} values, but takes one`;
    report(reading, "objectMultipleValues", message, member.value, { trail, help: "keep one" });
  }
  if (value === undefined) {
    report(reading, "objectCountBelowMin", "`unit` has no value", member.value, {
      trail,
      help: "name a unit",
    });
    return;
  }
  if (value.kind === "object") {
    const message = "a model cannot define a unit of its own";
    report(reading, "refObjectNotAllowed", message, value, { trail, help: "name a unit of DTDL" });
    return;
  }
  if (value.kind !== "string") {
    const message = `\`unit\` must be the name of a unit, not ${nameOfNode(value)}`;
    report(reading, "refNotStringOrObject", message, value, { trail });
    return;
  }
  const written = value.value;
  const definition = written.includes(":") ? definitionOf(written) : lookUp(scope, written);
  if (definition?.kind === "unit") {
    draft.unit = { type, unit: definition.unit, place: placeOf(reading, value) };
    return;
  }
  const help = nearUnit(scope, type, written);
  if (definition !== undefined) {
    report(reading, "badType", `\`${written}\` is not a unit`, value, { trail, help });
  } else if (written.startsWith("dtmi:")) {
    report(reading, "undefinedReservedId", `DTDL defines no unit \`${written}\``, value, {
      trail,
      help,
    });
  } else {
    const message = `\`${written}\` is not a unit of DTDL`;
    report(reading, "badDtmiOrTerm", message, value, { trail, help });
  }
}

function nearUnit(scope: Scope, type: SupplementalType, written: string): string | undefined {
  const units = termsInScope(scope).flatMap(([term, definition]) =>
    definition.kind === "unit" ? [{ term, unitType: definition.unit.unitType }] : [],
  );
  const fitting = units.filter(({ unitType }) => unitType === type.unit?.unitType);
  const terms = fitting.map(({ term }) => term);
  return (
    didYouMean(written, terms) ??
    (terms.length === 0
      ? undefined
      : `use ${terms.slice(0, 8).join(", ")}${terms.length > 8 ? ", …" : ""}`)
  );
}
