import { Ajv2020 } from "ajv/dist/2020.js";

/** The constructor of ajv. Bundlers and browsers take this file for `#load-ajv`. */
export function loadAjv(): typeof Ajv2020 {
  return Ajv2020;
}
