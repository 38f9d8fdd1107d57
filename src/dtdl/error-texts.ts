import { lastLabel } from "./dtmi.js";
import { type ErrorFacts, fillTemplate } from "./error-sentence.js";

export type { ErrorFacts } from "./error-sentence.js";

/** The words of an error identifier, as templates for {@link renderError}. */
export interface ErrorText {
  /** One sentence without a full stop: what is wrong, and what was expected. */
  readonly message: string;
  /** What to do next, without a full stop. */
  readonly help: string;
  /** Better help where the property at fault, or the type asked for, is one of these. */
  readonly helpFor?: Readonly<Record<string, string>>;
}

/**
 * Message and help of an error. `code` is an identifier without its prefix, or one of our own. A fact that is missing
 * leaves its part of the sentence out, or is paraphrased; values are shortened and control characters escaped.
 */
export function renderError(
  code: string,
  facts: ErrorFacts,
): { readonly message: string; readonly help: string } {
  const text = Object.hasOwn(errorTexts, code) ? errorTexts[code] : undefined;
  if (text === undefined)
    return { message: `the model breaks the rule \`${code}\``, help: otherHelp };
  return {
    message: fillTemplate(text.message, facts),
    help: fillTemplate(helpOf(text, facts), facts),
  };
}

const otherHelp = "see the rules of the DTDL version that the model is written in";

function helpOf({ help, helpFor = {} }: ErrorText, { property, type }: ErrorFacts): string {
  const name = [property, type].map(nameOf).find((each) => Object.hasOwn(helpFor, each));
  return (name === undefined ? undefined : helpFor[name]) ?? help;
}

/** Properties of supplemental types are written `dtmi:…:property:unit;2` in some records, others in quotes. */
function nameOf(written: string | undefined): string {
  return lastLabel(written ?? "").replaceAll("'", "");
}

const idExample = "`dtmi:com:example:Thermostat;1`";
const nameHelp = "begin with a letter, go on with letters, digits and `_`, and do not end with `_`";
const topicHelp =
  "join labels by `/`; a label is a name in braces, or has no blanks and none of `+`, `#` and quotes";
const groupHelp = "use printable characters, but no blanks, quotes, braces, `+`, `#` or `/`";
const languageHelp = "use a code such as `en`, `pt-BR` or `zh-Hans`";

const reading: Record<string, ErrorText> = {
  invalidJson: {
    message: "this is not JSON[: {observed}|]",
    help: "correct the text here; JSON has no comments, no trailing commas and no single quotes",
  },
  invalidContext: {
    message: "an entry of `@context` must be a string[, not {observed}|]",
    help: "name each context by its identifier, such as `dtmi:dtdl:context;4`",
  },
  duplicateTermInContextObject: {
    message: "a local context defines [`{observed}`|one of its terms] more than once",
    help: "remove the local context; no version of DTDL takes one",
  },
  termDefinitionNotStringOrObject: {
    message:
      "a local context defines [`{observed}`|one of its terms] by something that is no identifier",
    help: "remove the local context; only the contexts of DTDL and its extensions define terms",
  },
  termDefinitionMissingIdProperty: {
    message: "a local context defines [`{observed}`|one of its terms] by an object without `@id`",
    help: "remove the local context and write the DTMI that the term stands for",
  },
  termDefinitionIdPropertyNotString: {
    message:
      "a local context defines [`{observed}`|one of its terms] by an `@id` that is not a string",
    help: "remove the local context and write full identifiers instead of its terms",
  },
  graphNotObject: {
    message: "`@graph` must hold objects[, not {observed}|]",
    help: "leave `@graph` out; put Interfaces into an array at the top level",
  },
  ...repeatedKeywords({
    repeatedGraphProperty: ["`@graph`", "remove both; DTDL has no `@graph`"],
    repeatedContextProperty: ["`@context`", "list all contexts in one array"],
    repeatedIdProperty: ["`@id`", "keep the identifier that the others refer to"],
    repeatedTypeProperty: ["`@type`", "list all types in one array"],
    repeatedValueProperty: ["`@value`", "keep the value that was meant"],
    repeatedLanguageProperty: ["`@language`", "keep one, and write another object for the other"],
    repeatedKeyword: ["[`{observed}`|a keyword]", "keep one; JSON readers disagree about which"],
  }),
  invalidDtmi: {
    message: "`{value}` is not a DTMI",
    help: `write it like ${idExample}`,
  },
};

function repeatedKeywords(
  rows: Record<string, readonly [keyword: string, help: string]>,
): Record<string, ErrorText> {
  const texts: Record<string, ErrorText> = {};
  for (const [id, [keyword, help]] of Object.entries(rows)) {
    texts[id] = { message: `${keyword} stands in this object more than once`, help };
  }
  return texts;
}

