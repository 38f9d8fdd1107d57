import type { DtdlVersion } from "../model.js";
import { geospatialDtmi, geospatialTerms, primitiveDtmi, primitiveTerms } from "./built-ins.js";
import { classNames, propertyNames } from "./class-tree.js";
import {
  centralTypes,
  coreQuantities,
  extensionQuantities,
  markTypes,
  type QuantitySystem,
  type SupplementalType,
  type Unit,
} from "./supplemental-types.js";
import { unitPrefixes } from "./units.js";

/** What a term or a DTMI of the language stands for. */
export type Definition =
  | { readonly kind: "class"; readonly dtmi: string; readonly name: string }
  | { readonly kind: "property"; readonly dtmi: string; readonly name: string }
  /** A built-in schema or command type. */
  | { readonly kind: "element"; readonly dtmi: string }
  | { readonly kind: "unit"; readonly dtmi: string; readonly unit: Unit }
  | { readonly kind: "type"; readonly dtmi: string; readonly type: SupplementalType }
  /** The type of a unit, such as `TemperatureUnit`. */
  | { readonly kind: "unitType"; readonly dtmi: string }
  | { readonly kind: "other"; readonly dtmi: string };

/** The terms that one context brings. */
export interface Vocabulary {
  readonly context: string;
  readonly terms: ReadonlyMap<string, Definition>;
  /** Prefixes that no identifier of an author may have while the context is active. */
  readonly reserved: readonly string[];
}

/** Contexts that DTDL knows and this parser does not. They are refused. */
const unsupported: readonly string[] = [
  "dtmi:dtdl:extension:annotation;1",
  "dtmi:dtdl:extension:annotation;2",
  "dtmi:dtdl:extension:overriding;1",
  "dtmi:dtdl:extension:overriding;2",
  "dtmi:dtdl:extension:mqtt;1",
  "dtmi:dtdl:extension:mqtt;2",
  "dtmi:dtdl:extension:mqtt;3",
  "dtmi:dtdl:extension:mqtt;4",
  "dtmi:iotoperations:context;4",
];

/** The context of IoT Central, the only one that may stand before the core context. */
export const centralContext = "dtmi:iotcentral:context;2";

const limitContexts: readonly string[] = ["dtmi:dtdl:limits:aio;1", "dtmi:dtdl:limits:onvif;1"];

/** Prefixes that always belong to the language. */
export const languagePrefixes: readonly string[] = ["dtmi:dtdl:", "dtmi:standard:"];

/** Prefixes under which every identifier must be a built-in one. */
export const builtInPrefixes: readonly string[] = [
  ...languagePrefixes,
  "dtmi:iotcentral:",
  "dtmi:iotoperations:",
];

const extensionMakers: Readonly<Record<string, () => Definition[]>> = {
  "dtmi:dtdl:extension:quantitativeTypes;1": () => extensionDefinitions(1),
  "dtmi:dtdl:extension:quantitativeTypes;2": () => extensionDefinitions(2),
  "dtmi:dtdl:extension:quantitativeTypes;3": () => extensionDefinitions(3),
  [centralContext]: () => [
    ...centralTypes.map(typeDefinition),
    ...["vector", "geopoint"].map(
      (term): Definition => ({ kind: "element", dtmi: `dtmi:iotcentral:schema:${term};2` }),
    ),
  ],
  ...Object.fromEntries(
    Object.entries(markTypes).map(([context, type]) => [context, () => [typeDefinition(type)]]),
  ),
};

/** How this parser stands to a context that is no core context. */
export function extensionStatus(
  context: string,
): "known" | "unsupported" | "limits" | "otherVersion" | "unknown" {
  if (Object.hasOwn(extensionMakers, context)) return "known";
  if (unsupported.includes(context)) return "unsupported";
  if (limitContexts.includes(context)) return "limits";
  return extensionReleases(context).length > 0 ? "otherVersion" : "unknown";
}

/** Known contexts that differ from this one in their version only. */
export function extensionReleases(context: string): readonly string[] {
  const prefix = `${context.split(";")[0]};`;
  return [...Object.keys(extensionMakers), ...unsupported, ...limitContexts].filter((known) =>
    known.startsWith(prefix),
  );
}

/** Terms of an extension context whose status is `known`. */
export function extensionVocabulary(context: string): Vocabulary {
  return cached(context, () => {
    const make = extensionMakers[context];
    const reserved = context === centralContext ? ["dtmi:iotcentral:"] : [];
    return vocabulary(context, make === undefined ? [] : make(), reserved);
  });
}

/** Terms of the language itself. */
export function coreVocabulary(version: DtdlVersion): Vocabulary {
  const context = `dtmi:dtdl:context;${version}`;
  return cached(context, () => vocabulary(context, coreDefinitions(version), languagePrefixes));
}

/** The definition with this identifier, in whichever context; undefined when the language has none. */
export function definitionOf(dtmi: string): Definition | undefined {
  if (!builtInPrefixes.some((prefix) => dtmi.startsWith(prefix))) return undefined;
  definitions ??= allDefinitions();
  return definitions.get(dtmi);
}

const vocabularies = new Map<string, Vocabulary>();
let definitions: Map<string, Definition> | undefined;

