import { expect, test } from "vitest";
import { docComment, stringLiteral } from "../../src/codegen/model-text.js";
import { NameMarks } from "../../src/codegen/name-marks.js";
import type { Element } from "../../src/dtdl/model.js";

const element = (id: string): Element => ({ id }) as Element;

test("marks leave the text and tell where the names stand", () => {
  const marks = new NameMarks();
  const [first, second] = [element("a"), element("b")];
  const text = `interface X {\n  readonly ${marks.mark(first)}then$: 1; ${marks.mark(second)}b: 2;\n}`;
  expect(marks.take(text)).toEqual({
    text: "interface X {\n  readonly then$: 1; b: 2;\n}",
    names: [
      { element: first, start: { line: 1, column: 11 }, end: { line: 1, column: 16 } },
      { element: second, start: { line: 1, column: 21 }, end: { line: 1, column: 22 } },
    ],
  });
});

test("text of a model cannot forge a mark", () => {
  const hostile = "\x000\0 \u0000";
  expect(stringLiteral(hostile)).not.toContain("\0");
  expect(
    docComment({ title: hostile, text: hostile, tags: [["unit", hostile]] }).join("\n"),
  ).not.toContain("\0");
});
