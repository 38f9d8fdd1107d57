import type { ValueForms } from "../../schema/interface-schema.js";
import { headerLines, type ModelSource } from "../file-header.js";
import { typeDeclarations } from "../interface-file.js";
import { stringLiteral } from "../model-text.js";
import type { Sidecar } from "./sidecar-documents.js";

/** What the first line of a sidecar tells. */
export interface SidecarOrigin {
  readonly version: string | undefined;
  readonly source: ModelSource | undefined;
}

/**
 * The text of a sidecar. What TypeScript takes for the imported value is the module itself, so it has the members that the
 * document has, by export under a text: neither `export default` nor `export =` is right under every module setting.
 * `~shape` and `~shapes` carry types alone and are undefined at run time, as their types say.
 */
export function sidecarText(sidecar: Sidecar, { version, source }: SidecarOrigin): string {
  const { own, contexts, imports } = sidecar;
  const [root] = own;
  const [first] = contexts;
  if (root === undefined || first === undefined) throw new Error("a sidecar declares an Interface");
  const declarations = contexts.flatMap(typeDeclarations);
  const { mark, forms } = first.run;
  const id = stringLiteral(root.id);
  const values = [
    ...(sidecar.isList ? [] : [`declare const ${mark(root)}id: ${id};`]),
    `declare const ${mark(root)}shape: ${first.shape(root)} | undefined;`,
    ...shapesLines(sidecar),
    ...(forms === undefined ? [] : [`declare const forms: ${formsText(forms)} | undefined;`]),
  ];
  const exported = [
    ...(sidecar.isList ? [] : [`id as ${mark(root)}"@id"`]),
    `shape as ${mark(root)}"~shape"`,
    ...(sidecar.isList ? [`shapes as ${mark(root)}"~shapes"`] : []),
    ...(forms === undefined ? [] : ['forms as "~forms"']),
  ];
  const top = [
    ...headerLines(source ?? root.id, { version, command: "pnp generate --sidecar" }),
    // First, since an editor goes from the import itself to the first name in the file.
    `export { ${exported.join(", ")} };`,
    ...imports.toolkit.lines(),
    ...[...imports.namespaces]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, name]) => `import type * as ${name} from ${stringLiteral(file)};`),
  ];
  const parts = [top, ...declarations, values];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** The type of the forms, which whoever uses the document must name at run time too. */
function formsText(forms: ValueForms): string {
  const members = Object.entries(forms).map(([name, form]) => `${name}: ${stringLiteral(form)}`);
  return `{ ${members.join("; ")} }`;
}

/** The shapes of a list's Interfaces by DTMI. */
function shapesLines({ isList, own, contexts }: Sidecar): readonly string[] {
  if (!isList) return [];
  const [first] = contexts;
  return [
    "declare const shapes:",
    "  | {",
    ...own.map((iface) => `      ${stringLiteral(iface.id)}: ${first?.shape(iface)};`),
    "    }",
    "  | undefined;",
  ];
}
