import type { DtdlVersion } from "../model.js";
import { classNames, propertyNames } from "./class-tree.js";
import { typeTerms } from "./context-types.js";
import { type QuantityRelease, quantities } from "./quantities.js";

/** A set of limits; the empty name is that of the normal ones. */
export type LimitName = "" | "aio_1" | "onvif_1";

/** What a context brings. */
export interface Vocabulary {
  /** Identifier with its major version, such as `dtmi:dtdl:extension:mqtt;4`. */
  readonly context: string;
  readonly kind: "core" | "feature" | "limits" | "partner";
  /** Identifiers by term. */
  readonly terms: ReadonlyMap<string, string>;
  /**
   * Prefixes that no identifier of an author may have while the context is active. Those of the language hold always
   * and are not here.
   */
  readonly reserved: readonly string[];
  /** DTDL version before whose core context it may stand. */
  readonly mayPrecede?: DtdlVersion;
  /** DTDL version whose limits it sets, and which limits these are. */
  readonly limitsFor?: DtdlVersion;
  readonly limits?: LimitName;
}

const releases: ReadonlyMap<string, string> = new Map([
  ["dtmi:dtdl:context", "2 3 4"],
  ["dtmi:dtdl:extension:annotation", "1 2"],
  ["dtmi:dtdl:extension:historization", "1 2"],
  ["dtmi:dtdl:extension:mqtt", "1 2 3 4"],
  ["dtmi:dtdl:extension:overriding", "1 2"],
  ["dtmi:dtdl:extension:quantitativeTypes", "1 2 3"],
  ["dtmi:dtdl:extension:requirement", "1 2"],
  ["dtmi:dtdl:limits:aio", "1"],
  ["dtmi:dtdl:limits:onvif", "1"],
  ["dtmi:iotcentral:context", "2"],
  ["dtmi:iotoperations:context", "4"],
]);

/**
 * Identifiers of the known contexts that have the same name as this one, oldest first; none when DTDL knows no such
 * name. The identifier may have any version or none.
 */
export function contextReleases(context: string): readonly string[] {
  const [name = ""] = context.split(";", 1);
  const known = releases.get(name)?.split(" ") ?? [];
  return known.map((release) => `${name};${release}`);
}

/** The known context that brings the type, the property or the element with this identifier. */
export function contextOfIdentifier(dtmi: string): string | undefined {
  const [, extension, release] = /^dtmi:dtdl:extension:([A-Za-z]+):v([1-9]):/.exec(dtmi) ?? [];
  if (extension !== undefined) return ifKnown(`dtmi:dtdl:extension:${extension};${release}`);
  const [, home, version] = ofHome.exec(dtmi) ?? [];
  if (home === undefined) return undefined;
  return ifKnown(`dtmi:${home === "standard" ? "dtdl" : home}:context;${version}`);
}

const ofHome = /^dtmi:(dtdl|standard|iotcentral|iotoperations):[^;]*;([1-9])$/;

function ifKnown(context: string): string | undefined {
  return contextReleases(context).includes(context) ? context : undefined;
}

const vocabularies = new Map<string, Vocabulary>();

/** What a version of the language itself brings. */
export function coreVocabulary(version: DtdlVersion): Vocabulary {
  return vocabulary(`dtmi:dtdl:context;${version}`);
}

/**
 * What a context brings; undefined when DTDL knows no context with exactly this identifier, which has a major version
 * and no minor one.
 */
export function findContext(context: string): Vocabulary | undefined {
  const made = vocabularies.get(context);
  if (made !== undefined || ifKnown(context) === undefined) return made;
  return vocabulary(context);
}

function vocabulary(context: string): Vocabulary {
  let made = vocabularies.get(context);
  if (made === undefined) {
    made = makeVocabulary(context);
    vocabularies.set(context, made);
  }
  return made;
}

