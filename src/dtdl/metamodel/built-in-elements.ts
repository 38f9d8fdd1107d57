import type { DtdlVersion } from "../model.js";
import { unitElements } from "./built-in-units.js";
import { contextOfIdentifier, geospatialTerms, primitiveTerms } from "./contexts.js";

/** An element of the language itself. Elements and properties of supplemental types are named by DTMIs. */
export interface BuiltInElement {
  readonly id: string;
  readonly className: string;
  readonly version: DtdlVersion;
  /** Contexts it is written in, the core context first. */
  readonly context: readonly string[];
  readonly supplementalTypes: readonly string[];
  /** Texts by language tag. */
  readonly displayName?: Readonly<Record<string, string>>;
  /** Values by name of the class's property, or by DTMI of a property that a supplemental type brings. */
  readonly literals: Readonly<Record<string, string | number | boolean>>;
  /** Elements that it refers to, by property. An alias is referred to as such. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** Elements written inside it, by property. */
  readonly parts: Readonly<Record<string, readonly BuiltInElement[]>>;
  /** The element it stands for, itself no alias. */
  readonly aliasFor?: string;
  /** The element it is written in. */
  readonly childOf?: string;
}

const elements = new Map<string, BuiltInElement>();

/**
 * The built-in element with this identifier, one inside another included; undefined when the language has none.
 * Elements are made when they are first asked for.
 */
export function builtInElement(dtmi: string): BuiltInElement | undefined {
  const known = elements.get(dtmi);
  if (known !== undefined) return known;
  for (const element of familyOf(dtmi)) keep(element);
  return elements.get(dtmi);
}

function keep(element: BuiltInElement): void {
  elements.set(element.id, element);
  for (const parts of Object.values(element.parts)) parts.forEach(keep);
}

/** The elements that are made together with this one. */
function familyOf(dtmi: string): readonly BuiltInElement[] {
  if (contextOfIdentifier(dtmi) === undefined) return [];
  const [, family, term = "", release] = families.exec(dtmi) ?? [];
  const version = Number(release) as DtdlVersion;
  if (family === "dtdl:instance:Schema") return primitiveSchema(term, version);
  if (family === "dtdl:instance:CommandType") return commandType(term, version);
  if (family === "iotcentral:schema") return once(dtmi, centralSchemas);
  if (family !== undefined) return once(`${family}${release}`, () => standardSchemas(version));
  return unitElements(dtmi);
}

const families =
  /^dtmi:(dtdl:instance:Schema|dtdl:instance:CommandType|standard:schema|iotcentral:schema):?([^;]*);([234])$/;

const madeFamilies = new Set<string>();

/** Elements that are made all at once, so that unknown identifiers do not make them again. */
function once(family: string, make: () => readonly BuiltInElement[]): readonly BuiltInElement[] {
  if (madeFamilies.has(family)) return [];
  madeFamilies.add(family);
  return make();
}

function primitiveSchema(term: string, version: DtdlVersion): readonly BuiltInElement[] {
  if (!primitiveTerms(version).includes(term)) return [];
  const element = coreElement(schemaId(term, version), upperFirst(term), {
    displayName: { en: term },
  });
  if (version === 2 || !primitiveTerms(2).includes(term)) return [element];
  const alias = `dtmi:dtdl:class:Alias;${version}`;
  return [{ ...element, supplementalTypes: [alias], aliasFor: schemaId(term, 2) }];
}

function commandType(term: string, version: DtdlVersion): readonly BuiltInElement[] {
  if (term !== "asynchronous" && term !== "synchronous") return [];
  const id = `dtmi:dtdl:instance:CommandType:${term};${version}`;
  return [coreElement(id, "CommandType", { displayName: { en: term } })];
}

function schemaId(term: string, version: DtdlVersion): string {
  return `dtmi:dtdl:instance:Schema:${term};${version}`;
}

/** An element that needs the core context of its own version only. */
function coreElement(
  id: string,
  className: string,
  rest: Partial<BuiltInElement> = {},
): BuiltInElement {
  const version = Number(id.at(-1)) as DtdlVersion;
  return {
    id,
    className,
    version,
    context: [`dtmi:dtdl:context;${version}`],
    supplementalTypes: [],
    literals: {},
    references: {},
    parts: {},
    ...rest,
  };
}

