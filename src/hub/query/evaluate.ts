import { isRecord, type JsonRecord } from "../../convention/record.js";
import { callFunction } from "./functions.js";
import type { ArithmeticOperator, ComparisonOperator, Expression } from "./syntax.js";

/**
 * The value of an expression for one row. What is not there, and what comes of comparing or calculating with it or
 * with values of different types, is `undefined`; so is its negation, and such a row does not match.
 */
export function evaluate(expression: Expression, row: JsonRecord): unknown {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "attribute":
      return findAttribute(row, expression.path)?.value;
    case "arithmetic":
      return calculate(
        expression.operator,
        evaluate(expression.left, row),
        evaluate(expression.right, row),
      );
    case "comparison":
      return compare(
        expression.operator,
        evaluate(expression.left, row),
        evaluate(expression.right, row),
      );
    case "not":
      return negate(evaluate(expression.operand, row));
    case "and":
      return both(evaluate(expression.left, row), () => evaluate(expression.right, row));
    case "or":
      return either(evaluate(expression.left, row), () => evaluate(expression.right, row));
    case "in": {
      const value = evaluate(expression.operand, row);
      if (typeof value === "object" && value !== null) return undefined;
      if (value === undefined) return undefined;
      return expression.values.some((each) => each === value) !== expression.negated;
    }
    case "call":
      return callFunction(
        expression.name,
        expression.operands.map((operand) => evaluate(operand, row)),
      );
  }
}

/** An attribute of a row with the last name as the row has it; letter case counts only where names differ by it. */
export function findAttribute(
  row: JsonRecord,
  path: readonly string[],
): { readonly name: string; readonly value: unknown } | undefined {
  let value: unknown = row;
  let name = "";
  for (const asked of path) {
    if (!isRecord(value)) return undefined;
    const found = realName(value, asked);
    if (found === undefined) return undefined;
    name = found;
    value = value[found];
  }
  return value === undefined ? undefined : { name, value };
}

function realName(record: JsonRecord, asked: string): string | undefined {
  if (Object.hasOwn(record, asked)) return asked;
  const lower = asked.toLowerCase();
  return Object.keys(record).find((each) => each.toLowerCase() === lower);
}

function calculate(
  operator: ArithmeticOperator,
  left: unknown,
  right: unknown,
): number | undefined {
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  const result = {
    "+": left + right,
    "-": left - right,
    "*": left * right,
    "/": left / right,
    "%": left % right,
  }[operator];
  return Number.isFinite(result) ? result : undefined;
}

function compare(operator: ComparisonOperator, left: unknown, right: unknown): boolean | undefined {
  if (!comparable(left, right)) return undefined;
  if (operator === "=") return left === right;
  if (operator === "!=") return left !== right;
  // Texts compare by code unit, which orders instants of one form in time; booleans and null have no order.
  if (typeof left === "string" && typeof right === "string") return inOrder(operator, left, right);
  if (typeof left === "number" && typeof right === "number") return inOrder(operator, left, right);
  return undefined;
}

function comparable(left: unknown, right: unknown): boolean {
  if (left === null || right === null) return left === right;
  return left !== undefined && typeof left !== "object" && typeof left === typeof right;
}

function inOrder<T extends string | number>(
  operator: ComparisonOperator,
  left: T,
  right: T,
): boolean {
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
}

function negate(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? !value : undefined;
}

function both(left: unknown, right: () => unknown): boolean | undefined {
  if (left === false) return false;
  const other = right();
  if (other === false) return false;
  return left === true && other === true ? true : undefined;
}

function either(left: unknown, right: () => unknown): boolean | undefined {
  if (left === true) return true;
  const other = right();
  if (other === true) return true;
  return left === false && other === false ? false : undefined;
}
