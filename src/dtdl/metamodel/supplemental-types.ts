import type { DtdlVersion } from "../model.js";
import { unitTypeRows, type WordsBySource } from "./units.js";

/** A type that an element can have beside its class: a semantic type or an adjunct type. */
export interface SupplementalType {
  readonly dtmi: string;
  readonly term: string;
  /** Cannot be used itself. */
  readonly abstract?: true;
  readonly semantic: boolean;
  /** Classes it may be put on. */
  readonly classes: readonly string[];
  /** DTDL versions of elements it may be put on. */
  readonly versions: readonly DtdlVersion[];
  /** The `unit` property that it brings. */
  readonly unit?: UnitRule;
  /** What `schema` of the element must be. */
  readonly schema?: SchemaRule;
}

/** Which unit a semantic type takes. */
export interface UnitRule {
  /** Identifier of the property. */
  readonly property: string;
  /** Unit type that the unit must have; without one, any unit will do. */
  readonly unitType?: string;
  readonly required: boolean;
}

/** The schema is of one of the classes, or is one of the built-in elements. */
export interface SchemaRule {
  readonly classes?: readonly string[];
  readonly elements?: readonly string[];
}

/** A unit, with the unit type it belongs to. */
export interface Unit {
  readonly dtmi: string;
  readonly term: string;
  readonly unitType: string;
}

/** Semantic types and units of one home: the v2 core or a version of quantitativeTypes. */
export interface QuantitySystem {
  readonly types: readonly SupplementalType[];
  readonly units: readonly Unit[];
  /** Terms and identifiers of the unit types. */
  readonly unitTypes: ReadonlyMap<string, string>;
}

const telemetryAndProperty = ["Property", "Telemetry"];
const wherePayloadsAre = [
  "CommandRequest",
  "CommandResponse",
  "Field",
  "MapValue",
  ...telemetryAndProperty,
];

/** The columns of the unit table up to `last`, as words. */
function wordsUpTo(last: number, words: WordsBySource): readonly string[] {
  return words.slice(0, last + 1).flatMap((column) => (column ? column.split(" ") : []));
}

/** Semantic types and units of the DTDL v2 core. */
export function coreQuantities(): QuantitySystem {
  return quantities({
    columns: 0,
    classes: telemetryAndProperty,
    versions: [2],
    semanticType: (term) => `dtmi:standard:class:${term};2`,
    unitType: (term) => `dtmi:standard:class:${term};2`,
    unit: (term) => `dtmi:standard:unit:${term};2`,
    property: "dtmi:dtdl:property:unit;2",
  });
}

/** Semantic types and units of `dtmi:dtdl:extension:quantitativeTypes;1`, `;2` or `;3`. */
export function extensionQuantities(release: 1 | 2 | 3): QuantitySystem {
  const prefix = `dtmi:dtdl:extension:quantitativeTypes:v${release}`;
  return quantities({
    columns: release === 3 ? 2 : 1,
    classes: wherePayloadsAre,
    versions: release === 1 ? [3] : [4],
    semanticType: (term) => `${prefix}:class:${term}`,
    unitType: (term) => `${prefix}:enum:${term}`,
    unit: (term) => `${prefix}:unit:${term}`,
    property: `${prefix}:property:unit`,
  });
}

function quantities(home: {
  columns: number;
  classes: readonly string[];
  versions: readonly DtdlVersion[];
  semanticType: (term: string) => string;
  unitType: (term: string) => string;
  unit: (term: string) => string;
  property: string;
}): QuantitySystem {
  const semantic = { semantic: true, classes: home.classes, versions: home.versions };
  const types: SupplementalType[] = [
    {
      ...semantic,
      abstract: true,
      term: "QuantitativeType",
      dtmi: home.semanticType("QuantitativeType"),
    },
  ];
  const units: Unit[] = [];
  const unitTypes = new Map<string, string>();
  for (const row of unitTypeRows) {
    const words = wordsUpTo(home.columns, row.units);
    if (words.length === 0) continue;
    unitTypes.set(row.type, home.unitType(row.type));
    units.push(...words.map((term) => ({ term, dtmi: home.unit(term), unitType: row.type })));
    for (const term of wordsUpTo(home.columns, row.measures)) {
      types.push({
        ...semantic,
        term,
        dtmi: home.semanticType(term),
        unit: { property: home.property, unitType: row.type, required: true },
        schema: { classes: ["NumericSchema"] },
      });
    }
  }
  return { types, units, unitTypes };
}

const geospatial = [
  "point",
  "multiPoint",
  "lineString",
  "multiLineString",
  "polygon",
  "multiPolygon",
];

function centralType(term: string, schema: SchemaRule, unitType?: string): SupplementalType {
  return {
    term,
    dtmi: `dtmi:iotcentral:class:${term};2`,
    semantic: true,
    classes: telemetryAndProperty,
    versions: [2],
    schema,
    ...(unitType === undefined
      ? {}
      : { unit: { property: "dtmi:dtdl:property:unit;2", unitType, required: false } }),
  };
}

/** Semantic types of IoT Central. */
export const centralTypes: readonly SupplementalType[] = [
  centralType("State", { classes: ["Enum"] }),
  centralType("Event", { classes: ["NumericSchema", "String"] }),
  centralType("Location", {
    elements: [
      ...geospatial.map((term) => `dtmi:standard:schema:geospatial:${term};2`),
      "dtmi:iotcentral:schema:geopoint;2",
    ],
  }),
  centralType("VelocityVector", { elements: ["dtmi:iotcentral:schema:vector;2"] }, "VelocityUnit"),
  centralType(
    "AccelerationVector",
    { elements: ["dtmi:iotcentral:schema:vector;2"] },
    "AccelerationUnit",
  ),
];

/** Adjunct types that bring no properties: a mark on an element, by extension identifier. */
export const markTypes: Readonly<Record<string, SupplementalType>> = {
  "dtmi:dtdl:extension:historization;1": mark(
    "historization",
    1,
    "Historized",
    telemetryAndProperty,
  ),
  "dtmi:dtdl:extension:historization;2": mark(
    "historization",
    2,
    "Historized",
    telemetryAndProperty,
  ),
  "dtmi:dtdl:extension:requirement;1": mark("requirement", 1, "Required", ["Field"]),
  "dtmi:dtdl:extension:requirement;2": mark("requirement", 2, "Required", ["Field", "Property"]),
};

function mark(
  extension: string,
  release: number,
  term: string,
  classes: readonly string[],
): SupplementalType {
  return {
    term,
    dtmi: `dtmi:dtdl:extension:${extension}:v${release}:${term}`,
    semantic: false,
    classes,
    versions: extension === "historization" && release === 1 ? [3] : [3, 4],
  };
}