const contexts: Record<string, ErrorText> = {
  missingContext: {
    message: "a top-level object needs a `@context`, and this one has none",
    help: 'add `"@context": "dtmi:dtdl:context;4"`, or an earlier version',
  },
  emptyContext: {
    message: "the `@context` of a top-level object must name a DTDL context, but it is empty",
    help: "write `dtmi:dtdl:context;4` into it, or an earlier version",
  },
  missingDtdlContext: {
    message: "`@context` must begin with a DTDL context",
    help: "put `dtmi:dtdl:context;4`, or an earlier version, before all others",
  },
  invalidContextSpecifier: {
    message: "the context `{value}` is not a valid identifier",
    help: "write a DTMI without a fragment, such as `dtmi:dtdl:extension:annotation;2`",
  },
  invalidContextFragment: {
    message: "the fragment of `{value}` is neither `#limitless` nor `#limits`",
    help: "remove the fragment",
  },
  disallowedContextFragment: {
    message: "`{value}` has a fragment, which DTDL {restriction} does not know",
    help: "remove the fragment, or write the model in DTDL 4",
  },
  missingContextVersion: {
    message: "the context `{value}` has no version",
    help: "add `;` and the version of the extension",
  },
  misplacedLimitContext: {
    message: "the limits `{value}` do not come directly behind a `#limitless` context",
    help: "put `dtmi:dtdl:context;4#limitless` directly before them, or remove them",
  },
  unrecognizedContextVersion: {
    message: "`{value}` names a DTDL version that is not {versions}",
    help: "use `dtmi:dtdl:context;4`, or an earlier version",
  },
  disallowedContextVersion: {
    message: "`{value}` is above DTDL {restriction}, the highest version accepted here",
    help: "write the model in [DTDL {restriction} or lower|an earlier version], or have the options accept more",
  },
  invalidContextSpecifierForVersion: {
    message: "the context `{value}` is not an identifier by the rules of DTDL {restriction}",
    help: "let labels start with letters; in DTDL 2 a version is one number and never left out",
  },
  nonDtmiContextSpecifier: {
    message: "a context of DTDL is a DTMI, but `{value}` is not",
    help: "remove it; the vocabularies of other languages cannot be used in DTDL",
  },
  dtdlContextFollowsAffiliate: {
    message: "the DTDL context `{value}` stands behind the context of an extension",
    help: "put the DTDL context first",
  },
  unresolvableContextSpecifier: {
    message: "there is no known extension `{value}`",
    help: "correct its name, remove it, or have the options allow unknown extensions",
  },
  unresolvableContextVersion: {
    message: "the extension `{value}` is not known in this version, only in {versions}",
    help: "use [version {versions}|another version] of the extension",
  },
  missingLimitContext: {
    message: "`{value}` lifts the limits of DTDL {restriction}, but no other limits follow it",
    help: "put limits such as `dtmi:dtdl:context;4#limits` directly behind it, or remove `#limitless`",
  },
  disallowedLimitContext: {
    message: "the limits `{value}` are not accepted here[, only `{restriction}`|]",
    help: "write `dtmi:dtdl:context;4` for the normal limits, or have the options accept these",
  },
  localContextNotLast: {
    message: "an object among the contexts, a local context, has another entry behind it",
    help: "remove the object; no version of DTDL takes local contexts",
  },
  disallowedLocalContext: {
    message: "DTDL {restriction} takes no object, a local context, as `@context`",
    help: "remove the object, and write the full identifiers instead of its terms",
  },
};

const topLevel: Record<string, ErrorText> = {
  notJsonObject: {
    message: "the top level of a model must hold Interfaces as objects[, not {observed}|]",
    help: "write an Interface, or an array of Interfaces",
  },
  topLevelGraphDisallowed: {
    message: "a model cannot be wrapped in `@graph`",
    help: "move its content to the top level, each Interface with a `@context`",
  },
  missingTopLevelId: {
    message: "a top-level object needs an `@id`, and this one has none",
    help: `add an identifier, such as ${idExample}`,
  },
  typeNotRootable: {
    message: "`{value}` stands at the top level, but is not of type `{type}`",
    help: 'add `"@type": "Interface"`, or move the element into an Interface',
  },
  topLevelKeywordDisallowed: {
    message: "a top-level object can have `@context`, `@id` and `@type`, but no `{value}`",
    help: "remove [`{value}`|the keyword]",
  },
};

