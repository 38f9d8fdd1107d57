import type { DtdlVersion } from "../model.js";
import { concreteClasses } from "./class-tree.js";
import { adjunctHomes, centralHome, operationsHome } from "./extension-types.js";
import { type QuantityRelease, quantities } from "./quantities.js";
import type { SupplementalType } from "./supplemental-type.js";
import {
  addTerms,
  type PropertyRow,
  type TypeHome,
  type TypeRow,
  type TypeRows,
  typeAt,
} from "./type-rows.js";

const homes = new Map<string, readonly TypeHome[]>();

/** Identifiers by term of the types that a known context brings, and of their properties. */
export function typeTerms(context: string): Map<string, string> {
  const terms = new Map<string, string>();
  for (const home of homesAt(context)) addTerms(home, terms);
  return terms;
}

/** The type that a known context brings under this identifier, without what it inherits from its parent. */
export function ownType(context: string, dtmi: string): SupplementalType | undefined {
  for (const home of homesAt(context)) {
    const type = typeAt(home, dtmi);
    if (type !== undefined) return type;
  }
  return undefined;
}

function homesAt(context: string): readonly TypeHome[] {
  let made = homes.get(context);
  if (made === undefined) {
    made = homesOf(context);
    homes.set(context, made);
  }
  return made;
}

function homesOf(context: string): readonly TypeHome[] {
  const [name = "", version] = context.split(";");
  const release = Number(version);
  if (name === "dtmi:dtdl:context") return coreHomes(release as DtdlVersion);
  if (name === "dtmi:iotcentral:context") return [centralHome()];
  if (name === "dtmi:iotoperations:context") return [operationsHome()];
  const extension = name.replace("dtmi:dtdl:extension:", "");
  if (extension === "quantitativeTypes") return [quantityHome(release as 1 | 2 | 3)];
  return adjunctHomes(extension, release);
}

// The language itself

function coreHomes(version: DtdlVersion): readonly TypeHome[] {
  const core: TypeHome = {
    context: `dtmi:dtdl:context;${version}`,
    release: version,
    kind: "None",
    versions: [version],
    typeId: (term) => `dtmi:dtdl:class:${term};${version}`,
    propertyId: (name) => `dtmi:dtdl:property:${name};${version}`,
    types: metaTypes(version),
    uniform: typesOfAnyClass(version),
  };
  return version === 2 ? [core, coreQuantityHome()] : [core];
}

/** Types that only refinements of them have, or built-in elements. */
function metaTypes(version: DtdlVersion): TypeRows {
  const SemanticUnit: TypeRow = { abstract: true, on: "Unit" };
  const on = "Property Relationship Telemetry";
  if (version === 2) return { SemanticType: { abstract: true, on }, SemanticUnit };
  const withPayloads = `CommandRequest CommandResponse Field MapValue ${on}`;
  const SemanticType: TypeRow =
    version === 3
      ? { abstract: true, on: withPayloads }
      : { abstract: true, on: `CommandPayload ${withPayloads}`, versions: [2, 3, 4] };
  return { SemanticType, SemanticUnit };
}

/** Types that every class may have, which are described on demand as the list of classes is long. */
function typesOfAnyClass(version: DtdlVersion): Required<TypeHome>["uniform"] {
  const terms = version === 2 ? [] : ["AdjunctType", "Alias"];
  const aliasFor: PropertyRow = { type: `dtmi:dtdl:class:Entity;${version}`, required: true };
  return {
    terms: () => terms,
    row: (term) => {
      if (!terms.includes(term)) return undefined;
      const classes = concreteClasses("Entity", version);
      if (term === "Alias") return { on: inOrder(classes), properties: { aliasFor } };
      // Elements of older versions are among those that may have an AdjunctType.
      const versions: readonly DtdlVersion[] = version === 3 ? [2, 3] : [2, 3, 4];
      return { abstract: true, on: inOrder([...classes, "CommandPayload"]), versions };
    },
  };
}

function inOrder(classes: readonly string[]): string {
  return [...classes].sort().join(" ");
}

// Quantities

