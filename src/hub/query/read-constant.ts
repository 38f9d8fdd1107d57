import type { Constant, Scalar } from "./syntax.js";
import type { TokenReader } from "./token-reader.js";

/** Reads `[1, 'a', null]`, the list behind IN. */
export function readList(reader: TokenReader): readonly Scalar[] {
  reader.expectSign("[");
  const values = [readConstant(reader)];
  while (reader.takeSign(",")) values.push(readConstant(reader));
  reader.expectSign("]");
  return values;
}

function readConstant(reader: TokenReader): Scalar {
  const { start } = reader.peek();
  const negative = reader.takeSign("-") !== undefined;
  const constant = takeConstant(reader);
  if (constant === undefined) reader.fail("expected a constant: a list holds nothing else");
  if (!negative) return constant.value;
  if (typeof constant.value === "number") return -constant.value;
  return reader.fail("expected a number behind the minus", { start, end: constant.end });
}

const namedConstants: Readonly<Record<string, Scalar>> = {
  TRUE: true,
  FALSE: false,
  NULL: null,
  UNDEFINED: undefined,
};

/** Takes the next token when it is a constant. */
export function takeConstant(reader: TokenReader): Constant | undefined {
  const token = reader.peek();
  const { start, end } = token;
  const constant = (value: Scalar): Constant => {
    reader.next();
    return { kind: "constant", value, start, end };
  };
  if (token.kind === "text") return constant(token.text);
  if (token.kind === "number") {
    const value = Number(token.text);
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      reader.fail("this number cannot be compared exactly: integers go up to 2^53 - 1");
    }
    return constant(value);
  }
  const name = token.text.toUpperCase();
  const isName = token.kind === "word" && Object.hasOwn(namedConstants, name);
  // `null.x` would be an attribute; so is a property that is called `true`.
  return isName && reader.peek(1).text !== "." ? constant(namedConstants[name]) : undefined;
}
