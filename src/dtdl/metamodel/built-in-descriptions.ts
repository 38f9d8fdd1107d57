/**
 * What the metamodel says about its built-in schemas and command types, by identifier without version. The texts are part of
 * the elements, in `en-US`.
 */
export function builtInDescription(dtmi: string): Readonly<Record<string, string>> | undefined {
  const [, family = "", term = ""] = /^dtmi:(.*):_*([A-Za-z]+);[0-9]+$/.exec(dtmi) ?? [];
  const text = descriptionOf(family, term);
  return text === undefined ? undefined : Object.freeze({ "en-US": text });
}

function descriptionOf(family: string, term: string): string | undefined {
  switch (family) {
    case "dtdl:instance:Schema":
      return primitives.get(term);
    case "dtdl:instance:CommandType":
      return commandTypes.get(term);
    case "standard:schema:geospatial":
      return geometries.has(term) ? `GeoJSON ${term[0]?.toUpperCase()}${term.slice(1)}` : undefined;
    default:
      return schemas.get(`${family}:${term}`);
  }
}

const rfc3339 = "per [RFC 3339](https://tools.ietf.org/html/rfc3339)";

function floating(precision: string): string {
  return (
    `a finite numeric value that is expressible in IEEE 754 ${precision}-precision floating point format, ` +
    `conformant with the numeric range of xsd:${precision === "single" ? "float" : precision}`
  );
}

function integer(sign: string, bytes: number): string {
  const size = bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return `${sign} integral numeric value that is expressible in ${size}`;
}

const primitives: ReadonlyMap<string, string> = new Map([
  ["boolean", "a boolean value"],
  ["byte", integer("a signed", 1)],
  ["bytes", "an array of bytes"],
  ["date", `a date in ISO 8601 format, ${rfc3339}`],
  ["dateTime", `a date and time in ISO 8601 format, ${rfc3339}`],
  [
    "decimal",
    "a string of decimal digits with an optional decimal point and fractional component, optionally preceded by a sign",
  ],
  ["double", floating("double")],
  ["duration", "a duration in ISO 8601 format"],
  ["float", floating("single")],
  ["integer", integer("a signed", 4)],
  ["long", integer("a signed", 8)],
  ["short", integer("a signed", 2)],
  ["string", "a UTF8 string"],
  ["time", `a time in ISO 8601 format, ${rfc3339}`],
  ["unsignedByte", integer("an unsigned", 1)],
  ["unsignedInteger", integer("an unsigned", 4)],
  ["unsignedLong", integer("an unsigned", 8)],
  ["unsignedShort", integer("an unsigned", 2)],
  ["uuid", "a UUID string per RFC 9562"],
]);

const commandTypes: ReadonlyMap<string, string> = new Map([
  [
    "asynchronous",
    "The command will complete sometime after control returns to the caller. After the command completes, the result and any outputs are available.",
  ],
  [
    "synchronous",
    "The command will be complete when control returns to the caller. The result and any outputs are available immediately.",
  ],
]);

const geometries: ReadonlySet<string> = new Set([
  "point",
  "multiPoint",
  "lineString",
  "multiLineString",
  "polygon",
  "multiPolygon",
]);

const schemas: ReadonlyMap<string, string> = new Map([
  ["standard:schema:scaledDecimal", "A scaled decimal number equal to `value` * 10^`scale`."],
  [
    "standard:schema:scaledDecimal:_fields:value",
    "The significand of the scaled decimal value; not required to be integral or normalized.",
  ],
  [
    "standard:schema:scaledDecimal:_fields:scale",
    "Count of decimal places to shift `value` (positive left, negative right) to yield the scaled value.",
  ],
  ["iotcentral:schema:vector", "Three-dimensional vector"],
  ["iotcentral:schema:geopoint", "Geospatial point"],
]);
