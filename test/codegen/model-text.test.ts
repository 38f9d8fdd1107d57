// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hostile text looks like code
import { expect, test } from "vitest";
import { docComment, stringLiteral } from "../../src/codegen/model-text.js";

test.each([
  ['say "a" \\ `${b}`', '"say \\"a\\" \\\\ `${b}`"'],
  ["a\r\nb\u2028c\u2029d\u0085e\0", '"a\\r\\nb\\u2028c\\u2029d\\u0085e\\u0000"'],
  ["\u202Eevil\u2066", '"\\u202Eevil\\u2066"'],
  ["\uD800", '"\\ud800"'],
])("the literal of %j shows every character that is not plain as an escape", (text, literal) => {
  expect(stringLiteral(text)).toBe(literal);
  expect(JSON.parse(literal)).toBe(text);
});

test("a short text is a comment of one line", () => {
  expect(docComment({ title: "Temperature" })).toEqual(["/** Temperature */"]);
});

test("no text is no comment", () => {
  expect(docComment({ title: "", text: " \n\0", tags: [["unit", undefined]] })).toEqual([]);
});

test("title, text and tags are paragraphs", () => {
  expect(docComment({ title: "Title", text: "One\r\nTwo", tags: [["unit", "metre"]] })).toEqual([
    "/**",
    " * Title",
    " *",
    " * One",
    " * Two",
    " *",
    " * @unit metre",
    " */",
  ]);
});

test.each([
  ["*/ alert(1) /*", "/** *\\/ alert(1) /* */"],
  ["*\0/", "/** *\\/ */"],
  ["@ts-nocheck", "/** \\@ts-nocheck */"],
  [
    "see @deprecated and {@link x}, mail a@b.c",
    "/** see \\@deprecated and {\\@link x}, mail a@b.c */",
  ],
  ["a\u202Eb", "/** a\\u202Eb */"],
  ["\uD800", "/** \uFFFD */"],
])("the comment of %j neither ends early nor forges a tag", (title, comment) => {
  expect(docComment({ title })).toEqual([comment]);
});

test("every line end that JavaScript or an editor knows is a line end of the comment", () => {
  expect(docComment({ title: "a\rb\u2028c\u2029d\u0085e" }).slice(1, -1)).toEqual([
    " * a",
    " * b",
    " * c",
    " * d",
    " * e",
  ]);
});

test("the value of a tag stays on its line", () => {
  expect(docComment({ tags: [["unit", "metre\n@deprecated"]] })).toEqual([
    "/** @unit metre \\@deprecated */",
  ]);
});
