import type {
  Command,
  CommandPayload,
  Component,
  Content,
  Interface,
  PrimitiveKind,
  PrimitiveSchema,
  Property,
  Schema,
  Telemetry,
} from "../../src/dtdl/model.js";

/** Elements of a model made by hand: what a parser would give, without a text. */
const entity = {
  languageMajorVersion: 4,
  displayName: {},
  description: {},
  supplementalTypes: [],
  supplementalProperties: {},
  undefinedTypes: [],
  undefinedProperties: {},
  context: ["dtmi:dtdl:context;4"],
} as const;

const id = (name: string): string => `dtmi:test:${name};1`;

export function primitive(kind: PrimitiveKind): PrimitiveSchema {
  return { ...entity, id: `dtmi:dtdl:instance:Schema:${kind};4`, kind };
}

export function array(name: string, elementSchema: Schema): Schema {
  return { ...entity, id: id(name), kind: "Array", elementSchema };
}

export function map(name: string, value: Schema): Schema {
  return {
    ...entity,
    id: id(name),
    kind: "Map",
    mapKey: {
      ...entity,
      id: id(`${name}:k`),
      kind: "MapKey",
      name: "k",
      schema: primitive("String"),
    },
    mapValue: { ...entity, id: id(`${name}:v`), kind: "MapValue", name: "v", schema: value },
  };
}

export function enumeration(name: string, values: readonly (string | number)[]): Schema {
  return {
    ...entity,
    id: id(name),
    kind: "Enum",
    valueSchema: primitive(typeof values[0] === "number" ? "Integer" : "String"),
    enumValues: values.map((enumValue, index) => ({
      ...entity,
      id: id(`${name}:v${index}`),
      kind: "EnumValue",
      name: `v${index}`,
      enumValue,
    })),
  };
}

/** The fields may be given as a function of the object itself, for schemas that contain themselves. */
export function object(
  name: string,
  fields: Record<string, Schema> | ((self: Schema) => Record<string, Schema>),
): Schema {
  const self = { ...entity, id: id(name), kind: "Object" as const, fields: [] as never[] };
  const given = typeof fields === "function" ? fields(self) : fields;
  for (const [field, schema] of Object.entries(given)) {
    const element = { ...entity, id: id(`${name}:${field}`), kind: "Field", name: field, schema };
    self.fields.push(element as never);
  }
  return self;
}

type More<Kind> = Partial<Omit<Kind, "kind" | "name" | "schema">>;

export function property(name: string, schema: Schema, more: More<Property> = {}): Property {
  return { ...entity, id: id(name), kind: "Property", name, schema, writable: false, ...more };
}

export function telemetry(name: string, schema: Schema, more: More<Telemetry> = {}): Telemetry {
  return { ...entity, id: id(name), kind: "Telemetry", name, schema, ...more };
}

export function payload(name: string, schema: Schema, nullable = false): CommandPayload {
  return { ...entity, id: id(name), kind: "CommandRequest", name, schema, nullable };
}

export function command(name: string, more: More<Command> = {}): Command {
  return { ...entity, id: id(name), kind: "Command", name, ...more };
}

export function component(name: string, schema: Interface): Component {
  return { ...entity, id: id(name), kind: "Component", name, schema };
}

export function iface(name: string, ...contents: Content[]): Interface {
  return {
    ...entity,
    id: id(name),
    kind: "Interface",
    contents: new Map(contents.map((content) => [content.name, content])),
    extends: [],
    extendedBy: [],
    schemas: [],
  };
}
