import { isRecord } from "../../convention/record.js";

type QueryFunction = (...values: readonly unknown[]) => boolean | undefined;

/**
 * The functions of conditions, by upper-case name without underscores. Azure documents IS_DEFINED for queries of
 * twins; the type tests and the text tests answer there too. Mathematics and text making belong to routes only.
 */
const functions: Readonly<Record<string, readonly [parameters: number, run: QueryFunction]>> = {
  ISDEFINED: [1, (value) => value !== undefined],
  ISNULL: [1, (value) => value === null],
  ISBOOL: [1, (value) => typeof value === "boolean"],
  ISNUMBER: [1, (value) => typeof value === "number"],
  ISSTRING: [1, (value) => typeof value === "string"],
  ISARRAY: [1, (value) => Array.isArray(value)],
  ISOBJECT: [1, (value) => isRecord(value)],
  ISPRIMITIVE: [1, (value) => value !== undefined && (typeof value !== "object" || value === null)],
  STARTSWITH: [2, onTexts((text, part) => text.startsWith(part))],
  ENDSWITH: [2, onTexts((text, part) => text.endsWith(part))],
  CONTAINS: [2, onTexts((text, part) => text.includes(part))],
};

function onTexts(test: (text: string, part: string) => boolean): QueryFunction {
  return (text, part) =>
    typeof text === "string" && typeof part === "string" ? test(text, part) : undefined;
}

/** For refusals. */
export const functionNames =
  "IS_DEFINED, IS_NULL, IS_BOOL, IS_NUMBER, IS_STRING, IS_ARRAY, IS_OBJECT, IS_PRIMITIVE, STARTSWITH, ENDSWITH and CONTAINS";

/** The number of arguments the function takes; undefined when there is no such function. */
export function argumentCount(name: string): number | undefined {
  return Object.hasOwn(functions, name) ? functions[name]?.[0] : undefined;
}

/** Runs a function that exists. */
export function callFunction(name: string, values: readonly unknown[]): boolean | undefined {
  return functions[name]?.[1](...values);
}
