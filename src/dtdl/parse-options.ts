import type { DtdlIssue } from "./issue.js";
import type { DtdlVersion } from "./model.js";

/** How to read DTDL. */
export interface ParseOptions {
  /**
   * Whether contexts that DTDL does not define are allowed: `always`, `never`, or as the version of the language says,
   * which is yes in v2 and no in v3 and v4. Default: `default`.
   */
  readonly undefinedExtensions?: "default" | "always" | "never";
  /**
   * Limit contexts that models may choose in place of the normal limits, such as `dtmi:dtdl:limits:onvif;1`. Without a
   * version, every version is accepted. Default: none.
   */
  readonly acceptedLimits?: readonly string[];
  /** Refuse models of a later DTDL version. Values outside 2 to 4 are brought into that range. */
  readonly maxDtdlVersion?: DtdlVersion;
  /**
   * Whether texts behind the first one with issues are read too. Default: `allTexts`, which tells more; a text may have
   * issues only because an earlier one has.
   */
  readonly stopAfter?: "allTexts" | "firstInvalidText";
  /** Old forms of DTDL v2 to forgive. Default: none. */
  readonly quirks?: readonly Quirk[];
  /** Told of every form in a valid model that DTDL allows and discourages. */
  readonly onAdvice?: (advice: DtdlIssue) => void;
}

/**
 * `TolerateSolecismsInParse` forgives, in DTDL v2 texts given to the parser, identifiers with a reserved prefix, an object
 * with nothing but `@id` in place of a reference, and elements that repeat a name (the first counts).
 * `TolerateSolecismsInResolve` does the same for texts that a resolver supplies.
 */
export type Quirk = "TolerateSolecismsInParse" | "TolerateSolecismsInResolve";
