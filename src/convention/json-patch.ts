/** One JSON Patch operation as digital twins take them (RFC 6902: add, replace, remove). */
export type Operation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string };