const identifiers: Record<string, ErrorText> = {
  idNotString: {
    message: "`@id` must be a DTMI in quotes[, not {observed}|]",
    help: `write it like ${idExample}`,
  },
  idTooLong: {
    message:
      "`{value}` is too long for an identifier in DTDL {restriction}[, which has at most {expected} characters|]",
    help: "shorten its labels, or use fewer of them",
  },
  invalidId: {
    message: "`{value}` is not a valid `@id` in DTDL {restriction}",
    help: `write labels of letters, digits and \`_\`, then \`;\` and a version, as in ${idExample}`,
  },
  reservedId: {
    message:
      "`{value}` cannot be an `@id`, since it starts with a reserved prefix, `{restriction}`",
    help: "begin with a name of your own, such as `dtmi:com:example:`",
  },
  idTooLongForType: {
    message:
      "`{value}` is too long for the `@id` of type `{type}`[, which has at most {expected} characters|]",
    help: "shorten it[ to {expected} characters|]",
  },
  missingRequiredId: {
    message: "each value of `{property}` in {element} needs an `@id`, and this one has none",
    help: "add an identifier of its own",
    helpFor: {
      schemas: "add an identifier, by which elements of this Interface can refer to the schema",
      extends: "add an identifier, or write that of the Interface as a string",
      schema: "add an identifier, or write that of the Interface as a string",
    },
  },
  missingDtmiSegPropertyValue: {
    message: "a value of `{property}` in {element} has no `{value}`",
    help: "add [`{value}`|a `name`]",
  },
  dtmiSegPropertyNotStringOrNumber: {
    message:
      "the `{value}` of a value of `{property}` in {element} must be a string[, not {observed}|]",
    help: "write [`{value}`|the name] in quotes",
  },
  duplicateDefinition: {
    message: "`{primaryId}` is defined more than once[, first at {observed}|]",
    help: "keep one definition, or give the other an identifier or a version of its own",
  },
};

const types: Record<string, ErrorText> = {
  badType: {
    message:
      "{second} cannot be [a value of `{property}` in {element}|an element of a model][: its type is `{value}`|][, where `{expected}` is expected|]",
    help: "use one of [type `{expected}`|a type that fits there]",
    helpFor: {
      schema:
        "use [one of type `{expected}`|a term such as `double`, or an Array, Enum, Map or Object]",
      elementSchema: "use a term such as `double`, or an Array, Enum, Map or Object",
      valueSchema: "use `integer` or `string`",
      commandType: "leave `commandType` out; it is deprecated",
      unit: "use the name of a unit",
    },
  },
  typeInvalidDtmi: {
    message: "the type `{value}` is not a valid DTMI",
    help: "correct it, or write the term of the type",
  },
  typeNotDtmiNorTerm: {
    message: "the type `{value}` is an identifier, but not a DTMI",
    help: "remove it; types of other vocabularies cannot be used in DTDL",
  },
  typeUndefinedTerm: {
    message: "neither DTDL {restriction} nor a context in force defines the type `{value}`",
    help: "correct its spelling, or add the context of the extension that defines it",
  },
  typeIrrelevantDtmiOrTerm: {
    message: "`{value}` is not the name of a type, and cannot stand in `@type`",
    help: "remove it from `@type`, or write the type that was meant",
  },
  multipleMaterialTypes: {
    message: "`@type` names several classes, `{values}`, but an element is of one only",
    help: "keep the class that the element is of",
  },
  abstractSupplementalType: {
    message: "the type `{type}` is abstract: elements have one of its subtypes",
    help: "use a subtype[ of `{type}`|]",
  },
  invalidCotype: {
    message: "the type `{type}` can be given to `{restriction}` only",
    help: "remove it from `@type`",
  },
  invalidCotypeVersion: {
    message: "the type `{type}` is for DTDL {versions}[, not {version}|]",
    help: "remove it, or use a version of its extension that fits the DTDL version of the element",
  },
  missingCocotype: {
    message: "the type `{type}` needs the type `{restriction}` beside it",
    help: "[add `{restriction}` to `@type`, or remove `{type}`|add the missing type to `@type`, or remove the other]",
  },
  disallowedCocotype: {
    message: "the types `{type}` and `{restriction}` of {element} exclude each other",
    help: "remove [`{type}` or `{restriction}`|one of the two] from `@type`",
  },
  conflictingSupplementalTypes: {
    message: "the types `{type}` and `{restriction}` both bring a property `{property}`",
    help: "keep one of the two types",
  },
};

