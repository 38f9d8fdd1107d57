import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differencesBetween, equalModels } from "../../src/dtdl/equal.js";
import type { Interface, Model, Telemetry, Unit, UnitAttribute } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { printInterface, printModel } from "../../src/dtdl/print.js";
import { extensionSamples } from "./extension-samples.js";
import { interfaceChain } from "./interface-chain.js";
import { randomModelText } from "./random-models.js";
import { languageSamples, unknownWordSamples } from "./sample-models.js";

/** The contexts in force, by element. */
function contextsOf({ elements }: Model): ReadonlyMap<string, readonly string[]> {
  return new Map([...elements].map(([id, { context }]) => [id, context]));
}

describe("a printed model parses to an equal one and prints the same again:", () => {
  test.each([...languageSamples, ...unknownWordSamples, ...extensionSamples])(
    "$shows",
    ({ text, options }) => {
      const model = parseModel(text, options);
      const printed = printModel(model);
      const again = parseModel(printed, options);
      expect(differencesBetween(model, again)).toEqual([]);
      expect(equalModels(again, model)).toBe(true);
      expect(contextsOf(again)).toEqual(contextsOf(model));
      expect(printModel(again)).toBe(printed);
    },
  );
});

test("a random model, printed, parses to an equal one and prints the same again", () => {
  fc.assert(
    fc.property(randomModelText, fc.constantFrom(0, 2), (text, indent) => {
      const model = parseModel(text);
      const printed = printModel(model, { indent });
      const again = parseModel(printed);
      expect(differencesBetween(model, again)).toEqual([]);
      expect(printModel(again, { indent })).toBe(printed);
    }),
    { numRuns: fc.readConfigureGlobal().numRuns ?? 50 },
  );
});

test("elements are printed where they are written, with an @id unless it was generated", () => {
  const text = JSON.stringify({
    contents: [
      "dtmi:sample:Shared;1",
      {
        name: "link",
        "@type": "Relationship",
        properties: [
          { schema: "double", "@id": "dtmi:sample:Shared;1", name: "x", "@type": "Property" },
        ],
      },
      {
        writable: true,
        schema: { fields: { name: "f", schema: "dtmi:sample:List;1" }, "@type": "Object" },
        name: "p",
        "@type": ["Property"],
      },
    ],
    schemas: { "@id": "dtmi:sample:List;1", elementSchema: "string", "@type": "Array" },
    extends: {
      "@id": "dtmi:sample:Base;1",
      "@type": "Interface",
      contents: { "@type": "Command", name: "go", commandType: "synchronous" },
    },
    "@id": "dtmi:sample:Device;1",
    "@type": ["Interface", "dtmi:dtdl:class:Interface;4"],
    description: [{ "@value": "Ein Gerät", "@language": "de" }, "A device"],
    displayName: { en: "Device" },
    "@context": ["dtmi:dtdl:context;4"],
  });
  expect(printModel(parseModel(text))).toMatchInlineSnapshot(`
    "{
      "@context": "dtmi:dtdl:context;4",
      "@id": "dtmi:sample:Device;1",
      "@type": "Interface",
      "displayName": "Device",
      "description": {
        "de": "Ein Gerät",
        "en": "A device"
      },
      "extends": [
        {
          "@id": "dtmi:sample:Base;1",
          "@type": "Interface",
          "contents": [
            {
              "@type": "Command",
              "name": "go",
              "commandType": "synchronous"
            }
          ]
        }
      ],
      "contents": [
        "dtmi:sample:Shared;1",
        {
          "@type": "Relationship",
          "name": "link",
          "properties": [
            {
              "@id": "dtmi:sample:Shared;1",
              "@type": "Property",
              "name": "x",
              "schema": "double"
            }
          ]
        },
        {
          "@type": "Property",
          "name": "p",
          "schema": {
            "@type": "Object",
            "fields": [
              {
                "name": "f",
                "schema": "dtmi:sample:List;1"
              }
            ]
          },
          "writable": true
        }
      ],
      "schemas": [
        {
          "@id": "dtmi:sample:List;1",
          "@type": "Array",
          "elementSchema": "string"
        }
      ]
    }"
  `);
});

