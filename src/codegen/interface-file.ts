import type { Interface } from "../dtdl/model.js";
import { describeInterface } from "../schema/describe.js";
import { type Facet, facets, hasFacet } from "./contents.js";
import { block, docOf, type Member } from "./declaration.js";
import { facetDeclarations } from "./facet-declarations.js";
import { Code, literalText } from "./literal.js";
import { stringLiteral } from "./model-text.js";
import { createModule, type ModuleContext, pathOf } from "./module-context.js";
import type { RunContext } from "./run-context.js";
import { enumConstant, schemaDeclarations } from "./schema-declarations.js";
import { toolkitDeclaration } from "./toolkit-types.js";
import { checksText } from "./validators/checks-text.js";

/** A name that a file exports. */
export interface ExportedName {
  readonly name: string;
  readonly typeOnly: boolean;
}

/** The text of a file and the names of its own Interface that it exports. */
export interface PrintedFile {
  readonly text: string;
  /** Listed when asked: only an index wants them. */
  readonly names: () => readonly ExportedName[];
}

/** The file of an Interface; `header` is put on top as it is. */
export function interfaceFile(
  iface: Interface,
  run: RunContext,
  header: readonly string[],
): PrintedFile {
  const module = createModule(run, pathOf(iface, run));
  const context = module.contextOf(iface);
  const declarations =
    run.form === "js" ? [...enumConstants(context)] : [...typeDeclarations(context)];
  if (!run.typesOnly) declarations.push([descriptorDeclaration(context)]);
  for (let more = module.nextNeeded(); more; more = module.nextNeeded()) {
    for (const each of typeDeclarations(module.contextOf(more))) declarations.push(each);
  }
  for (const [type, name] of module.neededToolkitTypes()) {
    declarations.push(toolkitDeclaration(type, name));
  }
  const lines = [...header, ...module.imports.lines()];
  for (const declaration of declarations) {
    lines.push("");
    for (const line of declaration) lines.push(line);
  }
  lines.push("");
  // Joined at once: a text of many parts put together one by one stays in memory as parts.
  const text = lines.join("\n");
  return { text, names: () => exportedNames(context) };
}

/** The shape comes first: a descriptor has the same name. */
function exportedNames(context: ModuleContext): readonly ExportedName[] {
  const { iface, run, names, relationships } = context;
  const types = (all: Iterable<string>): readonly ExportedName[] =>
    [...all].map((name) => ({ name, typeOnly: true }));
  return [
    { name: context.shape(iface), typeOnly: run.typesOnly },
    ...types(
      facets.filter((facet) => hasFacet(iface, facet)).map((facet) => context.facet(iface, facet)),
    ),
    ...types(relationships.values()),
    ...[...names.values()].flatMap(({ schema, name, inputName }) => [
      { name, typeOnly: schema.kind !== "Enum" || run.enums === "union" },
      ...types(inputName === undefined ? [] : [inputName]),
    ]),
  ];
}

/** Every type that an Interface becomes, each as its lines; the shape comes last. */
export function typeDeclarations(context: ModuleContext): readonly (readonly string[])[] {
  return [
    ...[...context.names.values()].flatMap((named) => schemaDeclarations(named, context)),
    ...facetDeclarations(context),
    shapeDeclaration(context),
  ];
}

/** The only values beside the descriptor. */
function enumConstants(context: ModuleContext): readonly (readonly string[])[] {
  if (context.run.enums === "union") return [];
  return [...context.names.values()].flatMap(({ schema, name }) =>
    schema.kind === "Enum" ? [enumConstant(schema, name, context)] : [],
  );
}

function shapeDeclaration(context: ModuleContext): readonly string[] {
  const { iface, run } = context;
  const part = (name: string, facet: Facet): Member => ({
    doc: [],
    text: `${name}: ${hasFacet(iface, facet) ? context.facet(iface, facet) : "{}"};`,
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
    ...docOf(iface, run, [["see", iface.id]]),
    ...block(`export interface ${run.mark(iface)}${context.shape(iface)} `, members, ""),
  ];
}

/** Marked pure, so that bundlers drop the descriptors that nobody uses. */
function descriptorDeclaration(context: ModuleContext): string {
  const { iface, run } = context;
  const name = context.descriptor(iface);
  const type = (): string => `: ${context.toolkitType("Descriptor")}<${name}>`;
  if (run.form === "dts") return `export declare const ${run.mark(iface)}${name}${type()};`;
  const define = context.toolkitValue("defineInterface");
  const { components, ...tables } = describeInterface(iface, run.language);
  const parts = Object.entries(components ?? {}).map(([part, component]) => [
    part,
    new Code(context.descriptor(component)),
  ]);
  const schema = {
    ...tables,
    ...(components && { components: Object.fromEntries(parts) }),
    ...(run.forms && { forms: run.forms }),
  };
  const checks = run.validators ? checksText(tables) : undefined;
  return (
    `export const ${name}${run.form === "js" ? "" : type()} = ` +
    `/* @__PURE__ */ ${define}(${stringLiteral(iface.id)}, ${literalText(schema, "", 2, run.form)}` +
    `${checks === undefined ? "" : `, ${checks}`});`
  );
}