function standardSchemas(version: DtdlVersion): readonly BuiltInElement[] {
  return [
    ...geospatialSchemas(version),
    ...(version === 4
      ? [objectOf("dtmi:standard:schema:scaledDecimal;4", scaledDecimalField, scaledDecimal)]
      : []),
  ];
}

/** Number that is `value` times ten to the power of `scale`. */
const scaledDecimal = { value: schemaId("decimal", 4), scale: schemaId("short", 4) };

/** The only built-in elements without an identifier of their own: they have that which the language makes for them. */
function scaledDecimalField(name: string): string {
  return `dtmi:standard:schema:scaledDecimal:_fields:__${name};4`;
}

/** Schemas after the geometries of GeoJSON: Objects of a type and coordinates, which are Arrays of Arrays. */
function geospatialSchemas(version: DtdlVersion): readonly BuiltInElement[] {
  const id = (name: string): string => `dtmi:standard:schema:geospatial:${name};${version}`;
  const array = (name: string, of: string, childOf?: string): BuiltInElement =>
    coreElement(id(name), "Array", {
      references: { elementSchema: [of] },
      ...(childOf === undefined ? {} : { childOf }),
    });
  const rings = id("polygonCoordinateArray");
  const ring = array("linearRingCoordinateArray", id("position"), rings);
  const inner = (name: string, of: string, term: string): BuiltInElement =>
    array(name, id(of), id(`${term}:coordinates`));
  const coordinates: Readonly<Record<string, string | BuiltInElement>> = {
    point: id("position"),
    multiPoint: inner("positionArray", "position", "multiPoint"),
    lineString: id("lineStringCoordinateArray"),
    multiLineString: inner(
      "lineStringCoordinateArrayArray",
      "lineStringCoordinateArray",
      "multiLineString",
    ),
    polygon: rings,
    multiPolygon: inner("polygonCoordinateArrayArray", "polygonCoordinateArray", "multiPolygon"),
  };
  return [
    array("position", schemaId("double", 2)),
    array("lineStringCoordinateArray", id("position")),
    coreElement(rings, "Array", { parts: { elementSchema: [ring] } }),
    ...geospatialTerms().flatMap((term) => {
      const type = geometryType(term, version);
      const fields = { type: type.id, coordinates: coordinates[term] ?? "" };
      return [type, objectOf(id(term), (name) => id(`${term}:${name}`), fields)];
    }),
  ];
}

/** The Enum with the GeoJSON name of a geometry as its only value. */
function geometryType(term: string, version: DtdlVersion): BuiltInElement {
  const type = upperFirst(term);
  const id = `dtmi:standard:schema:geospatial${type}Type;${version}`;
  const value = coreElement(
    `dtmi:standard:schema:geospatial:enumValue:${term};${version}`,
    "EnumValue",
    { literals: { name: term, enumValue: type }, childOf: id },
  );
  return coreElement(id, "Enum", {
    references: { valueSchema: [schemaId("string", 2)] },
    parts: { enumValues: [value] },
  });
}

/** The Objects of IoT Central: a vector and a place on earth, both of doubles. */
function centralSchemas(): readonly BuiltInElement[] {
  const double = schemaId("double", 2);
  const object = (name: string, fields: Readonly<Record<string, string>>): BuiltInElement =>
    objectOf(
      `dtmi:iotcentral:schema:${name};2`,
      (field) => `dtmi:iotcentral:schema:${name}:${field};2`,
      fields,
      ["dtmi:dtdl:context;2", "dtmi:iotcentral:context;2"],
    );
  return [
    object("vector", { x: double, y: double, z: double }),
    object("geopoint", { lon: double, lat: double, alt: double }),
  ];
}

/** An Object; the schema of a field is referred to by its identifier or stands inside. */
function objectOf(
  id: string,
  fieldId: (name: string) => string,
  fields: Readonly<Record<string, string | BuiltInElement>>,
  context: readonly string[] = [`dtmi:dtdl:context;${id.at(-1)}`],
): BuiltInElement {
  const field = ([name, schema]: [string, string | BuiltInElement]): BuiltInElement =>
    coreElement(fieldId(name), "Field", {
      context,
      literals: { name },
      childOf: id,
      ...(typeof schema === "string"
        ? { references: { schema: [schema] } }
        : { parts: { schema: [schema] } }),
    });
  return coreElement(id, "Object", {
    context,
    parts: { fields: Object.entries(fields).map(field) },
  });
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
