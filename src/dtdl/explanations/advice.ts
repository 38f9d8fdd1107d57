import { content, context, type ExplanationRow, sections } from "./row.js";

/** Advice on forms that are valid, and discouraged. */
export const advice: Readonly<Record<string, ExplanationRow>> = {
  preferTerm: {
    meaning:
      "A class, a type, a property, a unit or a schema is written by its DTMI and has a term.",
    reason: "The term is shorter, and the context says already which version of it is meant.",
    section: sections.iri,
    fields: ["value: the DTMI"],
    example: content(
      `{ "@type": "Telemetry", "name": "level", "schema": "dtmi:dtdl:instance:Schema:double;4" }`,
      `{ "@type": "Telemetry", "name": "level", "schema": "double" }`,
    ),
  },
  repeatedType: {
    meaning: "`@type` names a type more than once, by the same form or by term and DTMI.",
    reason: "It adds nothing, and a reader looks for the difference.",
    section: sections.iri,
    fields: ["value: the type"],
    example: content(
      `{ "@type": [ "Telemetry", "Telemetry" ], "name": "level", "schema": "double" }`,
      `{ "@type": "Telemetry", "name": "level", "schema": "double" }`,
    ),
  },
  untypedValueObject: {
    meaning: "A value is wrapped in an object that has `@value` and nothing else.",
    reason:
      "The object is there to confirm the kind of the value. Without `@type` the bare value says as much.",
    section: sections.json,
    fields: ["primaryId", "property"],
    example: content(
      `{ "@type": "Relationship", "name": "parts", "maxMultiplicity": { "@value": 3 } }`,
      `{ "@type": "Relationship", "name": "parts", "maxMultiplicity": 3 }`,
    ),
  },
  untaggedText: {
    meaning: "A text in an array is an object that has `@value` and no `@language`.",
    reason: "The object is there to tell the language. Without it the bare text says as much.",
    section: sections.localization,
    fields: ["primaryId", "property"],
    example: content(
      `{ "@type": "Command", "name": "boil", "displayName": [ { "@value": "Boil" } ] }`,
      `{ "@type": "Command", "name": "boil", "displayName": "Boil" }`,
    ),
  },
  toleratedKeyword: {
    meaning:
      "In DTDL 2, an element has `@value`, `@language` or a keyword that DTDL does not know.",
    reason: "DTDL 2 passes over it; DTDL 3 and 4 refuse it.",
    section: sections.json,
    fields: ["primaryId", "value: the keyword"],
    example: content(
      `{ "@type": "Command", "name": "boil", "@index": 1 }`,
      `{ "@type": "Command", "name": "boil" }`,
      2,
    ),
  },
  deprecatedCommandType: {
    meaning: "A Command has a `commandType`.",
    reason:
      "Whether a Command answers at once is the business of the protocol. Later specifications no longer mention the property.",
    section: sections.command,
    fields: ["primaryId"],
    example: content(
      `{ "@type": "Command", "name": "boil", "commandType": "synchronous" }`,
      `{ "@type": "Command", "name": "boil" }`,
    ),
  },
  severalCoreContexts: {
    meaning: "`@context` names several DTDL contexts.",
    reason:
      "The last one holds, the others are for nothing. `#limitless` and the limits behind it count as one.",
    section: sections.context,
    example: context(`[ "dtmi:dtdl:context;3", "dtmi:dtdl:context;4" ]`, `"dtmi:dtdl:context;4"`),
  },
  repeatedContext: {
    meaning: "`@context` names a context more than once.",
    reason: "It adds nothing, and a reader looks for the difference.",
    section: sections.context,
    fields: ["value: the context"],
    example: context(
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2", "dtmi:dtdl:extension:annotation;2" ]`,
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2" ]`,
    ),
  },
  contextBeforeCore: {
    meaning: "The context of IoT Central stands before the DTDL context.",
    reason: "It is the only one that may stand there. A reader expects the version of DTDL first.",
    section: sections.context,
    fields: ["value: the context"],
    example: context(
      `[ "dtmi:iotcentral:context;2", "dtmi:dtdl:context;2" ]`,
      `[ "dtmi:dtdl:context;2", "dtmi:iotcentral:context;2" ]`,
    ),
  },
};