const properties: Record<string, ErrorText> = {
  duplicatePropertyName: {
    message: "{element} has the property `{property}` more than once",
    help: "keep one; a term and its DTMI name the same property",
  },
  propertyInvalidDtmi: {
    message: "`{written}`, a property of {element}, is not a valid DTMI",
    help: "correct the name, or remove the property",
  },
  propertyNotDtmiNorTerm: {
    message: "`{written}`, a property of {element}, is an identifier, but not a DTMI",
    help: "remove it; properties of other vocabularies cannot be used in DTDL",
  },
  propertyUndefinedTerm: {
    message:
      "neither DTDL {restriction} nor a context in force defines `{written}`, a property of {element}",
    help: "correct its spelling, remove it, or add the context of the extension that defines it",
    helpFor: {
      unit: "add the extension `quantitativeTypes` to `@context` and a semantic type to `@type`",
    },
  },
  propertyIrrelevantDtmiOrTerm: {
    message: "`{written}` is not a property of the types that {element} has",
    help: "remove it, or add the type that brings it to `@type`",
    helpFor: { unit: "add the semantic type that the unit belongs to, such as `Temperature`" },
  },
  noTypeThatAllows: {
    message: "no type of {element} allows the property `{written}`",
    help: "correct its spelling, or remove it",
    helpFor: { unit: "add the semantic type that the unit belongs to, such as `Temperature`" },
  },
  inferredTypeDoesNotAllow: {
    message: "{element} has no `@type` and counts as `{type}`, which has no property `{written}`",
    help: "correct its spelling, remove it, or say by `@type` what the element is",
  },
  missingObjectProperty: {
    message: "{element} has no `{property}`, which is required",
    help: "add [`{property}`|the property]",
    helpFor: {
      schema:
        "add `schema`: a term such as `double`, the identifier of an element, or a definition",
      elementSchema: "add `elementSchema`, the schema of every entry of the array",
      valueSchema: "add `valueSchema`: `integer` or `string`",
      mapKey: 'add `mapKey`, such as `{ "name": "key", "schema": "string" }`',
      mapValue: 'add `mapValue`, such as `{ "name": "value", "schema": "double" }`',
      enumValues: "add `enumValues`, the values that are permitted",
      fields: "add `fields`, the members of the object",
    },
  },
  missingLiteralProperty: {
    message: "{element} has no value for `{property}`, which is required",
    help: "add the value",
    helpFor: {
      name: "add `name`, by which programs know the element",
      enumValue: "add `enumValue`, the value that is sent",
    },
  },
  missingSupplementalObjectProperty: {
    message: "{element} has no `{property}`, which the type `{type}` requires",
    help: "add [`{property}`|the property], or remove the type",
    helpFor: { unit: "add a `unit`, or remove the type" },
  },
  missingSupplementalLiteralProperty: {
    message: "{element} has no value for `{property}`, which the type `{type}` requires",
    help: "add the value, or remove the type",
  },
  missingSupplementalIdentifierProperty: {
    message: "{element} has no identifier in `{property}`, which the type `{type}` requires",
    help: "add [`{property}`|the property] with the name that is meant, or remove the type",
  },
  graphDisallowed: {
    message: "a value of `{property}` in {element} has `@graph`, which DTDL does not know",
    help: "write the elements in it directly as values of [`{property}`|the property]",
  },
  keywordDisallowed: {
    message:
      "a value of `{property}` in {element} can have `@context`, `@id` and `@type`, but no `{value}`",
    help: "remove [`{value}`|the keyword]",
  },
  idReference: {
    message: "a value of `{property}` in {element} is an object with nothing but `@id`",
    help: "write the [string `{value}`|identifier as a string] to refer to an element, or complete the definition",
  },
  idRefBadDtmiOrTerm: {
    message:
      "the `@id` of a value of `{property}` in {element}, `{value}`, is neither a term of DTDL {restriction} nor a DTMI",
    help: "correct the identifier, and write it as a string",
  },
  badDtmiOrTerm: {
    message: "`{value}` is neither a term of DTDL {restriction} nor a DTMI",
    help: "use a term that the contexts define, or the identifier of an element",
    helpFor: {
      schema: "use a term such as `double` or `string`, or the identifier of an element",
      elementSchema: "use a schema such as `double` or `string`, or the identifier of one",
      valueSchema: "use `integer` or `string`",
      unit: "use the name of a unit; names are British, such as `metre`",
      extends: "write the identifier of the Interface",
    },
  },
  refNotStringOrObject: {
    message:
      "a value of `{property}` in {element} must be a string or an object[, not {observed}|]",
    help: "refer to an element by a string, or define it as an object",
  },
  refObjectNotAllowed: {
    message: "`{property}` of {element} takes a reference, not a definition",
    help: "write a term or a DTMI as a string",
  },
  objectMultipleValues: {
    message:
      "`{property}` of {element} takes one element[, but has {observed} values|, not several]",
    help: "keep one value",
    helpFor: { schema: "keep one schema; an Object holds several values of different schemas" },
  },
  objectCountBelowMin: {
    message:
      "`{property}` of {element} has [{observed}|too few] valid values[, where at least {expected} is required|]",
    help: "add a value, or correct those that are there",
  },
  objectCountAboveMax: {
    message:
      "`{property}` of {element} has [{observed}|too many] values[, where {expected} are allowed|]",
    help: "remove some, or write the model in DTDL 3 or later, which has no such limit",
  },
  nonUniquePropertyValue: {
    message: "two values of `{property}` in {element} have the same `{auxProperty}`, `{value}`",
    help: "give each its own [`{auxProperty}`|value]",
  },
  incorrectPropertyValue: {
    message: "`{property}` of {element} must be `{restriction}`, not `{value}`",
    help: "use [`{restriction}`|one that is permitted]",
    helpFor: { commandType: "leave `commandType` out; it is deprecated" },
  },
  nonConformantDatatype: {
    message:
      "`{property}` of {element} is `{value}`, but `{restriction}` of {second} asks for the type `{type}`",
    help: "change the value, or [`{restriction}`|the type]",
    helpFor: {
      integer: "write an integer without quotes, or change [`{restriction}`|the type]",
      string: "write it in quotes, or change [`{restriction}`|the type]",
    },
  },
  nonConformantPropertyValue: {
    message:
      "`{property}` of {element} does not fit its `{restriction}`[: {expected} is expected, not `{observed}`|]",
    help: "change the value, or the [`{restriction}`|schema]",
  },
};

