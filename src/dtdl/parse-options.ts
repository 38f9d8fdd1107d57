import type { DtdlVersion } from "./model.js";

/** How to read DTDL. */
export interface ParseOptions {
  /** Whether contexts that DTDL does not define are allowed. By default they are in v2 and not in v3 and v4. */
  readonly undefinedExtensions?: "default" | "always" | "never";
  /** Refuse models of a later DTDL version. */
  readonly maxDtdlVersion?: DtdlVersion;
}
