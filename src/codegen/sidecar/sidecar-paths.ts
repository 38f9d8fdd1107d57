/** Where the sidecar of a model file goes: `thermostat-1.json` has `thermostat-1.d.json.ts` beside it. */
export function sidecarPath(document: string): string {
  return document.replace(/\.json$/, ".d.json.ts");
}

/** Name of a namespace import. No DTDL name holds a `$`, so it takes no name from what a sidecar declares. */
export function namespaceName(document: string, taken: ReadonlySet<string>): string {
  const file = document.slice(document.lastIndexOf("/") + 1).replace(/\.json$/, "");
  const name = `$${file.replace(/[^A-Za-z0-9_]+/g, "_")}`;
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}$${number}`;
  return free;
}