const structure: Record<string, ErrorText> = {
  unresolvedReference: {
    message:
      "nothing defines [`{value}`|what is referred to][, to which `{property}` of {element} refers|]",
    help: "give the file, folder or repository that holds its definition",
  },
  undefinedReservedId: {
    message: "DTDL has no element `{secondaryId}`, to which `{property}` of {element} refers",
    help: "correct the identifier; those with its prefix cannot be defined by a model",
  },
  disallowedVersionDefinition: {
    message:
      "a value of `{property}` in {element} is written in DTDL {value}, but must be in {versions}",
    help: "remove its `@context`, so that it is read in the version around it",
  },
  disallowedVersionReference: {
    message:
      "`{property}` of {element} refers to `{secondaryId}`, which is written in DTDL {value}, but must be in {versions}",
    help: "[refer to an element of DTDL {versions}, or write this one in DTDL {value}|refer to an element of an earlier version, or write this one in a later version]",
  },
  crossPartitionReference: {
    message:
      "`{secondaryId}`, to which `{property}` of {element} refers, lies in `{value}` and can be used only there",
    help: "define a copy with an identifier of its own in [`{restriction}`|the Interface that refers to it]",
  },
  nonUniqueImportedPropertyValue: {
    message:
      "{element} gets a second `{property}` with the `{auxProperty}` `{value}` by `{transformation}` from {second}",
    help: "rename one of the two; what is inherited cannot be overridden",
  },
  excessiveDepthNarrow: {
    message:
      "the chain of `{property}` from {element} goes too deep[: {expected} levels are allowed|], to `{secondaryId}` and beyond",
    help: "flatten the hierarchy, for example by merging two Interfaces of the chain",
  },
  excessiveDepthWide: {
    message:
      "schemas in {element} are nested deeper than [the {expected} levels that are |]allowed",
    help: "flatten the schema",
  },
  recursiveStructureNarrow: {
    message: "{element} leads back to itself through `{property}`",
    help: "break the cycle at one of its references",
    helpFor: { extends: "remove one `extends` of the cycle" },
  },
  recursiveStructureWide: {
    message: "{element} contains itself[, which DTDL {version} does not allow|]",
    help: "break the cycle, or write the model in DTDL 4, which allows schemas to contain themselves",
  },
  excessiveCount: {
    message:
      "{element} has [{observed}|too many] elements in total below it, through `{property}`[; {expected} are allowed|]",
    help: "make the model smaller; elements that are used in several places count each time",
  },
  excludedType: {
    message:
      "{element} contains {second} through `{property}`, but nothing of type `{restriction}` may stand inside a `{type}`",
    help: "take over the inner contents by `extends`; Components cannot be nested",
    helpFor: {
      schema: "use a Map or an Object, make it Telemetry, or write the model in DTDL 3 or later",
    },
  },
  partitionTooLarge: {
    message:
      "the text of {element} has [{observed}|too many] characters[, where {expected} are allowed|]",
    help: "split it into several Interfaces that are joined by `extends` or Components",
  },
};

/** The kinds of literal: a noun for sentences, the XSD type, and how such a value is written. */
const literalKinds: Readonly<Record<string, readonly [noun: string, xsd: string, form: string]>> = {
  string: ["a string", "xsd:string", "write the text in quotes"],
  integer: ["an integer", "xsd:integer", "write a whole number of at most 32 bits, without quotes"],
  numeric: ["a number", "xsd:decimal", "write a number without quotes"],
  boolean: ["`true` or `false`", "xsd:boolean", "write `true` or `false` without quotes"],
  duration: ["a duration as a string", "xsd:duration", "write it like `PT15S`, in quotes"],
  literal: ["a string or an integer", "", "write an integer, or text in quotes"],
};

