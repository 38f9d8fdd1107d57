import { createRequire } from "node:module";
import type { Ajv2020 } from "ajv/dist/2020.js";

/**
 * The constructor of ajv, loaded when it is first needed: that takes as long as loading the rest of twinplug, and programs
 * whose payloads are primitives, or whose generated files bring checks along, never need it. Node takes this file for
 * `#load-ajv`.
 */
export function loadAjv(): typeof Ajv2020 {
  return createRequire(import.meta.url)("ajv/dist/2020.js").Ajv2020;
}