function makeVocabulary(context: string): Vocabulary {
  const terms = termsOf(context);
  const base = { context, terms, reserved: [] };
  if (context.startsWith("dtmi:dtdl:context;")) return { ...base, kind: "core" };
  if (context.startsWith("dtmi:dtdl:extension:")) return { ...base, kind: "feature" };
  if (context.startsWith("dtmi:dtdl:limits:")) {
    const limits = context.startsWith("dtmi:dtdl:limits:aio") ? "aio_1" : "onvif_1";
    return { ...base, kind: "limits", limitsFor: 4, limits };
  }
  const partner = { ...base, kind: "partner" } as const;
  return context === "dtmi:iotcentral:context;2"
    ? { ...partner, reserved: ["dtmi:iotcentral:"], mayPrecede: 2 }
    : { ...partner, reserved: ["dtmi:iotoperations:"] };
}

function termsOf(context: string): ReadonlyMap<string, string> {
  const terms = typeTerms(context);
  const [name, release] = context.split(";");
  if (name === "dtmi:dtdl:context") addCoreTerms(terms, Number(release) as DtdlVersion);
  if (name === "dtmi:dtdl:extension:quantitativeTypes") {
    addExtensionQuantities(terms, Number(release) as QuantityRelease);
  }
  if (name === "dtmi:iotcentral:context") {
    for (const term of ["geopoint", "vector"]) terms.set(term, `dtmi:iotcentral:schema:${term};2`);
  }
  return terms;
}

const primitives = "boolean date dateTime double duration float integer long string time";
const primitivesOfV4 =
  "byte bytes decimal short unsignedByte unsignedInteger unsignedLong unsignedShort uuid";

/** Terms of the primitive schemas of a version. */
export function primitiveTerms(version: DtdlVersion): readonly string[] {
  return (version === 4 ? `${primitives} ${primitivesOfV4}` : primitives).split(" ");
}

/** Terms of the schemas after GeoJSON geometries. */
export function geospatialTerms(): readonly string[] {
  return "point multiPoint lineString multiLineString polygon multiPolygon".split(" ");
}

function addCoreTerms(terms: Map<string, string>, version: DtdlVersion): void {
  const add = (before: string, words: readonly string[]): void => {
    for (const word of words) terms.set(word, `${before}${word};${version}`);
  };
  add("dtmi:dtdl:class:", classNames(version));
  add("dtmi:dtdl:property:", propertyNames(version));
  add("dtmi:dtdl:property:", ["languageMajorVersion", "exponent", "symbol"]);
  add("dtmi:dtdl:instance:Schema:", primitiveTerms(version));
  add("dtmi:dtdl:instance:CommandType:", ["asynchronous", "synchronous"]);
  add("dtmi:standard:schema:geospatial:", geospatialTerms());
  if (version > 2) {
    add("dtmi:dtdl:property:", ["aliasFor"]);
    terms.set("DtdlExtension", `dtmi:dtdl:meta:DtdlExtension;${version}`);
    add("dtmi:dtdl:meta:", ["metamodel", "model"]);
  }
  if (version === 4) add("dtmi:standard:schema:", ["scaledDecimal"]);
  if (version === 2) {
    const { units, prefixes } = quantities(0);
    add("dtmi:standard:unit:", [...units.keys()]);
    add("dtmi:standard:unitprefix:", [...prefixes.keys()]);
  }
}

function addExtensionQuantities(terms: Map<string, string>, release: QuantityRelease): void {
  const { unitTypes, units, prefixes } = quantities(release);
  const before = `dtmi:dtdl:extension:quantitativeTypes:v${release}`;
  const add = (family: string, words: Iterable<string>): void => {
    for (const word of words) terms.set(word, `${before}:${family}:${word}`);
  };
  add("enum", unitTypes.keys());
  add("enum", ["BinaryPrefix", "DecimalPrefix"]);
  add("unit", units.keys());
  add("unitprefix", prefixes.keys());
  terms.set("EnergyRateUnit", `${before}:enum:PowerUnit`);
}
