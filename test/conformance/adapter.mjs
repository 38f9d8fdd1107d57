// Adapts the built library to the official DTDL cases. It renames what the library gives, and decides nothing.
import { dtmiParts, resolveModel, safeParseModel } from "../../dist/dtdl/index.js";
import { validateInstance } from "../../dist/dtdl/instance.js";

export const name = "twinplug";
export { dtmiParts as dtmi };

export async function parse({ inputs, options, resolve }) {
  const texts = inputs.map((text, index) => ({ source: String(index), text }));
  const settings = {
    undefinedExtensions: options.undefinedExtensions,
    acceptedLimits: options.acceptableLimits,
    maxDtdlVersion: options.maxDtdlVersion,
    quirks: options.quirks,
    stopAfter: "firstInvalidText",
  };
  const result = resolve
    ? await resolved(texts, resolve, settings)
    : safeParseModel(texts, settings);
  if (!result.ok) return refused(result.issues);
  const { elements } = result.model;
  return {
    ok: true,
    warnings: result.advice,
    elements: {
      count: elements.size,
      get: (id) => elements.has(id) && described(elements.get(id)),
    },
    validateInstance: (id, json) => validateInstance(elements.get(id), json).length === 0,
  };
}

async function resolved(texts, resolve, settings) {
  const resolver = { resolve: async (ids) => (resolve(ids) ?? []).flatMap(topLevelTexts) };
  try {
    return { ok: true, model: await resolveModel(texts, resolver, settings) };
  } catch (error) {
    if (!error.issues?.length) throw error;
    return { ok: false, issues: error.issues };
  }
}

/** The cases count lines in a resolved text from its top-level object, and name the place by its identifier. */
function topLevelTexts(text) {
  try {
    const objects = [JSON.parse(text)].flat();
    return objects.map((each) => ({ source: each["@id"], text: JSON.stringify(each, null, 2) }));
  } catch {
    return [{ source: "resolved", text }];
  }
}

function refused(issues) {
  if (issues.every(({ code }) => code === "unresolvedReference")) {
    const references = issues.map(({ value: id, location: at }) => ({
      id,
      source: sourceOf(at),
      line: at?.line,
    }));
    return { ok: false, unresolved: references.map(({ id }) => id), references };
  }
  return { ok: false, errors: issues.map(errorOf) };
}

function errorOf({ code, location, primary = location, related, ...issue }) {
  return {
    ...issue,
    validationId: code === "invalidJson" ? null : `dtmi:dtdl:parsingError:${code}`,
    primary: placeOf(primary),
    secondary: placeOf(related),
  };
}

function placeOf(at) {
  return at && { source: sourceOf(at), start: at.line, end: at.endLine };
}

function sourceOf(at) {
  return /^\d+$/.test(at?.source) ? Number(at.source) : at?.source;
}

const breakouts = {
  commands: "Command",
  components: "Component",
  properties: "Property",
  relationships: "Relationship",
  telemetries: "Telemetry",
};

function described(element) {
  const { kind, supplementalProperties, ...properties } = element;
  if (kind === "Interface") {
    for (const [key, wanted] of Object.entries(breakouts)) {
      properties[key] = new Map([...element.contents].filter(([, each]) => each.kind === wanted));
    }
  }
  return {
    type: kind,
    properties: named(properties),
    supplementalTypes: element.supplementalTypes,
    supplementalProperties: named(supplementalProperties),
    undefinedTypes: element.undefinedTypes,
    undefinedProperties: element.undefinedProperties,
  };
}

function named(values) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, nameOf(value)]));
}

/** Elements are named by their identifiers, and durations as .NET prints them. */
function nameOf(value) {
  if (value instanceof Map) return named(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(nameOf);
  if (typeof value === "string" && /^PT\d+S$/.test(value)) {
    return new Date(Number(value.slice(2, -1)) * 1000).toISOString().slice(11, 19);
  }
  return value?.kind && value.id ? value.id : value;
}
