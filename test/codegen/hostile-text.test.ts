// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hostile text looks like code
import fc from "fast-check";
import ts from "typescript-5.9";
import { expect, test } from "vitest";
import { generate } from "../../src/codegen/index.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { compile, compilers, withFiles } from "./compile.js";

/** Everywhere that DTDL lets authors write free text. */
interface Texts {
  readonly title: string;
  readonly description: string;
  readonly field: string;
  readonly value: string;
}

function generated(texts: Texts, path = ""): { path: string; text: string } {
  const entity = { displayName: texts.title, description: texts.description, comment: texts.field };
  const model = parseModel(
    JSON.stringify({
      "@context": "dtmi:dtdl:context;4",
      "@id": "dtmi:com:example:Hostile;1",
      "@type": "Interface",
      ...entity,
      contents: [
        {
          "@type": "Property",
          name: "mode",
          ...entity,
          schema: {
            "@type": "Enum",
            ...entity,
            valueSchema: "string",
            enumValues: [{ name: "first", ...entity, enumValue: `v${texts.value}` }],
          },
        },
        {
          "@type": "Command",
          name: "run",
          ...entity,
          request: {
            name: "in",
            ...entity,
            schema: {
              "@type": "Object",
              ...entity,
              fields: [{ name: "x", schema: "string", ...entity, description: texts.field }],
            },
          },
        },
      ],
    }),
  );
  const [file] = generate(model);
  return { path: `${path}hostile.ts`, text: file?.text ?? "" };
}

const piece = fc.oneof(
  fc.constantFrom(
    "*/",
    "/*",
    "//",
    "*",
    "/",
    "\\",
    '"',
    "'",
    "`",
    "${alert(1)}",
    "\n",
    "\r",
    "\r\n",
    "\u2028",
    "\u2029",
    "\u0085",
    "\0",
    "\u202E",
    "\u2066",
    "\uFEFF",
    "@ts-nocheck",
    "@ts-ignore",
    "@deprecated",
    "@",
    " @see x",
    "{@link y}",
    "*\0/",
    "*\u202E/",
    "__proto__",
    "; alert(1);",
    "</script>",
    "<!--",
    "-->",
    "\uD800",
    "\t",
    "#!x",
    "//# sourceMappingURL=x",
  ),
  fc.string({ maxLength: 6, unit: "binary" }),
);
const text = fc
  .array(piece, { minLength: 1, maxLength: 12 })
  .map((pieces) => `t${pieces.join("")}`);
const texts = fc.record({ title: text, description: text, field: text, value: text });
const invisible = /[^\P{Cc}\n]|[\u2028\u2029\uFEFF\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const harmless = generated({ title: "t", description: "t", field: "t", value: "t" });

/** The syntax tree without text: kinds, names and the tags of doc comments. */
function structure(source: string): string {
  const file = ts.createSourceFile("x.ts", source, ts.ScriptTarget.ES2022, true);
  const lines: string[] = [];
  const visit = (node: ts.Node): void => {
    const name = ts.isIdentifier(node) ? node.text : "";
    const tags = ts
      .getJSDocCommentsAndTags(node)
      .flatMap((doc) => ("tags" in doc ? (doc.tags ?? []) : []));
    lines.push([ts.SyntaxKind[node.kind], name, ...tags.map((tag) => tag.tagName.text)].join(" "));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lines.join("\n");
}

test("whatever authors write as text, the code has the structure of its harmless twin", () => {
  const expected = structure(harmless.text);
  fc.assert(
    fc.property(texts, (hostile) => {
      const { text } = generated(hostile);
      expect(structure(text)).toBe(expected);
      expect(text).not.toMatch(invisible);
    }),
    { numRuns: 100 },
  );
});

test.each(compilers)("code with hostile text compiles with %s", async (compiler) => {
  const files = fc
    .sample(texts, { numRuns: 100, seed: 11 })
    .map((hostile, index) => generated(hostile, `case-${index}/`));
  expect(await withFiles(files, (folder) => compile(folder, compiler))).toEqual([]);
});
