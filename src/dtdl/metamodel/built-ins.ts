import type { DtdlVersion } from "../model.js";

const sincev2 = [
  "boolean",
  "date",
  "dateTime",
  "double",
  "duration",
  "float",
  "integer",
  "long",
  "string",
  "time",
];
const sincev4 = [
  "byte",
  "bytes",
  "decimal",
  "short",
  "unsignedByte",
  "unsignedInteger",
  "unsignedLong",
  "unsignedShort",
  "uuid",
];

/** Terms of the primitive schemas of a version. */
export function primitiveTerms(version: DtdlVersion): readonly string[] {
  return version === 4 ? [...sincev2, ...sincev4] : sincev2;
}

/** Identifier of a primitive schema. Those that v2 has stand for the v2 element in later versions too. */
export function primitiveDtmi(term: string): string {
  return `dtmi:dtdl:instance:Schema:${term};${sincev2.includes(term) ? 2 : 4}`;
}

/** Terms of the geospatial schemas, each an Object after a GeoJSON geometry. */
export const geospatialTerms: readonly string[] = [
  "point",
  "multiPoint",
  "lineString",
  "multiLineString",
  "polygon",
  "multiPolygon",
];

/** Identifier of a geospatial schema. */
export function geospatialDtmi(term: string, version: DtdlVersion): string {
  return `dtmi:standard:schema:geospatial:${term};${version}`;
}

/** The classes of built-in elements that are single words: primitive schemas and command types. */
export function singleWordClass(dtmi: string): { className: string; term: string } | undefined {
  const match = /^dtmi:dtdl:instance:(Schema|CommandType):([A-Za-z]+);[234]$/.exec(dtmi);
  const [, family, term] = match ?? [];
  if (family === undefined || term === undefined) return undefined;
  const className = family === "CommandType" ? family : `${term[0]?.toUpperCase()}${term.slice(1)}`;
  return { className, term };
}

/**
 * DTDL text that defines the built-in complex schema, together with its relatives; undefined when there is no
 * such schema. The elements in it have identifiers that only built-in elements may have.
 */
export function builtInText(dtmi: string): string | undefined {
  const geo = /^dtmi:standard:schema:geospatial[A-Za-z:]*;([234])$/.exec(dtmi)?.[1];
  if (geo !== undefined) return JSON.stringify(geospatialSchemas(Number(geo) as DtdlVersion));
  if (dtmi.startsWith("dtmi:iotcentral:schema:")) return JSON.stringify(centralSchemas());
  if (dtmi === "dtmi:standard:schema:scaledDecimal;4") return JSON.stringify(scaledDecimal());
  return undefined;
}

function geospatialSchemas(version: DtdlVersion): readonly object[] {
  const id = (name: string): string => `dtmi:standard:schema:geospatial:${name};${version}`;
  const array = (name: string, elementSchema: string): object => ({
    "@id": id(name),
    "@type": "Array",
    elementSchema,
  });
  const geometry = (term: string, coordinates: string): readonly object[] => {
    const type = `${term[0]?.toUpperCase()}${term.slice(1)}`;
    const typeId = `dtmi:standard:schema:geospatial${type}Type;${version}`;
    const value = { "@id": id(`enumValue:${term}`), name: term, enumValue: type };
    const fields = [
      { "@id": id(`${term}:type`), name: "type", schema: typeId },
      { "@id": id(`${term}:coordinates`), name: "coordinates", schema: id(coordinates) },
    ];
    return [
      { "@id": typeId, "@type": "Enum", valueSchema: "string", enumValues: [value] },
      { "@id": id(term), "@type": "Object", description: `GeoJSON ${type}`, fields },
    ];
  };
  const schemas = [
    array("position", "double"),
    array("positionArray", id("position")),
    array("lineStringCoordinateArray", id("position")),
    array("lineStringCoordinateArrayArray", id("lineStringCoordinateArray")),
    array("linearRingCoordinateArray", id("position")),
    array("polygonCoordinateArray", id("linearRingCoordinateArray")),
    array("polygonCoordinateArrayArray", id("polygonCoordinateArray")),
    ...geometry("point", "position"),
    ...geometry("multiPoint", "positionArray"),
    ...geometry("lineString", "lineStringCoordinateArray"),
    ...geometry("multiLineString", "lineStringCoordinateArrayArray"),
    ...geometry("polygon", "polygonCoordinateArray"),
    ...geometry("multiPolygon", "polygonCoordinateArrayArray"),
  ];
  return schemas.map((schema) => ({ "@context": `dtmi:dtdl:context;${version}`, ...schema }));
}

/** The Objects of IoT Central: a vector and a place on earth, both of doubles. */
function centralSchemas(): readonly object[] {
  const object = (name: string, description: string, fields: readonly string[]): object => ({
    "@context": "dtmi:dtdl:context;2",
    "@id": `dtmi:iotcentral:schema:${name};2`,
    "@type": "Object",
    description,
    fields: fields.map((field) => ({
      "@id": `dtmi:iotcentral:schema:${name}:${field};2`,
      name: field,
      schema: "double",
    })),
  });
  return [
    object("vector", "Vector of three dimensions", ["x", "y", "z"]),
    object("geopoint", "Place on earth", ["lon", "lat", "alt"]),
  ];
}

function scaledDecimal(): object {
  return {
    "@context": "dtmi:dtdl:context;4",
    "@id": "dtmi:standard:schema:scaledDecimal;4",
    "@type": "Object",
    description: "Number that is value times ten to the power of scale",
    fields: [
      { name: "value", schema: "decimal" },
      { name: "scale", schema: "short" },
    ],
  };
}
