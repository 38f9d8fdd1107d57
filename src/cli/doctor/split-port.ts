/** The usual port of a hub says nothing. */
const usual = 443;

/** A HostName, and the port that it names instead of those of the service. */
export function splitPort(hostName: string): { readonly host: string; readonly port?: number } {
  const [, host = hostName, digits] = /^(.*):(\d+)$/.exec(hostName) ?? [];
  const port = Number(digits ?? usual);
  return port === usual ? { host } : { host, port };
}
