import { complexPayloads } from "../schema/complex-payloads.js";
import type { InterfaceSchema, PayloadSchema, PrimitiveCode } from "../schema/interface-schema.js";
import { primitiveChecks, type ValueCheck } from "./primitive-checks.js";

/** What the checks in a generated file are made of: the checks of the primitives, and these. */
export interface CheckTools extends Readonly<Record<PrimitiveCode, ValueCheck>> {
  /** An array, each of its elements. */
  array(element: ValueCheck): ValueCheck;
  /** An object with members of any name. */
  map(member: ValueCheck): ValueCheck;
  /** An object, each of its members. */
  object(member: (name: string, value: unknown) => boolean): ValueCheck;
  /** One of many values. */
  oneOf(values: readonly (string | number)[]): ValueCheck;
}

/**
 * The checks that a generated file brings along: first those of the Interface's complex payloads in the order of its tables,
 * then those of parts. `check` is the check at an index of the list. They may refuse an instance, which is then judged
 * once more; they never take what is none.
 */
export type PayloadChecks = (
  tools: CheckTools,
  check: (index: number, value: unknown) => boolean,
) => readonly ValueCheck[];

const tools: CheckTools = Object.freeze({ ...primitiveChecks, array, map, object, oneOf });

/**
 * Checks may call each other so deep. What lies deeper is judged as plain data, whose depth has a limit; between two such
 * calls a payload has 16 levels at most.
 */
const deepest = 25;

/** The checks by payload schema, as the objects stand in the tables. A payload without one is left to others. */
export function checksByPayload(
  tables: InterfaceSchema,
  make: PayloadChecks,
): ReadonlyMap<PayloadSchema, ValueCheck> {
  let depth = 0;
  const checks = make(tools, (index, value) => {
    const check = checks[index];
    if (check === undefined || depth === deepest) return false;
    depth++;
    const fits = check(value);
    depth--;
    return fits;
  });
  const found = new Map<PayloadSchema, ValueCheck>();
  complexPayloads(tables).forEach(({ schema }, index) => {
    const check = checks[index];
    if (check === undefined) return;
    found.set(schema, (value) => {
      depth = 0; // The check before may have ended in an error.
      return check(value);
    });
  });
  return found;
}

function array(element: ValueCheck): ValueCheck {
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (let index = 0; index < value.length; index++) {
      if (!element(value[index])) return false;
    }
    return true;
  };
}

function map(member: ValueCheck): ValueCheck {
  return (value) => {
    if (!isPlainObject(value)) return false;
    for (const name in value) {
      if (!member(value[name])) return false;
    }
    return true;
  };
}

function object(member: (name: string, value: unknown) => boolean): ValueCheck {
  return (value) => {
    if (!isPlainObject(value)) return false;
    for (const name in value) {
      if (!member(name, value[name])) return false;
    }
    return true;
  };
}

function oneOf(values: readonly (string | number)[]): ValueCheck {
  const known = new Set<unknown>(values);
  return (value) => known.has(value);
}

/**
 * Surely nothing but its members, as JSON texts give it. Other objects may be data too, as of another frame of a page:
 * finding out is slower. With members that objects inherit by accident, `for in` finds too many, which refuses.
 */
function isPlainObject(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const record = value as Readonly<Record<PropertyKey, unknown>>;
  return record[Symbol.toStringTag] === undefined && typeof record.toJSON !== "function";
}
