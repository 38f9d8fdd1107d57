import type { JsonTape } from "../dtdl/json-tape.js";

/**
 * What an Interface depends on by the conventions of model repositories: the identifiers in `extends` and in the
 * `schema` of its Components; of Interfaces written there as objects, theirs.
 */
export function references(tape: JsonTape, node: number): readonly string[] {
  const found = new Set<string>();
  visitInterfaces(tape, node, (value) => {
    const dtmi = tape.stringOrNone(value);
    if (dtmi !== undefined) found.add(dtmi);
  });
  return [...found];
}

/** Identifiers of the Interfaces that stand as objects inside an Interface. */
export function nestedInterfaces(tape: JsonTape, node: number): readonly string[] {
  const found: string[] = [];
  visitInterfaces(tape, node, (value) => {
    const id = memberOf(tape, value, "@id")
      .map((each) => tape.stringOrNone(each))
      .at(0);
    if (id !== undefined) found.push(id);
  });
  return found;
}

/** Calls for every value that stands for another Interface. The reader's limit on depth bounds the recursion. */
function visitInterfaces(tape: JsonTape, node: number, visit: (value: number) => void): void {
  const components = memberOf(tape, node, "contents").filter((each) =>
    memberOf(tape, each, "@type").some((type) => tape.stringOrNone(type) === "Component"),
  );
  const others = [
    ...memberOf(tape, node, "extends"),
    ...components.flatMap((each) => memberOf(tape, each, "schema")),
  ];
  for (const other of others) {
    visit(other);
    visitInterfaces(tape, other, visit);
  }
}

/** The values behind a member of an object; none for other values. */
function memberOf(tape: JsonTape, node: number, name: string): readonly number[] {
  if (!tape.isObject(node)) return [];
  const values: number[] = [];
  for (let at = node + 1; at < tape.last(node); at = tape.next(at + 1)) {
    if (tape.string(at) === name) values.push(...tape.values(at + 1));
  }
  return values;
}
