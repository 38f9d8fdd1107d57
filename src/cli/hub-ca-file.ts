import { dirname, join } from "node:path";

/** Where a started hub's CA certificate stands, for programs that are not on Node: beside its state file. */
export function hubCaFile(stateFile: string): string {
  return join(dirname(stateFile), "hub-ca.pem");
}
