import { describe, expect, it } from "vitest";
import { findContext } from "../../../src/dtdl/metamodel/contexts.js";
import {
  isSubtypeOf,
  type SupplementalType,
  supplementalType,
} from "../../../src/dtdl/metamodel/supplemental-type.js";

const extension = "dtmi:dtdl:extension";

function known(dtmi: string): SupplementalType {
  const type = supplementalType(dtmi);
  if (type === undefined) throw new Error(`${dtmi} is not known`);
  return type;
}

function mqtt(term: string, release = 4): SupplementalType {
  return known(`${extension}:mqtt:v${release}:${term}`);
}

function operations(term: string): SupplementalType {
  return known(`dtmi:iotoperations:class:${term};4`);
}

describe("semantic types", () => {
  it("of v2 need a unit of their unit type and a numeric schema", () => {
    const type = known("dtmi:standard:class:Latitude;2");
    expect(type).toMatchObject({ kind: "SemanticType", abstract: false, cotypeVersions: [2] });
    expect(type.cotypes).toEqual(["Property", "Telemetry"]);
    expect(type.properties).toEqual([
      {
        dtmi: "dtmi:dtdl:property:unit;2",
        name: "unit",
        kind: "element",
        type: "dtmi:standard:class:AngleUnit;2",
        typeName: "AngleUnit",
        class: "dtmi:standard:class:AngleUnit;2",
        plural: false,
        optional: false,
        minCount: 1,
        maxCount: 1,
      },
    ]);
    expect(type.constraints).toEqual([
      {
        property: "schema",
        requiredTypes: ["dtmi:dtdl:class:NumericSchema;2"],
        requiredTypeNames: ["NumericSchema"],
        requiredTypesString: "NumericSchema",
      },
    ]);
  });

  it("of the extension need a value of the Enum of their unit type", () => {
    const type = known(`${extension}:quantitativeTypes:v3:class:Throttle`);
    expect(type.cotypeVersions).toEqual([4]);
    expect(type.cotypes).toContain("MapValue");
    expect(type.properties).toHaveLength(1);
    expect(type.properties[0]).toMatchObject({
      name: "unit",
      class: "EnumValue",
      childOf: `${extension}:quantitativeTypes:v3:enum:Unitless`,
    });
  });

  it("all refine one abstract type", () => {
    const root = "dtmi:standard:class:QuantitativeType;2";
    expect(known(root).abstract).toBe(true);
    expect(isSubtypeOf("dtmi:standard:class:Mass;2", root)).toBe(true);
    expect(isSubtypeOf("dtmi:standard:class:Mass;2", "dtmi:dtdl:class:SemanticType;2")).toBe(true);
    expect(isSubtypeOf(root, "dtmi:standard:class:Mass;2")).toBe(false);
  });

  it("of IoT Central take the schemas of IoT Central", () => {
    const type = known("dtmi:iotcentral:class:VelocityVector;2");
    expect(type.constraints[0]?.requiredValues).toEqual(["dtmi:iotcentral:schema:vector;2"]);
    expect(type.properties[0]).toMatchObject({
      dtmi: "dtmi:dtdl:property:unit;2",
      optional: true,
      typeName: "VelocityUnit",
    });
    const location = known("dtmi:iotcentral:class:Location;2").constraints[0];
    expect(location?.requiredValuesString).toBe(
      "point or multiPoint or lineString or multiLineString or polygon or multiPolygon or geopoint",
    );
  });
});

