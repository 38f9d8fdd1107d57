import type { BuiltInElement } from "./built-in-elements.js";
import {
  type Prefix,
  type QuantityRelease,
  quantities,
  type UnitDescription,
  unitDescription,
} from "./quantities.js";

/**
 * The unit, the prefix or the Enum of them with this identifier, together with those it is made with; none when there
 * is no such element.
 */
export function unitElements(dtmi: string): readonly BuiltInElement[] {
  const [, family, coreTerm] = /^dtmi:standard:(unit|unitprefix):([^:;]+);2$/.exec(dtmi) ?? [];
  if (coreTerm !== undefined) {
    const element = family === "unit" ? coreUnit(coreTerm) : corePrefix(coreTerm);
    return element === undefined ? [] : [element];
  }
  const [, release, kind, term = ""] = ofExtension.exec(dtmi) ?? [];
  if (release === undefined) return [];
  const at = Number(release) as QuantityRelease;
  const enumTerm = kind === "enum" ? term : enumOf(at, kind === "unit", term);
  const values = enumTerm === undefined ? undefined : valuesOf(at, enumTerm);
  return values === undefined || enumTerm === undefined ? [] : [unitEnum(at, enumTerm, values)];
}

const ofExtension =
  /^dtmi:dtdl:extension:quantitativeTypes:v([123]):(enum|unit|unitprefix):([^:;]+)$/;

// DTDL v2: units and prefixes are elements of classes of their own

const coreContext = ["dtmi:dtdl:context;2"];

function coreUnit(term: string): BuiltInElement | undefined {
  const unit = unitDescription(0, term);
  if (unit === undefined) return undefined;
  const typeId = (name: string): string => `dtmi:standard:class:${name};2`;
  return {
    id: `dtmi:standard:unit:${term};2`,
    className: "Unit",
    version: 2,
    context: coreContext,
    supplementalTypes: [quantities(0).units.get(term) ?? "", ...refinements(unit)].map(typeId),
    displayName: { en: unit.displayName },
    literals: { symbol: unit.symbol },
    references: unitReferences(
      unit,
      (name) => `dtmi:dtdl:property:${name};2`,
      (family, name) => `dtmi:standard:${family}:${name};2`,
    ),
    parts: {},
  };
}

function corePrefix(term: string): BuiltInElement | undefined {
  const prefix = quantities(0).prefixes.get(term);
  if (prefix === undefined) return undefined;
  return {
    id: `dtmi:standard:unitprefix:${term};2`,
    className: "UnitAttribute",
    version: 2,
    context: coreContext,
    supplementalTypes: [`dtmi:standard:class:${prefix.binary ? "Binary" : "Decimal"}Prefix;2`],
    literals: {
      name: term,
      "dtmi:dtdl:property:exponent;2": prefix.exponent,
      "dtmi:dtdl:property:symbol;2": prefix.symbol,
    },
    references: {},
    parts: {},
  };
}

// Extension quantitativeTypes: units and prefixes are values of Enums

function enumOf(release: QuantityRelease, isUnit: boolean, term: string): string | undefined {
  const { units, prefixes } = quantities(release);
  if (isUnit) return units.get(term);
  const prefix = prefixes.get(term);
  return prefix && prefixEnum(prefix);
}

function prefixEnum(prefix: Prefix): string {
  return prefix.binary ? "BinaryPrefix" : "DecimalPrefix";
}

/** What makes an EnumValue a unit or a prefix. */
type ValueMaker = (childOf: string) => BuiltInElement;

function valuesOf(release: QuantityRelease, term: string): readonly ValueMaker[] | undefined {
  const { unitTypes, prefixes } = quantities(release);
  if (term === "BinaryPrefix" || term === "DecimalPrefix") {
    return [...prefixes]
      .filter(([, prefix]) => prefixEnum(prefix) === term)
      .map(
        ([name, prefix]) =>
          (childOf) =>
            prefixValue(release, name, prefix, childOf),
      );
  }
  return unitTypes.get(term)?.map((name) => (childOf) => unitValue(release, name, childOf));
}

function unitEnum(
  release: QuantityRelease,
  term: string,
  values: readonly ValueMaker[],
): BuiltInElement {
  const { version, context, before } = homeOf(release);
  const id = `${before}:enum:${term}`;
  return {
    id,
    className: "Enum",
    version,
    context,
    supplementalTypes: [],
    displayName: { en: term },
    literals: {},
    references: { valueSchema: [`dtmi:dtdl:instance:Schema:string;${version}`] },
    parts: { enumValues: values.map((make) => make(id)) },
  };
}

function unitValue(release: QuantityRelease, term: string, childOf: string): BuiltInElement {
  const { version, context, before } = homeOf(release);
  const unit = unitDescription(release, term) ?? { symbol: "", displayName: "" };
  return {
    id: `${before}:unit:${term}`,
    className: "EnumValue",
    version,
    context,
    supplementalTypes: ["SymbolicUnit", ...refinements(unit)].map(
      (name) => `${before}:class:${name}`,
    ),
    displayName: { en: unit.displayName },
    literals: {
      name: term,
      enumValue: term,
      [`dtmi:dtdl:property:symbol;${version}`]: unit.symbol,
    },
    references: unitReferences(
      unit,
      (name) => `${before}:property:${name}`,
      (family, name) => `${before}:${family}:${name}`,
    ),
    parts: {},
    childOf,
  };
}

function prefixValue(
  release: QuantityRelease,
  term: string,
  prefix: Prefix,
  childOf: string,
): BuiltInElement {
  const { version, context, before } = homeOf(release);
  return {
    id: `${before}:unitprefix:${term}`,
    className: "EnumValue",
    version,
    context,
    supplementalTypes: [`${before}:class:UnitPrefix`],
    literals: {
      name: term,
      enumValue: term,
      [`dtmi:dtdl:property:exponent;${version}`]: prefix.exponent,
      [`dtmi:dtdl:property:symbol;${version}`]: prefix.symbol,
    },
    references: {},
    parts: {},
    childOf,
  };
}

function homeOf(release: QuantityRelease): Pick<BuiltInElement, "version" | "context"> & {
  readonly before: string;
} {
  const version = release === 1 ? 3 : 4;
  return {
    version,
    context: [`dtmi:dtdl:context;${version}`, `dtmi:dtdl:extension:quantitativeTypes;${release}`],
    before: `dtmi:dtdl:extension:quantitativeTypes:v${release}`,
  };
}

// Both

/** Terms of the types of units that follow from others. */
function refinements({ scale, ratio }: UnitDescription): readonly string[] {
  return [
    ...(scale === undefined ? [] : [scale.binary ? "BinaryUnit" : "DecimalUnit"]),
    ...(ratio === undefined ? [] : ["RatioUnit"]),
  ];
}

function unitReferences(
  { scale, ratio }: UnitDescription,
  propertyId: (name: string) => string,
  elementId: (family: "unit" | "unitprefix", term: string) => string,
): Readonly<Record<string, readonly string[]>> {
  const references: Record<string, readonly string[]> = {};
  if (scale !== undefined) {
    references[propertyId("baseUnit")] = [elementId("unit", scale.base)];
    if (scale.prefix !== undefined) {
      references[propertyId("prefix")] = [elementId("unitprefix", scale.prefix)];
    }
  }
  if (ratio !== undefined) {
    references[propertyId("topUnit")] = [elementId("unit", ratio.top)];
    references[propertyId("bottomUnit")] = [elementId("unit", ratio.bottom)];
  }
  return references;
}
