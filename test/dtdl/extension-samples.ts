import type { ParseOptions } from "../../src/dtdl/parse.js";
import type { SampleModel } from "./sample-models.js";

function sample(
  shows: string,
  context: readonly string[],
  members: object,
  options?: ParseOptions,
): SampleModel {
  const iface = { "@context": context, "@id": "dtmi:sample:Device;1", "@type": "Interface" };
  const text = JSON.stringify({ ...iface, ...members });
  return options === undefined ? { shows, text } : { shows, text, options };
}

const v2 = "dtmi:dtdl:context;2";
const v3 = "dtmi:dtdl:context;3";
const v4 = "dtmi:dtdl:context;4";

const length = { "@type": ["Telemetry", "Length"], schema: "double" };

function object(types: readonly string[], fields: readonly object[]): object {
  return { "@type": ["Object", ...types], fields };
}

function field(type: string, name: string, schema: unknown = "string", more: object = {}): object {
  return { "@type": ["Field", type], name, schema, ...more };
}

const failure = object(
  ["Error"],
  [
    field("ErrorMessage", "text"),
    field("ErrorCode", "code", {
      "@type": "Enum",
      valueSchema: "integer",
      enumValues: [{ "@type": ["EnumValue", "Indexed"], name: "bad", enumValue: 7, index: 1 }],
    }),
    field("ErrorInfo", "info", object([], [])),
  ],
);

function mqtt(context: string): SampleModel {
  return sample("the types of mqtt", [context, "dtmi:dtdl:extension:mqtt;4"], {
    "@type": ["Interface", "Mqtt"],
    payloadFormat: "Json/ECMA/404",
    telemetryTopic: "devices/{modelId}/{ex:name}/telemetry",
    commandTopic: "devices/commands",
    propertyTopic: "devices/properties",
    telemServiceGroupId: "group-1",
    cmdServiceGroupId: "group-2",
    contents: [
      { "@type": ["Telemetry", "Indexed"], name: "t", schema: "double", index: 1 },
      { "@type": ["Property", "Indexed"], name: "p", schema: "double", index: 2 },
      {
        "@type": ["Command", "Idempotent", "Cacheable"],
        name: "go",
        ttl: "P1DT15.50S",
        request: {
          "@type": ["CommandRequest", "Transparent"],
          name: "in",
          schema: object([], [field("Indexed", "a", "string", { index: 3 })]),
        },
        response: {
          name: "out",
          schema: object(
            ["Result"],
            [field("NormalResult", "fine"), field("ErrorResult", "failed", failure)],
          ),
        },
      },
      {
        "@type": ["Property", "Fragmented"],
        name: "parts",
        schema: {
          "@type": "Map",
          mapKey: { name: "key", schema: "string" },
          mapValue: { name: "value", schema: "string" },
        },
      },
      {
        "@type": "Property",
        name: "checked",
        schema: object(
          ["PropertyResult"],
          [
            field("PropertyValue", "value"),
            field("ReadError", "unread", failure),
            field("WriteError", "unwritten", failure),
          ],
        ),
      },
    ],
  });
}

