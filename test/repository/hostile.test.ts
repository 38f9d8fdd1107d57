import fc from "fast-check";
import { expect, test } from "vitest";
import { isPnpError } from "../../src/errors.js";
import { planImport } from "../../src/repository/import-models.js";
import { createModelRepository } from "../../src/repository/index.js";
import { tempFolder } from "./temp-folder.js";
import { modelText, ownerText } from "./test-models.js";

const thing = "dtmi:com:example:Thing;1";

/** A repository that answers every request with one text. */
function answering(text: string, asked: string[] = []) {
  const fetch = async (url: string | URL | Request): Promise<Response> => {
    asked.push(String(url));
    return new Response(text);
  };
  return createModelRepository("https://models.example.test/base", { fetch });
}

/** Whether it ended as everything must: with a result, or an error on purpose. */
async function endsWell(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => true,
    (error: unknown) => isPnpError(error),
  );
}

test("whatever a server answers, there is a result or an error on purpose", async () => {
  const names = fc.constantFrom(
    "@id",
    "@type",
    "extends",
    "contents",
    "schema",
    "__proto__",
    "constructor",
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom(thing, "Component", "Interface", "", null, 1, true),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.array(fc.tuple(names, tie("value")), { maxLength: 5 }).map(Object.fromEntries),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(value, async (json) => {
      const text = JSON.stringify(json);
      expect(await endsWell(answering(text).getModels(thing))).toBe(true);
      expect(await endsWell(answering(text).resolve([thing]))).toBe(true);
    }),
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("a model damaged at any place gives a result or an error on purpose", async () => {
  const text = ownerText(thing, { "@id": "dtmi:com:example:Part;1", extends: [thing] });
  const { dir } = await tempFolder();
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length), fc.nat(8), fc.string(), async (at, count, other) => {
      const damaged = text.slice(0, at) + other + text.slice(at + count);
      expect(await endsWell(answering(damaged).getModels(thing))).toBe(true);
      expect(await endsWell(planImport(dir, [{ source: "x.json", text: damaged }]))).toBe(true);
    }),
  );
});

test("whatever text is asked for, requests stay below the repository", async () => {
  const part = fc.constantFrom(
    "dtmi:",
    "com",
    ":",
    ";1",
    ";",
    "..",
    "/",
    "%2e",
    "\\",
    "#",
    "?",
    "@",
    "\n",
    "A",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join("")),
      ),
      async (dtmi) => {
        const asked: string[] = [];
        const repository = answering("{}", asked);
        expect(await endsWell(repository.getModels(dtmi))).toBe(true);
        expect(await endsWell(repository.resolve([dtmi]))).toBe(true);
        for (const url of asked) {
          expect(url).toMatch(
            /^https:\/\/models\.example\.test\/base\/(?:metadata|dtmi\/[a-z0-9_/-]+)\.json$/,
          );
        }
      },
    ),
  );
});

test.each([
  ["arrays", "[", "]"],
  ["Interfaces that extend", '{"extends":', "}"],
  ["lists of bases", '{"extends":[', "]}"],
  ["Components", '{"contents":[{"@type":"Component","schema":', "}]}"],
])("%s 100,000 deep are read or refused", async (_name, open, close) => {
  const text = `{"@id":"${thing}","extends":${open.repeat(100_000)}1${close.repeat(100_000)}}`;
  expect(await endsWell(answering(text).getModels(thing))).toBe(true);
  const { dir } = await tempFolder();
  expect(await endsWell(planImport(dir, [{ source: "x.json", text }]))).toBe(true);
});

test("100,000 models in one file are read in linear time", async () => {
  const ids = Array.from({ length: 100_000 }, (_, at) => `dtmi:com:example:Many${at};1`);
  const all = ids.map((id, at) => modelText(id, at === 0 ? [ids.at(-1) as string] : []));
  for (const blank of ["", "\n  "]) {
    const repository = answering(`[${all.map((text) => blank + text).join(",")}]`);
    const found = await repository.getModels(ids[0] as string, { dependencies: "tryFromExpanded" });
    expect([...found.keys()]).toEqual([ids[0], ids.at(-1)]);
  }
});
