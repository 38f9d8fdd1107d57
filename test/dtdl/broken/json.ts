import { dedent, pump, pumpId, pumpIn, pumpWith, type Row } from "./row.js";

const withoutTerms = (terms: string) => ({
  [`"dtmi:dtdl:context;4", ${terms}`]: '"dtmi:dtdl:context;4"',
});

/** What is refused while JSON is read. */
export const jsonRows: readonly Row[] = [
  {
    title: "an object ends with a comma",
    text: `{
  "@context": "dtmi:dtdl:context;4",
  "@id": "${pumpId}",
  "@type": "Interface", // ← here
}`,
    expect: [{ code: "invalidJson" }],
    corrected: { '"Interface",': '"Interface"' },
  },
  {
    title: "a text is empty",
    text: " // ← here",
    expect: [{ code: "invalidJson" }],
    corrected: ["[]"],
  },
  {
    title: "a context is a number",
    text: pumpIn("4, // ← here"),
    expect: [{ code: "invalidContext" }],
    corrected: { "4,": '"dtmi:dtdl:context;4",' },
  },
  {
    title: "an entry of a context is null",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4",
        null // ← here
      ],`),
    expect: [{ code: "invalidContext" }],
    corrected: { ", null": "" },
  },
  {
    title: "a local context defines a term twice",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4",
        {
          "speed": "dtmi:com:example:speed;1", // ← also
          "speed": "dtmi:com:example:velocity;1" // ← here
        }
      ],`),
    expect: [{ code: "duplicateTermInContextObject" }],
    corrected: withoutTerms(
      '{ "speed": "dtmi:com:example:speed;1", "speed": "dtmi:com:example:velocity;1" }',
    ),
  },
  {
    title: "a term of a local context is a number",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4",
        {
          "speed": 7 // ← here
        }
      ],`),
    expect: [{ code: "termDefinitionNotStringOrObject" }],
    corrected: withoutTerms('{ "speed": 7 }'),
  },
  {
    title: "a term of a local context is an object without identifier",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4",
        {
          "speed": { "@type": "@id" } // ← here
        }
      ],`),
    expect: [{ code: "termDefinitionMissingIdProperty" }],
    corrected: withoutTerms('{ "speed": { "@type": "@id" } }'),
  },
  {
    title: "the identifier of a term of a local context is a number",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4",
        {
          "speed": {
            "@id": 7 // ← here
          }
        }
      ],`),
    expect: [{ code: "termDefinitionIdPropertyNotString" }],
    corrected: withoutTerms('{ "speed": { "@id": 7 } }'),
  },
  {
    title: "a graph is a text",
    text: pumpWith(4, '"@graph": "pumps" // ← here'),
    expect: [{ code: "graphNotObject" }],
    corrected: { '"Interface", "@graph": "pumps"': '"Interface"' },
  },
  {
    title: "a graph has an entry that is a number",
    text: pumpWith(2, '"@graph": [ 7 ] // ← here'),
    expect: [{ code: "graphNotObject" }],
    corrected: { '"Interface", "@graph": [ 7 ]': '"Interface"' },
  },
  {
    title: "@graph stands twice in an object",
    text: pumpWith(
      4,
      `
      "@graph": [], // ← here
      "@graph": [] // ← also`,
    ),
    expect: [{ code: "repeatedGraphProperty" }],
    corrected: { ', "@graph": [], "@graph": []': "" },
  },
  {
    title: "@context stands twice in an object",
    text: dedent(`
      {
        "@context": "dtmi:dtdl:context;4", // ← here
        "@context": "dtmi:dtdl:context;4", // ← also
        "@id": "${pumpId}",
        "@type": "Interface"
      }`),
    expect: [{ code: "repeatedContextProperty" }],
    corrected: { '"@context": "dtmi:dtdl:context;4", "@context"': '"@context"' },
  },
  {
    title: "@id stands twice in a nested object",
    text: pump(
      4,
      `
      {
        "@id": "dtmi:com:example:Pump:speed;1", // ← here
        "@id": "dtmi:com:example:Pump:speed;2", // ← also
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [{ code: "repeatedIdProperty" }],
    corrected: { '"@id": "dtmi:com:example:Pump:speed;2",': "" },
  },
  {
    title: "@type stands twice in a nested object",
    text: pump(
      3,
      `
      {
        "@type": "Telemetry", // ← here
        "name": "speed",
        "@type": "Telemetry", // ← also
        "schema": "double"
      }`,
    ),
    expect: [{ code: "repeatedTypeProperty" }],
    corrected: { '"name": "speed", "@type": "Telemetry"': '"name": "speed"' },
  },
  {
    title: "@value stands twice in a value object",
    text: pump(
      2,
      `
      {
        "@type": "Property",
        "name": "speed",
        "schema": "double",
        "writable": {
          "@value": true, // ← here
          "@value": false // ← also
        }
      }`,
    ),
    expect: [{ code: "repeatedValueProperty" }],
    corrected: { '"@value": true, "@value": false': '"@value": true' },
  },
  {
    title: "@language stands twice in a text",
    text: pumpWith(
      4,
      `
      "displayName": [
        {
          "@value": "Pumpe",
          "@language": "de", // ← here
          "@language": "nl" // ← also
        }
      ]`,
    ),
    expect: [{ code: "repeatedLanguageProperty" }],
    corrected: { '"de", "@language": "nl"': '"de"' },
  },
  {
    title: "a keyword without meaning stands twice in an object",
    text: pump(
      2,
      `
      {
        "@type": "Telemetry",
        "@index": 1, // ← here
        "@index": 2, // ← also
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [{ code: "repeatedKeyword" }],
    corrected: { '"@index": 2,': "" },
  },
];
