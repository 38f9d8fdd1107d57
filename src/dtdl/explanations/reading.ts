import { content, context, type ExplanationRow, model, sections } from "./row.js";

const local =
  "Earlier JSON-LD texts define words of their own in `@context`. DTDL reads such definitions to see whether they are well formed, and then takes none of them.";

/** Errors of reading JSON. */
export const reading: Readonly<Record<string, ExplanationRow>> = {
  invalidJson: {
    meaning: "The text is not JSON, or it is empty.",
    reason:
      "DTDL is strict JSON: no comments, no trailing commas, double quotes only. Behind the place shown nothing could be read, so there may be further errors.",
    section: sections.json,
    fatal: true,
    example: model(
      `{ '@context': 'dtmi:dtdl:context;4', '@id': 'dtmi:com:example:Kettle;1', '@type': 'Interface' }`,
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
    ),
  },
  invalidContext: {
    meaning: "`@context`, or an entry of it, is a number, a boolean or `null`.",
    reason:
      "A context is named by its identifier. Nothing else says by which version of DTDL and which extensions the object has to be read.",
    section: sections.context,
    fatal: true,
    example: context(`4`, `"dtmi:dtdl:context;4"`),
  },
  duplicateTermInContextObject: {
    meaning: "An object in `@context` defines the same word twice.",
    reason: `${local} Which of two definitions holds could not even be said.`,
    section: sections.context,
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;4", { "len": "dtmi:com:example:a;1", "len": "dtmi:com:example:b;1" } ]`,
      `"dtmi:dtdl:context;4"`,
    ),
  },
  termDefinitionNotStringOrObject: {
    meaning: "An object in `@context` defines a word by a number, a boolean or an array.",
    reason: `${local} A word can stand for an identifier, and for nothing else.`,
    section: sections.context,
    fatal: true,
    example: context(`[ "dtmi:dtdl:context;4", { "len": 1 } ]`, `"dtmi:dtdl:context;4"`),
  },
  termDefinitionMissingIdProperty: {
    meaning: "An object in `@context` defines a word by an object that has no `@id`.",
    reason: `${local} The long form of a definition needs \`@id\` to say what the word stands for.`,
    section: sections.context,
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;4", { "len": { "@type": "@id" } } ]`,
      `"dtmi:dtdl:context;4"`,
    ),
  },
  termDefinitionIdPropertyNotString: {
    meaning: "An object in `@context` defines a word by an object whose `@id` is not a string.",
    reason: `${local} The \`@id\` of a definition is an identifier, and these are strings.`,
    section: sections.context,
    fatal: true,
    example: context(`[ "dtmi:dtdl:context;4", { "len": { "@id": 7 } } ]`, `"dtmi:dtdl:context;4"`),
  },
  graphNotObject: {
    meaning: "`@graph` holds something that is not an object.",
    reason:
      "In JSON-LD `@graph` holds a list of objects. DTDL has no use for it at all, so the remedy is to leave it out.",
    section: sections.json,
    fatal: true,
    example: model(
      `{ "@context": "dtmi:dtdl:context;4", "@graph": 1 }`,
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
    ),
  },
  repeatedGraphProperty: {
    meaning: "An object has the member `@graph` twice.",
    reason:
      "Programs that read JSON keep the first, the last or both of two members of one name. DTDL has no `@graph`, so neither is needed.",
    section: sections.json,
    fatal: true,
    example: model(
      `{ "@context": "dtmi:dtdl:context;4", "@graph": {}, "@graph": {} }`,
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
    ),
  },
  repeatedContextProperty: {
    meaning: "An object has the member `@context` twice.",
    reason: "Contexts have an order and build on each other; two lists have none between them.",
    section: sections.json,
    fatal: true,
    example: model(
      `{ "@context": "dtmi:dtdl:context;4", "@context": "dtmi:dtdl:extension:annotation;2", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
      `{ "@context": [ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2" ], "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
    ),
  },
  repeatedIdProperty: {
    meaning: "An object has the member `@id` twice.",
    reason: "An element has one identifier; others refer to it by that.",
    section: sections.json,
    fatal: true,
    example: content(
      `{ "@id": "dtmi:com:example:a;1", "@id": "dtmi:com:example:b;1", "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
      `{ "@id": "dtmi:com:example:a;1", "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
    ),
  },
  repeatedTypeProperty: {
    meaning: "An object has the member `@type` twice.",
    reason: "All types of an element stand in one list, so that none of them gets lost.",
    section: sections.json,
    fatal: true,
    example: content(
      `{ "@type": "Telemetry", "@type": "Temperature", "name": "temperature", "schema": "double", "unit": "kelvin" }`,
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "temperature", "schema": "double", "unit": "kelvin" }`,
      4,
      ["dtmi:dtdl:extension:quantitativeTypes;2"],
    ),
  },
  repeatedValueProperty: {
    meaning: "An object that stands for a value has the member `@value` twice.",
    reason: "One object stands for one value.",
    section: sections.json,
    fatal: true,
    example: content(
      `{ "@type": "Command", "name": "boil", "comment": { "@value": "slow", "@value": "fast" } }`,
      `{ "@type": "Command", "name": "boil", "comment": "fast" }`,
    ),
  },
  repeatedLanguageProperty: {
    meaning: "An object that stands for a text has the member `@language` twice.",
    reason: "One object stands for the text in one language.",
    section: sections.json,
    fatal: true,
    example: content(
      `{ "@type": "Command", "name": "boil", "displayName": [ { "@value": "Normal", "@language": "en", "@language": "de" } ] }`,
      `{ "@type": "Command", "name": "boil", "displayName": { "en": "Normal", "de": "Normal" } }`,
    ),
  },
  repeatedKeyword: {
    meaning: "An object has another member whose name starts with `@` twice.",
    reason:
      "Names with `@` belong to JSON-LD. Even those that DTDL does not use must be unambiguous, and from version 3 on most of them are refused anyway.",
    section: sections.json,
    fatal: true,
    example: content(
      `{ "@type": "Command", "name": "boil", "@index": 1, "@index": 2 }`,
      `{ "@type": "Command", "name": "boil" }`,
    ),
  },
  invalidDtmi: {
    meaning:
      "A program asked for the parts of a DTMI, and the text is none. Parsing a model never reports it; there it is `invalidId` or `badDtmiOrTerm`.",
    reason: "Version, labels and fragment can be told apart only in a text that keeps the grammar.",
    section: sections.identifier,
    fields: ["value: the text"],
    fatal: true,
  },
};