describe("adjunct types", () => {
  it("go on elements of the versions that their release is for", () => {
    expect(mqtt("Idempotent", 1).cotypeVersions).toEqual([3]);
    expect(mqtt("Idempotent", 2).cotypeVersions).toEqual([3, 4]);
    expect(known(`${extension}:requirement:v1:Required`).cotypeVersions).toEqual([3, 4]);
    expect(operations("Event").cotypeVersions).toEqual([4]);
  });

  it("go on more classes in later releases", () => {
    expect(mqtt("Indexed", 3).cotypes).toEqual(["EnumValue", "Field", "Telemetry"]);
    expect(mqtt("Indexed", 4).cotypes).toEqual(["EnumValue", "Field", "Property", "Telemetry"]);
    expect(known(`${extension}:requirement:v1:Required`).cotypes).toEqual(["Field"]);
    expect(known(`${extension}:requirement:v2:Required`).cotypes).toEqual(["Field", "Property"]);
  });

  it("bring literals with their limits", () => {
    expect(mqtt("Indexed").properties[0]).toMatchObject({
      kind: "integer",
      minInclusive: 1,
      uniqueValue: true,
    });
    expect(mqtt("Cacheable").properties[0]).toMatchObject({ kind: "duration", optional: false });
    expect(operations("Composite").properties[0]).toMatchObject({ kind: "string", maxLength: 128 });
    expect(operations("ScaledStatically").properties[0]).toMatchObject({
      kind: "numeric",
      instanceProperty: "schema",
    });
  });

  it.each([
    ["a/b/c", true],
    ["{modelId}/x", true],
    ["a/{ex:token}/$b", true],
    ["$share/a", false],
    ["a//b", false],
    ["a b", false],
    ["a/#", false],
    ["{1}", false],
  ])("match the topic %j: %s", (topic, valid) => {
    const { pattern } = mqtt("Mqtt").properties.find(({ name }) => name === "commandTopic") ?? {};
    expect(new RegExp(pattern ?? "", "").test(topic)).toBe(valid);
  });

  it("ask for or refuse other types beside them", () => {
    expect(mqtt("Cacheable", 3).requiredCocotypes).toEqual([`${extension}:mqtt:v3:Idempotent`]);
    expect(mqtt("NormalResult").disallowedCocotypes).toEqual([
      `${extension}:requirement:v1:Required`,
    ]);
    expect(mqtt("Fragmented").altCotypes).toEqual([`${extension}:mqtt:v4:PropertyValue`]);
    expect(operations("HasCapability").disallowedCocotypes).toEqual([
      "dtmi:iotoperations:class:HasComponent;4",
    ]);
  });

  it("rule on the Object around a Field and on the other Fields in it", () => {
    expect(mqtt("ErrorInfo").constraints).toEqual([
      {
        property: "fields",
        inverse: true,
        requiredTypes: [`${extension}:mqtt:v4:Result`, `${extension}:mqtt:v4:Error`],
        requiredTypeNames: ["Result", "Error"],
        requiredTypesString: "Result or Error",
        noneOtherType: `${extension}:mqtt:v4:ErrorInfo`,
        someOtherType: `${extension}:mqtt:v4:ErrorCode`,
      },
      {
        property: "schema",
        requiredTypes: ["dtmi:dtdl:class:Object;3", "dtmi:dtdl:class:Object;4"],
        requiredTypeNames: ["Object"],
        requiredTypesString: "Object",
      },
    ]);
    expect(mqtt("Result", 3).constraints[0]?.requiredTypesString).toBe(
      "NormalResult or ErrorResult",
    );
  });

  it("rule on the sibling that a ValueAnnotation names", () => {
    const type = `${extension}:annotation:v2:ValueAnnotation`;
    expect(known(type).siblings).toEqual([
      {
        key: "name",
        keyref: `${type}:annotates`,
        requiredTypes: [
          "dtmi:dtdl:class:Property;3",
          "dtmi:dtdl:class:Property;4",
          "dtmi:dtdl:class:Telemetry;3",
          "dtmi:dtdl:class:Telemetry;4",
        ],
        requiredTypeNames: ["Property", "Telemetry"],
        requiredTypesString: "Property or Telemetry",
        disallowedType: type,
        disallowedTypeName: "ValueAnnotation",
      },
    ]);
  });

  it("let an Override replace a property once, beside the annotation of its release", () => {
    const type = known(`${extension}:overriding:v1:Override`);
    const overrides = `${extension}:overriding:v1:Override:overrides`;
    expect(type.requiredCocotypes).toEqual([`${extension}:annotation:v1:ValueAnnotation`]);
    expect(type.siblings).toContainEqual(
      expect.objectContaining({ supplementalProperty: overrides, uniqueReference: overrides }),
    );
    expect(type.properties[0]).toMatchObject({ kind: "identifier", typeName: "IRI" });
    expect(type.constraints[0]).toMatchObject({ property: "schema", siblingParentOf: overrides });
  });
});

describe("types of the language itself", () => {
  it("are abstract, or of built-in elements alone", () => {
    for (const version of [3, 4]) {
      expect(known(`dtmi:dtdl:class:AdjunctType;${version}`).abstract).toBe(true);
      expect(known(`dtmi:dtdl:class:Alias;${version}`)).toMatchObject({
        kind: "None",
        cotypeVersions: [version],
      });
    }
    expect(supplementalType("dtmi:dtdl:class:Alias;2")).toBeUndefined();
  });

  it("leave a type without classes of its own those of its parent", () => {
    const { cotypes, cotypeVersions } = known(`${extension}:quantitativeTypes:v1:class:BinaryUnit`);
    const parent = known("dtmi:dtdl:class:AdjunctType;3");
    expect(cotypes).toEqual(parent.cotypes);
    expect(cotypeVersions).toEqual([2, 3]);
  });

  it("include the kinds of units of v2, which refine the class of units", () => {
    expect(known("dtmi:standard:class:LengthUnit;2")).toMatchObject({ kind: "Unit", cotypes: [] });
    expect(isSubtypeOf("dtmi:standard:class:LengthUnit;2", "dtmi:dtdl:class:Unit;2")).toBe(true);
    expect(isSubtypeOf("dtmi:standard:class:DecimalUnit;2", "dtmi:dtdl:class:Unit;2")).toBe(false);
  });

  it.each([
    "dtmi:dtdl:class:Telemetry;2",
    "dtmi:standard:class:Mass;3",
    "dtmi:standard:class:constructor;2",
    "dtmi:standard:class:__proto__;2",
    "dtmi:dtdl:extension:mqtt:v3:ErrorCode",
    "dtmi:dtdl:extension:mqtt:v5:Mqtt",
    "dtmi:dtdl:extension:mqtt:v4:Mqtt:commandTopic",
    "dtmi:iotcentral:class:Cloud;2",
    "Temperature",
    "",
  ])("do not include %j", (dtmi) => {
    expect(supplementalType(dtmi)).toBeUndefined();
  });
});

describe("every type that a context has a term for", () => {
  const contexts = ["annotation;2", "overriding;2", "mqtt;4", "quantitativeTypes;3"];

  it.each(contexts)("stands in %s under its own term", (release) => {
    const context = `${extension}:${release}`;
    const terms = [...(findContext(context)?.terms ?? [])];
    const types = terms.flatMap(([term, dtmi]) => {
      const type = supplementalType(dtmi);
      return type === undefined ? [] : [{ term, type }];
    });
    expect(types.length).toBeGreaterThan(0);
    for (const { term, type } of types) expect(type).toMatchObject({ term, context });
  });
});
