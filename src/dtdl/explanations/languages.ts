import { content, type ErrorExample, type ExplanationRow, sections } from "./row.js";

const fields = ["primaryId", "property"];
const section = sections.localization;

const named = (text: string): string =>
  `{ "@type": "Command", "name": "boil", "displayName": ${text} }`;
const texts = (wrong: string, right: string): ErrorExample => content(named(wrong), named(right));

const tagged =
  "In an array each text is a string, or an object with `@value` and, for its language, `@language`.";

/** Errors of texts in several languages. */
export const languages: Readonly<Record<string, ExplanationRow>> = {
  langStringElementNotStringOrObject: {
    meaning: "`displayName` or `description` is a number, a boolean or `null`.",
    reason: "They are texts for people: a string, texts by language, or an array of texts.",
    section,
    fields,
    example: texts(`100`, `"Boil"`),
  },
  langMapObjKeyword: {
    meaning: "Among texts by language there is a member with `@`.",
    reason: "The names in such an object are languages, and keywords of JSON-LD are not.",
    section,
    fields: [...fields, "value: the keyword"],
    example: texts(`{ "en": "Boil", "@version": "1" }`, `{ "en": "Boil" }`),
  },
  langTagValueInLangMap: {
    meaning: "An object with `@value` and `@language` stands by itself, not in an array.",
    reason: "An object by itself holds texts by language, so these two would count as languages.",
    section,
    fields: [...fields, "value: the same text by language"],
    example: texts(`{ "@value": "Boil", "@language": "en" }`, `{ "en": "Boil" }`),
  },
  langStringInvalidCode: {
    meaning: "A name among texts by language is not a language code.",
    reason:
      "Programs choose the text for their user by the code: two to four small letters, then perhaps a script such as `Hans` and a region such as `BR` or `419`.",
    section,
    fields: [...fields, "value: the code"],
    example: texts(`{ "english": "Boil" }`, `{ "en": "Boil" }`),
  },
  langStringValueNotString: {
    meaning: "The text for a language is not a string; an array of one string is not one either.",
    reason: "There is one text for each language.",
    section,
    fields: [...fields, "value: the code"],
    example: texts(`{ "en": [ "Boil" ] }`, `{ "en": "Boil" }`),
  },
  langStringValueTooLong: {
    meaning:
      "A text has more characters than allowed: 512, or 64 for `displayName` in DTDL 2. Limit extensions allow longer descriptions.",
    reason: "The texts appear in lists and beside controls. Longer ones belong into documents.",
    section: sections.interface,
    fields: [...fields, "value: the text"],
  },
  langStringCodeNotUnique: {
    meaning: "Texts by language have the same language twice.",
    reason: "Readers of JSON keep the first, the last or both.",
    section,
    fields: [...fields, "value: the code"],
    example: texts(`{ "en": "Boil", "en": "Heat" }`, `{ "en": "Boil" }`),
  },
  langStringElementCodeNotString: {
    meaning: "The `@language` of a text in an array is not a string, or it is empty.",
    reason: `${tagged} Without \`@language\` it is in English.`,
    section,
    fields,
    example: texts(`[ { "@value": "Boil", "@language": 1 } ]`, `[ "Boil" ]`),
  },
  langStringElementInvalidCode: {
    meaning: "The `@language` of a text in an array is not a language code.",
    reason: `${tagged} Codes have the form \`en\`, \`pt-BR\` or \`zh-Hans\`.`,
    section,
    fields: [...fields, "value: the code"],
    example: texts(
      `[ { "@value": "Boil", "@language": "EN" } ]`,
      `[ { "@value": "Boil", "@language": "en" } ]`,
    ),
  },
  langStringElementNoValue: {
    meaning: "An object in an array of texts has no `@value`.",
    reason: `${tagged} Texts by language stand by themselves, not in an array.`,
    section,
    fields,
    example: texts(`[ { "@language": "en" } ]`, `[ { "@value": "Boil", "@language": "en" } ]`),
  },
  langStringElementValueNotString: {
    meaning: "The `@value` of a text in an array is not a string.",
    reason: `${tagged} The value is the text itself.`,
    section,
    fields,
    example: texts(`[ { "@value": 100 } ]`, `[ "100" ]`),
  },
  langStringElementCodeNotUnique: {
    meaning: "Two texts in an array are in the same language.",
    reason: `${tagged} A plain string counts as English, so there can be one of them.`,
    section,
    fields: [...fields, "value: the code"],
    example: texts(`[ "Boil", "Heat" ]`, `[ "Boil" ]`),
  },
  langStringElementContext: {
    meaning: "A text in an array has a `@context`.",
    reason: `${tagged} A context would have nothing to explain.`,
    section,
    fields,
    example: texts(`[ { "@value": "Boil", "@context": "dtmi:dtdl:context;4" } ]`, `[ "Boil" ]`),
  },
  langStringElementId: {
    meaning: "A text in an array has an `@id`.",
    reason: `${tagged} Only elements have identifiers.`,
    section,
    fields,
    example: texts(`[ { "@value": "Boil", "@id": "dtmi:com:example:text;1" } ]`, `[ "Boil" ]`),
  },
  langStringElementGraph: {
    meaning: "A text in an array has a `@graph`.",
    reason: `${tagged} It cannot hold further objects.`,
    section,
    fields,
    example: texts(`[ { "@value": "Boil", "@graph": {} } ]`, `[ "Boil" ]`),
  },
  langStringElementType: {
    meaning: "In DTDL 3 or 4, a text in an array has a `@type`.",
    reason: `${tagged} In JSON-LD a value has a type or a language, not both; DTDL 2 passes over the type.`,
    section,
    fields,
    example: texts(`[ { "@value": "Boil", "@type": "xsd:string" } ]`, `[ "Boil" ]`),
  },
  langStringElementKeyword: {
    meaning: "In DTDL 3 or 4, a text in an array has another member with `@`.",
    reason: `${tagged} Other keywords of JSON-LD have no effect; DTDL 2 passes over them.`,
    section,
    fields: [...fields, "value: the keyword"],
    example: texts(`[ { "@value": "Boil", "@direction": "ltr" } ]`, `[ "Boil" ]`),
  },
  langStringElementInvalidProp: {
    meaning: "A text in an array has a member without `@`.",
    reason: `${tagged} Texts by language stand by themselves, not in an array.`,
    section,
    fields: [...fields, "value: the name of the member"],
    example: texts(
      `[ { "@value": "Boil", "it": "Bollire" } ]`,
      `{ "en": "Boil", "it": "Bollire" }`,
    ),
  },
};
