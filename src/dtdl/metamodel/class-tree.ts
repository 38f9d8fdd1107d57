import type { DtdlVersion } from "../model.js";
import { type ByVersion, type ClassRow, classRows, type PropertyRule } from "./classes.js";
import type { LimitName } from "./contexts.js";
import type { SupplementalProperty } from "./supplemental-type.js";

/** A property of a class in one DTDL version, or one that a supplemental type brings. */
export interface PropertyInfo {
  readonly name: string;
  /** As error records call it: the name, or for properties of supplemental types the DTMI. */
  readonly key: string;
  readonly kind: PropertyRule["kind"];
  readonly plural: boolean;
  readonly required: boolean;
  readonly maxLength: (limits: LimitName) => number;
  readonly pattern?: RegExp | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly maxCount?: number | undefined;
  /** Class of the values. */
  readonly class: string;
  /** DTDL versions of the values; all when undefined. */
  readonly versions?: readonly DtdlVersion[] | undefined;
  readonly only?: readonly string[] | undefined;
  readonly idRequired: boolean;
  readonly named: boolean;
  readonly unique: readonly ("name" | "enumValue")[];
  readonly deprecated: boolean;
  /** Set for properties of supplemental types. */
  readonly supplemental?: SupplementalProperty | undefined;
}

/** A class in one DTDL version. */
export interface ClassInfo {
  readonly name: string;
  readonly version: DtdlVersion;
  /** Properties by name, inherited ones first. */
  readonly properties: ReadonlyMap<string, PropertyInfo>;
  readonly required: readonly PropertyInfo[];
  /** Names of the class and those above it. */
  readonly lineage: ReadonlySet<string>;
}

/** What a property takes by reference, what inline, and whether `@type` may be left out there. */
export interface Acceptance {
  readonly concrete: ReadonlySet<string>;
  readonly inline: ReadonlySet<string>;
  readonly typeOptional: boolean;
}

/** The column of a DTDL version. */
export function inVersion<T>(columns: ByVersion<T>, version: DtdlVersion): T {
  return columns[version - 2] as T;
}

function knows(versions: readonly DtdlVersion[] | undefined, version: DtdlVersion): boolean {
  return versions === undefined || versions.includes(version);
}

function rowOf(name: string): ClassRow | undefined {
  return Object.hasOwn(classRows, name) ? classRows[name] : undefined;
}

/** Whether `name` is a class of DTDL, abstract ones included; with a version, of that version. */
export function isClass(name: string, version?: DtdlVersion): boolean {
  const row = rowOf(name);
  return row !== undefined && (version === undefined || knows(row.versions, version));
}

/** Whether a class is the other one or below it. */
export function isKindOf(name: string, ancestor: string): boolean {
  for (let at: string | undefined = name; at !== undefined; at = rowOf(at)?.parent) {
    if (at === ancestor) return true;
  }
  return false;
}

const acceptances = byVersion<Acceptance>();

/** What may stand where elements of a class are expected. */
export function acceptanceOf(expected: string, version: DtdlVersion): Acceptance {
  const known = acceptances[version - 2] as Map<string, Acceptance>;
  let acceptance = known.get(expected);
  if (acceptance === undefined) {
    const concrete = Object.entries(classRows).filter(
      ([name, row]) =>
        isKindOf(name, expected) &&
        knows(row.versions, version) &&
        row.abstract?.includes(version) !== true,
    );
    acceptance = {
      concrete: new Set(concrete.map(([name]) => name)),
      inline: new Set(concrete.flatMap(([name, row]) => (row.builtIn ? [] : [name]))),
      typeOptional: rowOf(expected)?.typeOptional?.includes(version) === true,
    };
    known.set(expected, acceptance);
  }
  return acceptance;
}

const classes = byVersion<ClassInfo>();

/** A table for each DTDL version. */
function byVersion<T>(): readonly Map<string, T>[] {
  return [new Map(), new Map(), new Map()];
}

/** The class of this name in a version. The name must be one of DTDL. */
export function classOf(name: string, version: DtdlVersion): ClassInfo {
  const known = classes[version - 2] as Map<string, ClassInfo>;
  let found = known.get(name);
  if (found === undefined) {
    found = makeClass(name, version);
    known.set(name, found);
  }
  return found;
}

function makeClass(name: string, version: DtdlVersion): ClassInfo {
  const row = rowOf(name);
  const parent = row?.parent === undefined ? undefined : classOf(row.parent, version);
  const properties = new Map<string, PropertyInfo>(parent?.properties);
  for (const rule of row?.properties ?? []) {
    if (knows(rule.versions, version)) properties.set(rule.name, resolve(rule, version));
  }
  return {
    name,
    version,
    properties,
    required: [...properties.values()].filter(({ required }) => required),
    lineage: new Set([name, ...(parent?.lineage ?? [])]),
  };
}

function resolve(rule: PropertyRule, version: DtdlVersion): PropertyInfo {
  const longest = rule.maxLength && inVersion(rule.maxLength, version);
  const { maxLengthIn = {} } = rule;
  return {
    name: rule.name,
    key: rule.name,
    kind: rule.kind,
    plural: rule.plural === true,
    required: rule.required !== undefined && inVersion(rule.required, version),
    maxLength: (limits) => maxLengthIn[limits] ?? longest ?? Number.POSITIVE_INFINITY,
    pattern: rule.pattern,
    min: rule.min,
    max: rule.max && inVersion(rule.max, version),
    maxCount: rule.maxCount && inVersion(rule.maxCount, version),
    class: rule.class === undefined ? "" : inVersion(rule.class, version),
    versions: rule.from && inVersion(rule.from, version),
    only: rule.only,
    idRequired: rule.idRequired === true,
    named: rule.named === true,
    unique: rule.unique ?? [],
    deprecated: rule.deprecated === true,
  };
}

/** Every property name of a version. */
export function propertyNames(version: DtdlVersion): readonly string[] {
  const rules = Object.values(classRows).flatMap((row) => row.properties ?? []);
  return [
    ...new Set(rules.filter((rule) => knows(rule.versions, version)).map(({ name }) => name)),
  ];
}

/** Every class name of a version. */
export function classNames(version: DtdlVersion): readonly string[] {
  return Object.keys(classRows).filter((name) => isClass(name, version));
}

/** Classes that an element may have where `expected` is asked for. */
export function concreteClasses(expected: string, version: DtdlVersion): readonly string[] {
  return [...acceptanceOf(expected, version).concrete];
}
