import type { Content, Interface } from "../../dtdl/model.js";
import { below, changeOf, type ModelChange } from "./change.js";
import { diffAnnotations } from "./diff-annotations.js";
import { contentText, diffContent, isSameContent, likenessOf } from "./diff-content.js";
import { diffSchema } from "./diff-schema.js";
import { isOtherVersion, kindsOf, versionless } from "./interface-links.js";
import { matchByName } from "./match.js";

/** Tells whether two Interfaces are compared on their own, so that what they pass on need not be said again. */
export type IsCompared = (before: Interface, after: Interface) => boolean;

/** Compares Interfaces; a pair that many components share is compared once. */
export interface InterfaceDiffer {
  /** What differs between two Interfaces, `path` before each way. */
  diff(before: Interface, after: Interface): readonly ModelChange[];
}

/** Makes an {@link InterfaceDiffer}. */
export function createInterfaceDiffer(isCompared: IsCompared): InterfaceDiffer {
  const ofComponents = new Map<Interface, Map<Interface, readonly ModelChange[]>>();

  const component = (before: Interface, after: Interface, path: string): readonly ModelChange[] => {
    const known = ofComponents.get(before) ?? new Map<Interface, readonly ModelChange[]>();
    ofComponents.set(before, known);
    let changes = known.get(after);
    if (changes === undefined) {
      known.set(after, []); // A model that is not valid could lead back here.
      changes = contents(before, after, () => false);
      known.set(after, changes);
    }
    return changes.map((change) => ({ ...change, path: below(path, change.path) }));
  };

  const contents = (
    before: Interface,
    after: Interface,
    isSaid: (before: Content | undefined, after: Content | undefined) => boolean,
  ): readonly ModelChange[] => {
    const found: ModelChange[] = [];
    const matched = matchByName(
      [...before.contents.values()],
      [...after.contents.values()],
      likenessOf,
      isSameContent,
    );
    for (const was of matched.removed) {
      if (isSaid(was, undefined)) continue;
      const rule = was.kind === "Relationship" ? "relationshipRemoved" : "contentRemoved";
      found.push(changeOf(rule, was.name, "contents", contentText(was), undefined));
    }
    for (const [was, is] of matched.renamed) {
      if (isSaid(was, is)) continue;
      const rule = was.kind === "Relationship" ? "relationshipRemoved" : "contentRenamed";
      found.push(changeOf(rule, was.name, "name", was.name, is.name));
    }
    for (const [was, is] of matched.kept) {
      if (!isSaid(was, is))
        found.push(...diffContent(was, is, was.name, { schema: diffSchema, component }));
    }
    for (const is of matched.added) {
      if (isSaid(undefined, is)) continue;
      found.push(changeOf("contentAdded", is.name, "contents", undefined, contentText(is)));
    }
    return found;
  };

  return {
    diff(before, after) {
      const basesBefore = basesOf(before);
      const basesAfter = basesOf(after);
      // What is inherited by both from Interfaces that are compared themselves is said there.
      const isSaid = (was: Content | undefined, is: Content | undefined): boolean => {
        const giver = was && basesBefore.get(was.childOf ?? "");
        const newGiver = is && basesAfter.get(is.childOf ?? "");
        if (was !== undefined && is !== undefined) {
          return giver !== undefined && newGiver !== undefined && isCompared(giver, newGiver);
        }
        if (giver !== undefined) {
          return [...basesAfter.values()].some((base) => isCompared(giver, base));
        }
        if (newGiver !== undefined) {
          return [...basesBefore.values()].some((base) => isCompared(base, newGiver));
        }
        return false;
      };
      return [...diffHead(before, after), ...contents(before, after, isSaid)];
    },
  };
}

/** The Interfaces that an Interface extends, directly or not, by DTMI. */
function basesOf(iface: Interface): ReadonlyMap<string, Interface> {
  const bases = new Map<string, Interface>();
  const todo = [...iface.extends];
  for (let base = todo.pop(); base !== undefined; base = todo.pop()) {
    if (bases.has(base.id)) continue;
    bases.set(base.id, base);
    todo.push(...base.extends);
  }
  return bases;
}

/** What differs beside the contents. */
function diffHead(before: Interface, after: Interface): readonly ModelChange[] {
  const found: ModelChange[] = [];
  if (versionless(before.id) !== versionless(after.id)) {
    found.push(changeOf("identifierChanged", "", "@id", before.id, after.id));
  }
  const [language, newLanguage] = [before.languageMajorVersion, after.languageMajorVersion];
  if (language !== newLanguage) {
    found.push(changeOf("languageVersion", "", "@context", language, newLanguage));
  }
  return [
    ...found,
    ...diffAnnotations(before, after, "", "fromDevice"),
    ...diffBases(before, after),
    ...diffNamedSchemas(before, after),
  ];
}

function diffBases(before: Interface, after: Interface): readonly ModelChange[] {
  const found: ModelChange[] = [];
  const [oldKinds, newKinds] = [kindsOf(before), kindsOf(after)];
  for (const { id } of before.extends) {
    const next = after.extends.find((base) => versionless(base.id) === versionless(id));
    if (next === undefined) {
      if (newKinds.has(versionless(id))) continue;
      found.push(changeOf("baseRemoved", "", "extends", id, undefined));
    } else if (isOtherVersion(id, next.id)) {
      found.push(changeOf("newVersion", "", "extends", id, next.id));
    }
  }
  for (const { id } of after.extends) {
    if (oldKinds.has(versionless(id))) continue;
    found.push(changeOf("baseAdded", "", "extends", undefined, id));
  }
  return found;
}

function diffNamedSchemas(before: Interface, after: Interface): readonly ModelChange[] {
  const [old, fresh] = [before.schemas, after.schemas].map(
    (schemas) => new Map(schemas.map(({ id, kind }) => [versionless(id), `${kind} ${id}`])),
  ) as [Map<string, string>, Map<string, string>];
  const removed = [...old].filter(([name]) => !fresh.has(name));
  const added = [...fresh].filter(([name]) => !old.has(name));
  return [
    ...removed.map(([, text]) => changeOf("namedSchema", "", "schemas", text, undefined)),
    ...added.map(([, text]) => changeOf("namedSchema", "", "schemas", undefined, text)),
  ];
}
