import { pump, pumpId, pumpPart, type Row } from "./row.js";

const speed = pumpPart("contents.speed");

/** A Telemetry with this text. */
const said = (version: number, text: string, property = "displayName") =>
  pump(
    version,
    `
    {
      "@type": "Telemetry",
      "name": "speed",
      "schema": "double",
      "${property}": ${text.trim()}
    }`,
  );

/** Text that is refused with one issue. */
const wrong = (
  title: string,
  version: number,
  code: string,
  text: string,
  corrected: Readonly<Record<string, string>>,
  more = {},
): Row => ({
  title,
  text: said(version, text),
  expect: [{ code, primaryId: speed, property: "displayName", ...more }],
  corrected,
});

const entry = (member: string) => `[
        {
          "@value": "Speed",
          ${member} // ← here
        }
      ]`;

const long = "x".repeat(513);

const limited = (limits: string, length: number): Row => ({
  title: `a description has more than ${length} characters under the limits of ${limits}`,
  text: `{
  "@context": ["dtmi:dtdl:context;4#limitless", "dtmi:dtdl:limits:${limits};1"],
  "@id": "${pumpId}",
  "@type": "Interface",
  "description": "${"x".repeat(length + 1)}" // ← here
}`,
  options: { acceptedLimits: [`dtmi:dtdl:limits:${limits}`] },
  expect: [
    {
      code: "langStringValueTooLong",
      primaryId: pumpId,
      property: "description",
      value: "x".repeat(length + 1),
    },
  ],
  corrected: { ["x".repeat(length + 1)]: "x".repeat(length) },
});

