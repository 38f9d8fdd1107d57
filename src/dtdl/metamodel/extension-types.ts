import type { SiblingRule } from "./supplemental-type.js";
import {
  classIds,
  type PropertyRow,
  type TypeHome,
  type TypeRow,
  type TypeRows,
} from "./type-rows.js";

// Feature extensions

const label = "[!$-*,-.0-z|~]";
const token = "{(?:[A-Za-z]+:)?[A-Za-z]+}";
/** Labels and tokens with `/` between; a `$` cannot begin them. */
const topic: string = `^(?:(?:[!%-*,-.0-z|~]${label}*)|(?:${token}))(?:\\/(?:(?:${label}+)|(?:${token})))*$`;
const groupId: string = `^${label}+$`;

const adjunctRows: ReadonlyMap<string, (release: number) => TypeRows> = new Map<
  string,
  (release: number) => TypeRows
>([
  ["annotation", annotationTypes],
  ["historization", () => ({ Historized: { on: "Property Telemetry" } })],
  ["mqtt", mqttTypes],
  ["overriding", overridingTypes],
  ["requirement", () => ({ Required: { on: "Field 2:Property" } })],
]);

/**
 * Types of a feature extension, named without version; none for an extension without types like these. The first
 * releases are for DTDL v3 alone, except that of the requirement extension.
 */
export function adjunctHomes(extension: string, release: number): readonly TypeHome[] {
  const types = adjunctRows.get(extension)?.(release);
  if (types === undefined) return [];
  const forV3 = release === 1 && extension !== "requirement";
  const before = `dtmi:dtdl:extension:${extension}:v${release}`;
  return [
    {
      context: `dtmi:dtdl:extension:${extension};${release}`,
      release,
      kind: "AdjunctType",
      parent: `dtmi:dtdl:class:AdjunctType;${forV3 ? 3 : 4}`,
      versions: forV3 ? [3] : [3, 4],
      typeId: (term) => `${before}:${term}`,
      propertyId: (name, type) => `${type}:${name}`,
      types,
    },
  ];
}

function propertyOrTelemetry(
  release: number,
): Pick<SiblingRule, "requiredTypes" | "requiredTypeNames" | "requiredTypesString"> {
  const requiredTypeNames = ["Property", "Telemetry"];
  return {
    requiredTypes: requiredTypeNames.flatMap((name) =>
      classIds(name, release === 1 ? [3] : [3, 4]),
    ),
    requiredTypeNames,
    requiredTypesString: "Property or Telemetry",
  };
}

function annotationTypes(release: number): TypeRows {
  const type = `dtmi:dtdl:extension:annotation:v${release}:ValueAnnotation`;
  return {
    ValueAnnotation: {
      on: "Property Telemetry",
      siblings: [
        {
          key: "name",
          keyref: `${type}:annotates`,
          ...propertyOrTelemetry(release),
          disallowedType: type,
          disallowedTypeName: "ValueAnnotation",
        },
      ],
      properties: { annotates: { required: true } },
    },
  };
}

function overridingTypes(release: number): TypeRows {
  const annotation = `dtmi:dtdl:extension:annotation:v${release}:ValueAnnotation`;
  const keyref = `${annotation}:annotates`;
  const overrides = `dtmi:dtdl:extension:overriding:v${release}:Override:overrides`;
  return {
    Override: {
      on: "Property",
      beside: annotation,
      // A type of an extension that was never published.
      notBeside: `dtmi:dtdl:extension:initialization:v${release}:Initialized`,
      constraints: [
        {
          property: "schema",
          siblingKey: "name",
          siblingKeyref: keyref,
          siblingParentOf: overrides,
        },
      ],
      siblings: [
        { key: "name", keyref, supplementalProperty: overrides, uniqueReference: overrides },
        { key: "name", keyref, ...propertyOrTelemetry(release) },
      ],
      properties: { overrides: { type: "IRI", required: true } },
    },
  };
}

