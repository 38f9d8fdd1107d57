import { lastLabel } from "../../dtdl/dtmi.js";
import type {
  Command,
  Component,
  Content,
  Interface,
  Property,
  Relationship,
} from "../../dtdl/model.js";
import { schemaText } from "../schema-text.js";
import { below, changeOf, type ModelChange } from "./change.js";
import { diffAnnotations } from "./diff-annotations.js";
import { type diffSchema, isOfNoWeight, isSameSchema } from "./diff-schema.js";
import { isKindOf, isOtherVersion } from "./interface-links.js";
import { matchByName } from "./match.js";
import { type DiffRuleName, effectOf, type Flow } from "./rules.js";

/** How the schemas of contents are compared, and the Interfaces of components. */
export interface NestedDiff {
  readonly schema: typeof diffSchema;
  readonly component: (before: Interface, after: Interface, path: string) => readonly ModelChange[];
}

/** What differs between two contents of one name. */
export function diffContent(
  before: Content,
  after: Content,
  path: string,
  nested: NestedDiff,
): readonly ModelChange[] {
  if (before.kind !== after.kind) {
    return [changeOf("contentKind", path, "@type", before.kind, after.kind)];
  }
  return [
    ...diffAnnotations(before, after, path, flowOf(before, after)),
    ...diffOwn(before, after, path, nested),
  ];
}

/** Whether two contents are the same but for their name, texts and labels; false where that would cost much to find out. */
export function isSameContent(before: Content, after: Content): boolean {
  return diffContent(before, after, "", roughly).every(isOfNoWeight);
}

const roughly: NestedDiff = {
  component: () => [],
  schema: (before, after, path, flow) =>
    isSameSchema(before, after)
      ? []
      : [changeOf("schemaReplaced", path, "schema", schemaText(before), schemaText(after), flow)],
};

/** A rough text of a content, for finding those that were renamed. */
export function likenessOf(content: Content): string {
  const { kind, unit, semanticType } = content;
  return JSON.stringify([kind, contentText(content), unit, semanticType]);
}

/** A content in few words: `Telemetry double`, `Component dtmi:com:example:Thermostat;1`. */
export function contentText(content: Content): string {
  switch (content.kind) {
    case "Property":
      return `${content.writable ? "writable Property" : "Property"} ${schemaText(content.schema)}`;
    case "Telemetry":
      return `Telemetry ${schemaText(content.schema)}`;
    case "Component":
      return `Component ${content.schema.id}`;
    case "Relationship":
      return content.target === undefined ? "Relationship" : `Relationship ${content.target}`;
    case "Command": {
      const { request, response } = content;
      const from = request === undefined ? "()" : `(${schemaText(request.schema)})`;
      return `Command ${from}${response === undefined ? "" : ` → ${schemaText(response.schema)}`}`;
    }
  }
}

function flowOf(before: Content, after: Content): Flow {
  const isSettable = [before, after].some((each) => each.kind === "Property" && each.writable);
  return isSettable ? "bothWays" : "fromDevice";
}

function diffOwn(
  before: Content,
  after: Content,
  path: string,
  nested: NestedDiff,
): readonly ModelChange[] {
  if (before.kind === "Telemetry" && after.kind === "Telemetry") {
    return nested.schema(before.schema, after.schema, path, "fromDevice");
  }
  if (before.kind === "Property" && after.kind === "Property") {
    return diffProperty(before, after, path, nested);
  }
  if (before.kind === "Command" && after.kind === "Command") {
    return diffCommand(before, after, path, nested);
  }
  if (before.kind === "Component" && after.kind === "Component") {
    return diffComponent(before, after, path, nested);
  }
  if (before.kind === "Relationship" && after.kind === "Relationship") {
    return diffRelationship(before, after, path, nested);
  }
  return [];
}

function diffProperty(
  before: Property,
  after: Property,
  path: string,
  nested: NestedDiff,
): readonly ModelChange[] {
  const found: ModelChange[] = [];
  if (before.writable !== after.writable) {
    const rule = after.writable ? "becameWritable" : "becameReadOnly";
    found.push(changeOf(rule, path, "writable", before.writable, after.writable));
  }
  found.push(...nested.schema(before.schema, after.schema, path, flowOf(before, after)));
  return found;
}

function diffCommand(
  before: Command,
  after: Command,
  path: string,
  nested: NestedDiff,
): readonly ModelChange[] {
  const found: ModelChange[] = [];
  const [wasType, isType] = [commandType(before), commandType(after)];
  // A Command that does not say is synchronous.
  if ((wasType ?? "synchronous") !== (isType ?? "synchronous")) {
    found.push(changeOf("commandType", path, "commandType", wasType, isType));
  }
  return [
    ...found,
    ...diffPayload(before, after, "request", path, nested),
    ...diffPayload(before, after, "response", path, nested),
  ];
}

function commandType({ commandType: type }: Command): string | undefined {
  return type && lastLabel(type.id);
}