function cached(context: string, make: () => Vocabulary): Vocabulary {
  const known = vocabularies.get(context) ?? make();
  vocabularies.set(context, known);
  return known;
}

function allDefinitions(): Map<string, Definition> {
  const contexts = [
    ...([2, 3, 4] as const).map(coreVocabulary),
    ...Object.keys(extensionMakers).map(extensionVocabulary),
  ];
  const byDtmi = new Map(
    contexts.flatMap(({ terms }) =>
      [...terms.values()].map((definition) => [definition.dtmi, definition] as const),
    ),
  );
  // Identifiers that later versions gave to the primitive schemas of v2 stand for these.
  for (const term of primitiveTerms(2)) {
    const alias: Definition = { kind: "element", dtmi: primitiveDtmi(term) };
    byDtmi.set(`dtmi:dtdl:instance:Schema:${term};3`, alias);
    byDtmi.set(`dtmi:dtdl:instance:Schema:${term};4`, alias);
  }
  return byDtmi;
}

function vocabulary(
  context: string,
  definitions: readonly Definition[],
  reserved: readonly string[],
): Vocabulary {
  return {
    context,
    reserved,
    terms: new Map(definitions.map((definition) => [termOf(definition.dtmi), definition])),
  };
}

/** The last part of an identifier, without its version. */
export function termOf(dtmi: string): string {
  return (dtmi.split(";")[0] ?? dtmi).split(":").at(-1) ?? dtmi;
}

function coreDefinitions(version: DtdlVersion): Definition[] {
  const element = (dtmi: string): Definition => ({ kind: "element", dtmi });
  const other = (dtmi: string): Definition => ({ kind: "other", dtmi });
  const abstractTypes =
    version === 2
      ? ["SemanticType", "SemanticUnit"]
      : ["AdjunctType", "SemanticType", "SemanticUnit", "Alias"];
  return [
    ...classNames(version).map(
      (name): Definition => ({ kind: "class", name, dtmi: `dtmi:dtdl:class:${name};${version}` }),
    ),
    ...[...propertyNames(version), "languageMajorVersion", "symbol", "exponent"].map(
      (name): Definition => ({
        kind: "property",
        name,
        dtmi: `dtmi:dtdl:property:${name};${version}`,
      }),
    ),
    ...primitiveTerms(version).map((term) => element(primitiveDtmi(term))),
    ...["asynchronous", "synchronous"].map((term) =>
      element(`dtmi:dtdl:instance:CommandType:${term};${version}`),
    ),
    ...geospatialTerms.map((term) => element(geospatialDtmi(term, version))),
    ...(version === 4 ? [element("dtmi:standard:schema:scaledDecimal;4")] : []),
    ...abstractTypes.map((term) => other(`dtmi:dtdl:class:${term};${version}`)),
    ...(version === 2 ? coreQuantityDefinitions() : []),
  ];
}

function coreQuantityDefinitions(): Definition[] {
  const unitTerms = ["BinaryPrefix", "BinaryUnit", "DecimalPrefix", "DecimalUnit", "RatioUnit"];
  const properties = ["unit", "baseUnit", "bottomUnit", "topUnit", "prefix"];
  return [
    ...quantityDefinitions(coreQuantities()),
    ...unitTerms.map(
      (term): Definition => ({ kind: "other", dtmi: `dtmi:standard:class:${term};2` }),
    ),
    ...prefixDefinitions("dtmi:standard:unitprefix:", ";2", "deka"),
    ...properties.map(
      (name): Definition => ({ kind: "property", name, dtmi: `dtmi:dtdl:property:${name};2` }),
    ),
  ];
}

function extensionDefinitions(release: 1 | 2 | 3): Definition[] {
  const prefix = `dtmi:dtdl:extension:quantitativeTypes:v${release}`;
  const unitTerms = ["BinaryUnit", "DecimalUnit", "RatioUnit", "SymbolicUnit", "UnitPrefix"];
  const properties = ["unit", "baseUnit", "bottomUnit", "topUnit", "prefix"];
  return [
    ...quantityDefinitions(extensionQuantities(release)),
    ...unitTerms.map((term): Definition => ({ kind: "other", dtmi: `${prefix}:class:${term}` })),
    ...prefixDefinitions(`${prefix}:unitprefix:`, "", "deca"),
    ...properties.map(
      (name): Definition => ({ kind: "property", name, dtmi: `${prefix}:property:${name}` }),
    ),
  ];
}

function quantityDefinitions(system: QuantitySystem): Definition[] {
  return [
    ...system.types.map(typeDefinition),
    ...[...system.unitTypes.values()].map((dtmi): Definition => ({ kind: "unitType", dtmi })),
    ...system.units.map((unit): Definition => ({ kind: "unit", dtmi: unit.dtmi, unit })),
  ];
}

function prefixDefinitions(before: string, after: string, deca: string): Definition[] {
  return [...unitPrefixes.split(" "), deca].map((term) => ({
    kind: "other",
    dtmi: before + term + after,
  }));
}

function typeDefinition(type: SupplementalType): Definition {
  return { kind: "type", dtmi: type.dtmi, type };
}
