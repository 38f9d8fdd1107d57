import type { Command, Content, Property, Relationship } from "../dtdl/model.js";
import {
  type Facet,
  facets,
  hasFacet,
  ownContentsIn,
  parentsOf,
  writableProperties,
} from "./contents.js";
import { block, commandDoc, docOf, type Member } from "./declaration.js";
import { memberName, parameterName } from "./identifier.js";
import { stringLiteral } from "./model-text.js";
import type { ModuleContext } from "./module-context.js";
import { fieldText } from "./schema-declarations.js";
import { typeText } from "./type-text.js";

/** One interface for each facet that the Interface has; it extends those of the Interfaces it extends. */
export function facetDeclarations(context: ModuleContext): readonly (readonly string[])[] {
  const { iface } = context;
  const present = facets.filter((facet) => hasFacet(iface, facet));
  return [
    ...relationshipDeclarations(context),
    ...present.map((facet) => facetDeclaration(facet, context)),
  ];
}

function facetDeclaration(facet: Facet, context: ModuleContext): readonly string[] {
  const { iface } = context;
  const bases = parentsOf(iface)
    .filter((parent) => hasFacet(parent, facet))
    .map((parent) => context.facet(parent, facet));
  if (facet === "Properties" && hasFacet(iface, "Writable")) {
    bases.unshift(context.facet(iface, "Writable"));
  }
  const heritage = bases.length === 0 ? "" : `extends ${bases.join(", ")} `;
  const members = facet === "Properties" ? narrowedMembers(context) : [];
  for (const content of ownContentsIn(iface, facet)) {
    // What is written and read alike is in `Writable` already.
    if (facet === "Properties" && content.kind === "Property" && content.writable) continue;
    const doc =
      content.kind === "Command" ? commandDoc(content, context.run) : docOf(content, context.run);
    members.push({ doc, text: memberText(facet, content, context) });
  }
  return block(`export interface ${context.facet(iface, facet)} ${heritage}`, members, "");
}

function memberText(facet: Facet, content: Content, context: ModuleContext): string {
  const name = context.run.mark(content) + memberName(content.name);
  switch (content.kind) {
    case "Property":
      return facet === "Writable"
        ? `${name}: ${typeText(content.schema, "input", context)};`
        : `readonly ${name}: ${typeText(content.schema, "read", context)};`;
    case "Telemetry":
      return `${name}: ${typeText(content.schema, "read", context)};`;
    case "Command":
      return `${name}: ${commandText(content, context)};`;
    case "Component":
      return `${name}: ${context.shape(content.schema)};`;
    case "Relationship":
      return `${name}: ${relationshipText(content, context)};`;
  }
}

/**
 * What is read from a writable property may be less than what can be written to it, so `Properties` says it again.
 * Inherited ones too: TypeScript refuses two bases that differ, until the member is declared in the interface itself.
 */
function narrowedMembers(context: ModuleContext): Member[] {
  const { iface, run } = context;
  return writableProperties(iface.contents.values())
    .filter(({ schema }) => run.differing.has(schema.id))
    .map((property) => ({
      doc: [],
      text: `${run.mark(property)}${memberName(property.name)}: ${narrowedType(property, context)};`,
    }));
}

function narrowedType(property: Property, context: ModuleContext): string {
  const source = parentsOf(context.iface).find((parent) => parent.contents.has(property.name));
  if (!source) return typeText(property.schema, "read", context);
  return `${context.facet(source, "Properties")}[${stringLiteral(memberName(property.name))}]`;
}

function commandText({ request, response }: Command, context: ModuleContext): string {
  const parameter = (form: "input" | "read"): string => {
    if (!request) return "[]";
    const [optional, orNull] = request.nullable ? ["?", " | null"] : ["", ""];
    const name = context.run.mark(request) + parameterName(request.name);
    return `[${name}${optional}: ${typeText(request.schema, form, context)}${orNull}]`;
  };
  const differs = request !== undefined && context.run.differing.has(request.schema.id);
  const answer = response
    ? typeText(response.schema, "read", context) + (response.nullable ? " | null" : "")
    : "void";
  const types = [parameter("input")];
  if (response || differs) types.push(answer);
  if (differs) types.push(parameter("read"));
  const command = context.toolkitType("Command");
  return request || response ? `${command}<${types.join(", ")}>` : command;
}

function relationshipText(relationship: Relationship, context: ModuleContext): string {
  const link = context.toolkitType("Relationship");
  const target = targetText(relationship.target, context);
  const properties = context.relationships.get(relationship.id);
  if (properties !== undefined) return `${link}<${target ?? "unknown"}, ${properties}>`;
  return target === undefined ? link : `${link}<${target}>`;
}

/**
 * A target that the model does not hold has no type; neither has "any Interface". Where nothing may be imported the
 * identifier stands for the target: what Interfaces lead to may be the whole model.
 */
function targetText(dtmi: string | undefined, context: ModuleContext): string | undefined {
  const target = dtmi === undefined ? undefined : context.run.interfaces.get(dtmi);
  if (!target) return undefined;
  return context.run.typesOnly
    ? `{ readonly id: ${stringLiteral(target.id)} }`
    : context.shape(target);
}

/** A type for the properties of each Relationship that has some. */
function relationshipDeclarations(context: ModuleContext): readonly (readonly string[])[] {
  return ownContentsIn(context.iface, "Relationships").flatMap((content) => {
    const name = context.relationships.get(content.id);
    if (content.kind !== "Relationship" || name === undefined) return [];
    const members = content.properties.map((property) => ({
      doc: docOf(property, context.run),
      text: `${property.writable ? "" : "readonly "}${fieldText(property, "read", context)};`,
    }));
    return [block(`export interface ${name} `, members, "")];
  });
}
