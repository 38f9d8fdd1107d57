import type { Issue } from "../errors.js";
import type { InterfaceSchema, PayloadSchema } from "../schema/interface-schema.js";
import type { NamedSchemas } from "../schema/json-schema.js";
import { type CompiledSchema, compile } from "./compile.js";
import { explain } from "./explain.js";
import { checksByPayload, type PayloadChecks } from "./payload-checks.js";
import { copyPlainData } from "./plain-data.js";
import type { ValueCheck } from "./primitive-checks.js";
import type { StandardSchema } from "./standard-schema.js";

/** Tells whether values are instances of a payload schema. */
export interface PayloadValidator extends StandardSchema {
  /**
   * All that is wrong with a value, or an empty array. Never throws, whatever the value. It is judged as the JSON text
   * that `JSON.stringify` prints for it, so `1.0` is the integer 1 and `-0` is 0; `validateInstance` judges texts. `long`
   * and `unsignedLong` take a bigint, or a number where it is exact; members that the schema does not name are issues.
   */
  validate(value: unknown): readonly Issue[];
}

const noSchemas: NamedSchemas = {};
const ofTerms = new Map<string, PayloadValidator>();
const ofObjects = new WeakMap<object, WeakMap<NamedSchemas, PayloadValidator>>();

/**
 * The validator of a payload schema; `schemas` holds what its `ref`s name. Cheap: it compiles on first use, and the
 * same schema object gives the same validator. First use throws `PNP_USAGE` for what is no payload schema.
 */
export function createValidator(
  schema: PayloadSchema,
  schemas: NamedSchemas = noSchemas,
): PayloadValidator {
  if (typeof schema === "string") {
    return remember(ofTerms, schema, () => makeValidator(schema, schemas));
  }
  if (schema === null || typeof schema !== "object") return makeValidator(schema, schemas);
  const ofSchema = remember(ofObjects, schema, () => new WeakMap<NamedSchemas, PayloadValidator>());
  return remember(ofSchema, schemas, () => makeValidator(schema, schemas));
}

/**
 * The validators of an Interface whose generated file brings its checks along: the same verdicts and issues as
 * {@link createValidator} gives, with nothing to compile.
 */
export function createCheckedValidators(
  tables: InterfaceSchema,
  make: PayloadChecks,
): (schema: PayloadSchema) => PayloadValidator {
  let checks: ReadonlyMap<PayloadSchema, ValueCheck> | undefined;
  const validators = new Map<PayloadSchema, PayloadValidator>();
  return (schema) => {
    checks ??= checksByPayload(tables, make);
    const check = checks.get(schema);
    if (check === undefined) return createValidator(schema, tables.schemas);
    return remember(validators, schema, () => makeCheckedValidator(schema, tables.schemas, check));
  };
}

function makeValidator(schema: PayloadSchema, schemas: NamedSchemas): PayloadValidator {
  let compiled: CompiledSchema | undefined;
  return withStandard((value) => {
    compiled ??= compile(schema, schemas);
    const data = copyPlainData(value);
    return data.ok ? compiled(data.value) : data.issues;
  });
}

const noIssues: readonly Issue[] = Object.freeze([]);

function makeCheckedValidator(
  schema: PayloadSchema,
  schemas: NamedSchemas = noSchemas,
  check: ValueCheck,
): PayloadValidator {
  return withStandard((value) => {
    if (surelyFits(check, value)) return noIssues;
    const data = copyPlainData(value);
    return data.ok ? explain(schema, schemas, data.value) : data.issues;
  });
}

/** Looking at a value may fail, and values may contain themselves. */
function surelyFits(check: ValueCheck, value: unknown): boolean {
  try {
    return check(value);
  } catch {
    return false;
  }
}

function withStandard(validate: PayloadValidator["validate"]): PayloadValidator {
  return {
    validate,
    "~standard": {
      version: 1,
      vendor: "twinplug",
      validate: (value) => {
        const issues = validate(value);
        if (issues.length === 0) return { value };
        return { issues: issues.map(({ message, path }) => ({ message, path: namesOf(path) })) };
      },
    },
  };
}

function namesOf(pointer: string | undefined): readonly string[] {
  const names = (pointer ?? "").split("/").slice(1);
  return names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

interface Cache<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

function remember<Key, Value>(cache: Cache<Key, Value>, key: Key, make: () => Value): Value {
  let value = cache.get(key);
  if (value === undefined) {
    value = make();
    cache.set(key, value);
  }
  return value;
}
