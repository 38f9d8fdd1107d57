import type { Issue } from "../errors.js";
import type { PayloadSchema } from "../schema/interface-schema.js";
import {
  createCheckedValidators,
  createValidator,
  type PayloadValidator,
} from "../validate/validator.js";
import type { Descriptor } from "./descriptor.js";
import { fromWire, toWire, type WireForm } from "./wire-value.js";

/** A payload that fits its schema, or why it does not. */
export type CheckedPayload =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** A value of the program, checked and ready for the wire. `owner` is the Interface that holds the content. */
export function encodePayload(
  owner: Descriptor,
  schema: PayloadSchema,
  value: unknown,
  form: WireForm = "json",
): CheckedPayload {
  const wire = toWire(value, schema, owner.schema.schemas, form);
  const told = new Set(wire.issues.map(({ path }) => path));
  const invalid = validatorOf(owner, schema).validate(wire.value);
  const issues = [...wire.issues, ...invalid.filter(({ path }) => !told.has(path))];
  return issues.length === 0 ? { ok: true, value: wire.value } : { ok: false, issues };
}

/** A value from the wire, checked and as programs read it. */
export function decodePayload(
  owner: Descriptor,
  schema: PayloadSchema,
  value: unknown,
): CheckedPayload {
  const issues = validatorOf(owner, schema).validate(value);
  if (issues.length > 0) return { ok: false, issues };
  const { schemas, forms } = owner.schema;
  const read = fromWire(value, schema, schemas, forms);
  return read.issues.length > 0
    ? { ok: false, issues: read.issues }
    : { ok: true, value: read.value };
}

/** Issues of a part, placed in the whole: `/targetTemperature` + `/max`. */
export function placeIssues(issues: readonly Issue[], place: string): readonly Issue[] {
  return issues.map((issue) => ({ ...issue, path: place + (issue.path ?? "") }));
}

type Validators = (schema: PayloadSchema) => PayloadValidator;

const brought = new WeakMap<Descriptor, Validators>();

/** Made from the checks that a generated file brings along, else by ajv. */
function validatorOf(owner: Descriptor, schema: PayloadSchema): PayloadValidator {
  const { checks } = owner;
  if (checks === undefined) return createValidator(schema, owner.schema.schemas);
  let validators = brought.get(owner);
  if (validators === undefined) {
    validators = createCheckedValidators(owner.schema, checks);
    brought.set(owner, validators);
  }
  return validators(schema);
}
