import { describe, expect, it } from "vitest";
import {
  type BuiltInElement,
  builtInElement,
} from "../../../src/dtdl/metamodel/built-in-elements.js";
import { coreVocabulary, findContext } from "../../../src/dtdl/metamodel/contexts.js";

const extension = "dtmi:dtdl:extension:quantitativeTypes";

function known(dtmi: string): BuiltInElement {
  const element = builtInElement(dtmi);
  if (element === undefined) throw new Error(`${dtmi} is not known`);
  return element;
}

function withParts(element: BuiltInElement): readonly BuiltInElement[] {
  return [element, ...Object.values(element.parts).flat().flatMap(withParts)];
}

/** Identifiers that elements of the language refer to, from one on. */
function reachable(from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (dtmi: string): void => {
    if (seen.has(dtmi)) return;
    for (const element of withParts(known(dtmi))) {
      seen.add(element.id);
      Object.values(element.references).flat().forEach(visit);
    }
  };
  visit(from);
  return seen;
}

describe("primitive schemas", () => {
  it("are elements of the class after their name", () => {
    expect(known("dtmi:dtdl:instance:Schema:dateTime;2")).toEqual({
      id: "dtmi:dtdl:instance:Schema:dateTime;2",
      className: "DateTime",
      version: 2,
      context: ["dtmi:dtdl:context;2"],
      supplementalTypes: [],
      displayName: { en: "dateTime" },
      literals: {},
      references: {},
      parts: {},
    });
  });

  it("of v3 and v4 stand for those of v2 where v2 has them", () => {
    for (const version of [3, 4]) {
      expect(known(`dtmi:dtdl:instance:Schema:long;${version}`)).toMatchObject({
        version,
        aliasFor: "dtmi:dtdl:instance:Schema:long;2",
        supplementalTypes: [`dtmi:dtdl:class:Alias;${version}`],
      });
    }
    expect(known("dtmi:dtdl:instance:Schema:uuid;4").aliasFor).toBeUndefined();
    expect(known("dtmi:dtdl:instance:CommandType:synchronous;4").aliasFor).toBeUndefined();
  });

  it("that v4 added are not in older versions", () => {
    expect(builtInElement("dtmi:dtdl:instance:Schema:uuid;3")).toBeUndefined();
    expect(builtInElement("dtmi:dtdl:instance:Schema:byte;2")).toBeUndefined();
  });
});

describe("complex schemas", () => {
  it("bring eight elements with a point and ten with a polygon", () => {
    for (const version of [2, 3, 4]) {
      const geospatial = `dtmi:standard:schema:geospatial`;
      expect(reachable(`${geospatial}:point;${version}`).size).toBe(8);
      expect(reachable(`${geospatial}:polygon;${version}`).size).toBe(10);
    }
  });

  it("tell of an element inside another one which it is", () => {
    const field = known("dtmi:standard:schema:geospatial:multiPoint:coordinates;4");
    expect(field).toMatchObject({
      className: "Field",
      literals: { name: "coordinates" },
      childOf: "dtmi:standard:schema:geospatial:multiPoint;4",
    });
    const array = known("dtmi:standard:schema:geospatial:positionArray;4");
    expect(array.childOf).toBe(field.id);
    expect(field.parts.schema).toEqual([array]);
  });

  it("have one name of a geometry in its Enum", () => {
    const type = known("dtmi:standard:schema:geospatialPolygonType;3");
    expect(type.references).toEqual({ valueSchema: ["dtmi:dtdl:instance:Schema:string;2"] });
    expect(type.parts.enumValues?.[0]?.literals).toEqual({
      name: "polygon",
      enumValue: "Polygon",
    });
  });

  it("have generated identifiers in a scaled decimal", () => {
    const value = known("dtmi:standard:schema:scaledDecimal:_fields:__value;4");
    expect(value.references).toEqual({ schema: ["dtmi:dtdl:instance:Schema:decimal;4"] });
    expect(value.childOf).toBe("dtmi:standard:schema:scaledDecimal;4");
    expect(builtInElement("dtmi:standard:schema:scaledDecimal;3")).toBeUndefined();
  });

  it("of IoT Central are Objects of doubles", () => {
    const point = known("dtmi:iotcentral:schema:geopoint;2");
    expect(point.context).toEqual(["dtmi:dtdl:context;2", "dtmi:iotcentral:context;2"]);
    expect(point.parts.fields?.map((field) => field.literals.name)).toEqual(["lon", "lat", "alt"]);
  });
});

