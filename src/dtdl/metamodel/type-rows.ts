import { lastLabel } from "../dtmi.js";
import type { DtdlVersion } from "../model.js";
import { knownWords } from "./quantities.js";
import type {
  SiblingRule,
  SupplementalKind,
  SupplementalProperty,
  SupplementalType,
  TypeConstraint,
} from "./supplemental-type.js";

/** A type as its context describes it. Several words stand in one text, separated by spaces, as in `knownWords`. */
export interface TypeRow {
  /** Release that brought the type; the first one when left out. */
  readonly since?: number;
  readonly kind?: SupplementalKind;
  readonly abstract?: true;
  readonly parent?: string;
  /** Classes of elements that may have it. */
  readonly on?: string;
  /** DTDL versions of these elements, where they are not those of the extension. */
  readonly versions?: readonly DtdlVersion[];
  /** A type of the same context beside which any element may have it. */
  readonly orBeside?: string;
  /** Types, as identifiers, that must or must not be on the same element. */
  readonly beside?: string;
  readonly notBeside?: string;
  /** Types of which the Object that holds the Field must have one; it holds one such Field only. */
  readonly fieldOf?: string;
  /** Type that another Field of that Object must have. */
  readonly withField?: string;
  /** Classes or types of which the `schema`, or every one of the `fields`, must have one. */
  readonly schema?: string;
  readonly fields?: string;
  /** Elements, as identifiers, of which the schema must be one. */
  readonly schemas?: readonly string[];
  readonly constraints?: readonly TypeConstraint[];
  readonly siblings?: readonly SiblingRule[];
  readonly properties?: Readonly<Record<string, PropertyRow>>;
}

export interface PropertyRow {
  readonly since?: number;
  /** Identifier, where it is not the usual one of the extension. */
  readonly dtmi?: string;
  /** XSD datatype, identifier of a class or type, or `IRI`; `string` when left out. */
  readonly type?: string;
  readonly required?: true;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minInclusive?: number;
  readonly childOf?: string;
  readonly uniqueValue?: true;
  readonly instanceProperty?: string;
}

export type TypeRows = Readonly<Record<string, TypeRow>>;

/** What the types of a context have in common. */
export interface TypeHome {
  readonly context: string;
  readonly release: number;
  readonly kind: SupplementalKind;
  readonly parent?: string;
  readonly versions: readonly DtdlVersion[];
  readonly typeId: (term: string) => string;
  readonly propertyId: (name: string, type: string) => string;
  readonly types: TypeRows;
  /** Types that differ in a word or two, described only when they are asked for. */
  readonly uniform?: {
    readonly terms: () => Iterable<string>;
    readonly row: (term: string) => TypeRow | undefined;
  };
}

/** Identifiers by term of the types at a home and of the properties they bring. */
export function addTerms(home: TypeHome, terms: Map<string, string>): void {
  const isKnown = (row: TypeRow | PropertyRow): boolean => (row.since ?? 0) <= home.release;
  for (const [term, row] of Object.entries(home.types)) {
    if (!isKnown(row)) continue;
    const type = home.typeId(term);
    terms.set(term, type);
    for (const [name, property] of Object.entries(row.properties ?? {})) {
      if (isKnown(property) && property.dtmi === undefined) {
        terms.set(name, home.propertyId(name, type));
      }
    }
  }
  for (const term of home.uniform?.terms() ?? []) terms.set(term, home.typeId(term));
}

/** The type at a home with what it says itself; undefined when the home has no type of this identifier. */
export function typeAt(home: TypeHome, dtmi: string): SupplementalType | undefined {
  const term = lastLabel(dtmi);
  if (home.typeId(term) !== dtmi) return undefined;
  const row = Object.hasOwn(home.types, term) ? home.types[term] : home.uniform?.row(term);
  if (row === undefined || (row.since ?? 0) > home.release) return undefined;
  return typeFrom(home, term, row);
}

