import { PnpError } from "../../errors.js";

/** The usual port of a hub says nothing. */
const usual = 443;
const greatest = 65_535;

/** A HostName, and the port that it names instead of those of the service. Fails with `PNP_USAGE` for one that none has. */
export function splitPort(hostName: string): { readonly host: string; readonly port?: number } {
  const [, host = hostName, digits] = /^(.*):(\d+)$/.exec(hostName) ?? [];
  const port = Number(digits ?? usual);
  if (port < 1 || port > greatest) {
    throw new PnpError("PNP_USAGE", `The port of ${hostName} is none that exists.`, {
      hint: `Give one from 1 to ${greatest}, or none for a hub in the cloud.`,
    });
  }
  return port === usual ? { host } : { host, port };
}