/** Rules for a payload that appears or goes, those for a nullable one second. */
const payloadRules = {
  request: {
    added: ["requestAdded", "nullableRequestAdded"],
    removed: ["requestRemoved", "nullableRequestRemoved"],
  },
  response: {
    added: ["responseAdded", "nullableResponseAdded"],
    removed: ["responseRemoved", "responseRemoved"],
  },
} as const;

function diffPayload(
  before: Command,
  after: Command,
  role: "request" | "response",
  commandPath: string,
  nested: NestedDiff,
): readonly ModelChange[] {
  const path = below(commandPath, role);
  const [was, is] = [before[role], after[role]];
  const flow = role === "request" ? "toDevice" : "fromDevice";
  if (was === undefined || is === undefined) {
    const payload = was ?? is;
    if (payload === undefined) return [];
    const rule = payloadRules[role][was === undefined ? "added" : "removed"];
    const text = schemaText(payload.schema);
    const [old, fresh] = was === undefined ? [undefined, text] : [text, undefined];
    return [changeOf(rule[payload.nullable ? 1 : 0], path, role, old, fresh, flow)];
  }
  const found: ModelChange[] = [];
  if (was.name !== is.name) found.push(changeOf("label", path, "name", was.name, is.name));
  if (was.nullable !== is.nullable) {
    const rule = is.nullable ? "becameOptional" : "becameRequired";
    found.push(changeOf(rule, path, "nullable", was.nullable, is.nullable, flow));
  }
  return [
    ...found,
    ...diffAnnotations(was, is, path, flow),
    ...nested.schema(was.schema, is.schema, path, flow),
  ];
}

function diffComponent(
  before: Component,
  after: Component,
  path: string,
  nested: NestedDiff,
): readonly ModelChange[] {
  const [was, is] = [before.schema.id, after.schema.id];
  const contents = nested.component(before.schema, after.schema, path);
  if (was === is) return contents;
  const rule = isOtherVersion(was, is)
    ? "newVersion"
    : isKindOf(after.schema, was)
      ? "componentExtended"
      : "componentReplaced";
  return [changeOf(rule, path, "schema", was, is), ...contents];
}

function diffRelationship(
  before: Relationship,
  after: Relationship,
  path: string,
  nested: NestedDiff,
): readonly ModelChange[] {
  const found: ModelChange[] = [];
  if (before.target !== after.target) {
    const rule = targetRule(before.target, after.target);
    found.push(changeOf(rule, path, "target", before.target, after.target));
  }
  const [least, newLeast] = [before.minMultiplicity ?? 0, after.minMultiplicity ?? 0];
  if (least !== newLeast) {
    const rule = newLeast < least ? "relationshipWidened" : "relationshipChanged";
    found.push(changeOf(rule, path, "minMultiplicity", least, newLeast));
  }
  const [most, newMost] = [before.maxMultiplicity, after.maxMultiplicity];
  if (most !== newMost) {
    const grows = (newMost ?? Number.POSITIVE_INFINITY) > (most ?? Number.POSITIVE_INFINITY);
    const rule = grows ? "relationshipWidened" : "relationshipChanged";
    found.push(changeOf(rule, path, "maxMultiplicity", most, newMost));
  }
  if (before.writable !== after.writable) {
    const rule = after.writable ? "relationshipWidened" : "relationshipChanged";
    found.push(changeOf(rule, path, "writable", before.writable, after.writable));
  }
  return [...found, ...relationshipProperties(before, after, path, nested)];
}

/** Without a target any Interface fits. */
function targetRule(before: string | undefined, after: string | undefined): DiffRuleName {
  if (after === undefined) return "relationshipWidened";
  return before !== undefined && isOtherVersion(before, after)
    ? "newVersion"
    : "relationshipChanged";
}

/** Properties of a relationship are compared like others, but devices have no part in them. */
function relationshipProperties(
  before: Relationship,
  after: Relationship,
  path: string,
  nested: NestedDiff,
): readonly ModelChange[] {
  const found: ModelChange[] = [];
  const matched = matchByName(before.properties, after.properties, likenessOf, isSameContent);
  for (const each of [...matched.removed, ...matched.renamed.map(([was]) => was)]) {
    const text = contentText(each);
    found.push(
      changeOf("relationshipChanged", below(path, each.name), "properties", text, undefined),
    );
  }
  for (const [was, is] of matched.kept) {
    const at = below(path, was.name);
    for (const change of [
      ...diffAnnotations(was, is, at, flowOf(was, is)),
      ...diffProperty(was, is, at, nested),
    ]) {
      if (change.breaks.length === 0) found.push(change);
      else {
        const rule = "relationshipChanged";
        found.push({ ...change, rule, ...effectOf(rule, "fromDevice") });
      }
    }
  }
  for (const each of [...matched.added, ...matched.renamed.map(([, is]) => is)]) {
    const text = contentText(each);
    found.push(changeOf("contentAdded", below(path, each.name), "properties", undefined, text));
  }
  return found;
}