describe("units", () => {
  it("of v2 have a unit type and what they follow from", () => {
    expect(known("dtmi:standard:unit:kilometrePerHour;2")).toEqual({
      id: "dtmi:standard:unit:kilometrePerHour;2",
      className: "Unit",
      version: 2,
      context: ["dtmi:dtdl:context;2"],
      supplementalTypes: [
        "dtmi:standard:class:VelocityUnit;2",
        "dtmi:standard:class:DecimalUnit;2",
        "dtmi:standard:class:RatioUnit;2",
      ],
      displayName: { en: "kilometre per hour" },
      literals: { symbol: "km/h" },
      references: {
        "dtmi:dtdl:property:baseUnit;2": ["dtmi:standard:unit:metrePerHour;2"],
        "dtmi:dtdl:property:prefix;2": ["dtmi:standard:unitprefix:kilo;2"],
        "dtmi:dtdl:property:topUnit;2": ["dtmi:standard:unit:kilometre;2"],
        "dtmi:dtdl:property:bottomUnit;2": ["dtmi:standard:unit:hour;2"],
      },
      parts: {},
    });
  });

  it("of the extension are values of the Enum of their unit type", () => {
    const unit = known(`${extension}:v2:unit:kibibyte`);
    expect(unit).toMatchObject({
      className: "EnumValue",
      version: 4,
      childOf: `${extension}:v2:enum:DataSizeUnit`,
      displayName: { en: "kibibyte" },
      literals: {
        name: "kibibyte",
        enumValue: "kibibyte",
        "dtmi:dtdl:property:symbol;4": "KiB",
      },
      references: {
        [`${extension}:v2:property:baseUnit`]: [`${extension}:v2:unit:byte`],
        [`${extension}:v2:property:prefix`]: [`${extension}:v2:unitprefix:kibi`],
      },
    });
    expect(unit.supplementalTypes).toEqual(
      ["SymbolicUnit", "BinaryUnit"].map((type) => `${extension}:v2:class:${type}`),
    );
    expect(known(`${extension}:v2:enum:DataSizeUnit`).parts.enumValues).toContain(unit);
  });

  it.each([
    ["degreeCelsius", "°C", "degree celsius"],
    ["centimetrePerSecondSquared", "cm/s²", "centimetre per second squared"],
    ["kilowattHour", "kWh", "kilowatt-hour"],
    ["kiloBritishThermalUnit", "kBTU", "kilo-British thermal unit"],
    ["millivoltAmpereHour", "mVAh", "millivolt-ampere-hour"],
    ["reciprocalMicrometre", "µm⁻¹", "reciprocal micrometre"],
    ["megaohm", "MΩ", "megaohm"],
    ["newtonMetre", "N·m", "newton-metre"],
    ["decibel", "dB", "decibel"],
    ["unity", "", ""],
  ])("show %s as %j, in words %j", (term, symbol, words) => {
    const unit = known(`${extension}:v3:unit:${term}`);
    expect(unit.literals["dtmi:dtdl:property:symbol;4"]).toBe(symbol);
    expect(unit.displayName).toEqual({ en: words });
  });

  it("keep the spelling of older releases", () => {
    expect(known("dtmi:standard:unit:kilowattHour;2")).toMatchObject({
      displayName: { en: "kilowat-hour" },
      literals: { symbol: "kWh" },
      references: {},
    });
    expect(known(`${extension}:v1:unit:newtonMetre`).literals).toMatchObject({
      "dtmi:dtdl:property:symbol;3": "N m",
    });
  });

  it("have prefixes with their power", () => {
    expect(known("dtmi:standard:unitprefix:deka;2")).toMatchObject({
      className: "UnitAttribute",
      supplementalTypes: ["dtmi:standard:class:DecimalPrefix;2"],
      literals: {
        name: "deka",
        "dtmi:dtdl:property:exponent;2": 1,
        "dtmi:dtdl:property:symbol;2": "da",
      },
    });
    expect(known(`${extension}:v1:unitprefix:yobi`)).toMatchObject({
      childOf: `${extension}:v1:enum:BinaryPrefix`,
      literals: { "dtmi:dtdl:property:exponent;3": 80 },
    });
    expect(builtInElement(`${extension}:v1:unitprefix:deka`)).toBeUndefined();
  });

  it("refer to elements of the language only", () => {
    for (const release of [1, 2, 3]) {
      const terms = findContext(`${extension};${release}`)?.terms ?? new Map<string, string>();
      const enums = [...terms.values()].filter((dtmi) => dtmi.includes(":enum:"));
      expect(enums.length).toBeGreaterThan(40);
      for (const dtmi of enums) expect(() => reachable(dtmi)).not.toThrow();
    }
    const units = [...coreVocabulary(2).terms.values()].filter((dtmi) => dtmi.includes(":unit:"));
    expect(units).toHaveLength(172);
    for (const dtmi of units) expect(() => reachable(dtmi)).not.toThrow();
  });
});

describe("identifiers of no built-in element", () => {
  it.each([
    "",
    "dtmi:example:thing;1",
    "dtmi:dtdl:class:Telemetry;4",
    "dtmi:dtdl:instance:Schema:constructor;2",
    "dtmi:dtdl:instance:CommandType:other;2",
    "dtmi:standard:unit:__proto__;2",
    "dtmi:standard:unit:wattHour;2",
    "dtmi:standard:schema:nothing;4",
    "dtmi:iotcentral:schema:vector;3",
    `${extension}:v1:enum:DynamicViscosityUnit`,
    `${extension}:v4:unit:metre`,
  ])("lead nowhere: %j", (dtmi) => {
    expect(builtInElement(dtmi)).toBeUndefined();
  });
});
