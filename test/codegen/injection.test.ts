import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type GeneratedFile,
  generate,
  generateDeclarations,
  generateSidecars,
} from "../../src/codegen/index.js";
import { type Model, parseModel } from "../../src/dtdl/index.js";
import { bareLibrary, compile, compilers, globals, withFiles } from "./compile.js";
import { eachPieceAlone, hostileText, hostileTwins, type Twins } from "./hostile-models.js";
import { commentsOf, literalTexts, syntaxShape } from "./syntax-shape.js";

/** What is generated from a model, where the text is said to come from a path. */
type Output = (model: Model, path: string) => readonly GeneratedFile[];

const outputs: Readonly<Record<string, Output>> = {
  "full output": (model, path) =>
    generate(model, { version: "1.0.0", sources: sourcesOf(model, path) }),
  "all that can be asked for": (model, path) =>
    generate(model, {
      sources: sourcesOf(model, path),
      enums: "union",
      language: "de-AT",
      long: "number",
      dates: "date",
      obsolete: true,
      index: true,
      validators: true,
    }),
  "types alone": (model, path) =>
    generate(model, { typesOnly: true, sources: sourcesOf(model, path) }),
  "a typing of JSON": (model, path) =>
    withoutMaps(
      generateSidecars(model, [{ source: "<text>", path: `${path}.json`, text: "[]" }], {
        sources: sourcesOf(model, path),
      }),
      // No system has files of such names.
    ).map(({ text }) => ({ path: "model.d.json.ts", text })),
  "JavaScript with declarations": (model, path) =>
    withoutMaps(
      generateDeclarations(model, {
        sources: sourcesOf(model, path),
        texts: new Map([["<text>", "[]"]]),
        pathOf: () => path,
      }),
    ),
};

function withoutMaps(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  return files.filter(({ path }) => !path.endsWith(".map"));
}

/** Paths are hostile as well: folders may have any name. */
function sourcesOf(
  model: Model,
  path: string,
): ReadonlyMap<string, { path: string; hash: string }> {
  return new Map([...model.interfaces.keys()].map((dtmi) => [dtmi, { path, hash: "0123456789" }]));
}

function modelOf(texts: readonly string[]): Model {
  return parseModel(texts, { undefinedExtensions: "always" });
}

/** The forms of all files. Names of files are texts, so their order says nothing. */
function shapesOf(files: readonly GeneratedFile[]): readonly string[] {
  return files.map(({ text }) => syntaxShape(text)).sort();
}

/** Enum values are the texts that programs compare with. */
function enumValuesOf(model: Model): readonly string[] {
  return [...model.elements.values()].flatMap((element) =>
    element.kind === "EnumValue" && typeof element.enumValue === "string"
      ? [element.enumValue]
      : [],
  );
}

/** What does not show, or shows other text in another order: control characters, line ends of others, half characters. */
const unseen =
  /[^\P{Cc}\n]|[\u2028\u2029\uFEFF\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/u;

/** What tools look for anywhere in a comment. */
const foundAnywhere = /@(?:jsx|internal|license|preserve|__)/i;

const path = hostileText(60);
// Shapes say where they differ; smaller models would not say it better.
const some = process.env.TWINPLUG_TEST_RUNS === undefined ? { numRuns: 11 } : {};
const runs = { ...some, endOnFailure: true };

test.for(Object.entries(outputs))(
  "whatever authors write, %s has the form of its harmless twin's and nothing unseen in it",
  { timeout: 3_600_000 },
  ([, output]) => {
    fc.assert(
      fc.property(hostileTwins, path, ({ hostile, harmless }: Twins, source) => {
        const files = output(modelOf(hostile), source);
        expect(files).not.toEqual([]);
        expect(shapesOf(files)).toEqual(shapesOf(output(modelOf(harmless), "model.json")));
        for (const { text } of files) {
          expect(text).not.toMatch(unseen);
          expect(commentsOf(text)).not.toMatch(foundAnywhere);
        }
      }),
      { ...runs, examples: [[eachPieceAlone, "model.json"]] },
    );
  },
);

test("string values of enums arrive in the code as they are", () => {
  fc.assert(
    fc.property(hostileTwins, ({ hostile }) => {
      const model = modelOf(hostile);
      const texts = new Set(generate(model).flatMap(({ text }) => literalTexts(text)));
      expect(enumValuesOf(model).filter((value) => !texts.has(value))).toEqual([]);
    }),
    { ...runs, examples: [[eachPieceAlone]] },
  );
});

const { TWINPLUG_TEST_RUNS: count = "4" } = process.env;
const batchSize = 500;

test.each(compilers)(
  "what hostile models generate compiles with %s",
  { timeout: 3_600_000 },
  async (compiler) => {
    for (const files of batches(Number(count))) {
      const messages = await withFiles([globals, ...files], (folder) =>
        compile(folder, compiler, bareLibrary),
      );
      expect(messages).toEqual([]);
    }
  },
);

/** Each model in a folder of its own, all outputs side by side; a compiler gets many at once. */
function* batches(count: number): Generator<readonly GeneratedFile[]> {
  const samples = fc.sample(fc.tuple(hostileTwins, path), { numRuns: count });
  while (samples.length > 0) {
    yield samples.splice(0, batchSize).flatMap(([{ hostile }, source], index) => {
      const model = modelOf(hostile);
      return Object.entries(outputs).flatMap(([name, output]) =>
        output(model, source).map((file) => ({ ...file, path: `${name}/${index}/${file.path}` })),
      );
    });
  }
}
