import { PnpError } from "../errors.js";

/**
 * Schemas that go further down are refused before something runs out of stack. Those of models never do: where DTDL allows
 * more than a few levels, `describeInterface` makes references of them. No JSON text that is read is half as deep.
 */
export const maxLevels = 1000;

/** Says that a schema goes down too far. */
export function tooManyLevels(name: string): PnpError {
  const message = `The schema ${name} lies more than ${maxLevels} levels deep in other schemas.`;
  return new PnpError("PNP_USAGE", message, {
    hint: "Give deep parts names in `schemas`, and refer to them.",
  });
}
