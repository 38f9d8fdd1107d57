import { content, type ExplanationRow, members, model, sections } from "./row.js";

const id = "value: the identifier";

/** Errors of objects at the top level, and of `@id`. */
export const identifiers: Readonly<Record<string, ExplanationRow>> = {
  notJsonObject: {
    meaning:
      "The text, or an entry of its outermost array, is a string, a number, a boolean or `null`.",
    reason: "A model consists of Interfaces, and each of them is an object.",
    section: sections.json,
    fatal: true,
    example: model(
      `"dtmi:com:example:Kettle;1"`,
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
    ),
  },
  topLevelGraphDisallowed: {
    meaning: "An object at the top level has the member `@graph`.",
    reason:
      "JSON-LD gathers several objects under `@graph`. DTDL writes them as an array, each with a context of its own, so that a reader need not look elsewhere.",
    section: sections.json,
    fatal: true,
    example: model(
      `{ "@context": "dtmi:dtdl:context;4", "@graph": [ { "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" } ] }`,
      `[ { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" } ]`,
    ),
  },
  missingTopLevelId: {
    meaning: "An object at the top level has no `@id`.",
    reason:
      "Devices announce their model, and other models refer to it, by its identifier. There is nothing to make one from.",
    section: sections.interface,
    fatal: true,
    example: model(
      `{ "@context": "dtmi:dtdl:context;4", "@type": "Interface" }`,
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
    ),
  },
  typeNotRootable: {
    meaning: "An object at the top level is not an Interface.",
    reason:
      "Telemetry, schemas and all other elements belong to an Interface. Alone they could not be used by anything.",
    section: sections.interface,
    fields: [id, "type: the types that can stand there"],
    fatal: true,
    example: model(
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface", "contents": [ { "@type": "Telemetry", "name": "temperature", "schema": "double" } ] }`,
    ),
  },
  topLevelKeywordDisallowed: {
    meaning:
      "In DTDL 3 or 4, an object at the top level has a member with `@` that is not `@context`, `@id` or `@type`.",
    reason:
      "Other keywords of JSON-LD would have no effect. DTDL 2 passes over them, later versions tell.",
    section: sections.json,
    fields: ["value: the keyword"],
    fatal: true,
    example: model(
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface", "@version": 1 }`,
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
    ),
  },
  idNotString: {
    meaning: "`@id` is not a string, or it is empty.",
    reason: "Identifiers are DTMIs, and these are texts.",
    section: sections.identifier,
    fatal: true,
    example: content(
      `{ "@id": 7, "@type": "Command", "name": "boil" }`,
      `{ "@id": "dtmi:com:example:boil;1", "@type": "Command", "name": "boil" }`,
    ),
  },
  idTooLong: {
    meaning:
      "`@id` has more characters than any identifier may have: 2048, or 512 where the limits of `aio` or `onvif` hold.",
    reason: "Programs that store identifiers can rely on a greatest length.",
    section: sections.identifier,
    fields: [id, "restriction: the DTDL version", "transformation: the limits in force"],
    fatal: true,
  },
  invalidId: {
    meaning:
      "`@id` breaks the grammar of DTMIs: `dtmi:`, labels joined by `:`, then `;` and a version. A label has letters, digits and `_`, starts with a letter and does not end with `_`.",
    reason:
      "Labels become names in programs and folders. In DTDL 2 the version is required and is one number; from version 3 on it may be left out or have a second number. Labels that start with `_` are made by parsers, and fragments are not for models.",
    section: sections.identifier,
    fields: [id, "restriction: the DTDL version"],
    fatal: true,
    example: model(
      `{ "@context": "dtmi:dtdl:context;2", "@id": "dtmi:com:example:1st-kettle", "@type": "Interface" }`,
      `{ "@context": "dtmi:dtdl:context;2", "@id": "dtmi:com:example:FirstKettle;1", "@type": "Interface" }`,
      2,
    ),
  },
  reservedId: {
    meaning:
      "`@id` starts with a prefix that belongs to the language, such as `dtmi:dtdl:` or `dtmi:standard:`, or to an extension named in `@context`.",
    reason:
      "What stands under these prefixes is built into every parser. If models could define such elements, they would mean different things to different readers.",
    section: sections.identifier,
    fields: [id, "restriction: the reserved prefixes"],
    fatal: true,
    example: model(
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:standard:Kettle;1", "@type": "Interface" }`,
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
    ),
  },
  idTooLongForType: {
    meaning:
      "The `@id` of an Interface has more than 128 characters, or more than 256 where the limits of `aio` or `onvif` hold.",
    reason:
      "Devices announce the identifier of their Interface when they connect, so it is kept shorter than others.",
    section: sections.interface,
    fields: [id, "type: the class with this limit"],
  },
  missingRequiredId: {
    meaning:
      "An element that is reached by its identifier alone has none: a schema in `schemas`, or an Interface written inside `extends` or inside a Component.",
    reason:
      "Such elements have no name from which an identifier could be made, and without one a schema in `schemas` could not be referred to.",
    section: sections.schemas,
    fields: ["primaryId", "property"],
    fatal: true,
    example: members(
      `"schemas": [ { "@type": "Array", "elementSchema": "double" } ]`,
      `"schemas": [ { "@id": "dtmi:com:example:Kettle:list;1", "@type": "Array", "elementSchema": "double" } ]`,
    ),
  },
  missingDtmiSegPropertyValue: {
    meaning:
      "An element that has neither `@id` nor `name` stands where several elements can stand.",
    reason:
      "Its identifier would be made of that of its parent and its name, so that every element can be named in programs and in messages.",
    section: sections.generated,
    fields: [
      "primaryId: the element that holds it",
      "property",
      "value: the name of the missing property",
    ],
    fatal: true,
    example: content(
      `{ "@type": "Telemetry", "schema": "double" }`,
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
    ),
  },
  dtmiSegPropertyNotStringOrNumber: {
    meaning: "The `name` of an element without `@id` is an object, an array, a boolean or `null`.",
    reason: "The identifier of the element would be made of it, which needs a text.",
    section: sections.generated,
    fields: ["primaryId: the element that holds it", "property", "value: the name of the property"],
    fatal: true,
    example: content(
      `{ "@type": "Telemetry", "name": true, "schema": "double" }`,
      `{ "@type": "Telemetry", "name": "on", "schema": "double" }`,
    ),
  },
  duplicateDefinition: {
    meaning: "Two elements, in one text or in several, have the same `@id`.",
    reason:
      "A reference has to lead to one element. Texts that are parsed together must not define an element twice, even if the definitions are equal.",
    section: sections.identifier,
    fields: ["primaryId: the identifier"],
    example: model(
      `[ { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }, { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" } ]`,
      `[ { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }, { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;2", "@type": "Interface" } ]`,
    ),
  },
};
