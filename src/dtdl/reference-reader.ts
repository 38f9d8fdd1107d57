import type { Draft, Link } from "./draft.js";
import { dtmiForm } from "./dtmi.js";
import { builtInElement } from "./metamodel/built-in-elements.js";
import { acceptanceOf, isKindOf, type PropertyInfo } from "./metamodel/class-tree.js";
import { didYouMean } from "./near-name.js";
import type { Reading } from "./reading.js";
import { isIdentifier, lookUp, termsInScope } from "./scope.js";

/**
 * Reads a string in place of an element: a DTMI, or a term for a built-in element. `name` is the member, `value` the
 * string; `idName` is the `@id` member where the string stands in an object.
 */
export function readReference(
  reading: Reading,
  draft: Draft,
  property: PropertyInfo,
  name: number,
  value: number,
  idName?: number,
): Link | undefined {
  const { scope } = draft;
  const written = reading.tape.stringOrNone(value) ?? "";
  let dtmi = written.startsWith("dtmi:") ? undefined : lookUp(scope, written);
  if (dtmi === undefined && isIdentifier(scope, written)) {
    dtmi = written;
    adviseTerm(reading, draft, property, value, written);
  }
  if (dtmi !== undefined) return { property, dtmi, target: undefined, node: value, written };
  reading.issues.add(idName === undefined ? "badDtmiOrTerm" : "idRefBadDtmiOrTerm", {
    primaryId: draft.id,
    property: property.name,
    value: written,
    restriction: String(scope.version),
    at: reading.place(idName ?? name),
    focus: reading.place(value),
    related: idName === undefined ? reading.place(value) : undefined,
    element: draft,
    help: () => nearTerm(draft, property, written),
  });
  return undefined;
}

function adviseTerm(
  reading: Reading,
  draft: Draft,
  property: PropertyInfo,
  value: number,
  written: string,
): void {
  if (!reading.issues.takesAdvice) return;
  if (!written.startsWith("dtmi:dtdl:") && !written.startsWith("dtmi:standard:")) return;
  const found = termsInScope(draft.scope).find(([, dtmi]) => dtmi === written);
  if (found === undefined) return;
  reading.issues.advise("preferTerm", {
    primaryId: draft.id,
    property: property.name,
    value: written,
    expected: found[0],
    at: reading.place(value),
  });
}

/** A term like the one written; where the class is named in place of the term, the term. */
export function nearTerm(
  draft: Draft,
  property: PropertyInfo,
  written: string,
): string | undefined {
  const { scope } = draft;
  if (property.class === "Interface") return `write a DTMI like ${dtmiForm(scope.version)}`;
  const fits = (dtmi: string): boolean => {
    const element = builtInElement(dtmi);
    return element !== undefined && isKindOf(element.className, property.class);
  };
  const terms = termsInScope(scope).flatMap(([term, dtmi]) => (fits(dtmi) ? [term] : []));
  const near = didYouMean(written, terms);
  const classes = [...acceptanceOf(property.class, scope.version).inline];
  if (near === undefined && classes.some((name) => name.toLowerCase() === written.toLowerCase())) {
    return `write the ${written} as an object with \`"@type"\``;
  }
  return near;
}