/** Models that use extensions of the language and what only they make possible. */
export const extensionSamples: readonly SampleModel[] = [
  sample(
    "annotations and overriding",
    [
      v4,
      "dtmi:dtdl:extension:annotation;2",
      "dtmi:dtdl:extension:overriding;2",
      "dtmi:dtdl:extension:quantitativeTypes;2",
    ],
    {
      contents: [
        { ...length, name: "width", unit: "metre" },
        {
          "@type": ["Telemetry", "ValueAnnotation"],
          name: "q",
          annotates: "width",
          schema: "string",
        },
        {
          "@type": ["Property", "ValueAnnotation", "Override"],
          name: "u",
          annotates: "width",
          overrides: "unit",
          schema: "LengthUnit",
        },
      ],
    },
  ),
  mqtt(v3),
  mqtt(v4),
  sample("required fields and properties", [v4, "dtmi:dtdl:extension:requirement;2"], {
    contents: {
      "@type": ["Property", "Required"],
      name: "p",
      schema: object([], [field("Required", "a")]),
    },
  }),
  sample("the types and schemas of IoT Central", ["dtmi:iotcentral:context;2", v2], {
    contents: [
      {
        "@type": ["Property", "State"],
        name: "state",
        schema: {
          "@type": "Enum",
          valueSchema: "string",
          enumValues: [{ name: "on", enumValue: "on" }],
        },
      },
      { "@type": ["Telemetry", "Event"], name: "event", schema: "string" },
      { "@type": ["Property", "Location"], name: "place", schema: "geopoint" },
      {
        "@type": ["Telemetry", "VelocityVector"],
        name: "speed",
        schema: "vector",
        unit: "metrePerSecond",
      },
      { "@type": ["Telemetry", "AccelerationVector"], name: "a", schema: "vector" },
    ],
  }),
  sample("the types of iotoperations", [v4, "dtmi:iotoperations:context;4"], {
    "@type": ["Interface", "Composite", "Congruence"],
    ontology: "acme",
    typeRef: "ref",
    contents: [
      {
        "@type": ["Telemetry", "Limited", "Precise", "ScaledStatically", "Qualified"],
        name: "t",
        schema: "double",
        minimum: -0.1,
        maximum: 1e21,
        decimalPlaces: 3,
        scaleFactor: 5e-324,
        namespace: "ns",
      },
      { "@type": ["Command", "GroupMember"], name: "go", group: "g" },
      { "@type": ["Relationship", "HasComponent"], name: "r" },
      {
        "@type": "Property",
        name: "p",
        schema: object(["Detail"], [field("Subject", "s")]),
      },
    ],
  }),
  sample(
    "limits of a context of their own",
    [`${v4}#limitless`, "dtmi:dtdl:limits:onvif;1", "dtmi:dtdl:extension:historization;2"],
    {
      description: "x".repeat(4000),
      contents: [
        { "@type": "Telemetry", name: "deep", schema: nestedArrays(20) },
        {
          "@context": v4,
          "@type": ["Property", "Historized"],
          name: "normal",
          schema: "string",
        },
      ],
    },
    { acceptedLimits: ["dtmi:dtdl:limits:onvif"] },
  ),
  sample("the normal limits, asked for", [`${v4}#limitless`, `${v4}#limits`], { comment: "plain" }),
  sample(
    "contexts that are not known",
    [v4, "dtmi:acme:extension;3.2", "dtmi:dtdl:extension:historization;2"],
    {
      "@type": ["Interface", "Acme", "Historic"],
      acmeWord: { x: [1, "2", null] },
      contents: {
        "@context": ["dtmi:acme:other;1"],
        "@type": ["Telemetry", "Historized", "dtmi:acme:Type;1"],
        name: "t",
        schema: "double",
        "dtmi:acme:property;1": 1.5,
      },
    },
    { undefinedExtensions: "always" },
  ),
  sample(
    "an extension that only a part names, and one in another release",
    [v4, "dtmi:dtdl:extension:quantitativeTypes;2"],
    {
      contents: [
        {
          "@context": [
            "dtmi:dtdl:extension:historization;2",
            "dtmi:dtdl:extension:quantitativeTypes;3",
          ],
          "@type": ["Telemetry", "Historized", "Scale"],
          name: "s",
          schema: "double",
          unit: "percent",
        },
        { "@type": ["Telemetry", "Velocity"], name: "v", schema: "double", unit: "knot" },
        {
          "@context": [v3, "dtmi:dtdl:extension:quantitativeTypes;1"],
          ...length,
          name: "old",
          unit: "foot",
        },
      ],
    },
  ),
  sample(
    "a context by a minor version",
    ["dtmi:dtdl:context;4.2", "dtmi:dtdl:extension:historization;2.7"],
    {
      contents: { "@type": ["Telemetry", "Historized"], name: "t", schema: "double" },
    },
  ),
  sample("units of its own, in DTDL v2", [v2], {
    contents: [
      { ...length, name: "a", unit: { "@type": "LengthUnit", symbol: "sm", displayName: "smoot" } },
      {
        ...length,
        name: "b",
        unit: {
          "@id": "dtmi:sample:Device:big;1",
          "@type": ["DecimalUnit", "LengthUnit"],
          baseUnit: "metre",
          prefix: { "@type": "DecimalPrefix", name: "many", exponent: 5, symbol: "m" },
        },
      },
      {
        "@type": ["Telemetry", "Velocity"],
        name: "c",
        schema: "double",
        unit: {
          "@type": ["RatioUnit", "VelocityUnit"],
          topUnit: { "@id": "dtmi:sample:Device:top;1", "@type": "LengthUnit" },
          bottomUnit: "second",
        },
      },
    ],
  }),
];

function nestedArrays(depth: number): unknown {
  let schema: unknown = "double";
  for (let at = 0; at < depth; at++) schema = { "@type": "Array", elementSchema: schema };
  return schema;
}
