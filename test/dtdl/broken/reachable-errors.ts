import { adviceCodes, errorTexts } from "../../../src/dtdl/error-texts.js";

/** Advice is about models that are valid, and text that is no DTMI never gets as far as `invalidDtmi` in a model. */
const apart = new Set([...adviceCodes, "invalidDtmi"]);

/** The identifiers of all errors that a model can have. */
export const reachableErrors: readonly string[] = Object.keys(errorTexts).filter(
  (code) => !apart.has(code),
);