function mqttTypes(release: number): TypeRows {
  const field: TypeRow = { since: 3, on: "Field" };
  const notRequired = "dtmi:dtdl:extension:requirement:v1:Required";
  const propertyError: TypeRow = {
    since: 4,
    on: "Field",
    fieldOf: "PropertyResult",
    schema: "Error",
    notBeside: notRequired,
  };
  return {
    Mqtt: {
      on: "Interface",
      properties: {
        payloadFormat: { required: true },
        telemetryTopic: { pattern: topic },
        commandTopic: { pattern: topic },
        telemServiceGroupId: { since: 2, pattern: groupId },
        cmdServiceGroupId: { since: 2, pattern: groupId },
        propertyTopic: { since: 4, pattern: topic },
      },
    },
    Idempotent: { on: "Command" },
    Cacheable: {
      on: "Command",
      beside: `dtmi:dtdl:extension:mqtt:v${release}:Idempotent`,
      properties: { ttl: { type: "duration", required: true } },
    },
    Indexed: {
      on: "EnumValue Field 4:Property Telemetry",
      properties: {
        index: { type: "integer", required: true, minInclusive: 1, uniqueValue: true },
      },
    },
    Transparent: { since: 2, on: "CommandRequest CommandResponse", schema: "Object" },
    Result: {
      since: 3,
      on: "Object",
      fields: "NormalResult ErrorResult 4:ErrorCode 4:ErrorInfo",
    },
    NormalResult: { ...field, fieldOf: "Result", notBeside: notRequired },
    ErrorResult: { ...field, fieldOf: "Result", schema: "Error", notBeside: notRequired },
    Error: { since: 3, on: "Object" },
    ErrorMessage: { ...field, fieldOf: "Error", schema: "String" },
    ErrorCode: { ...field, since: 4, fieldOf: "Result Error", schema: "Enum" },
    ErrorInfo: {
      ...field,
      since: 4,
      fieldOf: "Result Error",
      withField: "ErrorCode",
      schema: "Object",
    },
    PropertyResult: { since: 4, on: "Object", fields: "PropertyValue ReadError WriteError" },
    PropertyValue: { ...field, since: 4, fieldOf: "PropertyResult", notBeside: notRequired },
    ReadError: propertyError,
    WriteError: propertyError,
    Fragmented: { since: 4, on: "Property", orBeside: "PropertyValue", schema: "Map" },
    Indirect: { since: 4, on: "Field", notBeside: notRequired },
  };
}

// Partner extensions

/** Types of IoT Central. */
export function centralHome(): TypeHome {
  const on = "Property Telemetry";
  const places = "point multiPoint lineString multiLineString polygon multiPolygon".split(" ");
  const place = (term: string): string => `dtmi:standard:schema:geospatial:${term};2`;
  const own = (term: string): string => `dtmi:iotcentral:schema:${term};2`;
  const vector = (unitType: string): TypeRow => ({
    on,
    schemas: [own("vector")],
    properties: {
      unit: { dtmi: "dtmi:dtdl:property:unit;2", type: `dtmi:standard:class:${unitType};2` },
    },
  });
  return {
    context: "dtmi:iotcentral:context;2",
    release: 2,
    kind: "SemanticType",
    parent: "dtmi:dtdl:class:SemanticType;2",
    versions: [2],
    typeId: (term) => `dtmi:iotcentral:class:${term};2`,
    propertyId: (name) => `dtmi:dtdl:property:${name};2`,
    types: {
      State: { on, schema: "Enum" },
      Event: { on, schema: "NumericSchema String" },
      Location: { on, schemas: [...places.map(place), own("geopoint")] },
      VelocityVector: vector("VelocityUnit"),
      AccelerationVector: vector("AccelerationUnit"),
    },
  };
}

/** Types of Azure IoT Operations. */
export function operationsHome(): TypeHome {
  const typeId = (term: string): string => `dtmi:iotoperations:class:${term};4`;
  const text: PropertyRow = { required: true, maxLength: 128 };
  const number: TypeRow = {
    on: "CommandRequest CommandResponse Field MapValue Property Telemetry",
    schema: "NumericSchema",
  };
  const bound: PropertyRow = { type: "decimal", instanceProperty: "schema" };
  return {
    context: "dtmi:iotoperations:context;4",
    release: 4,
    kind: "AdjunctType",
    parent: "dtmi:dtdl:class:AdjunctType;4",
    versions: [4],
    typeId,
    propertyId: (name) => `dtmi:iotoperations:property:${name};4`,
    types: {
      Composite: {
        on: "Interface",
        notBeside: typeId("Event"),
        properties: { ontology: text },
      },
      Event: { on: "Interface" },
      Congruence: { on: "Array Enum Interface Map Object", properties: { typeRef: text } },
      Qualified: {
        on: "Command Component Field Property Relationship Telemetry",
        properties: { namespace: text },
      },
      GroupMember: {
        on: "Command",
        properties: { group: { ...text, pattern: "^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?$" } },
      },
      HasComponent: { on: "Relationship" },
      HasCapability: { on: "Relationship", notBeside: typeId("HasComponent") },
      Detail: { on: "Object" },
      Subject: { on: "Field", fieldOf: "Detail" },
      Limited: { ...number, properties: { minimum: bound, maximum: bound } },
      Precise: { ...number, properties: { decimalPlaces: { type: "integer", required: true } } },
      ScaledStatically: { ...number, properties: { scaleFactor: { ...bound, required: true } } },
    },
  };
}
