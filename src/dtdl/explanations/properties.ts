import { content, type ExplanationRow, members, model, sections } from "./row.js";

const quantities = ["dtmi:dtdl:extension:quantitativeTypes;2"];
const refers = "secondaryId: the element referred to";

/** Errors of properties, of the elements in them, and of references. */
export const properties: Readonly<Record<string, ExplanationRow>> = {
  duplicatePropertyName: {
    meaning:
      "An element has a property twice: by the same name, or once by its term and once by its DTMI.",
    reason:
      "The values would have to be joined or one of them dropped, and readers of JSON do either.",
    section: sections.json,
    fields: ["primaryId", "property"],
    example: content(
      `{ "@type": "Command", "name": "boil", "comment": "slow", "comment": "fast" }`,
      `{ "@type": "Command", "name": "boil", "comment": "slow, then fast" }`,
    ),
  },
  propertyInvalidDtmi: {
    meaning:
      "In DTDL 3 or 4, the name of a property starts with `dtmi:` but breaks the grammar of DTMIs.",
    reason: "A property can be written by its term or by its DTMI; a broken DTMI is neither.",
    section: sections.identifier,
    fields: ["primaryId", "property: the name as written"],
    example: content(
      `{ "@type": "Command", "name": "boil", "dtmi:com:example:_power;1": 2000 }`,
      `{ "@type": "Command", "name": "boil" }`,
    ),
  },
  propertyNotDtmiNorTerm: {
    meaning:
      "In DTDL 3 or 4, the name of a property is an identifier of another kind, such as a URL.",
    reason:
      "All properties of DTDL and its extensions are named by DTMIs. What else should be noted about an element fits into `comment`.",
    section: sections.iri,
    fields: ["primaryId", "property: the name as written"],
    example: content(
      `{ "@type": "Command", "name": "boil", "https://schema.org/url": "https://example.com" }`,
      `{ "@type": "Command", "name": "boil", "comment": "https://example.com" }`,
    ),
  },
  propertyUndefinedTerm: {
    meaning:
      "In DTDL 3 or 4, an element has a property that neither DTDL nor an extension named in `@context` defines.",
    reason:
      "It is misspelt, belongs to another class of element, or its extension is missing. Letters count: `displayname` is not `displayName`.",
    section: sections.extensions,
    fields: ["primaryId", "property: the name as written", "restriction: the DTDL version"],
    example: content(
      `{ "@type": "Command", "name": "boil", "displayname": "Boil" }`,
      `{ "@type": "Command", "name": "boil", "displayName": "Boil" }`,
    ),
  },
  propertyIrrelevantDtmiOrTerm: {
    meaning: "The name of a property is known, but it belongs to none of the types of the element.",
    reason:
      "A property says something about certain elements only. A Command cannot be `writable`, and `unit` needs a semantic type such as `Temperature` in `@type`.",
    section: sections.iri,
    fields: ["primaryId", "property: the name as written"],
    example: content(
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double", "writable": true }`,
      `{ "@type": "Property", "name": "temperature", "schema": "double", "writable": true }`,
    ),
  },
  noTypeThatAllows: {
    meaning: "An element has a property that none of its types can have.",
    reason:
      "DTDL 2 keeps unknown properties, but only on an element with an unknown type that might bring them. Otherwise it is a mistake, mostly of spelling.",
    section: sections.iri,
    fields: ["primaryId", "property: the name as written"],
    example: content(
      `{ "@type": "Property", "name": "target", "schema": "double", "writeable": true }`,
      `{ "@type": "Property", "name": "target", "schema": "double", "writable": true }`,
      2,
    ),
  },
  inferredTypeDoesNotAllow: {
    meaning:
      "An element without `@type`, such as a Field or the request of a Command, has a property that its class does not know.",
    reason:
      "Where one class only can stand, `@type` may be left out. The properties have to be those of that class all the same.",
    section: sections.complex,
    fields: ["primaryId", "type: the class that was inferred", "property: the name as written"],
    example: content(
      `{ "@type": "Telemetry", "name": "position", "schema": { "@type": "Object", "fields": [ { "name": "x", "schema": "double", "units": "metre" } ] } }`,
      `{ "@type": "Telemetry", "name": "position", "schema": { "@type": "Object", "fields": [ { "name": "x", "schema": "double" } ] } }`,
      2,
    ),
  },
  missingObjectProperty: {
    meaning: "A property that the class requires is absent; its value would be an element.",
    reason:
      "Without a `schema` nobody knows what a Telemetry sends, without `elementSchema` what an Array contains.",
    section: sections.complex,
    fields: ["primaryId", "property"],
    example: content(
      `{ "@type": "Telemetry", "name": "temperature" }`,
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
    ),
  },
  missingLiteralProperty: {
    meaning: "A property that the class requires is absent; its value would be a text or a number.",
    reason:
      "Programs and messages know most elements by their `name`, and the values of an Enum by `enumValue`.",
    section: sections.complex,
    fields: ["primaryId", "property"],
    example: content(
      `{ "@type": "Telemetry", "name": "mode", "schema": { "@type": "Enum", "valueSchema": "integer", "enumValues": [ { "name": "off" } ] } }`,
      `{ "@type": "Telemetry", "name": "mode", "schema": { "@type": "Enum", "valueSchema": "integer", "enumValues": [ { "name": "off", "enumValue": 0 } ] } }`,
    ),
  },
  missingSupplementalObjectProperty: {
    meaning:
      "A type in `@type` requires a property that is absent; its value would be an element, such as a unit.",
    reason: "A temperature without a unit could be in any; the semantic type is there to tell.",
    section: sections.extensions,
    fields: ["primaryId", "property", "type: the type that requires it"],
    fatal: true,
    example: content(
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "temperature", "schema": "double" }`,
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "temperature", "schema": "double", "unit": "kelvin" }`,
      4,
      quantities,
    ),
  },
  missingSupplementalLiteralProperty: {
    meaning:
      "A type in `@type` requires a property that is absent; its value would be a text, a number or a duration.",
    reason: "`Cacheable`, for example, has to say by `ttl` for how long a response stays valid.",
    section: sections.extensions,
    fields: ["primaryId", "property", "type: the type that requires it"],
    fatal: true,
    example: content(
      `{ "@type": [ "Command", "Idempotent", "Cacheable" ], "name": "boil" }`,
      `{ "@type": [ "Command", "Idempotent", "Cacheable" ], "name": "boil", "ttl": "PT15S" }`,
      4,
      ["dtmi:dtdl:extension:mqtt;3"],
    ),
  },
  missingSupplementalIdentifierProperty: {
    meaning:
      "A type in `@type` requires a property that is absent; its value would be the name of a property.",
    reason: "`Override` has to say by `overrides` what its values replace.",
    section: sections.extensions,
    fields: ["primaryId", "property", "type: the type that requires it"],
    fatal: true,
    example: members(
      `"contents": [ { "@type": [ "Telemetry", "Temperature" ], "name": "level", "schema": "double", "unit": "kelvin" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "levelUnit", "annotates": "level", "schema": "TemperatureUnit" } ]`,
      `"contents": [ { "@type": [ "Telemetry", "Temperature" ], "name": "level", "schema": "double", "unit": "kelvin" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "levelUnit", "annotates": "level", "overrides": "unit", "schema": "TemperatureUnit" } ]`,
      4,
      [...quantities, "dtmi:dtdl:extension:annotation;2", "dtmi:dtdl:extension:overriding;2"],
    ),
  },
  graphDisallowed: {
    meaning: "An object inside an Interface has the member `@graph`.",
    reason: "Elements stand directly in the property that they are values of.",
    section: sections.json,
    fields: ["primaryId: the element that holds it", "property"],
    example: members(
      `"contents": { "@graph": [ { "@type": "Command", "name": "boil" } ], "@type": "Command", "name": "stop" }`,
      `"contents": [ { "@type": "Command", "name": "boil" }, { "@type": "Command", "name": "stop" } ]`,
    ),
  },
  keywordDisallowed: {
    meaning:
      "In DTDL 3 or 4, an object inside an Interface has a member with `@` that is not `@context`, `@id` or `@type`.",
    reason:
      "Other keywords of JSON-LD would have no effect. DTDL 2 passes over them, later versions tell.",
    section: sections.json,
    fields: ["primaryId: the element that holds it", "property", "value: the keyword"],
    example: content(
      `{ "@type": "Command", "name": "boil", "@index": "first" }`,
      `{ "@type": "Command", "name": "boil" }`,
    ),
  },
  idReference: {
    meaning: "An object has an `@id` and nothing else.",
    reason:
      "In JSON-LD that is a reference. In DTDL a reference is a string, and an object defines an element; this one would define nothing.",
    section: sections.iri,
    fields: ["primaryId: the element that holds it", "property", "value: the identifier"],
    example: members(
      `"contents": { "@type": "Telemetry", "name": "list", "schema": { "@id": "dtmi:com:example:Kettle:list;1" } }, "schemas": { "@id": "dtmi:com:example:Kettle:list;1", "@type": "Array", "elementSchema": "double" }`,
      `"contents": { "@type": "Telemetry", "name": "list", "schema": "dtmi:com:example:Kettle:list;1" }, "schemas": { "@id": "dtmi:com:example:Kettle:list;1", "@type": "Array", "elementSchema": "double" }`,
    ),
  },
  idRefBadDtmiOrTerm: {
    meaning:
      "The parser was asked to tolerate objects with nothing but `@id` as references, and the identifier of this one is neither a DTMI nor a term of DTDL 2.",
    reason: "Even a tolerated reference has to lead somewhere.",
    section: sections.iri,
    fields: [
      "primaryId: the element that holds it",
      "property",
      "value: the identifier",
      "restriction: the DTDL version",
    ],
  },
  badDtmiOrTerm: {
    meaning:
      "A text stands where an element is expected, and it is neither a term that DTDL or an extension defines nor a valid DTMI.",
    reason: "It is a reference, and nothing tells where it leads; mostly it is misspelt.",
    section: sections.iri,
    fields: ["primaryId", "property", "value: the text", "restriction: the DTDL version"],
    example: content(
      `{ "@type": "Telemetry", "name": "temperature", "schema": "dobule" }`,
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
    ),
  },
  refNotStringOrObject: {
    meaning: "A number, a boolean or `null` stands where an element is expected.",
    reason: "Elements are written as objects, or referred to by a string.",
    section: sections.iri,
    fields: ["primaryId", "property"],
    example: content(
      `{ "@type": "Telemetry", "name": "temperature", "schema": 8 }`,
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
    ),
  },
  refObjectNotAllowed: {
    meaning: "An object stands as value of a property that only takes references.",
    reason: "Units and the like are built into the extensions; a model names them, and adds none.",
    section: sections.extensions,
    fields: ["primaryId", "property"],
    example: content(
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "temperature", "schema": "double", "unit": { "@type": "EnumValue", "name": "warm" } }`,
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "temperature", "schema": "double", "unit": "kelvin" }`,
      4,
      quantities,
    ),
  },
  objectMultipleValues: {
    meaning: "An array of several elements stands in a property that takes one.",
    reason: "Something has one schema, one request and one response.",
    section: sections.complex,
    fields: ["primaryId", "property"],
    example: content(
      `{ "@type": "Telemetry", "name": "temperature", "schema": [ "double", "string" ] }`,
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
    ),
  },
  objectCountBelowMin: {
    meaning:
      "A property that needs elements has too few. Those that have an error of their own are not counted.",
    reason: "An Array has a schema for its entries; in DTDL 2 an Enum has at least one value.",
    section: sections.complex,
    fields: ["primaryId", "property"],
    example: content(
      `{ "@type": "Telemetry", "name": "temperature", "schema": [] }`,
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
    ),
  },
  objectCountAboveMax: {
    meaning:
      "In DTDL 2, a property has more elements than allowed: 300 `contents`, 100 `enumValues`, 30 `fields`, 2 `extends`, 300 `properties` of a Relationship.",
    reason:
      "Services reserve room by these numbers. From DTDL 3 on only the total below an Interface counts, see `excessiveCount`.",
    section: sections.interface,
    fields: ["primaryId", "property"],
  },
  nonUniquePropertyValue: {
    meaning:
      "Two elements in one property have the same `name`, the same `enumValue` or the same `index`.",
    reason:
      'Messages and programs tell the elements apart by it. Small and capital letters count as different; the number `1` and the text `"1"` do too.',
    section: sections.interface,
    fields: [
      "primaryId: the element that holds both",
      "property",
      "auxProperty: the property that must be unique",
      "value: the value they share",
    ],
    example: members(
      `"contents": [ { "@type": "Telemetry", "name": "level", "schema": "double" }, { "@type": "Command", "name": "level" } ]`,
      `"contents": [ { "@type": "Telemetry", "name": "level", "schema": "double" }, { "@type": "Command", "name": "measure" } ]`,
    ),
  },
  incorrectPropertyValue: {
    meaning:
      "A property refers to an element of the right class, but only few of them are permitted.",
    reason:
      "The keys of a Map are strings, since the members of a JSON object are; the values of an Enum are integers or strings.",
    section: sections.enum,
    fields: ["primaryId", "property", "value: what it refers to", "restriction: what is permitted"],
    example: content(
      `{ "@type": "Telemetry", "name": "mode", "schema": { "@type": "Enum", "valueSchema": "double", "enumValues": [] } }`,
      `{ "@type": "Telemetry", "name": "mode", "schema": { "@type": "Enum", "valueSchema": "integer", "enumValues": [] } }`,
    ),
  },
  nonConformantDatatype: {
    meaning:
      "The `enumValue` of an Enum is a number where `valueSchema` says string, or the reverse.",
    reason: "A receiver reads the values by `valueSchema`.",
    section: sections.enum,
    fields: [
      "primaryId: the EnumValue",
      "property",
      "secondaryId: the Enum",
      "restriction: the property that decides",
      "value: the value",
      "type: the type that it has to be of",
    ],
    example: content(
      `{ "@type": "Telemetry", "name": "mode", "schema": { "@type": "Enum", "valueSchema": "integer", "enumValues": [ { "name": "off", "enumValue": "0" } ] } }`,
      `{ "@type": "Telemetry", "name": "mode", "schema": { "@type": "Enum", "valueSchema": "integer", "enumValues": [ { "name": "off", "enumValue": 0 } ] } }`,
    ),
  },
  nonConformantPropertyValue: {
    meaning:
      "The value of a property that a type brings, such as the `minimum` of a Limited value, is no value of the element's `schema`.",
    reason: "A smallest temperature is a temperature itself.",
    section: sections.extensions,
    fields: ["primaryId", "property", "restriction: the property that decides"],
    example: {
      of: "content",
      version: 4,
      extensions: ["dtmi:iotoperations:context;4"],
      wrong: `{ "@type": [ "Telemetry", "Limited" ], "name": "level", "schema": "integer", "minimum": 0.5 }`,
      right: `{ "@type": [ "Telemetry", "Limited" ], "name": "level", "schema": "integer", "minimum": 1 }`,
    },
  },
  unresolvedReference: {
    meaning:
      "A model refers to an element that is in none of the texts, is not built in, and that no resolver supplied.",
    reason:
      "What a Component or a schema refers to is part of the model. The `target` of a Relationship is not: it need not exist.",
    section: sections.component,
    fields: ["primaryId", "property", "value: the identifier that is missing"],
    example: content(
      `{ "@type": "Component", "name": "heater", "schema": "dtmi:com:example:Heater;1" }`,
      `{ "@type": "Component", "name": "heater", "schema": { "@id": "dtmi:com:example:Heater;1", "@type": "Interface" } }`,
    ),
  },
  undefinedReservedId: {
    meaning:
      "A reference starts with a prefix of the language, such as `dtmi:dtdl:` or `dtmi:standard:`, and there is no such built-in element.",
    reason: "Nobody else can define elements under these prefixes, so asking for it is in vain.",
    section: sections.identifier,
    fields: ["primaryId", "property", refers],
    example: content(
      `{ "@type": "Telemetry", "name": "temperature", "schema": "dtmi:dtdl:instance:Schema:real;2" }`,
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
    ),
  },
  disallowedVersionDefinition: {
    meaning:
      "An element has a `@context` of its own, with a DTDL version that cannot stand where it is.",
    reason:
      "A model of a later version may contain elements of earlier ones in some places, never the other way round.",
    section: sections.context,
    fields: [
      "primaryId: the element that holds it",
      "property",
      "value: its DTDL version",
      "restriction: the versions that are permitted",
    ],
    example: content(
      `{ "@context": "dtmi:dtdl:context;4", "@type": "Command", "name": "boil" }`,
      `{ "@type": "Command", "name": "boil" }`,
      3,
    ),
  },
  disallowedVersionReference: {
    meaning:
      "A reference leads to an element of a DTDL version that cannot be referred to from here.",
    reason:
      "A program for DTDL 2 can read a model of DTDL 2 only if everything in it is of that version.",
    section: sections.context,
    fields: [
      "primaryId",
      "property",
      refers,
      "value: its DTDL version",
      "restriction: the versions that are permitted",
    ],
    example: model(
      `[ { "@context": "dtmi:dtdl:context;3", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface", "extends": "dtmi:com:example:Vessel;1" }, { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Vessel;1", "@type": "Interface" } ]`,
      `[ { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface", "extends": "dtmi:com:example:Vessel;1" }, { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Vessel;1", "@type": "Interface" } ]`,
    ),
  },
  crossPartitionReference: {
    meaning: "A reference leads to an element that lies inside another Interface.",
    reason:
      "Interfaces are stored and versioned one by one. What lies inside one can change with it, so others do not build on it; the `schemas` of a base are not inherited either.",
    section: sections.schemas,
    fields: [
      "primaryId",
      "property",
      refers,
      "value: the Interface in which that lies",
      "restriction: the Interface that refers",
    ],
    example: model(
      `[ { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface", "contents": { "@type": "Telemetry", "name": "list", "schema": "dtmi:com:example:Vessel:list;1" } }, { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Vessel;1", "@type": "Interface", "schemas": { "@id": "dtmi:com:example:Vessel:list;1", "@type": "Array", "elementSchema": "double" } } ]`,
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface", "contents": { "@type": "Telemetry", "name": "list", "schema": "dtmi:com:example:Kettle:list;1" }, "schemas": { "@id": "dtmi:com:example:Kettle:list;1", "@type": "Array", "elementSchema": "double" } }`,
    ),
  },
  nonUniqueImportedPropertyValue: {
    meaning:
      "Two different contents with one name meet in an Interface, at least one of them inherited by `extends`.",
    reason:
      "There is no overriding in DTDL: an Interface has all contents of its bases as they are. The same element inherited in two ways is no conflict.",
    section: sections.interface,
    fields: [
      "primaryId: the Interface",
      "secondaryId: the base",
      "property",
      "transformation: the property by which it is inherited",
      "auxProperty: the property that must be unique",
      "value: the value they share",
    ],
    example: model(
      `[ { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface", "extends": "dtmi:com:example:Vessel;1", "contents": { "@type": "Telemetry", "name": "level", "schema": "double" } }, { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Vessel;1", "@type": "Interface", "contents": { "@type": "Telemetry", "name": "level", "schema": "double" } } ]`,
      `[ { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface", "extends": "dtmi:com:example:Vessel;1" }, { "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Vessel;1", "@type": "Interface", "contents": { "@type": "Telemetry", "name": "level", "schema": "double" } } ]`,
    ),
  },
  excessiveDepthNarrow: {
    meaning: "Interfaces extend each other in a chain of more than 10 steps, or 12 in DTDL 4.",
    reason: "To know one Interface a program has to read all of its bases.",
    section: sections.interface,
    fields: [
      "primaryId: the Interface at which the chain starts",
      "property: the properties that make up the chain",
      "secondaryId: the first Interface beyond",
    ],
  },
  excessiveDepthWide: {
    meaning:
      "Schemas stand inside each other more than 5 levels deep, or 8 in DTDL 4. Each step by `schema` or `elementSchema` counts as one.",
    reason:
      "Programs reserve room for values, and people have to read them. Limit extensions allow more.",
    section: sections.complex,
    fields: ["primaryId: the outermost schema", "secondaryId: the schema that is too deep"],
    example: content(
      `{ "@type": "Telemetry", "name": "cube", "schema": { "@type": "Array", "elementSchema": { "@type": "Array", "elementSchema": { "@type": "Array", "elementSchema": { "@type": "Array", "elementSchema": { "@type": "Array", "elementSchema": { "@type": "Array", "elementSchema": "double" } } } } } } }`,
      `{ "@type": "Telemetry", "name": "cube", "schema": { "@type": "Array", "elementSchema": { "@type": "Array", "elementSchema": { "@type": "Array", "elementSchema": "double" } } } }`,
      3,
    ),
  },
  recursiveStructureNarrow: {
    meaning:
      "An Interface extends itself, directly or through others; or, in DTDL 3, it contains itself through its contents.",
    reason: "It would have all of its contents again and again, without an end.",
    section: sections.interface,
    fields: ["primaryId: the Interface", "property: the properties on the way"],
    example: members(
      `"extends": "dtmi:com:example:Kettle;1"`,
      `"contents": { "@type": "Command", "name": "boil" }`,
    ),
  },
  recursiveStructureWide: {
    meaning: "In DTDL 2 or 3, a schema contains itself, directly or through others.",
    reason:
      "Its values could be nested to any depth. DTDL 4 allows that, for trees and similar data.",
    section: sections.complex,
    fields: ["primaryId: the schema"],
    example: members(
      `"schemas": { "@id": "dtmi:com:example:Kettle:node;1", "@type": "Array", "elementSchema": "dtmi:com:example:Kettle:node;1" }`,
      `"schemas": { "@id": "dtmi:com:example:Kettle:node;1", "@type": "Array", "elementSchema": "double" }`,
      3,
    ),
  },
  excessiveCount: {
    meaning:
      "In DTDL 3 or 4, more than 100,000 elements lie below an Interface, or it has more than 1024 bases. What is reached in several ways counts each time.",
    reason:
      "One limit for the whole leaves room for any shape of model, and still bounds its size.",
    section: sections.interface,
    fields: ["primaryId: the Interface", "property: the properties that were followed"],
  },
  partitionTooLarge: {
    meaning:
      "In DTDL 3 or 4, the text of an Interface has more than 1,048,576 characters, without the Interfaces that are nested in it.",
    reason: "An Interface is stored and sent as one piece.",
    section: sections.interface,
    fields: ["primaryId: the Interface", "value: its class"],
  },
};
