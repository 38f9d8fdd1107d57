import type { Place } from "./place.js";

/** What a constant or an attribute may stand for; `undefined` is an attribute that is not there. */
export type Scalar = string | number | boolean | null | undefined;

/** Names from the row inwards: `properties.reported.rate`. */
export interface Attribute extends Place {
  readonly kind: "attribute";
  readonly path: readonly string[];
}

/** A value that stands in the query itself. */
export interface Constant extends Place {
  readonly kind: "constant";
  readonly value: Scalar;
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";
export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** A condition or a value; conditions are values that are true. */
export type Expression =
  | Attribute
  | Constant
  | (Place & {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Place & {
      readonly kind: "comparison";
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Place & {
      readonly kind: "and" | "or";
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Place & { readonly kind: "not"; readonly operand: Expression })
  | (Place & {
      readonly kind: "in";
      readonly operand: Expression;
      readonly values: readonly Scalar[];
      readonly negated: boolean;
    })
  | (Place & {
      readonly kind: "call";
      /** Upper case, without underscores. */
      readonly name: string;
      readonly operands: readonly Expression[];
    });

/** The aggregates of a list of columns. */
export type AggregateName = "COUNT" | "AVG" | "SUM" | "MIN" | "MAX";

/** One column of the answer. */
export type SelectItem =
  | (Place & {
      readonly kind: "attribute";
      readonly attribute: Attribute;
      readonly alias?: string;
    })
  | (Place & {
      readonly kind: "aggregate";
      readonly name: AggregateName;
      /** Absent for `COUNT()`. */
      readonly attribute?: Attribute;
      readonly alias?: string;
    });

/** The collections that can be asked. */
export type Source = "devices" | "devices.modules" | "devices.jobs";

/** A query, taken apart. */
export interface QuerySyntax {
  readonly top?: number;
  readonly items: "*" | readonly SelectItem[];
  readonly source: Source;
  readonly where?: Expression;
  readonly groupBy?: Attribute;
}
