import { content, type ExplanationRow, members, sections } from "./row.js";

const quantities = ["dtmi:dtdl:extension:quantitativeTypes;2"];

/** Errors of `@type`. */
export const types: Readonly<Record<string, ExplanationRow>> = {
  badType: {
    meaning:
      "A property holds or refers to an element of a class that it does not take. Or `@type` is missing where it is needed, or names no class of DTDL.",
    reason:
      "Each property takes certain classes: `schema` takes schemas, `contents` takes Telemetry, Property, Command, Relationship and Component. Primitive schemas such as `double` are only referred to, never written as an object.",
    section: sections.iri,
    fields: [
      "primaryId: the element that holds it",
      "property",
      "secondaryId: the element that does not fit",
      "value: the type as written, or the class of the element referred to",
    ],
    example: content(
      `{ "@type": "Telemetry", "name": "temperature", "schema": { "@type": "Double" } }`,
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
    ),
  },
  typeInvalidDtmi: {
    meaning: "An entry of `@type` starts with `dtmi:` but breaks the grammar of DTMIs.",
    reason: "A type can be written as a term or as its DTMI; a broken DTMI is neither.",
    section: sections.identifier,
    fields: ["primaryId", "value: the type"],
    example: content(
      `{ "@type": [ "Command", "dtmi:com:example:_Quick;1" ], "name": "boil" }`,
      `{ "@type": "Command", "name": "boil" }`,
    ),
  },
  typeNotDtmiNorTerm: {
    meaning: "In DTDL 3 or 4, an entry of `@type` is an identifier of another kind, such as a URL.",
    reason:
      "All types of DTDL and its extensions are named by DTMIs. DTDL 2 keeps types that it does not know, later versions want to know all.",
    section: sections.iri,
    fields: ["primaryId", "value: the type"],
    example: content(
      `{ "@type": [ "Command", "https://schema.org/Action" ], "name": "boil" }`,
      `{ "@type": "Command", "name": "boil" }`,
    ),
  },
  typeUndefinedTerm: {
    meaning:
      "In DTDL 3 or 4, `@type` has a word that neither DTDL nor an extension named in `@context` defines.",
    reason:
      "It is misspelt, or its extension is missing. Semantic types such as `Temperature` belong to the language in DTDL 2 only, and to the extension `quantitativeTypes` from version 3 on.",
    section: sections.extensions,
    fields: ["primaryId", "value: the type", "restriction: the DTDL version"],
    example: content(
      `{ "@type": [ "Telemetry", "Historised" ], "name": "temperature", "schema": "double" }`,
      `{ "@type": [ "Telemetry", "Historized" ], "name": "temperature", "schema": "double" }`,
      4,
      ["dtmi:dtdl:extension:historization;2"],
    ),
  },
  typeIrrelevantDtmiOrTerm: {
    meaning:
      "An entry of `@type` stands for something else than a type, such as a property, a unit or a schema, or it is a DTMI that nobody has defined.",
    reason:
      "When all contexts are known, so are all types; there is no extension to which an unknown one could belong.",
    section: sections.iri,
    fields: ["primaryId", "value: the type"],
    example: content(
      `{ "@type": [ "Telemetry", "double" ], "name": "temperature", "schema": "double" }`,
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
    ),
  },
  multipleMaterialTypes: {
    meaning: "`@type` names more than one class of DTDL.",
    reason:
      "The class decides which properties an element has and how its data travels. Types beside it, such as `Temperature`, only add to that.",
    section: sections.interface,
    fields: ["primaryId", "value: the classes"],
    example: content(
      `{ "@type": [ "Telemetry", "Property" ], "name": "temperature", "schema": "double" }`,
      `{ "@type": "Property", "name": "temperature", "schema": "double" }`,
    ),
  },
  abstractSupplementalType: {
    meaning: "`@type` has a type that only serves as the common part of others.",
    reason:
      "It says too little by itself: `QuantitativeType`, for example, does not tell which units there are.",
    section: sections.extensions,
    fields: ["primaryId", "type"],
    example: content(
      `{ "@type": [ "Telemetry", "QuantitativeType" ], "name": "temperature", "schema": "double", "unit": "kelvin" }`,
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "temperature", "schema": "double", "unit": "kelvin" }`,
      4,
      quantities,
    ),
  },
  invalidCotype: {
    meaning: "A type of an extension stands beside a class that it is not made for.",
    reason:
      "Such a type adds meaning or properties to certain classes. `Historized` says that values are to be recorded, and a Command has no values.",
    section: sections.extensions,
    fields: ["primaryId", "type", "restriction: the classes that it suits"],
    example: content(
      `{ "@type": [ "Command", "Historized" ], "name": "boil" }`,
      `{ "@type": [ "Telemetry", "Historized" ], "name": "temperature", "schema": "double" }`,
      4,
      ["dtmi:dtdl:extension:historization;2"],
    ),
  },
  invalidCotypeVersion: {
    meaning:
      "A type of an extension stands on an element that is written in a DTDL version for which the extension is not made.",
    reason:
      "Extensions have versions of their own. Naming one in `@context` is harmless, using its types needs the right DTDL version.",
    section: sections.extensions,
    fields: ["primaryId", "type", "restriction: the DTDL versions that it suits"],
    example: content(
      `{ "@type": [ "Telemetry", "Historized" ], "name": "temperature", "schema": "double" }`,
      `{ "@type": "Telemetry", "name": "temperature", "schema": "double" }`,
      2,
      ["dtmi:dtdl:extension:historization;1"],
    ),
  },
  missingCocotype: {
    meaning: "A type stands in `@type` without another one that it builds on.",
    reason:
      "`Cacheable`, for example, lets a response be used again, which is only right for a Command that is `Idempotent`.",
    section: sections.extensions,
    fields: ["primaryId", "type", "restriction: the type that is missing"],
    example: content(
      `{ "@type": [ "Command", "Cacheable" ], "name": "boil", "ttl": "PT15S" }`,
      `{ "@type": [ "Command", "Idempotent", "Cacheable" ], "name": "boil", "ttl": "PT15S" }`,
      4,
      ["dtmi:dtdl:extension:mqtt;3"],
    ),
  },
  disallowedCocotype: {
    meaning: "Two types stand in one `@type` that contradict each other.",
    reason:
      "The field of a result that is only there on success, for example, cannot be required at the same time.",
    section: sections.extensions,
    fields: ["primaryId", "type", "restriction: the other type"],
    example: content(
      `{ "@type": "Command", "name": "boil", "response": { "name": "outcome", "schema": { "@type": [ "Object", "Result" ], "fields": [ { "@type": [ "Field", "NormalResult", "Required" ], "name": "degrees", "schema": "double" } ] } } }`,
      `{ "@type": "Command", "name": "boil", "response": { "name": "outcome", "schema": { "@type": [ "Object", "Result" ], "fields": [ { "@type": [ "Field", "NormalResult" ], "name": "degrees", "schema": "double" } ] } } }`,
      4,
      ["dtmi:dtdl:extension:mqtt;3", "dtmi:dtdl:extension:requirement;1"],
    ),
  },
  conflictingSupplementalTypes: {
    meaning: "Two types on one element bring a property of the same name.",
    reason:
      "Every semantic type brings `unit`. With two of them nobody could say to which the unit belongs.",
    section: sections.extensions,
    fields: ["primaryId", "type", "restriction: the other type", "property"],
    example: content(
      `{ "@type": [ "Telemetry", "Temperature", "Pressure" ], "name": "reading", "schema": "double", "unit": "kelvin" }`,
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "reading", "schema": "double", "unit": "kelvin" }`,
      4,
      quantities,
    ),
  },
  excludedType: {
    meaning:
      "A Component contains an Interface that has Components itself; or, in DTDL 2, a Property contains an Array.",
    reason:
      "Messages name a component by one name, so Components nest one level deep. DTDL 2 keeps arrays out of Properties; geospatial schemas such as `point` contain arrays too.",
    section: sections.component,
    fields: [
      "primaryId",
      "property: the properties on the way",
      "secondaryId: the element inside",
      "restriction: the class that is excluded",
      "type: the class around it",
    ],
    example: content(
      `{ "@type": "Property", "name": "limits", "schema": { "@type": "Array", "elementSchema": "double" } }`,
      `{ "@type": "Property", "name": "limits", "schema": { "@type": "Map", "mapKey": { "name": "phase", "schema": "string" }, "mapValue": { "name": "limit", "schema": "double" } } }`,
      2,
    ),
  },
  parentMissingCotype: {
    meaning:
      "A type is made for elements inside one of another type, and the outer element lacks that.",
    reason:
      "`NormalResult`, for example, tells which field of a `Result` is the answer; in another Object it would mean nothing.",
    section: sections.extensions,
    fields: [
      "primaryId",
      "type",
      "restriction: the type that the outer element needs",
      "property: the property that holds the element",
    ],
    example: content(
      `{ "@type": "Command", "name": "boil", "response": { "name": "outcome", "schema": { "@type": "Object", "fields": [ { "@type": [ "Field", "NormalResult" ], "name": "degrees", "schema": "double" } ] } } }`,
      `{ "@type": "Command", "name": "boil", "response": { "name": "outcome", "schema": { "@type": [ "Object", "Result" ], "fields": [ { "@type": [ "Field", "NormalResult" ], "name": "degrees", "schema": "double" } ] } } }`,
      4,
      ["dtmi:dtdl:extension:mqtt;3"],
    ),
  },
  siblingDuplicatesCotype: {
    meaning: "A type that one element only may have stands on two beside each other.",
    reason: "An Object can have one field that is the answer, and one that is the error.",
    section: sections.extensions,
    fields: [
      "primaryId",
      "secondaryId",
      "type",
      "restriction: the type of the other element",
      "property: the property that holds both",
    ],
    example: content(
      `{ "@type": "Command", "name": "boil", "response": { "name": "outcome", "schema": { "@type": [ "Object", "Result" ], "fields": [ { "@type": [ "Field", "NormalResult" ], "name": "a", "schema": "double" }, { "@type": [ "Field", "NormalResult" ], "name": "b", "schema": "double" } ] } } }`,
      `{ "@type": "Command", "name": "boil", "response": { "name": "outcome", "schema": { "@type": [ "Object", "Result" ], "fields": [ { "@type": [ "Field", "NormalResult" ], "name": "a", "schema": "double" } ] } } }`,
      4,
      ["dtmi:dtdl:extension:mqtt;3"],
    ),
  },
  siblingMissingCotype: {
    meaning: "A type needs an element of another type beside it, and there is none.",
    reason:
      "`ErrorInfo`, for example, explains the code of an error, so there must be a field with the type `ErrorCode`. A type can also ask every neighbour for one of several types.",
    section: sections.extensions,
    fields: [
      "primaryId",
      "type",
      "restriction: the type that is missing",
      "property: the property that holds the element",
    ],
    example: content(
      `{ "@type": "Command", "name": "boil", "response": { "name": "outcome", "schema": { "@type": [ "Object", "Result" ], "fields": [ { "@type": [ "Field", "ErrorInfo" ], "name": "info", "schema": { "@type": "Object", "fields": [ { "name": "text", "schema": "string" } ] } } ] } } }`,
      `{ "@type": "Command", "name": "boil", "response": { "name": "outcome", "schema": { "@type": [ "Object", "Result" ], "fields": [ { "@type": [ "Field", "ErrorCode" ], "name": "code", "schema": { "@type": "Enum", "valueSchema": "integer", "enumValues": [ { "name": "dry", "enumValue": 1 } ] } }, { "@type": [ "Field", "ErrorInfo" ], "name": "info", "schema": { "@type": "Object", "fields": [ { "name": "text", "schema": "string" } ] } } ] } } }`,
      4,
      ["dtmi:dtdl:extension:mqtt;4"],
    ),
  },
  notRequiredType: {
    meaning:
      "A type on the element wants the value of a property to be of a certain type, and it is not.",
    reason:
      "A semantic type is about numbers, so its `schema` must be numeric, and in DTDL 2 its `unit` must be one of its kind of units. Types of extensions can ask for an Object, an Enum or others.",
    section: sections.extensions,
    fields: [
      "primaryId",
      "property",
      "secondaryId: the value",
      "type: the types that are permitted",
    ],
    example: content(
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "temperature", "schema": "string", "unit": "kelvin" }`,
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "temperature", "schema": "double", "unit": "kelvin" }`,
      4,
      quantities,
    ),
  },
  notRequiredValue: {
    meaning: "A type on the element permits only a few values for a property, and this is another.",
    reason:
      "`VelocityVector` of IoT Central, for example, stands for three numbers, which the schema `vector` describes.",
    section: sections.extensions,
    fields: ["primaryId", "property", "secondaryId: the value", "restriction: what is permitted"],
    example: content(
      `{ "@type": [ "Telemetry", "VelocityVector" ], "name": "wind", "schema": "double" }`,
      `{ "@type": [ "Telemetry", "VelocityVector" ], "name": "wind", "schema": "vector" }`,
      2,
      ["dtmi:iotcentral:context;2"],
    ),
  },
  wrongParent: {
    meaning: "A property refers to an element that belongs to another one than it has to.",
    reason:
      "From DTDL 3 on the units of a quantity are the values of one Enum: `metre` belongs to `LengthUnit`, so it is no unit of a temperature.",
    section: sections.extensions,
    fields: [
      "primaryId",
      "property",
      "secondaryId: the value",
      "value: what it belongs to",
      "restriction: what it has to belong to",
    ],
    example: content(
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "temperature", "schema": "double", "unit": "metre" }`,
      `{ "@type": [ "Telemetry", "Temperature" ], "name": "temperature", "schema": "double", "unit": "kelvin" }`,
      4,
      quantities,
    ),
  },
  notSiblingRequiredType: {
    meaning: "An element names another one beside it that is of the wrong class.",
    reason:
      "Only values can be annotated or overridden, so the element named is a Property or Telemetry.",
    section: sections.extensions,
    fields: [
      "primaryId",
      "property: the property that names",
      "secondaryId: the element that is named",
      "auxProperty: the property it is named by",
      "value: its name",
      "type: the classes that are permitted",
    ],
    example: members(
      `"contents": [ { "@type": "Command", "name": "boil" }, { "@type": [ "Property", "ValueAnnotation" ], "name": "quality", "annotates": "boil", "schema": "integer" } ]`,
      `"contents": [ { "@type": "Telemetry", "name": "level", "schema": "double" }, { "@type": [ "Property", "ValueAnnotation" ], "name": "quality", "annotates": "level", "schema": "integer" } ]`,
      4,
      ["dtmi:dtdl:extension:annotation;2"],
    ),
  },
  disallowedType: {
    meaning: "An element names another one beside it that has a type it must not have.",
    reason: "An annotation belongs to a value of the device, not to another annotation.",
    section: sections.extensions,
    fields: [
      "primaryId",
      "property: the property that names",
      "secondaryId: the element that is named",
      "auxProperty: the property it is named by",
      "value: its name",
      "type: the type that is not permitted",
    ],
    example: members(
      `"contents": [ { "@type": "Telemetry", "name": "level", "schema": "double" }, { "@type": [ "Property", "ValueAnnotation" ], "name": "quality", "annotates": "level", "schema": "integer" }, { "@type": [ "Property", "ValueAnnotation" ], "name": "source", "annotates": "quality", "schema": "string" } ]`,
      `"contents": [ { "@type": "Telemetry", "name": "level", "schema": "double" }, { "@type": [ "Property", "ValueAnnotation" ], "name": "quality", "annotates": "level", "schema": "integer" }, { "@type": [ "Property", "ValueAnnotation" ], "name": "source", "annotates": "level", "schema": "string" } ]`,
      4,
      ["dtmi:dtdl:extension:annotation;2"],
    ),
  },
  matchingPropertyNotSupplemental: {
    meaning:
      "An Override names a property that the other element has by its class, such as `schema`.",
    reason:
      "At run time an instance can change what a type added to the model, such as the unit, but not what the element is.",
    section: sections.extensions,
    fields: [
      "primaryId",
      "property: the property that names the element",
      "secondaryId: the element that is named",
      "auxProperty: the property it is named by",
      "value: its name",
      "restriction: the property to override",
      "transformation: the property that names this",
      "type: the class of the element that is named",
    ],
    example: members(
      `"contents": [ { "@type": [ "Telemetry", "Temperature" ], "name": "level", "schema": "double", "unit": "kelvin" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "levelUnit", "annotates": "level", "overrides": "schema", "schema": "TemperatureUnit" } ]`,
      `"contents": [ { "@type": [ "Telemetry", "Temperature" ], "name": "level", "schema": "double", "unit": "kelvin" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "levelUnit", "annotates": "level", "overrides": "unit", "schema": "TemperatureUnit" } ]`,
      4,
      [...quantities, "dtmi:dtdl:extension:annotation;2", "dtmi:dtdl:extension:overriding;2"],
    ),
  },
  noMatchingSupplementalProperty: {
    meaning: "An Override names a property that no type of the other element brings.",
    reason: "There is nothing to override: a value without a semantic type has no unit.",
    section: sections.extensions,
    fields: [
      "primaryId",
      "property: the property that names the element",
      "secondaryId: the element that is named",
      "auxProperty: the property it is named by",
      "value: its name",
      "restriction: the property to override",
      "transformation: the property that names this",
      "type: the class of the element that is named",
    ],
    example: members(
      `"contents": [ { "@type": "Telemetry", "name": "level", "schema": "double" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "levelUnit", "annotates": "level", "overrides": "unit", "schema": "TemperatureUnit" } ]`,
      `"contents": [ { "@type": [ "Telemetry", "Temperature" ], "name": "level", "schema": "double", "unit": "kelvin" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "levelUnit", "annotates": "level", "overrides": "unit", "schema": "TemperatureUnit" } ]`,
      4,
      [...quantities, "dtmi:dtdl:extension:annotation;2", "dtmi:dtdl:extension:overriding;2"],
    ),
  },
  siblingPropertyMismatch: {
    meaning: "The `schema` of an Override is not that of the property which it overrides.",
    reason: "A value that replaces the unit of a temperature has to be a unit of temperatures.",
    section: sections.extensions,
    fields: [
      "primaryId",
      "property",
      "value: the value of the property",
      "restriction: what is permitted",
    ],
    example: members(
      `"contents": [ { "@type": [ "Telemetry", "Temperature" ], "name": "level", "schema": "double", "unit": "kelvin" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "levelUnit", "annotates": "level", "overrides": "unit", "schema": "LengthUnit" } ]`,
      `"contents": [ { "@type": [ "Telemetry", "Temperature" ], "name": "level", "schema": "double", "unit": "kelvin" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "levelUnit", "annotates": "level", "overrides": "unit", "schema": "TemperatureUnit" } ]`,
      4,
      [...quantities, "dtmi:dtdl:extension:annotation;2", "dtmi:dtdl:extension:overriding;2"],
    ),
  },
  multipleReference: {
    meaning: "Two elements override the same property of the same neighbour.",
    reason: "If they held different values, nobody could say which of them counts.",
    section: sections.extensions,
    fields: [
      "primaryId: the element that holds both",
      "property: the property that holds both",
      "secondaryId: the property that must be unique",
      "auxProperty: the properties they agree in",
      "value: the values of these",
    ],
    example: members(
      `"contents": [ { "@type": [ "Telemetry", "Temperature" ], "name": "level", "schema": "double", "unit": "kelvin" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "unitA", "annotates": "level", "overrides": "unit", "schema": "TemperatureUnit" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "unitB", "annotates": "level", "overrides": "unit", "schema": "TemperatureUnit" } ]`,
      `"contents": [ { "@type": [ "Telemetry", "Temperature" ], "name": "level", "schema": "double", "unit": "kelvin" }, { "@type": [ "Property", "ValueAnnotation", "Override" ], "name": "unitA", "annotates": "level", "overrides": "unit", "schema": "TemperatureUnit" } ]`,
      4,
      [...quantities, "dtmi:dtdl:extension:annotation;2", "dtmi:dtdl:extension:overriding;2"],
    ),
  },
};
