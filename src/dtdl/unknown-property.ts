import { type Draft, placeOfDraft } from "./draft.js";
import type { Place, Problem } from "./issue-list.js";
import type { Keywords } from "./keywords.js";
import { didYouMean } from "./near-name.js";
import { toPlain } from "./plain-value.js";
import type { Reading } from "./reading.js";
import { isIdentifier, lookUp, type Scope } from "./scope.js";

/** Keeps a property that none of the types of the element defines where DTDL tolerates it, and refuses it elsewhere. */
export function readUnknownProperty(
  reading: Reading,
  draft: Draft,
  keywords: Keywords,
  name: number,
): void {
  const property = reading.tape.string(name);
  const refusal = draft.scope.version === 2 ? undefined : strictRefusal(draft.scope, property);
  if (refusal === undefined && draft.undefinedTypes.length > 0) {
    draft.undefinedProperties ??= new Map();
    draft.undefinedProperties.set(property, toPlain(reading.tape, name + 1));
    return;
  }
  const isInferred = keywords.type === undefined;
  const code = refusal ?? (isInferred ? "inferredTypeDoesNotAllow" : "noTypeThatAllows");
  reading.issues.add(code, {
    primaryId: draft.id,
    property,
    type: code === "inferredTypeDoesNotAllow" ? draft.className : undefined,
    restriction: code === "propertyUndefinedTerm" ? String(draft.scope.version) : undefined,
    at: reading.place(name),
    related: secondPlace(reading, draft, keywords, code),
    element: draft,
    help: () => nearProperty(draft, property),
  });
}

function secondPlace(
  reading: Reading,
  draft: Draft,
  keywords: Keywords,
  code: string,
): Place | undefined {
  if (code === "inferredTypeDoesNotAllow") return placeOfDraft(draft);
  const isAboutTypes = code === "noTypeThatAllows" || code === "propertyIrrelevantDtmiOrTerm";
  return isAboutTypes && keywords.type !== undefined ? reading.place(keywords.type) : undefined;
}

/** The rule of DTDL v3 and v4 that the name breaks; unknown contexts may bring words that are not known here. */
function strictRefusal(scope: Scope, name: string): string | undefined {
  if (name.startsWith("dtmi:") && !isIdentifier(scope, name)) return "propertyInvalidDtmi";
  if (name.includes(":") && !name.startsWith("dtmi:")) return "propertyNotDtmiNorTerm";
  if (!scope.complete) return undefined;
  const isDefined = name.includes(":") || lookUp(scope, name) !== undefined;
  return isDefined ? "propertyIrrelevantDtmiOrTerm" : "propertyUndefinedTerm";
}

function nearProperty(draft: Draft, name: string): Problem["message"] {
  const brought = draft.types.flatMap(({ properties }) => properties.map((each) => each.name));
  const names = [...draft.class.properties.keys(), ...brought];
  const near = didYouMean(name, names);
  if (near !== undefined) return near;
  if (name === "unit" || /property:unit(;2)?$/.test(name)) {
    const add = "add a semantic type such as `Temperature` to `@type`, or remove `unit`";
    const needs = draft.scope.version > 2 && lookUp(draft.scope, "Temperature") === undefined;
    const release = draft.scope.version - 2;
    const context = `dtmi:dtdl:extension:quantitativeTypes;${release}`;
    return needs ? `add the context \`${context}\`; then ${add}` : add;
  }
  return `remove it; ${draft.className} has ${names.map((each) => `\`${each}\``).join(", ")}`;
}
