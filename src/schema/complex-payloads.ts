import type { InterfaceSchema, PayloadSchema } from "./interface-schema.js";

/** A payload that is not a primitive. */
export type ComplexPayload = Exclude<PayloadSchema, string>;

/** A complex payload of an Interface and where it stands: `commands.reboot.request`, `schemas["dtmi:com:example:Tree;1"]`. */
export interface PlacedPayload {
  readonly place: readonly string[];
  readonly schema: ComplexPayload;
}

/**
 * The complex payloads of an Interface in the order of its tables: properties, telemetry, commands with the request first,
 * schemas. Generated checks stand in this order, so it must stay as it is.
 */
export function complexPayloads(tables: InterfaceSchema): readonly PlacedPayload[] {
  const found: PlacedPayload[] = [];
  const add = (schema: PayloadSchema | undefined, ...place: readonly string[]): void => {
    if (typeof schema === "object") found.push({ place, schema });
  };
  for (const section of ["properties", "telemetry"] as const) {
    for (const [name, { schema }] of Object.entries(tables[section] ?? {})) {
      add(schema, section, name);
    }
  }
  for (const [name, { request, response }] of Object.entries(tables.commands ?? {})) {
    add(request?.schema, "commands", name, "request");
    add(response?.schema, "commands", name, "response");
  }
  for (const [name, schema] of Object.entries(tables.schemas ?? {})) add(schema, "schemas", name);
  return found;
}
