import { PnpError } from "../../errors.js";
import type { Descriptor } from "../descriptor.js";
import type { TargetId } from "../transport.js";

/** Whether typed calls hold against the model that the device announced. */
export interface ModelOptions {
  /**
   * Take the device for one of this model whatever it announced. Needed over AMQP, where the Node device SDK announces
   * none. Default: `PNP_MODEL_NOT_FOUND` when it announced none, or another.
   */
  readonly assumeModel?: boolean;
}

/** Refuses to act on a device by a model that it does not announce; `announced` is empty for none. */
export function requireModel(
  { deviceId, moduleId }: TargetId,
  descriptor: Descriptor,
  announced: unknown,
  { assumeModel = false }: ModelOptions,
): void {
  // A descriptor without an id is the one that stands in for no model: it claims nothing.
  if (assumeModel || descriptor.id === "" || announced === descriptor.id) return;
  const name = moduleId === undefined ? deviceId : `${deviceId}/${moduleId}`;
  const isNone = typeof announced !== "string" || announced === "";
  const found = isNone ? "no model" : `the model ${announced}`;
  throw new PnpError(
    "PNP_MODEL_NOT_FOUND",
    `${name} announced ${found}; this call is for ${descriptor.id}.`,
    {
      hint: isNone
        ? "Say that it follows this model with assumeModel (pnp: --model), or use it without one by rawClient (pnp: --raw)."
        : "Use the client of the model it announced, or say that it follows this one with assumeModel (pnp: --model).",
    },
  );
}