/** What is refused of texts in several languages. */
export const localizedTextRows: readonly Row[] = [
  wrong("a text is a number", 2, "langStringElementNotStringOrObject", "7 // ← here", {
    '": 7': '": "Speed"',
  }),
  wrong(
    "an entry of a list of texts is null",
    4,
    "langStringElementNotStringOrObject",
    `[
        "Speed",
        null // ← here
      ]`,
    { ", null": "" },
  ),
  wrong(
    "texts by language have an identifier",
    2,
    "langMapObjKeyword",
    `{
        "@id": "dtmi:com:example:text;1", // ← here
        "en": "Speed"
      }`,
    { '"@id": "dtmi:com:example:text;1",': "" },
    { value: "@id" },
  ),
  wrong(
    "texts by language have a value without language",
    3,
    "langMapObjKeyword",
    `{
        "@value": "Speed" // ← here
      }`,
    { '"@value"': '"en"' },
    { value: "@value" },
  ),
  wrong(
    "a text with its language does not stand in a list",
    4,
    "langTagValueInLangMap",
    `{ // ↓ here
        "@language": "de",
        "@value": "Drehzahl"
      } // ↑ here`,
    {
      '{ "@language": "de", "@value": "Drehzahl" }':
        '[{ "@language": "de", "@value": "Drehzahl" }]',
    },
    { value: '{ "de": "Drehzahl" }' },
  ),
  wrong(
    "a language is spelt out",
    3,
    "langStringInvalidCode",
    `{
        "english": "Speed" // ← here
      }`,
    { english: "en" },
    { value: "english" },
  ),
  wrong(
    "a language is written with an underscore",
    2,
    "langStringInvalidCode",
    `{
        "en_US": "Speed" // ← here
      }`,
    { en_US: "en-US" },
    { value: "en_US" },
  ),
  wrong(
    "the text for a language is a list",
    4,
    "langStringValueNotString",
    `{
        "en": ["Speed"] // ← here
      }`,
    { '["Speed"]': '"Speed"' },
    { value: "en" },
  ),
  wrong(
    "the text for a language is true",
    2,
    "langStringValueNotString",
    `{
        "en": "Speed",
        "de": true // ← here
      }`,
    { ', "de": true': "" },
    { value: "de" },
  ),
  wrong(
    "a text has more than 64 characters in v2",
    2,
    "langStringValueTooLong",
    `"${"x".repeat(65)}" // ← here`,
    { "context;2": "context;3" },
    { value: "x".repeat(65) },
  ),
  wrong(
    "a text of a language has more than 512 characters",
    3,
    "langStringValueTooLong",
    `{
        "en": "${long}" // ← here
      }`,
    { [long]: "x".repeat(512) },
    { value: long },
  ),
  {
    title: "a description in a list has more than 512 characters",
    text: said(
      4,
      `[
        {
          "@language": "en",
          "@value": "${long}" // ← here
        }
      ]`,
      "description",
    ),
    expect: [
      {
        code: "langStringValueTooLong",
        primaryId: speed,
        property: "description",
        value: long,
      },
    ],
    corrected: {
      '"dtmi:dtdl:context;4"': '["dtmi:dtdl:context;4#limitless", "dtmi:dtdl:limits:aio;1"]',
    },
    correctedOptions: { acceptedLimits: ["dtmi:dtdl:limits:aio"] },
  },
  limited("aio", 2048),
  limited("onvif", 4096),
  wrong(
    "a language stands twice",
    4,
    "langStringCodeNotUnique",
    `{
        "en": "Speed", // ← also
        "en": "Velocity" // ← here
      }`,
    { ', "en": "Velocity"': "" },
    { value: "en" },
  ),
  wrong(
    "the language of an entry is a number",
    2,
    "langStringElementCodeNotString",
    entry('"@language": 7'),
    { 7: '"en"' },
  ),
  wrong(
    "the language of an entry is empty",
    4,
    "langStringElementCodeNotString",
    entry('"@language": ""'),
    { '": "" }': '": "en" }' },
  ),
  wrong(
    "the language of an entry is in capitals",
    3,
    "langStringElementInvalidCode",
    entry('"@language": "EN"'),
    { EN: "en" },
    { value: "EN" },
  ),
  wrong(
    "an entry has a language and no text",
    4,
    "langStringElementNoValue",
    `[
        { // ↓ here
          "@language": "en"
        } // ↑ here
      ]`,
    { '"@language": "en"': '"@language": "en", "@value": "Speed"' },
  ),
  wrong(
    "the text of an entry is a number",
    2,
    "langStringElementValueNotString",
    `[
        {
          "@language": "en",
          "@value": 7 // ← here
        }
      ]`,
    { '"@value": 7': '"@value": "7"' },
  ),
  wrong(
    "two entries are of one language",
    3,
    "langStringElementCodeNotUnique",
    `[
        { // ↓ also
          "@language": "de",
          "@value": "Drehzahl"
        }, // ↑ also
        { // ↓ here
          "@language": "de",
          "@value": "Geschwindigkeit"
        } // ↑ here
      ]`,
    { ', { "@language": "de", "@value": "Geschwindigkeit" }': "" },
    { value: "de" },
  ),
  wrong(
    "an entry of no language stands beside one in English",
    4,
    "langStringElementCodeNotUnique",
    `[
        "Speed", // ← also
        { // ↓ here
          "@language": "en",
          "@value": "Velocity"
        } // ↑ here
      ]`,
    { '"@language": "en"': '"@language": "en-US"' },
    { value: "en" },
  ),
  wrong(
    "an entry has a context",
    2,
    "langStringElementContext",
    entry('"@context": "dtmi:dtdl:context;2"'),
    { ', "@context": "dtmi:dtdl:context;2" }': " }" },
  ),
  wrong(
    "an entry has an identifier",
    3,
    "langStringElementId",
    entry('"@id": "dtmi:com:example:text;1"'),
    { ', "@id": "dtmi:com:example:text;1"': "" },
  ),
  wrong("an entry has a graph", 4, "langStringElementGraph", entry('"@graph": []'), {
    ', "@graph": []': "",
  }),
  wrong("an entry has a type", 3, "langStringElementType", entry('"@type": "xsd:string"'), {
    "context;3": "context;2",
  }),
  wrong(
    "an entry has a keyword without meaning",
    4,
    "langStringElementKeyword",
    entry('"@direction": "ltr"'),
    { "context;4": "context;2" },
    { value: "@direction" },
  ),
  wrong(
    "an entry has a language as member",
    2,
    "langStringElementInvalidProp",
    entry('"de": "Drehzahl"'),
    { ', "de": "Drehzahl"': "" },
    { value: "de" },
  ),
];
