import type { GeneratedFile } from "../../src/codegen/index.js";
import { generate } from "../../src/codegen/index.js";
import { generateSidecars } from "../../src/codegen/sidecar/generate-sidecars.js";
import { parseModel } from "../../src/dtdl/parse.js";
import type { ValueForms } from "../../src/index.js";

/** The ways from a model to typed clients. */
export const routes = ["Generated", "Sidecar", "Inferred"] as const;

/** A model brought to a program by every way. */
export interface RouteFiles {
  readonly files: readonly GeneratedFile[];
  /** DTMIs of the Interfaces that stand on their own. */
  readonly ids: readonly string[];
  /** Lines that import all of their shapes; the n-th is called `Generated0`, `Sidecar0`, `Inferred0` and so on. */
  readonly imports: readonly string[];
}

/** All files for the documents, of one Interface each, in other forms of values if so said. */
export function routeFiles(documents: readonly string[], forms: ValueForms = {}): RouteFiles {
  const sources = documents.map((text, index) => {
    const path = `document${index}.json`;
    return { source: path, path, text };
  });
  const model = parseModel(sources);
  const generated = generate(model, forms);
  const ids = documents.map((text) => (JSON.parse(text) as { readonly "@id": string })["@id"]);
  return {
    files: [
      ...generated,
      ...sources,
      ...generateSidecars(model, sources, forms),
      { path: "inferred.ts", text: inferredText(documents, forms) },
    ],
    ids,
    imports: [
      'import type { ShapeOf } from "twinplug";',
      'import type { Model } from "./inferred.js";',
      ...ids.flatMap((id, index) => [
        generatedImport(id, index, generated),
        `import document${index} from "./document${index}.json" with { type: "json" };`,
        `type Sidecar${index} = ShapeOf<typeof document${index}>;`,
        `type Inferred${index} = ShapeOf<Model[${JSON.stringify(id)}]>;`,
      ]),
    ],
  };
}

function inferredText(documents: readonly string[], forms: ValueForms): string {
  return [
    'import { defineModel } from "twinplug";',
    `const model = defineModel([${documents.join(",\n")}], ${JSON.stringify(forms)});`,
    "export type Model = typeof model;",
    "",
  ].join("\n");
}

function generatedImport(id: string, index: number, files: readonly GeneratedFile[]): string {
  const file = files.find(({ text }) => text.includes(`  id: ${JSON.stringify(id)};`));
  const name = file && /^export interface (\w+) \{\n {2}id: /m.exec(file.text)?.[1];
  if (file === undefined || name === undefined) throw new Error(`nothing was generated for ${id}`);
  return `import type { ${name} as Generated${index} } from "./${file.path.replace(".ts", ".js")}";`;
}
