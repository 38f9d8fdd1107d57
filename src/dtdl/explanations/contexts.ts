import { context, type ExplanationRow, model, sections } from "./row.js";

const entry = "value: the entry of `@context`";

/** Errors of `@context`. */
export const contexts: Readonly<Record<string, ExplanationRow>> = {
  missingContext: {
    meaning: "An object at the top level has no `@context`.",
    reason:
      "The rules differ between the versions of DTDL, so nothing can be read before the version is known. Nested objects take the context of the object around them.",
    section: sections.context,
    fatal: true,
    example: model(
      `{ "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
      `{ "@context": "dtmi:dtdl:context;4", "@id": "dtmi:com:example:Kettle;1", "@type": "Interface" }`,
    ),
  },
  emptyContext: {
    meaning: "The `@context` of an object at the top level is an empty array.",
    reason: "An empty list adds nothing to the context around it, and at the top there is none.",
    section: sections.context,
    fatal: true,
    example: context(`[]`, `"dtmi:dtdl:context;4"`),
  },
  missingDtdlContext: {
    meaning: "No DTDL context stands at the beginning of a top-level `@context`.",
    reason:
      "Which extensions suit, and how their identifiers are written, depends on the DTDL version, so that comes first. Only the context of IoT Central may stand before it.",
    section: sections.context,
    fatal: true,
    example: context(
      `"dtmi:dtdl:extension:annotation;2"`,
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2" ]`,
    ),
  },
  invalidContextSpecifier: {
    meaning:
      "An entry of `@context` starts with `dtmi:` but breaks the grammar of a DTMI, or the context of an extension has a fragment.",
    reason: "Contexts are found by their identifier, so it has to be one.",
    section: sections.context,
    fields: [entry],
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2#all" ]`,
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2" ]`,
    ),
  },
  invalidContextFragment: {
    meaning: "A DTDL context has a fragment other than `#limitless` and `#limits`.",
    reason:
      "The two fragments lift and name the limits of lengths and counts. Others have no meaning.",
    section: sections.limits,
    fields: [entry],
    fatal: true,
    example: context(`"dtmi:dtdl:context;4#unlimited"`, `"dtmi:dtdl:context;4"`),
  },
  disallowedContextFragment: {
    meaning: "A DTDL context of version 2 or 3 has a fragment.",
    reason: "Limits can be exchanged from version 4 on; in earlier versions they are fixed.",
    section: sections.limits,
    fields: [entry, "restriction: the DTDL version"],
    fatal: true,
    example: context(`"dtmi:dtdl:context;3#limitless"`, `"dtmi:dtdl:context;3"`),
  },
  missingContextVersion: {
    meaning: "The context of an extension or of limits has no version.",
    reason: "Extensions change from version to version, so a model says which one it means.",
    section: sections.extensions,
    fields: [entry],
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation" ]`,
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2" ]`,
    ),
  },
  misplacedLimitContext: {
    meaning:
      "Limits stand in `@context` without a DTDL context with `#limitless` directly before them.",
    reason:
      "`dtmi:dtdl:context;4` by itself already brings its limits. They are first lifted with `#limitless`, then replaced by the entry behind it.",
    section: sections.limits,
    fields: [entry],
    fatal: true,
    example: context(
      `"dtmi:dtdl:context;4#limits"`,
      `[ "dtmi:dtdl:context;4#limitless", "dtmi:dtdl:context;4#limits" ]`,
    ),
  },
  unrecognizedContextVersion: {
    meaning: "The DTDL context names a version that does not exist or is not known here.",
    reason: "A later version may have other rules; guessing them would accept wrong models.",
    section: sections.context,
    fields: [entry, "restriction: the known versions"],
    fatal: true,
    example: context(`"dtmi:dtdl:context;1"`, `"dtmi:dtdl:context;2"`),
  },
  disallowedContextVersion: {
    meaning:
      "The version of the DTDL context is known, but the caller of the parser set a lower one as the highest.",
    reason:
      "A service that understands DTDL 2 only can have the parser refuse models that it could not use.",
    section: sections.context,
    fields: [entry, "restriction: the highest version accepted"],
    fatal: true,
  },
  invalidContextSpecifierForVersion: {
    meaning: "A context is a DTMI, but not one that the DTDL version in force accepts.",
    reason:
      "DTDL 2 wants a version of one number behind every identifier. Later versions take two numbers, such as `;1.2`, or none.",
    section: sections.identifier,
    fields: [entry, "restriction: the DTDL version"],
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;2", "dtmi:com:example:context;1.2" ]`,
      `[ "dtmi:dtdl:context;2", "dtmi:com:example:context;1" ]`,
    ),
  },
  nonDtmiContextSpecifier: {
    meaning: "An entry of `@context` behind the DTDL context does not start with `dtmi:`.",
    reason:
      "DTDL looks like JSON-LD but loads no vocabularies from the web. Its extensions are all named by DTMIs.",
    section: sections.context,
    fields: [entry],
    fatal: true,
    example: context(`[ "dtmi:dtdl:context;4", "https://schema.org" ]`, `"dtmi:dtdl:context;4"`),
  },
  dtdlContextFollowsAffiliate: {
    meaning: "A DTDL context stands behind the context of an extension.",
    reason:
      "Extensions are chosen for a DTDL version. If the version changed behind them they would be read by the wrong one.",
    section: sections.context,
    fields: [entry],
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2", "dtmi:dtdl:context;4" ]`,
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2" ]`,
    ),
  },
  unresolvableContextSpecifier: {
    meaning: "`@context` names an extension that is not known here.",
    reason:
      "Its types and properties could not be checked. DTDL 2 tolerates that by default, versions 3 and 4 do not; an option of the parser decides otherwise.",
    section: sections.extensions,
    fields: [entry],
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;4", "dtmi:com:example:context;1" ]`,
      `"dtmi:dtdl:context;4"`,
    ),
  },
  unresolvableContextVersion: {
    meaning: "`@context` names a known extension in a version that is not known.",
    reason: "Versions of an extension may bring other types, so none stands in for another.",
    section: sections.extensions,
    fields: [entry, "restriction: the known versions"],
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;9" ]`,
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2" ]`,
    ),
  },
  missingLimitContext: {
    meaning: "A DTDL context with `#limitless` is not followed directly by limits for its version.",
    reason:
      "A model without any limits could not be handled by anybody; what lifts them has to say which ones hold instead.",
    section: sections.limits,
    fields: [entry, "restriction: the DTDL version"],
    fatal: true,
    example: context(
      `"dtmi:dtdl:context;4#limitless"`,
      `[ "dtmi:dtdl:context;4#limitless", "dtmi:dtdl:context;4#limits" ]`,
    ),
  },
  disallowedLimitContext: {
    meaning: "The limits behind `#limitless` are known, but the caller does not accept them.",
    reason:
      "Larger limits mean larger models. A program says by an option which of them it can store and show; by default the normal ones only.",
    section: sections.limits,
    fields: [entry, "restriction: the limits accepted"],
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;4#limitless", "dtmi:dtdl:limits:onvif;1" ]`,
      `"dtmi:dtdl:context;4"`,
    ),
  },
  localContextNotLast: {
    meaning: "An object stands in `@context` with another entry behind it.",
    reason:
      "Such an object is a local context, with words of the author's own. JSON-LD would read it after all others, and DTDL takes none.",
    section: sections.context,
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;4", {}, "dtmi:dtdl:extension:annotation;2" ]`,
      `[ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2" ]`,
    ),
  },
  disallowedLocalContext: {
    meaning: "The last entry of `@context` is an object, a local context.",
    reason:
      "If every author could define words, the same text would mean different things in different files. All words come from DTDL and its extensions.",
    section: sections.context,
    fields: ["restriction: the DTDL version"],
    fatal: true,
    example: context(
      `[ "dtmi:dtdl:context;4", { "len": "dtmi:com:example:len;1" } ]`,
      `"dtmi:dtdl:context;4"`,
    ),
  },
};
