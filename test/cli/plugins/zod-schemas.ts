import { describeInterface, dtmiPath, type Interface, type PayloadSchema } from "twinplug";
import type { GeneratePlugin } from "twinplug/codegen";

/** Adds schemas of zod for what each Interface puts on the wire. */
export const zodSchemas: GeneratePlugin = {
  name: "zod-schemas",
  emit: ({ model, files }) => [
    ...files,
    ...[...model.interfaces.values()].map((iface) => ({
      path: dtmiPath(iface.id).replace(/^dtmi\/(.*)\.json$/, "zod/$1.ts"),
      text: moduleText(iface),
    })),
  ],
};

function moduleText(iface: Interface): string {
  const { schemas = {}, properties = {}, telemetry = {}, commands = {} } = describeInterface(iface);
  const payloads = Object.entries(commands).map(([name, { request, response }]) => {
    const parts = { ...(request && { request }), ...(response && { response }) };
    return [name, objectText(parts, ({ schema }) => zodText(schema))] as const;
  });
  const groups = {
    properties: objectText(properties, ({ schema }) => zodText(schema)),
    telemetry: objectText(telemetry, ({ schema }) => zodText(schema)),
    commands: objectText(Object.fromEntries(payloads), (text) => text),
  };
  return [
    'import { z } from "zod";',
    "",
    `const schemas: Record<string, z.ZodType> = ${objectText(schemas, zodText)};`,
    ...Object.entries(groups).map(([name, text]) => `export const ${name} = ${text};`),
    "",
  ].join("\n");
}

function objectText<T>(members: Readonly<Record<string, T>>, textOf: (member: T) => string) {
  const lines = Object.entries(members).map(
    ([name, member]) => `[${JSON.stringify(name)}]: ${textOf(member)}`,
  );
  return lines.length === 0 ? "{}" : `{ ${lines.join(", ")} }`;
}

const primitives: Readonly<Record<Extract<PayloadSchema, string>, string>> = {
  boolean: "z.boolean()",
  byte: "z.int().min(-128).max(127)",
  bytes: "z.base64()",
  date: "z.iso.date()",
  dateTime: "z.iso.datetime({ offset: true })",
  decimal: "z.string()",
  double: "z.number()",
  duration: "z.iso.duration()",
  float: "z.number()",
  integer: "z.int32()",
  long: "z.int()",
  short: "z.int().min(-32768).max(32767)",
  string: "z.string()",
  time: "z.string()",
  unsignedByte: "z.int().min(0).max(255)",
  unsignedInteger: "z.uint32()",
  unsignedLong: "z.int().min(0)",
  unsignedShort: "z.int().min(0).max(65535)",
  uuid: "z.uuid()",
};

function zodText(schema: PayloadSchema): string {
  if (typeof schema === "string") return primitives[schema];
  if ("array" in schema) return `z.array(${zodText(schema.array)})`;
  if ("map" in schema) return `z.record(z.string(), ${zodText(schema.map)})`;
  if ("enum" in schema) return `z.literal(${JSON.stringify(schema.enum)})`;
  if ("ref" in schema) return `z.lazy(() => schemas[${JSON.stringify(schema.ref)}] ?? z.never())`;
  return `z.strictObject(${objectText(schema.object, (field) => `${zodText(field)}.optional()`)})`;
}