/** Unit types and what is measured in them, in DTDL v2. */
function coreQuantityHome(): TypeHome {
  const { measuredIn, unitTypes } = quantities(0);
  const typeId = (term: string): string => `dtmi:standard:class:${term};2`;
  const anyUnit: PropertyRow = { type: unitClass, required: true };
  const on = "Property Telemetry";
  const prefix: TypeRow = {
    kind: "UnitAttribute",
    parent: "dtmi:dtdl:class:UnitAttribute;2",
    properties: { exponent: { type: "integer", required: true }, symbol: { required: true } },
  };
  const unit = (properties: TypeRow["properties"]): TypeRow => ({
    kind: "SemanticUnit",
    parent: "dtmi:dtdl:class:SemanticUnit;2",
    on: "Unit",
    ...(properties === undefined ? {} : { properties }),
  });
  return {
    context: "dtmi:dtdl:context;2",
    release: 0,
    kind: "SemanticType",
    versions: [2],
    typeId,
    propertyId: (name) => `dtmi:dtdl:property:${name};2`,
    types: {
      QuantitativeType: {
        ...quantitativeType(2, on),
        properties: { unit: anyUnit },
      },
      BinaryPrefix: prefix,
      DecimalPrefix: prefix,
      BinaryUnit: unit({ baseUnit: anyUnit, prefix: { type: typeId("BinaryPrefix") } }),
      DecimalUnit: unit({ baseUnit: anyUnit, prefix: { type: typeId("DecimalPrefix") } }),
      RatioUnit: unit({ bottomUnit: anyUnit, topUnit: anyUnit }),
    },
    uniform: {
      terms: () => [...measuredIn.keys(), ...unitTypes.keys()],
      row: (term) => {
        if (unitTypes.has(term)) return { kind: "Unit", parent: unitClass };
        const unitType = measuredIn.get(term);
        if (unitType === undefined) return undefined;
        const properties = { unit: { type: typeId(unitType), required: true } } as const;
        return { parent: typeId("QuantitativeType"), on, properties };
      },
    },
  };
}

const unitClass = "dtmi:dtdl:class:Unit;2";

/** What is measured in units, by a release of the extension. */
function quantityHome(release: QuantityRelease): TypeHome {
  const version = release === 1 ? 3 : 4;
  const before = `dtmi:dtdl:extension:quantitativeTypes:v${release}`;
  const typeId = (term: string): string => `${before}:class:${term}`;
  const on = "CommandRequest CommandResponse Field MapValue Property Telemetry";
  const value = `dtmi:dtdl:class:EnumValue;${version}`;
  const unit: PropertyRow = { type: value, required: true };
  const multiple = { baseUnit: unit, prefix: { type: value } };
  const core = (name: string): string => `dtmi:dtdl:property:${name};${version}`;
  const symbol: PropertyRow = { dtmi: core("symbol"), required: true };
  const exponent: PropertyRow = { dtmi: core("exponent"), type: "integer", required: true };
  return {
    context: `dtmi:dtdl:extension:quantitativeTypes;${release}`,
    release,
    kind: "AdjunctType",
    parent: `dtmi:dtdl:class:AdjunctType;${version}`,
    versions: [version],
    typeId,
    propertyId: (name) => `${before}:property:${name}`,
    types: {
      QuantitativeType: { ...quantitativeType(version, on), properties: { unit } },
      // Without classes of its own, as the language has it.
      BinaryUnit: { properties: multiple },
      DecimalUnit: { on: "EnumValue", properties: multiple },
      RatioUnit: { on: "EnumValue", properties: { bottomUnit: unit, topUnit: unit } },
      SymbolicUnit: { on: "EnumValue", properties: { symbol } },
      UnitPrefix: { on: "EnumValue", properties: { exponent, symbol } },
    },
    uniform: {
      terms: () => quantities(release).measuredIn.keys(),
      row: (term) => {
        const unitType = quantities(release).measuredIn.get(term);
        if (unitType === undefined) return undefined;
        const properties = { unit: { ...unit, childOf: `${before}:enum:${unitType}` } };
        return { kind: "SemanticType", parent: typeId("QuantitativeType"), on, properties };
      },
    },
  };
}

/** The type that every semantic type with a unit refines. */
function quantitativeType(version: DtdlVersion, on: string): TypeRow {
  const parent = `dtmi:dtdl:class:SemanticType;${version}`;
  return { kind: "SemanticType", abstract: true, parent, on, schema: "NumericSchema" };
}
