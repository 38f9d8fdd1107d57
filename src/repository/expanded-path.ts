import { dtmiPath } from "../dtdl/dtmi.js";

/** Where a repository keeps an Interface together with everything it depends on: `…/thermostat-1.expanded.json`. */
export function expandedPath(dtmi: string): string {
  return dtmiPath(dtmi).replace(/\.json$/, ".expanded.json");
}
