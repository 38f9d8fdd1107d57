import { PnpError } from "../errors.js";

/**
 * Schemas that go further down are refused before something runs out of stack. DTDL allows a few levels; only a long circle of
 * schemas that contain one another gets here, and no JSON text that is read is half as deep.
 */
export const maxLevels = 1000;

/** Says that a schema goes down too far. */
export function tooManyLevels(name: string): PnpError {
  const message = `The schema ${name} lies more than ${maxLevels} levels deep in other schemas.`;
  return new PnpError("PNP_USAGE", message, {
    hint: "Let the schemas contain one another in smaller circles.",
  });
}
