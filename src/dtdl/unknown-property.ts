import { type Draft, label, trailOf } from "./draft.js";
import { isUserDtmi } from "./dtmi.js";
import { type JsonMember, toPlain } from "./json-node.js";
import type { PropertyRule } from "./metamodel/classes.js";
import { definitionOf } from "./metamodel/vocabulary.js";
import { didYouMean } from "./near-name.js";
import { type Members, type Reading, report } from "./reading.js";
import { lookUp, type Scope } from "./scope.js";

/** Keeps a property that none of the types of the element defines where DTDL tolerates it, and refuses it elsewhere. */
export function readUnknownProperty(
  reading: Reading,
  scope: Scope,
  draft: Draft,
  members: Members,
  rules: ReadonlyMap<string, PropertyRule>,
  member: JsonMember,
): void {
  const name = member.name;
  const refusal = scope.version === 2 ? undefined : strictRefusal(scope, name);
  if (refusal === undefined && draft.undefinedTypes.length > 0) {
    draft.undefinedProperties.set(name, toPlain(member.value));
    return;
  }
  const inferred = !members.keywords.has("@type");
  const code = refusal ?? (inferred ? "inferredTypeDoesNotAllow" : "noTypeThatAllows");
  const message = `${label(draft)}${nameless(draft)} has no property \`${name}\``;
  const help = nearProperty(draft, rules, name);
  report(reading, code, message, member, { trail: trailOf(draft), help });
}

function nameless(draft: Draft): string {
  return draft.className === "Interface" ? " (an Interface)" : "";
}

/** The rule of DTDL v3 and v4 that the name breaks; unknown contexts may bring words that are not known here. */
function strictRefusal(scope: Scope, name: string): string | undefined {
  if (name.startsWith("dtmi:") && !isUserDtmi(name, scope.version)) return "propertyInvalidDtmi";
  if (name.includes(":") && !name.startsWith("dtmi:")) return "propertyNotDtmiNorTerm";
  if (!scope.complete) return undefined;
  const defined = name.includes(":") || lookUp(scope, name) !== undefined;
  return defined ? "propertyIrrelevantDtmiOrTerm" : "propertyUndefinedTerm";
}

function nearProperty(
  draft: Draft,
  rules: ReadonlyMap<string, PropertyRule>,
  name: string,
): string | undefined {
  const near = didYouMean(name, rules.keys());
  if (near !== undefined) return near;
  const isUnit = name === "unit" || definitionOf(name)?.dtmi.endsWith("property:unit;2") === true;
  if (isUnit) return "add a semantic type such as `Temperature` to `@type`, or remove `unit`";
  return `${draft.className} has ${[...rules.keys()].map((each) => `\`${each}\``).join(", ")}`;
}
