import type { Interface } from "../dtdl/model.js";
import { describeInterface } from "../schema/describe.js";
import { facetName, hasFacet } from "./contents.js";
import { block, docOf, type Member } from "./declaration.js";
import { facetDeclarations } from "./facet-declarations.js";
import { typeName } from "./identifier.js";
import { Code, literalText } from "./literal.js";
import { stringLiteral } from "./model-text.js";
import { type ModuleContext, moduleContext, type RunContext } from "./module-context.js";
import { schemaDeclarations } from "./schema-declarations.js";

/** The whole text of an Interface's file; `header` is put on top as it is. */
export function interfaceFile(
  iface: Interface,
  run: RunContext,
  header: readonly string[],
): string {
  const context = moduleContext(iface, run);
  const declarations = [
    ...[...context.names.values()].flatMap((named) => schemaDeclarations(named, context)),
    ...facetDeclarations(context),
    shapeDeclaration(context),
    [descriptorDeclaration(context)],
  ];
  const top = [...header, ...context.imports.lines()];
  return `${[top, ...declarations].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function shapeDeclaration({ iface }: ModuleContext): readonly string[] {
  const part = (name: string, facet: Parameters<typeof facetName>[1]): Member => ({
    doc: [],
    text: `${name}: ${hasFacet(iface, facet) ? facetName(iface, facet) : "{}"};`,
  });
  const members = [
    { doc: [], text: `id: ${stringLiteral(iface.id)};` },
    part("properties", "Properties"),
    part("writable", "Writable"),
    part("telemetry", "Telemetry"),
    part("commands", "Commands"),
    part("components", "Components"),
    ...(hasFacet(iface, "Relationships") ? [part("relationships", "Relationships")] : []),
  ];
  return [
    ...docOf(iface, iface.id),
    ...block(`export interface ${typeName(iface.id)} `, members, ""),
  ];
}

/** Marked pure, so that bundlers drop the descriptors that nobody uses. */
function descriptorDeclaration(context: ModuleContext): string {
  const { iface } = context;
  const name = typeName(iface.id);
  const define = context.toolkitValue("defineInterface");
  const { components, ...tables } = describeInterface(iface);
  const parts = Object.entries(components ?? {}).map(([part, component]) => [
    part,
    new Code(context.descriptor(component)),
  ]);
  const schema = components ? { ...tables, components: Object.fromEntries(parts) } : tables;
  return (
    `export const ${name}: ${context.toolkitType("Descriptor")}<${name}> = ` +
    `/* @__PURE__ */ ${define}(${stringLiteral(iface.id)}, ${literalText(schema, "", 2)});`
  );
}
