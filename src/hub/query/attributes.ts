import type { Attribute, Expression } from "./syntax.js";

/** All attributes that an expression reads, in the order in which they stand there. */
export function attributesOf(expression: Expression): readonly Attribute[] {
  switch (expression.kind) {
    case "attribute":
      return [expression];
    case "constant":
      return [];
    case "not":
    case "in":
      return attributesOf(expression.operand);
    case "call":
      return expression.operands.flatMap(attributesOf);
    default:
      return [...attributesOf(expression.left), ...attributesOf(expression.right)];
  }
}