function literalFamilies(): Record<string, ErrorText> {
  const texts: Record<string, ErrorText> = {};
  for (const [kind, [noun, xsd, form]] of Object.entries(literalKinds)) {
    texts[`${kind}MultipleValues`] = {
      message: `\`{property}\` of {element} must be ${noun}[, but has {observed} values|, not several values]`,
      help: "keep one value",
    };
    texts[`${kind}ObjectNoValue`] = {
      message: `\`{property}\` of {element} must be ${noun}, not an object without \`@value\``,
      help: form,
    };
    if (kind !== "boolean") {
      texts[`${kind}CountBelowMin`] = {
        message: `\`{property}\` of {element} must be ${noun}, not an empty array`,
        help: form,
      };
    }
    if (kind === "literal") continue;
    const name = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    const found = kind === "duration" ? "String" : name;
    texts[`${kind}Not${found}`] = {
      message: `\`{property}\` of {element} must be ${noun}[, not {observed}|]`,
      help: form,
    };
    texts[`${kind}TypeNot${name}`] = {
      message: `the \`@type\` beside the value of \`{property}\` in {element} must be \`${xsd}\``,
      help: `write \`${xsd}\`, or the bare value`,
    };
    texts[`${kind}ValueNot${found}`] = {
      message: `the \`@value\` of \`{property}\` in {element} must be ${noun}[, not {observed}|]`,
      help: form,
    };
  }
  return texts;
}

const literals: Record<string, ErrorText> = {
  ...literalFamilies(),
  literalNotValid: {
    message: "`{property}` of {element} must be a string or an integer[, not {observed}|]",
    help: "write an integer, or text in quotes",
  },
  literalTypeNotSingular: {
    message: "the value of `{property}` in {element} must have one `@type`[, not {observed}|]",
    help: "keep one type, or write the bare value",
  },
  stringTooLong: {
    message:
      "`{property}` of {element} has [{observed}|too many] characters[, where {expected} are allowed|]",
    help: "shorten it[ to {expected} characters|]",
  },
  stringInvalid: {
    message: "`{value}` is not a valid `{property}` for {element}",
    help: "write a text [that matches `{restriction}`|of the form that the property takes]",
    helpFor: {
      name: nameHelp,
      group: nameHelp,
      telemetryTopic: topicHelp,
      commandTopic: topicHelp,
      propertyTopic: topicHelp,
      telemServiceGroupId: groupHelp,
      cmdServiceGroupId: groupHelp,
    },
  },
  durationInvalid: {
    message: "`{value}`, the `{property}` of {element}, is not an ISO 8601 duration",
    help: "write it like `PT15S` or `P1DT12H`",
  },
  valueBelowMin: {
    message: "`{property}` of {element} is `{value}`, but must be at least `{restriction}`",
    help: "write [at least `{restriction}`|a greater number]",
  },
  valueBelowRange: {
    message: "`{property}` of {element} is `{value}`, below its range `{restriction}`",
    help: "raise it into the range",
  },
  valueAboveRange: {
    message: "`{property}` of {element} is `{value}`, above its range `{restriction}`",
    help: "lower it into the range",
    helpFor: { maxMultiplicity: "lower it, or leave it out if there is no limit" },
  },
  valueNotExact: {
    message: "`{property}` of {element} is `{value}`, but can only be `{restriction}`",
    help: "[write `{restriction}`, or leave `{property}` out|write the number that is permitted, or leave the property out]",
  },
  valueObjectContext: {
    message: "the value of `{property}` in {element} has a `@context`, but is no element",
    help: "remove `@context`; beside `@value` there can be `@type`",
  },
  valueObjectId: {
    message: "the value of `{property}` in {element} has an `@id`, but is no element",
    help: "remove `@id`; beside `@value` there can be `@type`",
  },
  valueObjectGraph: {
    message: "the value of `{property}` in {element} has a `@graph`, but is no element",
    help: "remove `@graph`; beside `@value` there can be `@type`",
  },
  valueObjectLanguage: {
    message: "the value of `{property}` in {element} has a `@language`, but is not localizable",
    help: "remove `@language`; only `displayName` and `description` hold text by language",
  },
  valueObjectKeyword: {
    message:
      "the value of `{property}` in {element} can have `@value` and `@type`, but no `{value}`",
    help: "remove [`{value}`|the keyword]",
  },
  valueObjectInvalidProp: {
    message: "the value of `{property}` in {element} is an object with a member `{value}`",
    help: "write the bare value; an object here has only `@value` and `@type`",
  },
  identifierMultipleValues: {
    message:
      "`{property}` of {element} takes one identifier[, but has {observed} values|, not several]",
    help: "keep one identifier",
    helpFor: { target: "keep one, and add a Relationship for each other target" },
  },
  identifierCountBelowMin: {
    message: "`{property}` of {element} must be an identifier, not an empty array",
    help: "write the identifier, in quotes",
  },
  identifierNotString: {
    message: "`{property}` of {element} must be an identifier in quotes[, not {observed}|]",
    help: "write it as a string",
    helpFor: { target: "write the identifier of an Interface, or leave `target` out for any" },
  },
  identifierNotDtmi: {
    message: "`{value}`, the `{property}` of {element}, is not a DTMI",
    help: `write it like ${idExample}`,
    helpFor: { target: `write the identifier of an Interface, such as ${idExample}` },
  },
  identifierNotUri: {
    message: "`{value}`, the `{property}` of {element}, is neither an identifier nor a term",
    help: "correct the spelling",
    helpFor: {
      overrides: "name a property that a type of the annotated element brings, such as `unit`",
    },
  },
};

