import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type ErrorExample, errorGroups, explainError } from "../../src/dtdl/error-explanations.js";
import { adviceCodes, errorTexts } from "../../src/dtdl/error-texts.js";
import { safeParseModel } from "../../src/dtdl/parse.js";
import { errorRecords, unreachableErrors } from "./error-records.js";

const prefix = "dtmi:dtdl:parsingError:";
const occurring = Object.keys(errorTexts);
const examples = occurring.flatMap((id) => {
  const example = explainError(id)?.example;
  return example === undefined ? [] : [{ id, ...example }];
});

/** An example as a whole model. */
function modelOf({ of, version, extensions }: ErrorExample, text: string): string {
  if (of === "model") return text;
  const context = JSON.stringify([`dtmi:dtdl:context;${version}`, ...extensions]);
  const members = of === "content" ? `"contents": ${text}` : text;
  return `{ "@context": ${context}, "@id": "dtmi:com:example:Kettle;1", "@type": "Interface", ${members} }`;
}

function codesOf(text: string): string[] {
  const result = safeParseModel(text);
  return (result.ok ? result.advice : result.issues).map(({ code }) => code);
}

test("every error that can occur is explained, by its short identifier and by its DTMI", () => {
  for (const id of Object.keys(errorRecords)) {
    const explanation = explainError(id);
    expect(explanation).toMatchObject({ id, dtmi: prefix + id, occurs: true });
    expect(explainError(prefix + id)).toEqual(explanation);
  }
});

test("errors and advice that DTDL does not name have no DTMI", () => {
  for (const id of ["invalidJson", "unresolvedReference", ...adviceCodes]) {
    expect(explainError(id)).toMatchObject({ id, occurs: true });
    expect(explainError(id)).not.toHaveProperty("dtmi");
  }
});

test("every error that cannot occur says why", () => {
  for (const id of unreachableErrors) {
    const explanation = explainError(id);
    expect(explanation).toMatchObject({ id, dtmi: prefix + id, occurs: false });
    expect(explanation?.meaning).toMatch(/^It cannot occur: .+[^.]\.$/);
  }
});

test("every identifier stands in one group", () => {
  const ids = errorGroups.flatMap((group) => group.ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining([...occurring, ...unreachableErrors]));
});

test.each(Object.entries(errorRecords))("%s names the fields that its record has", (id, fields) => {
  const explained = explainError(id)?.fields ?? {};
  expect(Object.keys(explained).sort()).toEqual([...fields].sort());
  for (const words of Object.values(explained)) expect(words).not.toBe("");
});

test("each explanation has a meaning of its own, a reason, a help and a section", () => {
  const meanings = occurring.map((id) => explainError(id)?.meaning);
  expect(new Set(meanings).size).toBe(meanings.length);
  for (const id of occurring) {
    const { meaning, reason, help, section } = explainError(id) ?? {};
    for (const text of [meaning, reason]) expect(text).toMatch(/^\S.*\.$/s);
    expect(help).toMatch(/\S/);
    expect(section).toMatch(/\S/);
  }
});

test("all but the errors about sizes and options have an example", () => {
  const without = occurring.filter((id) => explainError(id)?.example === undefined);
  expect(without.sort()).toEqual([
    "disallowedContextVersion",
    "excessiveCount",
    "excessiveDepthNarrow",
    "idRefBadDtmiOrTerm",
    "idTooLong",
    "idTooLongForType",
    "identifierCountBelowMin",
    "identifierNotUri",
    "invalidDtmi",
    "langStringValueTooLong",
    "objectCountAboveMax",
    "partitionTooLarge",
    "stringTooLong",
  ]);
});

test.each(examples)("the wrong example of $id has this error", (example) => {
  expect(codesOf(modelOf(example, example.wrong))).toContain(example.id);
});

test.each(examples)("the right example of $id has no error and calls for no advice", (example) => {
  expect(codesOf(modelOf(example, example.right))).toEqual([]);
});

test.each(["nothing", "", "__proto__", "constructor", `${prefix}toString`, `${prefix}`])(
  "%j is no error",
  (id) => {
    expect(explainError(id)).toBeUndefined();
  },
);

test("parsing a model does not load the explanations", () => {
  const folder = new URL("../../src/dtdl/", import.meta.url);
  const readers = readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && name !== "error-explanations.ts")
    .filter((name) => /from ".*explanations/.test(readFileSync(new URL(name, folder), "utf8")));
  expect(readers).toEqual([]);
});
