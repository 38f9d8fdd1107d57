import { lastLabel } from "../dtdl/dtmi.js";
import type { Content, Interface } from "../dtdl/model.js";
import { memberName } from "../schema/member-name.js";
import type { ModelChange } from "../views/diff/change.js";
import type { DiffRuleName, Side } from "../views/diff/rules.js";

/** A place in TypeScript code made for the old model that a change breaks. */
export interface BrokenCode {
  /** Code on devices, or code that talks to them. */
  readonly side: Side;
  /** The member of the client, as code writes it: `client.thermostat1.reboot(…)`, `handlers.targetTemperature`. */
  readonly member: string;
  /** Whether the compiler finds it once the new model's code is generated; else only a test can. */
  readonly compilerFindsIt: boolean;
}

/** What a change breaks in code made with the old version of an Interface; nothing for a compatible change. */
export function brokenCode(
  change: ModelChange,
  before: Interface | undefined,
): readonly BrokenCode[] {
  return change.breaks.map((side) => ({
    side,
    member: memberText(change, before, side),
    compilerFindsIt: isFound(change, before, side),
  }));
}

/** The content that a way leads to, and the components passed. */
function follow(
  path: string,
  iface: Interface,
): { readonly components: readonly string[]; readonly content: Content | undefined } {
  const components: string[] = [];
  let at = iface;
  for (const name of path.split(".")) {
    const content = at.contents.get(name.replace(/(?:\[\])+$/, ""));
    if (content?.kind !== "Component") return { components, content };
    components.push(memberName(content.name));
    at = content.schema;
  }
  return { components, content: undefined };
}

function memberText(
  { path, rule }: ModelChange,
  before: Interface | undefined,
  side: Side,
): string {
  if (before === undefined || path === "") return `import { ${lastLabel(before?.id ?? "")} }`;
  const { components, content } = follow(path, before);
  const of = (root: string): string => [root, ...components].join(".");
  const name = content && memberName(content.name);
  if (side === "services") {
    if (content === undefined) return of("client");
    if (content.kind === "Command") return `${of("client")}.${name}(…)`;
    if (content.kind === "Telemetry") {
      const from = components.length === 0 ? "" : ` of ${components.join(".")}`;
      return `event.values.${name}${from}`;
    }
    return `${of("client")}.${name}`;
  }
  if (content === undefined) return of("handlers");
  if (content.kind === "Telemetry") return `${of("device")}.$telemetry({ ${name} })`;
  const isSet = content.kind === "Property" && (content.writable || rule === "becameWritable");
  const isHandled = content.kind === "Command" || isSet;
  return isHandled ? `${of("handlers")}.${name}` : `${of("device")}.$report({ ${name} })`;
}

const both: readonly Side[] = ["devices", "services"];

/** Whose compiler finds what a rule is about; for schemas their types decide. */
const found: Readonly<Partial<Record<DiffRuleName, readonly Side[]>>> = {
  interfaceRemoved: both,
  identifierChanged: both,
  baseRemoved: both,
  contentRemoved: both,
  contentRenamed: both,
  contentKind: both,
  becameWritable: ["devices"],
  becameReadOnly: both,
  // A handler that takes no request still is one where there is a request.
  requestAdded: ["services"],
  requestRemoved: both,
  nullableRequestRemoved: ["services"],
  responseAdded: ["devices"],
  responseRemoved: ["services"],
  componentReplaced: both,
  relationshipRemoved: both,
  relationshipChanged: both,
  enumValueAdded: both,
  enumValueRemoved: both,
  enumValueChanged: both,
  fieldRemoved: both,
  fieldRenamed: both,
};

const schemaRules: ReadonlySet<DiffRuleName> = new Set([
  "schemaWidened",
  "schemaNarrowed",
  "schemaReplaced",
]);

function isFound(change: ModelChange, before: Interface | undefined, side: Side): boolean {
  const { rule } = change;
  if (!schemaRules.has(rule)) return found[rule]?.includes(side) ?? false;
  const [was, is] = [String(change.before), String(change.after)];
  const isPassed = (side === "services") === goesToDevice(change, before);
  if (!isPassed) return readTypes(was) !== readTypes(is);
  const accepted = inputTypes(is);
  return inputTypes(was).some((type) => !accepted.includes(type));
}

function goesToDevice({ path }: ModelChange, before: Interface | undefined): boolean {
  const content = before && follow(path, before).content;
  if (content?.kind === "Command") return /\.request(?:[.[]|$)/.test(path);
  return content?.kind === "Property" && content.writable;
}

/** Primitive schemas by the type of their values in code; every other schema has a type of its own. */
const types: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    number: "byte double float integer short unsignedByte unsignedInteger unsignedShort",
    bigint: "long unsignedLong",
    string: "bytes date dateTime decimal duration string time uuid",
  }).flatMap(([type, names]) => names.split(" ").map((name) => [name, type])),
);

function readTypes(schema: string): string {
  return types[schema] ?? schema;
}

/** What code may pass for a schema. */
function inputTypes(schema: string): readonly string[] {
  const type = readTypes(schema);
  if (type === "bigint") return ["bigint", "number"];
  return schema === "dateTime" ? ["string", "Date"] : [type];
}