const languages: Record<string, ErrorText> = {
  langStringElementNotStringOrObject: {
    message: "`{property}` of {element} must be text[, not {observed}|]",
    help: 'write a string, or texts by language such as `{ "en": "text" }`',
  },
  langMapObjKeyword: {
    message: "the texts of `{property}` in {element} are named by languages, not by `{value}`",
    help: 'write language codes as names, as in `{ "en": "text" }`',
  },
  langTagValueInLangMap: {
    message: "`{property}` of {element} is a text with `@language` that does not stand in an array",
    help: "[write `{value}`|name the text by its language], or put the object into an array",
  },
  langStringInvalidCode: {
    message: "`{value}`, which names a text of `{property}` in {element}, is not a language code",
    help: languageHelp,
  },
  langStringValueNotString: {
    message:
      "the text for `{value}` in `{property}` of {element} must be a string[, not {observed}|]",
    help: "write one text in quotes",
  },
  langStringValueTooLong: {
    message:
      "a text of `{property}` in {element} has [{observed}|too many] characters[, where {expected} are allowed|]",
    help: "shorten the text[ to {expected} characters|]",
  },
  langStringCodeNotUnique: {
    message: "`{property}` of {element} has the language `{value}` more than once",
    help: "keep one text for each language",
  },
  langStringElementCodeNotString: {
    message:
      "the `@language` of a text of `{property}` in {element} must be a language code in quotes[, not {observed}|]",
    help: languageHelp,
  },
  langStringElementInvalidCode: {
    message:
      "`{value}`, the `@language` of a text of `{property}` in {element}, is not a language code",
    help: languageHelp,
  },
  langStringElementNoValue: {
    message: "an object among the texts of `{property}` in {element} has no `@value`",
    help: "add the text as `@value`; names that are languages cannot stand in an array",
  },
  langStringElementValueNotString: {
    message:
      "the `@value` of a text of `{property}` in {element} must be a string[, not {observed}|]",
    help: "write the text in quotes",
  },
  langStringElementCodeNotUnique: {
    message: "two texts of `{property}` in {element} have the language `{value}`",
    help: "keep one for each language; without `@language` a text is `en`",
  },
  langStringElementContext: {
    message: "a text of `{property}` in {element} has a `@context`, but is no element",
    help: "remove `@context`; beside `@value` there can be `@language`",
  },
  langStringElementId: {
    message: "a text of `{property}` in {element} has an `@id`, but is no element",
    help: "remove `@id`; beside `@value` there can be `@language`",
  },
  langStringElementGraph: {
    message: "a text of `{property}` in {element} has a `@graph`, but is no element",
    help: "remove `@graph`; beside `@value` there can be `@language`",
  },
  langStringElementType: {
    message: "a text of `{property}` in {element} has a `@type`, but texts have a language only",
    help: "remove `@type`; beside `@value` there can be `@language`",
  },
  langStringElementKeyword: {
    message:
      "a text of `{property}` in {element} can have `@value` and `@language`, but no `{value}`",
    help: "remove [`{value}`|the keyword]",
  },
  langStringElementInvalidProp: {
    message: "a text of `{property}` in {element} is an object with a member `{value}`",
    help: "keep `@value` and `@language`; names that are languages cannot stand in an array",
  },
};

