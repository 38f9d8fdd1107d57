import { type Draft, type Link, trailOf } from "./draft.js";
import { dtmiForm, isUserDtmi } from "./dtmi.js";
import type { JsonString } from "./json-node.js";
import { concreteClasses, inVersion } from "./metamodel/class-tree.js";
import type { PropertyRule } from "./metamodel/classes.js";
import { builtInPrefixes, definitionOf } from "./metamodel/vocabulary.js";
import { didYouMean } from "./near-name.js";
import { placeOf, type Reading, report } from "./reading.js";
import { lookUp, type Scope, termsInScope } from "./scope.js";

/** Reads a string in place of an element: a DTMI, or a term for a built-in element. */
export function readReference(
  reading: Reading,
  scope: Scope,
  draft: Draft,
  rule: PropertyRule,
  value: JsonString,
): Link | undefined {
  const written = value.value;
  const trail = trailOf(draft, rule.name);
  const link = (dtmi: string): Link => ({ dtmi, written, place: placeOf(reading, value) });
  if (isUserDtmi(written, scope.version)) {
    if (!builtInPrefixes.some((prefix) => written.startsWith(prefix))) return link(written);
    const builtIn = definitionOf(written);
    if (builtIn?.kind === "element" || reading.builtIn) return link(builtIn?.dtmi ?? written);
    const code = builtIn?.kind === "unit" ? "badType" : "undefinedReservedId";
    const message = `DTDL defines no element \`${written}\` for \`${rule.name}\``;
    report(reading, code, message, value, { trail, help: "use a term such as `double`" });
    return undefined;
  }
  const definition = lookUp(scope, written);
  if (definition?.kind === "element") return link(definition.dtmi);
  if (definition !== undefined) {
    const message = `the term \`${written}\` is not an element that \`${rule.name}\` can take`;
    report(reading, "badType", message, value, { trail, help: nearTerm(scope, rule, written) });
    return undefined;
  }
  const message = `\`${written}\` is neither a DTDL term nor a DTMI`;
  const form = `write a DTMI like ${dtmiForm(scope.version)}`;
  report(reading, "badDtmiOrTerm", message, value, {
    trail,
    help: nearTerm(scope, rule, written) ?? form,
  });
  return undefined;
}

/** A term like the one written; where the class is named in place of the term, the term. */
function nearTerm(scope: Scope, rule: PropertyRule, written: string): string | undefined {
  const expected = rule.class === undefined ? "Entity" : inVersion(rule.class, scope.version);
  if (expected === "Interface") return undefined;
  const terms = termsInScope(scope).flatMap(([term, { kind }]) =>
    kind === "element" ? [term] : [],
  );
  const near = didYouMean(written, terms);
  const classes = concreteClasses(expected, scope.version, true);
  if (near === undefined && classes.some((name) => name.toLowerCase() === written.toLowerCase())) {
    return `write the ${written} as an object with \`"@type"\``;
  }
  return near;
}
