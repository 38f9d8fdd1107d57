import { isRecord } from "../../convention/record.js";

type QueryFunction = (...values: readonly unknown[]) => boolean | undefined;

/**
 * The functions of conditions, by their documented names; they are known without underscores, too. Azure documents
 * IS_DEFINED for queries of twins; the type tests and the text tests answer there as well, and so does ARRAY_CONTAINS, by
 * which Azure's own command line finds the devices below an edge. Mathematics and text making belong to routes only.
 */
const functions: Readonly<Record<string, readonly [parameters: number, run: QueryFunction]>> = {
  IS_DEFINED: [1, (value) => value !== undefined],
  IS_NULL: [1, (value) => value === null],
  IS_BOOL: [1, (value) => typeof value === "boolean"],
  IS_NUMBER: [1, (value) => typeof value === "number"],
  IS_STRING: [1, (value) => typeof value === "string"],
  IS_ARRAY: [1, (value) => Array.isArray(value)],
  IS_OBJECT: [1, (value) => isRecord(value)],
  IS_PRIMITIVE: [
    1,
    (value) => value !== undefined && (typeof value !== "object" || value === null),
  ],
  STARTSWITH: [2, onTexts((text, part) => text.startsWith(part))],
  ENDSWITH: [2, onTexts((text, part) => text.endsWith(part))],
  CONTAINS: [2, onTexts((text, part) => text.includes(part))],
  ARRAY_CONTAINS: [
    2,
    (list, value) =>
      Array.isArray(list) && value !== undefined ? list.includes(value) : undefined,
  ],
};

function onTexts(test: (text: string, part: string) => boolean): QueryFunction {
  return (text, part) =>
    typeof text === "string" && typeof part === "string" ? test(text, part) : undefined;
}

const byPlainName = new Map(
  Object.entries(functions).map(([name, each]) => [name.replaceAll("_", ""), each]),
);

/** For refusals. */
export const functionNames: string = Object.keys(functions).join(", ");

/** The number of arguments a function takes, named in upper case without underscores; undefined when there is none. */
export function argumentCount(name: string): number | undefined {
  return byPlainName.get(name)?.[0];
}

/** Runs a function that exists. */
export function callFunction(name: string, values: readonly unknown[]): boolean | undefined {
  return byPlainName.get(name)?.[1](...values);
}
