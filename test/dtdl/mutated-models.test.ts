import fc from "fast-check";
import { expect, test } from "vitest";
import { equalModels } from "../../src/dtdl/equal.js";
import { safeParseModel } from "../../src/dtdl/parse.js";
import { printModel } from "../../src/dtdl/print.js";
import { mutants } from "./mutants.js";
import { richModels } from "./rich-models.js";
import { soundOutcome } from "./sound-outcome.js";

test("the models to be changed are valid", () => {
  for (const model of richModels) {
    const result = safeParseModel(JSON.stringify(model, null, 2));
    expect(result.issues.map(({ frame }) => frame)).toEqual([]);
  }
});

test("a model with something wrong anywhere is a model still, or has issues with a place", () => {
  fc.assert(
    fc.property(mutants, (text) => {
      soundOutcome(text);
    }),
  );
});

test("the same text has the same issues every time", () => {
  fc.assert(
    fc.property(mutants, (text) => {
      expect(safeParseModel(text).issues).toEqual(safeParseModel(text).issues);
    }),
  );
});

test("a text cut off or changed in any character is a model still, or has issues with a place", () => {
  const characters = [...'{}[]":,\\ \n\t\r\0\uFEFF\uD800@e-.0'];
  const damaged = fc
    .tuple(
      fc.constantFrom(...richModels),
      fc.nat(),
      fc.constantFrom("", ...characters),
      fc.constantFrom(0, 1, Infinity),
    )
    .map(([model, place, added, removed]) => {
      const text = JSON.stringify(model, null, 1);
      const at = place % text.length;
      return text.slice(0, at) + added + text.slice(at + removed);
    });
  fc.assert(
    fc.property(damaged, (text) => {
      const result = soundOutcome(text);
      if (!isJson(text)) expect(result.issues.map(({ code }) => code)).toEqual(["invalidJson"]);
      else expect(result.issues.map(({ code }) => code)).not.toContain("invalidJson");
    }),
  );
});

test("elements of a changed model that is valid are whole and frozen", () => {
  fc.assert(
    fc.property(mutants, (text) => {
      const result = safeParseModel(text);
      if (!result.ok) return;
      for (const [id, element] of result.model.elements) {
        expect(element.id).toBe(id);
        expect(Object.isFrozen(element)).toBe(true);
        for (const [name, value] of Object.entries(element)) {
          if (value === undefined) throw new Error(`${id} has an undefined ${name}`);
          if (typeof value !== "object" || !("kind" in value) || !("id" in value)) continue;
          expect(result.model.elements.get(value.id)).toBe(value);
        }
      }
    }),
  );
});

test("a changed model that is valid can be printed, and parses to the same again", () => {
  fc.assert(
    fc.property(mutants, (text) => {
      const result = safeParseModel(text);
      if (!result.ok) return;
      const printed = printModel(result.model);
      const again = soundOutcome(printed);
      expect(again.issues.map(({ frame }) => frame)).toEqual([]);
      expect(again.ok && equalModels(again.model, result.model)).toBe(true);
    }),
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ""));
    return true;
  } catch {
    return false;
  }
}
