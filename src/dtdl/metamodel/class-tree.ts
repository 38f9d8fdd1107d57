import type { DtdlVersion } from "../model.js";
import { type ByVersion, type ClassRow, classRows, type PropertyRule } from "./classes.js";

/** The column of a DTDL version. */
export function inVersion<T>(columns: ByVersion<T>, version: DtdlVersion): T {
  return columns[version - 2] as T;
}

function knows(versions: readonly DtdlVersion[] | undefined, version: DtdlVersion): boolean {
  return versions === undefined || versions.includes(version);
}

/** Whether `name` is a class of this DTDL version, abstract ones included. */
export function isClass(name: string, version: DtdlVersion): boolean {
  const row = rowOf(name);
  return row !== undefined && knows(row.versions, version);
}

/** Whether a class is the other one or below it. */
export function isKindOf(name: string, ancestor: string): boolean {
  for (let at: string | undefined = name; at !== undefined; at = rowOf(at)?.parent) {
    if (at === ancestor) return true;
  }
  return false;
}

/** Classes that an element may have where `expected` is asked for; with `inline`, only those that can be written. */
export function concreteClasses(
  expected: string,
  version: DtdlVersion,
  inline = false,
): readonly string[] {
  const key = `${expected} ${version} ${inline}`;
  let names = concrete.get(key);
  if (names === undefined) {
    names = Object.entries(classRows)
      .filter(
        ([name, row]) =>
          isKindOf(name, expected) &&
          knows(row.versions, version) &&
          row.abstract?.includes(version) !== true &&
          !(inline && row.builtIn),
      )
      .map(([name]) => name);
    concrete.set(key, names);
  }
  return names;
}

const concrete = new Map<string, readonly string[]>();

/** Whether an inline value may leave out `@type` where this class is expected. */
export function isTypeOptional(expected: string, version: DtdlVersion): boolean {
  return rowOf(expected)?.typeOptional?.includes(version) === true;
}

/** The properties of a class in a version, inherited ones first. */
export function propertiesOf(
  name: string,
  version: DtdlVersion,
): ReadonlyMap<string, PropertyRule> {
  const key = `${name} ${version}`;
  let rules = properties.get(key);
  if (rules === undefined) {
    const row = rowOf(name);
    const inherited = row?.parent === undefined ? [] : propertiesOf(row.parent, version);
    const merged = new Map<string, PropertyRule>(inherited);
    for (const rule of row?.properties ?? []) {
      if (knows(rule.versions, version)) merged.set(rule.name, rule);
    }
    rules = merged;
    properties.set(key, rules);
  }
  return rules;
}

const properties = new Map<string, ReadonlyMap<string, PropertyRule>>();

function rowOf(name: string): ClassRow | undefined {
  return Object.hasOwn(classRows, name) ? classRows[name] : undefined;
}

/** Every class name of a version. */
export function classNames(version: DtdlVersion): readonly string[] {
  return Object.keys(classRows).filter((name) => isClass(name, version));
}

/** Every property name of a version. */
export function propertyNames(version: DtdlVersion): readonly string[] {
  return [
    ...new Set(
      Object.values(classRows).flatMap((row) =>
        (row.properties ?? [])
          .filter((rule) => knows(rule.versions, version))
          .map((rule) => rule.name),
      ),
    ),
  ];
}
