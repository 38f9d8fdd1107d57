/** A host as the hub compares them: without its port, in lower case. */
export function bareHost(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}
