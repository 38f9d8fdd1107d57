import { argumentCount, functionNames } from "./functions.js";
import { readAttribute } from "./read-attribute.js";
import { readList, takeConstant } from "./read-constant.js";
import type { ArithmeticOperator, Expression } from "./syntax.js";
import type { TokenReader } from "./token-reader.js";

/** How deep parentheses, NOT and signs may stand in one another; readers and evaluators recurse. */
const deepest = 100;

/** Reads a condition as it stands behind WHERE. OR binds least, then AND, NOT, comparisons, sums, products. */
export function readCondition(reader: TokenReader): Expression {
  return readOr(reader, 0);
}

function readOr(reader: TokenReader, depth: number): Expression {
  let left = readAnd(reader, depth);
  while (reader.takeWord("OR")) {
    const right = readAnd(reader, depth);
    left = { kind: "or", left, right, start: left.start, end: right.end };
  }
  return left;
}

function readAnd(reader: TokenReader, depth: number): Expression {
  let left = readNot(reader, depth);
  while (reader.takeWord("AND")) {
    const right = readNot(reader, depth);
    left = { kind: "and", left, right, start: left.start, end: right.end };
  }
  return left;
}

function readNot(reader: TokenReader, depth: number): Expression {
  const not = reader.takeWord("NOT");
  if (!not) return readComparison(reader, depth);
  const operand = readNot(reader, deeper(reader, depth));
  return { kind: "not", operand, start: not.start, end: operand.end };
}

function readComparison(reader: TokenReader, depth: number): Expression {
  const left = readSum(reader, depth);
  const operator = reader.takeSign("=", "!=", "<>", "<=", ">=", "<", ">");
  if (operator !== undefined) {
    const right = readSum(reader, depth);
    return {
      kind: "comparison",
      operator: operator === "<>" ? "!=" : operator,
      left,
      right,
      start: left.start,
      end: right.end,
    };
  }
  const notIn = reader.isWord("NOT") && reader.isWord("IN", 1);
  if (notIn) reader.next();
  if (!reader.isWord("IN") && !reader.isWord("NIN")) return left;
  const negated = notIn || reader.isWord("NIN");
  reader.next();
  const values = readList(reader);
  return { kind: "in", operand: left, values, negated, start: left.start, end: reader.end };
}

function readSum(reader: TokenReader, depth: number): Expression {
  let left = readProduct(reader, depth);
  for (;;) {
    const operator = reader.takeSign("+", "-");
    if (operator === undefined) return left;
    left = arithmetic(operator, left, readProduct(reader, depth));
  }
}

function readProduct(reader: TokenReader, depth: number): Expression {
  let left = readSigned(reader, depth);
  for (;;) {
    const operator = reader.takeSign("*", "/", "%");
    if (operator === undefined) return left;
    left = arithmetic(operator, left, readSigned(reader, depth));
  }
}

function readSigned(reader: TokenReader, depth: number): Expression {
  const { start } = reader.peek();
  if (!reader.takeSign("-")) return readPrimary(reader, depth);
  const operand = readSigned(reader, deeper(reader, depth));
  return arithmetic("-", { kind: "constant", value: 0, start, end: start }, operand);
}

function arithmetic(operator: ArithmeticOperator, left: Expression, right: Expression): Expression {
  return { kind: "arithmetic", operator, left, right, start: left.start, end: right.end };
}

function readPrimary(reader: TokenReader, depth: number): Expression {
  if (reader.takeSign("(")) {
    const inner = readOr(reader, deeper(reader, depth));
    reader.expectSign(")");
    return inner;
  }
  const constant = takeConstant(reader);
  if (constant) return constant;
  if (
    reader.peek().kind === "word" &&
    reader.peek(1).text === "(" &&
    reader.peek(1).kind === "sign"
  ) {
    return readCall(reader, depth);
  }
  return readAttribute(reader);
}

function readCall(reader: TokenReader, depth: number): Expression {
  const word = reader.next();
  const name = word.text.toUpperCase().replaceAll("_", "");
  const count = argumentCount(name);
  if (count === undefined) {
    reader.fail(`there is no function ${word.text} here; there are ${functionNames}`, word);
  }
  reader.expectSign("(");
  const operands = [readSum(reader, deeper(reader, depth))];
  while (reader.takeSign(",")) operands.push(readSum(reader, deeper(reader, depth)));
  reader.expectSign(")");
  const place = { start: word.start, end: reader.end };
  if (count !== operands.length) {
    reader.fail(`${word.text} takes ${count} argument(s), not ${operands.length}`, place);
  }
  return { kind: "call", name, operands, ...place };
}

function deeper(reader: TokenReader, depth: number): number {
  if (depth < deepest) return depth + 1;
  return reader.fail(`more than ${deepest} parentheses, signs and NOTs stand in one another`);
}