function typeFrom(home: TypeHome, term: string, row: TypeRow): SupplementalType {
  const parent = row.parent ?? home.parent;
  const cotypes = knownWords(row.on ?? "", home.release);
  const versions = row.versions ?? home.versions;
  const dtmi = home.typeId(term);
  return {
    dtmi,
    term,
    context: home.context,
    kind: row.kind ?? home.kind,
    abstract: row.abstract === true,
    ...(parent === undefined ? {} : { parent }),
    cotypes,
    cotypeVersions: cotypes.length === 0 ? [] : versions,
    altCotypes: row.orBeside === undefined ? [] : [home.typeId(row.orBeside)],
    altCotypeNames: row.orBeside === undefined ? [] : [row.orBeside],
    requiredCocotypes: row.beside === undefined ? [] : [row.beside],
    disallowedCocotypes: row.notBeside === undefined ? [] : [row.notBeside],
    constraints: constraintsFrom(home, dtmi, row),
    siblings: row.siblings ?? [],
    properties: Object.entries(row.properties ?? {})
      .filter(([, property]) => (property.since ?? 0) <= home.release)
      .map(([name, property]) => propertyFrom(home.propertyId(name, dtmi), name, property)),
  };
}

function constraintsFrom(home: TypeHome, dtmi: string, row: TypeRow): readonly TypeConstraint[] {
  const constraints: TypeConstraint[] = [];
  if (row.fieldOf !== undefined) {
    constraints.push({
      property: "fields",
      inverse: true,
      ...requiredTypes(home, row.fieldOf),
      noneOtherType: dtmi,
      ...(row.withField === undefined ? {} : { someOtherType: home.typeId(row.withField) }),
    });
  }
  for (const property of ["schema", "fields"] as const) {
    const words = row[property];
    if (words !== undefined) constraints.push({ property, ...requiredTypes(home, words) });
  }
  if (row.schemas !== undefined) {
    const requiredValueNames = row.schemas.map(lastLabel);
    constraints.push({
      property: "schema",
      requiredValues: row.schemas,
      requiredValueNames,
      requiredValuesString: requiredValueNames.join(" or "),
    });
  }
  return [...constraints, ...(row.constraints ?? [])];
}

function requiredTypes(
  home: TypeHome,
  words: string,
): Required<Pick<SiblingRule, "requiredTypes" | "requiredTypeNames" | "requiredTypesString">> {
  const requiredTypeNames = knownWords(words, home.release);
  return {
    requiredTypes: requiredTypeNames.flatMap((word) =>
      Object.hasOwn(home.types, word) ? [home.typeId(word)] : classIds(word, home.versions),
    ),
    requiredTypeNames,
    requiredTypesString: requiredTypeNames.join(" or "),
  };
}

/** The string schema of every version is the element of v2. */
export function classIds(name: string, versions: readonly DtdlVersion[]): readonly string[] {
  const known = name === "String" ? new Set<DtdlVersion>([2, ...versions]) : versions;
  return [...known].map((version) => `dtmi:dtdl:class:${name};${version}`);
}

const xsd = "http://www.w3.org/2001/XMLSchema#";
const literalKinds = {
  string: "string",
  integer: "integer",
  duration: "duration",
  decimal: "numeric",
} as const;

function propertyFrom(usualId: string, name: string, row: PropertyRow): SupplementalProperty {
  const { since: _, dtmi = usualId, type = "string", required, ...rules } = row;
  return {
    dtmi,
    name,
    ...valueType(type),
    plural: false,
    optional: required !== true,
    ...(required === true ? { minCount: 1 } : {}),
    maxCount: 1,
    ...rules,
  };
}

function valueType(
  type: string,
): Pick<SupplementalProperty, "kind" | "type" | "typeName" | "class"> {
  if (type === "IRI") return { kind: "identifier", typeName: type };
  if (!type.startsWith("dtmi:")) {
    return {
      kind: literalKinds[type as keyof typeof literalKinds],
      type: xsd + type,
      typeName: type,
    };
  }
  const typeName = lastLabel(type);
  const isClass = type.startsWith("dtmi:dtdl:class:");
  return { kind: "element", type, typeName, class: isClass ? typeName : type };
}
