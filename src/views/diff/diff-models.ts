import { dtmiParts } from "../../dtdl/dtmi.js";
import type { Interface } from "../../dtdl/model.js";
import { changeOf, type ModelChange } from "./change.js";
import { createInterfaceDiffer } from "./diff-interface.js";
import { versionless } from "./interface-links.js";

/** What differs between two versions of one Interface. */
export interface InterfaceDiff {
  /** DTMI in the old models; absent for a new Interface. */
  readonly before?: string;
  /** DTMI in the new models; absent for one that is gone. */
  readonly after?: string;
  readonly changes: readonly ModelChange[];
}

/** What differs between two sets of Interfaces. */
export interface ModelDiff {
  /** Whether any of the changes breaks devices or services. */
  readonly breaking: boolean;
  /** How many Interfaces were compared, those without differences included. */
  readonly compared: number;
  /** The Interfaces that differ, in the order of the old ones, new ones last. */
  readonly interfaces: readonly InterfaceDiff[];
}

/**
 * Compares Interfaces of an old model with those of a new one: by DTMI, then by DTMI without version, then, where one is
 * left on either side of two single Interfaces, these. Components are compared within the Interface that has them, and what
 * is inherited is told once, at the Interface it comes from, if that is among those compared.
 */
export function diffInterfaces(
  before: readonly Interface[],
  after: readonly Interface[],
): ModelDiff {
  const pairs = pairInterfaces(before, after);
  const partner = new Map(pairs.flatMap(({ was, is }) => (was && is ? [[was, is] as const] : [])));
  const differ = createInterfaceDiffer((was, is) => partner.get(was) === is);
  const interfaces = pairs
    .map(({ was, is }) => ({
      ...(was && { before: was.id }),
      ...(is && { after: is.id }),
      changes: was && is ? differ.diff(was, is) : [presence(was, is)],
    }))
    .filter(({ changes }) => changes.length > 0);
  const breaking = interfaces.some(({ changes }) =>
    changes.some(({ breaks }) => breaks.length > 0),
  );
  return { breaking, compared: pairs.length, interfaces };
}

interface Pair {
  readonly was: Interface | undefined;
  readonly is: Interface | undefined;
}

function presence(was: Interface | undefined, is: Interface | undefined): ModelChange {
  const rule = was === undefined ? "interfaceAdded" : "interfaceRemoved";
  return changeOf(rule, "", "@id", was?.id, is?.id);
}

function pairInterfaces(
  before: readonly Interface[],
  after: readonly Interface[],
): readonly Pair[] {
  const [single, newSingle] = [before[0], after[0]];
  if (before.length === 1 && after.length === 1) return [{ was: single, is: newSingle }];
  const partners = new Map<Interface, Interface>();
  const free = new Map(after.map((iface) => [iface.id, iface]));
  for (const was of before) {
    const is = free.get(was.id);
    if (is === undefined) continue;
    partners.set(was, is);
    free.delete(was.id);
  }
  // Of several versions the latest belong together.
  const others = new Map<string, Interface[]>();
  for (const is of [...free.values()].sort(byVersion)) {
    others.set(versionless(is.id), [...(others.get(versionless(is.id)) ?? []), is]);
  }
  for (const was of before
    .filter((iface) => !partners.has(iface))
    .sort(byVersion)
    .reverse()) {
    const is = others.get(versionless(was.id))?.pop();
    if (is === undefined) continue;
    partners.set(was, is);
    free.delete(is.id);
  }
  return [
    ...before.map((was) => ({ was, is: partners.get(was) })),
    ...[...free.values()].map((is) => ({ was: undefined, is })),
  ];
}

/** Orders Interfaces by the versions of their DTMIs, the oldest first. */
export function byVersion(a: Interface, b: Interface): number {
  const [one, other] = [dtmiParts(a.id), dtmiParts(b.id)];
  if (one === undefined || other === undefined) return 0;
  return one.majorVersion - other.majorVersion || one.minorVersion - other.minorVersion;
}
