/** JSON as a value that can be changed anywhere; members are pairs, so that a name may stand twice. */
export type JsonTree =
  | { kind: "object"; members: [name: string, value: JsonTree][] }
  | { kind: "array"; items: JsonTree[] }
  | { kind: "text"; text: string };

/** Reads a value that `JSON.stringify` can print. */
export function treeOf(value: unknown): JsonTree {
  if (Array.isArray(value)) return { kind: "array", items: value.map(treeOf) };
  if (typeof value !== "object" || value === null)
    return { kind: "text", text: JSON.stringify(value) };
  const members = Object.entries(value).map(([name, each]): [string, JsonTree] => [
    name,
    treeOf(each),
  ]);
  return { kind: "object", members };
}

/** Prints a tree; with indentation every member and item stands on a line of its own. */
export function textOf(tree: JsonTree, indent?: string): string {
  if (tree.kind === "text") return tree.text;
  const deeper = indent === undefined ? undefined : `${indent}  `;
  const inside =
    tree.kind === "array"
      ? tree.items.map((item) => textOf(item, deeper))
      : tree.members.map(([name, value]) => `${JSON.stringify(name)}:${textOf(value, deeper)}`);
  const [open, close] = tree.kind === "array" ? "[]" : "{}";
  if (deeper === undefined || inside.length === 0) return `${open}${inside.join()}${close}`;
  return `${open}\n${deeper}${inside.join(`,\n${deeper}`)}\n${indent}${close}`;
}

/** A place that can be changed: the value of a member, or an item. */
export interface Slot {
  readonly parent: Exclude<JsonTree, { kind: "text" }>;
  readonly index: number;
}

/** Every place of a tree below its top, in the order written. */
export function slotsOf(tree: JsonTree): readonly Slot[] {
  if (tree.kind === "text") return [];
  const inside = tree.kind === "array" ? tree.items : tree.members.map(([, value]) => value);
  return inside.flatMap((value, index) => [{ parent: tree, index }, ...slotsOf(value)]);
}

export function valueAt({ parent, index }: Slot): JsonTree {
  const value = parent.kind === "array" ? parent.items[index] : parent.members[index]?.[1];
  if (value === undefined) throw new Error("no such place");
  return value;
}

export function setValue({ parent, index }: Slot, value: JsonTree): void {
  if (parent.kind === "array") parent.items[index] = value;
  else parent.members[index] = [parent.members[index]?.[0] ?? "", value];
}
