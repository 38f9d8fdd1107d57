import { expect, test } from "vitest";
import { parseModel } from "../../src/dtdl/index.js";
import { classRows } from "../../src/dtdl/metamodel/classes.js";
import { everyConstruct } from "./every-construct.js";

/** Classes whose elements become nothing in TypeScript but the text of a tag, and why. */
const withoutForm: Readonly<Record<string, string>> = {
  Unit: "the tag @unit of what is measured in it",
  UnitAttribute: "part of a unit",
  LatentType: "an element of an extension that nobody knows; types leave it out",
  NamedLatentType: "the same, with a name",
};

test("every class of the language is among the constructs that the tests generate", () => {
  const kinds = new Set([...parseModel(everyConstruct).elements.values()].map(({ kind }) => kind));
  const parents = new Set(Object.values(classRows).map(({ parent }) => parent));
  const concrete = Object.keys(classRows).filter((name) => !parents.has(name));
  expect(concrete.filter((name) => !kinds.has(name as never))).toEqual(Object.keys(withoutForm));
});

test("every version of the language is among them", () => {
  const versions = everyConstruct.map((text) => /dtmi:dtdl:context;(\d)/.exec(text)?.[1]);
  expect([...new Set(versions)].sort()).toEqual(["2", "3", "4"]);
});