test("semantic types, units and marks are printed by the terms of the contexts", () => {
  const text = JSON.stringify({
    "@context": [
      "dtmi:dtdl:context;3",
      "dtmi:dtdl:extension:quantitativeTypes;1",
      "dtmi:dtdl:extension:historization;1",
      "dtmi:dtdl:extension:annotation;1",
      "dtmi:dtdl:extension:overriding;1",
    ],
    "@id": "dtmi:sample:Device;1",
    "@type": "Interface",
    contents: [
      {
        "@type": [
          "dtmi:dtdl:extension:historization:v1:Historized",
          "Telemetry",
          "dtmi:dtdl:extension:quantitativeTypes:v1:class:Length",
        ],
        name: "l",
        schema: "dtmi:dtdl:instance:Schema:double;3",
        "dtmi:dtdl:extension:quantitativeTypes:v1:property:unit": "mile",
      },
      {
        "@type": ["Property", "ValueAnnotation", "Override"],
        name: "u",
        annotates: "l",
        overrides: "dtmi:dtdl:extension:quantitativeTypes:v1:property:unit",
        schema: "dtmi:dtdl:extension:quantitativeTypes:v1:enum:LengthUnit",
      },
    ],
  });
  expect(printModel(parseModel(text))).toMatchInlineSnapshot(`
    "{
      "@context": [
        "dtmi:dtdl:context;3",
        "dtmi:dtdl:extension:quantitativeTypes;1",
        "dtmi:dtdl:extension:historization;1",
        "dtmi:dtdl:extension:annotation;1",
        "dtmi:dtdl:extension:overriding;1"
      ],
      "@id": "dtmi:sample:Device;1",
      "@type": "Interface",
      "contents": [
        {
          "@type": ["Telemetry", "Historized", "Length"],
          "name": "l",
          "schema": "double",
          "unit": "mile"
        },
        {
          "@type": ["Property", "ValueAnnotation", "Override"],
          "name": "u",
          "schema": "LengthUnit",
          "annotates": "l",
          "overrides": "unit"
        }
      ]
    }"
  `);
});

