const shared = "dtmi:com:example:Boiler:shared;1";

/** Valid models that use most of the language, to take apart. */
export const richModels: readonly (readonly object[])[] = [
  modelOf(2, ["dtmi:dtdl:context;2", "dtmi:iotcentral:context;2", "dtmi:com:unknown:context;1"], {
    "@type": "CommandPayload",
  }),
  modelOf(3, ["dtmi:dtdl:context;3", "dtmi:dtdl:extension:quantitativeTypes;1"], {}),
  modelOf(4, ["dtmi:dtdl:context;4", "dtmi:dtdl:extension:quantitativeTypes;2"], {}),
  extended(),
];

function modelOf(version: number, context: readonly string[], payload: object): readonly object[] {
  return [
    {
      "@context": context,
      "@id": "dtmi:com:example:Boiler;1",
      "@type": "Interface",
      displayName: { en: "Boiler", "zh-Hans": "锅炉" },
      description: ["Heats water", { "@value": "Heizt Wasser", "@language": "de" }],
      comment: { "@value": "an example", "@type": "xsd:string" },
      extends: ["dtmi:com:example:Base;1"],
      schemas: [
        {
          "@id": shared,
          "@type": "Object",
          fields: [
            { name: "low", schema: "double", displayName: "Low" },
            { "@type": "Field", name: "at", schema: "dateTime" },
          ],
        },
      ],
      contents: [
        {
          "@type": ["Telemetry", "Temperature"],
          name: "water",
          schema: "double",
          unit: "degreeCelsius",
        },
        {
          "@type": "Telemetry",
          "@id": "dtmi:com:example:Boiler:range;1",
          name: "range",
          schema: shared,
        },
        { "@type": "Property", name: "target", schema: "float", writable: true },
        {
          "@type": "Property",
          name: "mode",
          schema: {
            "@type": "Enum",
            valueSchema: "integer",
            enumValues: [
              { name: "off", enumValue: 0, comment: "cold" },
              { "@type": "EnumValue", name: "on", enumValue: -1 },
            ],
          },
        },
        {
          "@type": "Telemetry",
          name: "history",
          schema: {
            "@type": "Array",
            elementSchema: {
              "@type": "Map",
              mapKey: { name: "day", schema: "string" },
              mapValue: { name: "value", schema: { "@type": "Array", elementSchema: "long" } },
            },
          },
        },
        { "@type": "Telemetry", name: "place", schema: "point" },
        {
          "@type": "Command",
          name: "fill",
          request: { ...payload, name: "litres", schema: "integer" },
          response: { name: "done", schema: "boolean" },
        },
        { "@type": "Component", name: "pump", schema: "dtmi:com:example:Pump;1" },
        {
          "@type": "Relationship",
          name: "feeds",
          target: "dtmi:com:example:Radiator;1",
          minMultiplicity: 0,
          maxMultiplicity: 4,
          writable: true,
          properties: [{ "@type": "Property", name: "since", schema: "date" }],
        },
        ...(version === 2
          ? [
              {
                "@type": ["Property", "Strange"],
                name: "odd",
                schema: "time",
                more: [{ a: null }, 1.5],
              },
            ]
          : []),
        ...(version === 4
          ? [
              { "@type": "Property", name: "exact", schema: "scaledDecimal" },
              { "@type": "Telemetry", name: "raw", schema: "bytes" },
            ]
          : []),
      ],
    },
    {
      "@context": `dtmi:dtdl:context;${version}`,
      "@id": "dtmi:com:example:Base;1",
      "@type": "Interface",
      contents: {
        "@type": `dtmi:dtdl:class:Telemetry;${version}`,
        name: "alive",
        schema: "boolean",
      },
    },
    {
      "@context": `dtmi:dtdl:context;${version}`,
      "@id": "dtmi:com:example:Pump;1",
      "@type": ["Interface"],
      extends: {
        "@id": "dtmi:com:example:Part;1",
        "@type": "Interface",
        contents: [{ "@type": "Property", name: "serial", schema: "string" }],
      },
    },
  ];
}

function extended(): readonly object[] {
  return [
    {
      "@context": [
        "dtmi:dtdl:context;4#limitless",
        "dtmi:dtdl:context;4#limits",
        "dtmi:dtdl:extension:quantitativeTypes;2",
        "dtmi:dtdl:extension:mqtt;3",
        "dtmi:dtdl:extension:annotation;2",
        "dtmi:dtdl:extension:overriding;2",
        "dtmi:dtdl:extension:historization;2",
        "dtmi:dtdl:extension:requirement;1",
      ],
      "@id": "dtmi:com:example:Robot;1.2",
      "@type": ["Interface", "Mqtt"],
      payloadFormat: "Json/ecma/404",
      telemetryTopic: "robots/{executorId}/telemetry",
      contents: [
        {
          "@type": ["Telemetry", "Temperature", "Historized", "Indexed"],
          name: "heat",
          schema: "decimal",
          unit: "kelvin",
          index: 1,
        },
        {
          "@type": ["Property", "ValueAnnotation", "Override"],
          name: "heatUnit",
          annotates: "heat",
          overrides: "unit",
          schema: "TemperatureUnit",
        },
        {
          "@type": ["Telemetry", "ValueAnnotation"],
          name: "quality",
          annotates: "heat",
          schema: "short",
        },
        {
          "@type": ["Command", "Idempotent", "Cacheable"],
          name: "look",
          ttl: "PT15S",
          request: { "@type": ["CommandRequest"], name: "where", schema: "point", nullable: true },
          response: { name: "seen", schema: "dtmi:com:example:Robot:seen;1" },
        },
      ],
      schemas: [
        {
          "@id": "dtmi:com:example:Robot:seen;1",
          "@type": ["Object", "Result"],
          fields: [
            { "@type": ["Field", "NormalResult"], name: "picture", schema: "bytes" },
            {
              "@type": ["Field", "ErrorResult"],
              name: "failure",
              schema: "dtmi:com:example:Robot:fault;1",
            },
          ],
        },
        {
          "@id": "dtmi:com:example:Robot:fault;1",
          "@type": ["Object", "Error"],
          fields: [
            { "@type": ["Field", "ErrorMessage"], name: "text", schema: "string" },
            {
              "@type": ["Field", "Required", "Indexed"],
              name: "code",
              schema: "uuid",
              index: { "@value": 7 },
            },
            { name: "cause", schema: "dtmi:com:example:Robot:fault;1" },
          ],
        },
      ],
    },
  ];
}