const constraints: Record<string, ErrorText> = {
  notRequiredType: {
    message: "`{property}` of {element} must be of type `{type}`, which {second} is not",
    help: "use another value, or remove the type that asks for it",
    helpFor: {
      unit: "use a unit of `{type}`, or another semantic type",
      schema: "use another schema, or remove the type that asks for it",
    },
  },
  notRequiredValue: {
    message: "`{property}` of {element} must be `{restriction}`, which {second} is not",
    help: "use [`{restriction}`|a value that is permitted], or remove the type that asks for it",
  },
  wrongParent: {
    message: "`{property}` of {element} must belong to `{restriction}`, which {second} does not",
    help: "use an element [of `{restriction}`|that belongs there]",
    helpFor: {
      unit: "use a unit [of `{restriction}`|that belongs there], or another semantic type",
    },
  },
  parentMissingCotype: {
    message:
      "{element} is of type `{type}`, so the element that has it in `{property}` must be of type `{restriction}`",
    help: "add [`{restriction}`|the type] to the `@type` of that element, or remove [`{type}`|the type] here",
  },
  siblingDuplicatesCotype: {
    message:
      "{element} is of type `{type}`, so {second} beside it in `{property}` cannot be of type `{restriction}`",
    help: "remove one of the two types",
  },
  siblingMissingCotype: {
    message:
      "{element} is of type `{type}`, so something of type `{restriction}` must stand beside it in `{property}`",
    help: "[add the type `{restriction}` to an element beside it, or remove `{type}`|add an element of the missing type, or remove the type here]",
  },
  notSiblingRequiredType: {
    message:
      "`{property}` of {element} must name something of type `{type}`, which `{value}` is not",
    help: "write the [`{auxProperty}`|name] of another element",
  },
  disallowedType: {
    message:
      "`{property}` of {element} names `{value}`, which cannot be named there since it is of type `{type}`",
    help: "write the [`{auxProperty}`|name] of an element [that is not of type `{type}`|of another type]",
  },
  matchingPropertyNotSupplemental: {
    message:
      "`{transformation}` of {element} names `{restriction}`, which `{value}` has by its class, not by a type beside it",
    help: "name a property that a type beside the class brings, such as `unit`",
  },
  noMatchingSupplementalProperty: {
    message:
      "`{transformation}` of {element} names `{restriction}`, a property that no type brings to `{value}`",
    help: "name another property[, or give `{value}` the type that brings `{restriction}`|, or add the type that brings it]",
  },
  siblingPropertyMismatch: {
    message:
      "`{property}` of {element} must be `{restriction}`, like the property that it overrides, not `{value}`",
    help: "use [`{restriction}`|the schema of that property]",
  },
  multipleReference: {
    message: "two values of `{property}` in {element} have the same `{auxProperty}`: `{values}`",
    help: "remove one of the two",
  },
};

const advice: Record<string, ErrorText> = {
  preferTerm: {
    message: "`{value}` has a term[: `{expected}`|, which is easier to read]",
    help: "write [`{expected}`|the term]",
  },
  repeatedType: {
    message: "the type `{value}` stands in `@type` more than once",
    help: "keep it once; a term and its DTMI are the same type",
  },
  untypedValueObject: {
    message: "the value of `{property}` is an object that says nothing but the value",
    help: "write the bare value, or add its `@type`",
  },
  untaggedText: {
    message: "a text of `{property}` is an object that does not say its language",
    help: "write the bare text, or add its `@language`",
  },
  toleratedKeyword: {
    message: "`{value}` has no effect here in DTDL 2, and later versions refuse it",
    help: "remove [`{value}`|the keyword]",
  },
  deprecatedCommandType: {
    message: "`commandType` is deprecated and means nothing",
    help: "leave `commandType` out",
  },
  severalCoreContexts: {
    message: "`@context` names several DTDL contexts, of which the last one holds",
    help: "keep one[, `{expected}`|]",
  },
  repeatedContext: {
    message: "the context `{value}` is named more than once",
    help: "keep it once",
  },
  contextBeforeCore: {
    message: "the context `{value}` stands before the DTDL context",
    help: "put the DTDL context first",
  },
};

/**
 * The words of every error identifier that can occur, of `invalidJson` and `unresolvedReference`, which DTDL gives no
 * identifier, and of the advice on forms that are valid but discouraged. By the identifier without its prefix
 * `dtmi:dtdl:parsingError:`. In a template, `{name}` stands for a fact, and `[with {name}|without]` for the first part
 * where its facts are known, else the second.
 */
export const errorTexts: Readonly<Record<string, ErrorText>> = {
  ...reading,
  ...contexts,
  ...topLevel,
  ...identifiers,
  ...types,
  ...properties,
  ...structure,
  ...literals,
  ...languages,
  ...constraints,
  ...advice,
};

/** The codes of advice: the form is valid, and discouraged. */
export const adviceCodes: readonly string[] = Object.keys(advice);
