import { lastLabel } from "../../dtdl/dtmi.js";
import { sameJson } from "../../dtdl/json-value.js";
import type { Element, LocalizedText, SupplementalValue } from "../../dtdl/model.js";
import { type ChangedValue, changeOf, type ModelChange } from "./change.js";
import type { Flow } from "./rules.js";

/** What every element may carry: texts, semantic type, unit, and what language extensions add. */
export function diffAnnotations(
  before: Element,
  after: Element,
  path: string,
  flow: Flow,
): readonly ModelChange[] {
  const found: ModelChange[] = [];
  for (const what of ["displayName", "description"] as const) {
    const [was, is] = [textOrNothing(before[what]), textOrNothing(after[what])];
    if (!sameJson(was, is)) found.push(changeOf("text", path, what, was, is));
  }
  if (before.comment !== after.comment) {
    found.push(changeOf("text", path, "comment", before.comment, after.comment));
  }
  if (before.semanticType !== after.semanticType) {
    const { semanticType } = before;
    found.push(changeOf("semanticType", path, "@type", semanticType, after.semanticType));
  }
  if (before.unit !== after.unit) {
    const rule = before.unit === undefined ? "unitAdded" : "unitRemoved";
    const changed = before.unit !== undefined && after.unit !== undefined;
    found.push(changeOf(changed ? "unitChanged" : rule, path, "unit", before.unit, after.unit));
  }
  const wasRequired = isRequired(before);
  if (wasRequired !== isRequired(after)) {
    const rule = wasRequired ? "becameOptional" : "becameRequired";
    found.push(changeOf(rule, path, "Required", wasRequired, !wasRequired, flow));
  }
  const [types, newTypes] = [extensionTypes(before), extensionTypes(after)];
  if (!sameJson(types, newTypes)) found.push(changeOf("extension", path, "@type", types, newTypes));
  const [values, newValues] = [extensionValues(before), extensionValues(after)];
  for (const name of new Set([...values.keys(), ...newValues.keys()])) {
    const [was, is] = [values.get(name), newValues.get(name)];
    if (!sameJson(was, is)) found.push(changeOf("extension", path, name, was, is));
  }
  return found;
}

function textOrNothing(text: LocalizedText): LocalizedText | undefined {
  return Object.keys(text).length === 0 ? undefined : text;
}

function isRequired(element: Element): boolean {
  return element.supplementalTypes.some((type) => lastLabel(type) === "Required");
}

/** The supplemental and undefined types but those that have rules of their own. */
function extensionTypes(element: Element): readonly string[] | undefined {
  const types = element.supplementalTypes.filter(
    (type) => lastLabel(type) !== "Required" && lastLabel(type) !== element.semanticType,
  );
  const all = [...types, ...element.undefinedTypes].sort();
  return all.length === 0 ? undefined : all;
}

/** Values of supplemental and undefined properties but the unit, elements by their identifiers. */
function extensionValues(element: Element): ReadonlyMap<string, ChangedValue> {
  const values = new Map<string, ChangedValue>();
  for (const [dtmi, value] of Object.entries(element.supplementalProperties)) {
    if (lastLabel(dtmi) !== "unit") values.set(dtmi, plain(value));
  }
  for (const [name, value] of Object.entries(element.undefinedProperties)) {
    values.set(name, typeof value === "string" ? value : { value });
  }
  return values;
}

function plain(value: SupplementalValue): ChangedValue {
  if (typeof value !== "object") return value;
  if (Array.isArray(value))
    return (value as readonly SupplementalValue[]).map((v) => String(plain(v)));
  return (value as Element).id;
}