test("an identifier is printed in full where a term of its last word means something else", () => {
  const text = JSON.stringify([
    {
      "@context": [
        "dtmi:dtdl:context;4",
        "dtmi:iotcentral:context;2",
        "dtmi:iotoperations:context;4",
      ],
      "@id": "dtmi:sample:Device;1",
      "@type": ["Interface", "dtmi:iotoperations:class:Event;4"],
      extends: "dtmi:sample:double;1",
    },
    { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:sample:double;1", "@type": "Interface" },
  ]);
  const model = parseModel(text);
  const printed = printModel(model);
  expect(printed).toContain('"@type": ["Interface", "dtmi:iotoperations:class:Event;4"]');
  expect(printed).toContain('"extends": ["dtmi:sample:double;1"]');
  expect(differencesBetween(model, parseModel(printed))).toEqual([]);
});

test("an element inside another has a context only where it differs", () => {
  const text = JSON.stringify({
    "@context": "dtmi:dtdl:context;4",
    "@id": "dtmi:sample:Device;1",
    "@type": "Interface",
    contents: {
      "@context": "dtmi:dtdl:context;2",
      "@type": ["Telemetry", "Length"],
      name: "old",
      schema: "double",
      unit: "metre",
    },
    extends: {
      "@context": ["dtmi:dtdl:context;4"],
      "@id": "dtmi:sample:Base;1",
      "@type": "Interface",
    },
  });
  expect(printModel(parseModel(text))).toMatchInlineSnapshot(`
    "{
      "@context": "dtmi:dtdl:context;4",
      "@id": "dtmi:sample:Device;1",
      "@type": "Interface",
      "extends": [
        {
          "@id": "dtmi:sample:Base;1",
          "@type": "Interface"
        }
      ],
      "contents": [
        {
          "@context": "dtmi:dtdl:context;2",
          "@type": ["Telemetry", "Length"],
          "name": "old",
          "schema": "double",
          "unit": "metre"
        }
      ]
    }"
  `);
});

test("a single Interface is printed with what is in it, and with references to what is not", () => {
  const text = JSON.stringify([
    {
      "@context": "dtmi:dtdl:context;4",
      "@id": "dtmi:sample:Device;1",
      "@type": "Interface",
      contents: {
        "@type": "Component",
        name: "part",
        schema: {
          "@id": "dtmi:sample:Part;1",
          "@type": "Interface",
          extends: "dtmi:sample:Base;1",
        },
      },
    },
    { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:sample:Base;1", "@type": "Interface" },
  ]);
  const { interfaces } = parseModel(text);
  const [device, part] = ["dtmi:sample:Device;1", "dtmi:sample:Part;1"].map((id) =>
    printInterface(interfaces.get(id) as Interface),
  );
  expect(device).toMatchInlineSnapshot(`
    "{
      "@context": "dtmi:dtdl:context;4",
      "@id": "dtmi:sample:Device;1",
      "@type": "Interface",
      "contents": [
        {
          "@type": "Component",
          "name": "part",
          "schema": {
            "@id": "dtmi:sample:Part;1",
            "@type": "Interface",
            "extends": ["dtmi:sample:Base;1"]
          }
        }
      ]
    }"
  `);
  expect(part).toMatchInlineSnapshot(`
    "{
      "@context": "dtmi:dtdl:context;4",
      "@id": "dtmi:sample:Part;1",
      "@type": "Interface",
      "extends": ["dtmi:sample:Base;1"]
    }"
  `);
});

test("names that are special in JavaScript are printed like others", () => {
  const odd = unknownWordSamples.find(({ shows }) => shows.includes("special"))?.text ?? "";
  const printed = printModel(parseModel(odd));
  expect(printed).toMatchInlineSnapshot(`
    "{
      "@context": ["dtmi:dtdl:context;2", "dtmi:acme:extension;1"],
      "@id": "dtmi:sample:Odd;1",
      "@type": ["Interface", "Odd"],
      "1": 2,
      "__proto__": {
        "__proto__": 1
      },
      "constructor": "x",
      "big": 12345678901234567890,
      "small": -0,
      "list": [
        "1E400",
        0.1,
        {
          "1": 0,
          "2": 0
        }
      ]
    }"
  `);
  expect({}).not.toHaveProperty("1");
});

test("units that a model of DTDL v2 defines are printed where they are used", () => {
  const device = "dtmi:sample:Device;1";
  const prefix: UnitAttribute = {
    ...made("dtmi:sample:smoot:_prefix;1", "dtmi:sample:smoot;1"),
    kind: "UnitAttribute",
    name: "many",
    supplementalTypes: ["dtmi:standard:class:DecimalPrefix;2"],
    supplementalProperties: { "dtmi:dtdl:property:exponent;2": 5 },
  };
  const unit: Unit = {
    ...made("dtmi:sample:smoot;1", "dtmi:sample:Device:_contents:__l;1"),
    kind: "Unit",
    symbol: "sm",
    supplementalTypes: ["dtmi:standard:class:LengthUnit;2", "dtmi:standard:class:DecimalUnit;2"],
    supplementalProperties: { "dtmi:dtdl:property:prefix;2": prefix },
  };
  const telemetry: Telemetry = {
    ...made("dtmi:sample:Device:_contents:__l;1", device),
    kind: "Telemetry",
    name: "l",
    schema: { ...made("dtmi:dtdl:instance:Schema:double;2"), kind: "Double" },
    supplementalTypes: ["dtmi:standard:class:Length;2"],
    supplementalProperties: { "dtmi:dtdl:property:unit;2": unit },
  };
  const iface: Interface = {
    ...made(device),
    kind: "Interface",
    contents: new Map([["l", telemetry]]),
    extends: [],
    extendedBy: [],
    schemas: [],
  };
  expect(printInterface(iface)).toMatchInlineSnapshot(`
    "{
      "@context": "dtmi:dtdl:context;2",
      "@id": "dtmi:sample:Device;1",
      "@type": "Interface",
      "contents": [
        {
          "@type": ["Telemetry", "Length"],
          "name": "l",
          "schema": "double",
          "unit": {
            "@id": "dtmi:sample:smoot;1",
            "@type": ["LengthUnit", "DecimalUnit"],
            "symbol": "sm",
            "prefix": {
              "@type": "DecimalPrefix",
              "name": "many",
              "exponent": 5
            }
          }
        }
      ]
    }"
  `);
});

/** What every element has, in DTDL v2. */
function made(id: string, childOf?: string): Omit<Unit, "kind"> {
  return {
    id,
    ...(childOf === undefined ? {} : { childOf, definedIn: "dtmi:sample:Device;1" }),
    languageMajorVersion: 2,
    displayName: {},
    description: {},
    supplementalTypes: [],
    supplementalProperties: {},
    undefinedTypes: [],
    undefinedProperties: {},
    context: ["dtmi:dtdl:context;2"],
  };
}

test("an Interface in an Interface, 20,000 times over, is printed", () => {
  const text = printInterface(interfaceChain(20_000, true), { indent: 0 });
  expect(text.split('"@type":"Interface"')).toHaveLength(20_001);
  expect(text.endsWith(`${"]}".repeat(19_999)}`)).toBe(true);
});

test("the texts of printed models have the indentation asked for", () => {
  const model = parseModel(
    languageSamples.find(({ shows }) => shows.includes("nothing"))?.text ?? "",
  );
  expect(printModel(model, { indent: 0 })).toBe(
    '{"@context":"dtmi:dtdl:context;3","@id":"dtmi:sample:Empty;1","@type":"Interface"}',
  );
  expect(printModel(model, { indent: 4 })).toBe(
    [
      "{",
      '    "@context": "dtmi:dtdl:context;3",',
      '    "@id": "dtmi:sample:Empty;1",',
      '    "@type": "Interface"',
      "}",
    ].join("\n"),
  );
});
