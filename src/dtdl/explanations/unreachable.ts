/** Identifiers that parsers of DTDL declare and this one never reports, with the reason why they cannot occur. */
export const unreachable: Readonly<Record<string, string>> = {
  booleanCountBelowMin: "no property requires a boolean, so an empty array just leaves it out",
  valueAboveMax: "every property with a greatest number has a least one too, see `valueAboveRange`",
  disallowedIdFragment: "an `@id` with a fragment is `invalidId` already",
  missingIdentifierProperty:
    "no class requires a property with an identifier; types do, see `missingSupplementalIdentifierProperty`",
  identifierCountAboveMax: "a property with identifiers takes one, see `identifierMultipleValues`",
  identifierInvalid: "no property asks more of an identifier than to be one",
  identifierTooLong:
    "an identifier that is too long is no DTMI for its DTDL version, see `identifierNotDtmi`",
  langStringValueInvalid: "no property asks for a certain form of a text in a language",
  missingDictKeyPropertyValue:
    "a content without name is `missingLiteralProperty`, and what needs no name cannot be a content: `badType`",
  invalidIdForType:
    "no class asks more of an `@id` than the others, but for its length, see `idTooLongForType`",
  ...layers({
    inconsistentBooleanValues: "give a property different values, `true` and `false`",
    inconsistentIdentifierValues: "give a property different identifiers",
    inconsistentIntegerValues: "give a property different integers",
    inconsistentJsonValues: "give a property different JSON values",
    inconsistentLiteralValues: "give a property different literals",
    inconsistentNumericValues: "give a property different numbers",
    inconsistentObjectValues: "give a property different elements",
    inconsistentStringValues: "give a property different strings",
    inconsistentLangStringValues: "give a property different texts in one language",
    inconsistentContext: "are written in different DTDL versions",
    inconsistentParent: "put the element into different places",
    inconsistentPartition: "put the element into different Interfaces",
    incompatibleType: "give the element classes that do not go together",
    mismatchedLayers: "belong to different elements",
    layerMissingMaterialType: "leave the class of the element open",
    notRequiredBooleanValue: "lack the boolean that another one requires",
    notRequiredIdentifierValue: "lack the identifier that another one requires",
    notRequiredIntegerValue: "lack the integer that another one requires",
    notRequiredJsonValue: "lack the JSON value that another one requires",
    notRequiredLiteralValue: "lack the literal that another one requires",
    notRequiredNumericValue: "lack the number that another one requires",
    notRequiredStringValue: "lack the string that another one requires",
    notRequiredLangStringValue: "lack the text that another one requires",
  }),
  ...localTerms({
    InvalidDtmi: "defines a term by a DTMI that breaks the grammar",
    InvalidUri: "defines a term by an identifier that is none",
    Empty: "defines the empty text as a term",
    Invalid: "defines a term with characters that terms cannot have",
    Reserved: "defines a term that DTDL keeps for itself",
    SchemePrefix: "defines a term that begins like an identifier",
  }),
  ...loadedExtensions({
    childOfNotRecognized: "ties values to a parent that is not known",
    classNotRecognized: "asks for values of a class that is not known",
    classNotString: "names the class of values by something that is no string",
    constraintMissingClass: "restricts a property without naming a class",
    constraintNotObject: "writes a restriction not as an object",
    cotypeNotConcreteMaterial: "is made for a class that no element can have",
    emptyExtensionContext: "has an empty context",
    extensionNotAllowed: "comes where none may be loaded",
    extensionNotJsonObject: "is not an object",
    incorrectExtensionType: "has another type than extensions have",
    intConstraintMultipleValues: "bounds a property by several integers",
    intConstraintNotInteger: "bounds a property by something that is no integer",
    intConstraintNoValue: "bounds a property without saying by what",
    invalidExtensionIdElement: "has an identifier that extensions cannot have",
    invalidExtensionSpecifier: "is named by an identifier that breaks the grammar",
    maxCountNotPositive: "lets a property have no value at all",
    metamodelMultipleValues: "has several metamodels",
    metamodelNoGraph: "has a metamodel without `@graph`",
    metamodelNotObject: "has a metamodel that is not an object",
    metamodelNoValue: "has an empty metamodel",
    minCountExceedsMaxCount: "requires more values of a property than it allows",
    minCountNegative: "requires a negative number of values",
    missingEssentialTypes: "describes a type without the types that every description has",
    missingExtensionContext: "has no context",
    missingExtensionId: "has no identifier",
    missingExtensionType: "has no type",
    missingExtensionVersion: "has an identifier without a version",
    missingSubClassOf: "does not say what a type builds on",
    missingTypeInfo: "does not describe a type that it names",
    modelMultipleValues: "has several models",
    modelNoGraph: "has a model without `@graph`",
    modelNotObject: "has a model that is not an object",
    modelNoValue: "has an empty model",
    pathConstraintNoValue: "restricts a property without naming it",
    pathNotRecognized: "restricts a property that is not known",
    pathNotString: "names the property that it restricts by something that is no string",
    pathNotUnique: "restricts a property twice",
    patternInvalid: "asks for a form of texts by a pattern that cannot be read",
    propertyClassNotRecognized: "gives a property values of a class that is not known",
    propertyElementNotObject: "describes a property not by an object",
    stringConstraintMultipleValues: "restricts a property by several strings",
    stringConstraintNotString: "restricts a property by something that is no string",
    stringConstraintNoValue: "restricts a property without saying how",
    subClassOfNotExtensible: "builds a type on one that cannot be extended",
    subClassOfNotRecognized: "builds a type on one that is not known",
  }),
  propertyValueNull:
    "older parsers reported a value `null` by it; today `null` is an error of the property that holds it, such as `refNotStringOrObject`",
  propertyCountBelowMin:
    "older parsers reported an empty array by it; today the kinds of values have errors of their own, such as `objectCountBelowMin`",
  langStringNotLangString:
    "older parsers reported texts in languages by it; today it is `langStringElementNotStringOrObject`",
};

function layers(rows: Record<string, string>): Record<string, string> {
  return sentences(
    rows,
    (what) =>
      `it would say that the layers of an element ${what}, and no version of DTDL lets an element be defined in layers`,
  );
}

function loadedExtensions(rows: Record<string, string>): Record<string, string> {
  return sentences(
    rows,
    (what) =>
      `it would say that a description of an extension ${what}, and extensions are built in, never loaded`,
  );
}

function localTerms(rows: Record<string, string>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, what] of Object.entries(rows)) {
    const end =
      name.startsWith("InvalidDtmi") || name === "InvalidUri"
        ? `TermDefinition${name}`
        : `Term${name}`;
    result[`local${end}`] =
      `it would say that a local context ${what}, and every local context is \`disallowedLocalContext\` before that`;
    result[`extension${end}`] =
      `it would say that the context of an extension ${what}, and extensions are built in, never loaded`;
  }
  return result;
}

function sentences(
  rows: Record<string, string>,
  say: (what: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(rows).map(([id, what]) => [id, say(what)]));
}
