import { parseModel } from "../dtdl/parse.js";
import type { ParseOptions } from "../dtdl/parse-options.js";
import { PnpError } from "../errors.js";
import type { ValueForms } from "../schema/interface-schema.js";
import { type Descriptor, descriptorOf } from "./descriptor.js";
import type { IdOf, InferredShape } from "./infer/interface-shape.js";
import type { Each, ReadAs } from "./infer/schema-type.js";

/** A DTDL Interface as a literal. */
export interface InterfaceLiteral {
  readonly "@id": string;
  readonly [member: string]: unknown;
}

/** The descriptors of a model's Interfaces by DTMI. Those of Interfaces written inside others are there, too, without types. */
export type DefinedModel<D, F = ValueForms> = {
  readonly [I in Each<D> as IdOf<I>]: Descriptor<
    string extends IdOf<I> ? unknown : InferredShape<I, D, ReadAs<F>>
  >;
};

/**
 * The descriptors of a DTDL model that stands in the program: `defineModel([{ "@id": "dtmi:com:example:Thermostat;1", … }])`.
 * Types come from the literal, without a build step and without `as const`; the model is parsed all the same. Throws
 * `PNP_DTDL_INVALID` with the places in the model as JSON with two spaces, `PNP_MODEL_NOT_FOUND` when it mentions an
 * Interface that it does not hold, and `PNP_USAGE` for what JSON cannot hold.
 *
 * The compiler reads models of up to about 50 Interfaces with ease; for larger ones generate the types. Its messages spell
 * inferred shapes out. An interface gives one a name that they use: `interface Thermostat extends
 * ShapeOf<(typeof model)["dtmi:com:example:Thermostat;1"]> {}`, then `serviceClient<Thermostat>(model["dtmi:…"], target)`.
 */
export function defineModel<
  const D extends InterfaceLiteral | readonly InterfaceLiteral[],
  const F extends ValueForms = ValueForms,
>(documents: D, options?: ParseOptions & F): DefinedModel<D, F> {
  const model = parseModel({ source: "defineModel", text: jsonText(documents) }, options);
  const descriptors: Record<string, Descriptor> = Object.create(null);
  for (const [id, iface] of model.interfaces) descriptors[id] = descriptorOf(iface, options);
  // The keys are those of the literal, since it is what was parsed; the types cannot follow that.
  return Object.freeze(descriptors) as DefinedModel<D, F>;
}

function jsonText(documents: unknown): string {
  try {
    const text = JSON.stringify(documents, null, 2);
    if (text !== undefined) return text;
  } catch (cause) {
    throw notJson(cause);
  }
  throw notJson();
}

function notJson(cause?: unknown): PnpError {
  return new PnpError("PNP_USAGE", "The model holds what JSON cannot hold.", {
    hint: "Give defineModel the DTDL document itself, as a literal.",
    ...(cause === undefined ? {} : { cause }),
  });
}
