import type { Command, Content, Property, Relationship } from "../dtdl/model.js";
import {
  type Facet,
  facetName,
  facets,
  hasFacet,
  ownContents,
  parentsOf,
  writableProperties,
} from "./contents.js";
import { block, docOf, type Member } from "./declaration.js";
import { checkedName, memberName, parameterName } from "./identifier.js";
import { stringLiteral } from "./model-text.js";
import type { ModuleContext } from "./module-context.js";
import { typeText } from "./type-text.js";
import { schemasWithInputForm } from "./wire-forms.js";

/** One interface for each facet that the Interface has; it extends those of the Interfaces it extends. */
export function facetDeclarations(context: ModuleContext): readonly (readonly string[])[] {
  const { iface } = context;
  return facets
    .filter((facet) => hasFacet(iface, facet))
    .map((facet) => {
      const bases = parentsOf(iface)
        .filter((parent) => hasFacet(parent, facet))
        .map((parent) => context.facet(parent, facet));
      if (facet === "Properties" && hasFacet(iface, "Writable")) {
        bases.unshift(facetName(iface, "Writable"));
      }
      const heritage = bases.length === 0 ? "" : `extends ${bases.join(", ")} `;
      const members = ownContents(iface).flatMap((content) => membersOf(facet, content, context));
      if (facet === "Properties") members.unshift(...narrowedMembers(context));
      return block(`export interface ${facetName(iface, facet)} ${heritage}`, members, "");
    });
}

function membersOf(facet: Facet, content: Content, context: ModuleContext): readonly Member[] {
  const text = memberText(facet, content, context);
  return text === undefined ? [] : [{ doc: docOf(content), text: `${text};` }];
}

function memberText(facet: Facet, content: Content, context: ModuleContext): string | undefined {
  const name = memberName(content.name);
  switch (content.kind) {
    case "Property":
      if (facet === "Writable" && content.writable) {
        return `${name}: ${typeText(content.schema, "input", context)}`;
      }
      if (facet !== "Properties" || content.writable) return undefined;
      return `readonly ${name}: ${typeText(content.schema, "read", context)}`;
    case "Telemetry":
      if (facet !== "Telemetry") return undefined;
      return `${name}: ${typeText(content.schema, "read", context)}`;
    case "Command":
      return facet === "Commands" ? `${name}: ${commandText(content, context)}` : undefined;
    case "Component":
      return facet === "Components" ? `${name}: ${context.shape(content.schema)}` : undefined;
    case "Relationship":
      return facet === "Relationships"
        ? `${name}: ${relationshipText(content, context)}`
        : undefined;
  }
}

/**
 * What is read from a writable property may be less than what can be written to it, so `Properties` says it again.
 * Inherited ones too: TypeScript refuses two bases that differ, until the member is declared in the interface itself.
 */
function narrowedMembers(context: ModuleContext): Member[] {
  const { iface } = context;
  const writable = writableProperties(iface.contents.values());
  const differing = schemasWithInputForm(writable.map(({ schema }) => schema));
  return writable
    .filter(({ schema }) => differing.has(schema.id))
    .map((property) => ({
      doc: [],
      text: `${memberName(property.name)}: ${narrowedType(property, context)};`,
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
    const [mark, orNull] = request.nullable ? ["?", " | null"] : ["", ""];
    return `[${parameterName(request.name)}${mark}: ${typeText(request.schema, form, context)}${orNull}]`;
  };
  const passed = parameter("input");
  const received = request ? parameter("read") : passed;
  const answer = response
    ? typeText(response.schema, "read", context) + (response.nullable ? " | null" : "")
    : "void";
  const types = [passed];
  if (response || received !== passed) types.push(answer);
  if (received !== passed) types.push(received);
  const command = context.toolkitType("Command");
  return request || response ? `${command}<${types.join(", ")}>` : command;
}

/** A target that the model does not hold has no type; neither has "any Interface". */
function relationshipText(relationship: Relationship, context: ModuleContext): string {
  const target =
    relationship.target === undefined ? undefined : context.interfaceById(relationship.target);
  const properties = relationship.properties.map((property) => {
    const mark = property.writable ? "" : "readonly ";
    return `${mark}${checkedName(property.name)}?: ${typeText(property.schema, "read", context)}`;
  });
  const fields = properties.length === 0 ? "{}" : `{ ${properties.join("; ")} }`;
  return `{ readonly target: ${target ? context.shape(target) : "unknown"}; readonly properties: ${fields} }`;
}
