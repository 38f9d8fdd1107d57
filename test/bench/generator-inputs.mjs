// What generators of types are given: object types of ten fields, in the language of each generator, and devices.
const kinds = ["string", "double", "integer", "boolean", "dateTime"];
const description = "What the device measured last, before it was asked.";

function fieldsOf(number) {
  return Array.from({ length: 10 }, (_, at) => ({
    name: `field${at}`,
    title: `Field ${at} of ${number}`,
    kind: kinds[at % kinds.length],
  }));
}

/** DTDL of that many Interfaces, each with one Telemetry that is an Object of ten fields. */
export function objectInterfaces(count) {
  return Array.from({ length: count }, (_, number) => ({
    "@context": "dtmi:dtdl:context;2",
    "@id": `dtmi:com:example:bench:Record${number};1`,
    "@type": "Interface",
    displayName: `Record ${number}`,
    contents: [
      {
        "@type": "Telemetry",
        name: "value",
        schema: {
          "@type": "Object",
          fields: fieldsOf(number).map(({ name, title, kind }) => ({
            name,
            displayName: title,
            description,
            schema: kind,
          })),
        },
      },
    ],
  }));
}

/** The same Objects as JSON Schemas by name. */
export function objectSchemas(count) {
  const types = {
    string: { type: "string" },
    double: { type: "number" },
    integer: { type: "integer" },
    boolean: { type: "boolean" },
    dateTime: { type: "string", format: "date-time" },
  };
  return Object.fromEntries(
    Array.from({ length: count }, (_, number) => [
      `Record${number}`,
      {
        type: "object",
        title: `Record ${number}`,
        additionalProperties: false,
        properties: Object.fromEntries(
          fieldsOf(number).map(({ name, title, kind }) => [
            name,
            { title, description, ...types[kind] },
          ]),
        ),
      },
    ]),
  );
}

/** One JSON Schema that refers to all of them. */
export function jsonSchemaDocument(count) {
  const definitions = objectSchemas(count);
  const properties = Object.keys(definitions).map((name) => [
    name,
    { $ref: `#/definitions/${name}` },
  ]);
  return {
    title: "Everything",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(properties),
    definitions,
  };
}

/** One OpenAPI document that holds all of them. */
export function openApiDocument(count) {
  return {
    openapi: "3.1.0",
    info: { title: "Everything", version: "1.0.0" },
    paths: {},
    components: { schemas: objectSchemas(count) },
  };
}

/** DTDL of that many Interfaces with ten contents of every kind, one in five of them an extension of the one before. */
export function deviceInterfaces(count) {
  return Array.from({ length: count }, (_, number) => device(number));
}

function device(number) {
  // What extends another cannot have contents of the same names.
  const isMore = number % 5 === 1;
  const suffix = isMore ? "Again" : "";
  const telemetry = (name, unit) => ({
    "@type": ["Telemetry", unit[0]],
    name: name + suffix,
    displayName: `Measured ${name}`,
    schema: "double",
    unit: unit[1],
  });
  const property = (name, schema, more) => ({
    "@type": "Property",
    name: name + suffix,
    displayName: `Value of ${name}`,
    description,
    schema,
    ...more,
  });
  const modes = ["off", "heating", "cooling"].map((name, enumValue) => ({
    name,
    displayName: name,
    enumValue,
  }));
  const report = ["highest", "lowest", "average"].map((name) => ({ name, schema: "double" }));
  return {
    "@context": "dtmi:dtdl:context;2",
    "@id": idOf(number),
    "@type": "Interface",
    displayName: `Device ${number}`,
    description,
    ...(isMore && { extends: idOf(number - 1) }),
    contents: [
      telemetry("temperature", ["Temperature", "degreeCelsius"]),
      telemetry("humidity", ["RelativeHumidity", "percent"]),
      property("serialNumber", "string"),
      property("memory", "long"),
      property("started", "dateTime"),
      property("target", "double", { writable: true }),
      property("wakeAt", "dateTime", { writable: true }),
      property("mode", { "@type": "Enum", valueSchema: "integer", enumValues: modes }),
      {
        "@type": "Command",
        name: `reboot${suffix}`,
        request: { name: "delay", schema: "integer" },
      },
      {
        "@type": "Command",
        name: `report${suffix}`,
        request: { name: "since", schema: "dateTime" },
        response: { name: "report", schema: { "@type": "Object", fields: report } },
      },
    ],
  };
}

/** DTDL of that many Interfaces each of which refers to the next one. */
export function chainedInterfaces(count) {
  return Array.from({ length: count }, (_, number) => ({
    "@context": "dtmi:dtdl:context;3",
    "@id": idOf(number),
    "@type": "Interface",
    contents:
      number + 1 < count
        ? [{ "@type": "Relationship", name: "next", target: idOf(number + 1) }]
        : [],
  }));
}

function idOf(number) {
  return `dtmi:com:example:bench:Device${number};1`;
}
