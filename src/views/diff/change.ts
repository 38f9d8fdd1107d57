import { type DiffRuleName, effectOf, type Flow, type Side } from "./rules.js";

/** A value of the model before or after a change: a literal, or texts by language. */
export type ChangedValue =
  | string
  | number
  | boolean
  | readonly string[]
  | Readonly<Record<string, unknown>>;

/** One difference between two versions of an Interface. */
export interface ModelChange {
  /**
   * Way from the Interface, such as `thermostat1.targetTemperature` or `reboot.request`; empty for the Interface itself.
   * `[]` stands for the entries of an Array, `*` for the values of a Map.
   */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed";
  /** What of the element changed, by the term of DTDL: `contents`, `schema`, `writable`, `unit`, `displayName`. */
  readonly what: string;
  /** Absent for what was added. */
  readonly before?: ChangedValue;
  /** Absent for what was removed. */
  readonly after?: ChangedValue;
  /** Name of the rule that judged it. */
  readonly rule: DiffRuleName;
  /** Whose programs it breaks; empty for a compatible change. */
  readonly breaks: readonly Side[];
  /** Why it breaks them, or why it does not. */
  readonly reason: string;
}

/** The change from one value to another; undefined stands for nothing. Both may not be. */
export function changeOf(
  rule: DiffRuleName,
  path: string,
  what: string,
  before: ChangedValue | undefined,
  after: ChangedValue | undefined,
  flow: Flow = "fromDevice",
): ModelChange {
  const kind = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  return {
    path,
    kind,
    what,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    rule,
    ...effectOf(rule, flow),
  };
}

/** A way continued by a name. */
export function below(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
