import { dtmiParts } from "../../dtdl/dtmi.js";
import type { Interface } from "../../dtdl/model.js";

/** The DTMI without its version; text that is no DTMI stays as it is. */
export function versionless(dtmi: string): string {
  return dtmiParts(dtmi)?.versionless ?? dtmi;
}

/** Whether two different DTMIs are versions of one. */
export function isOtherVersion(before: string, after: string): boolean {
  return before !== after && versionless(before) === versionless(after);
}

/** The DTMIs of an Interface and all that it extends, directly or not, without their versions. */
export function kindsOf(iface: Interface): ReadonlySet<string> {
  const kinds = new Set<string>();
  const todo = [iface];
  const seen = new Set<Interface>();
  for (let each = todo.pop(); each !== undefined; each = todo.pop()) {
    if (seen.has(each)) continue;
    seen.add(each);
    kinds.add(versionless(each.id));
    todo.push(...each.extends);
  }
  return kinds;
}

/** Whether an Interface is the one of this DTMI, in whatever version, or extends it. */
export function isKindOf(iface: Interface, dtmi: string): boolean {
  return kindsOf(iface).has(versionless(dtmi));
}
