import fc from "fast-check";
import {
  type JsonTree,
  type Slot,
  setValue,
  slotsOf,
  textOf,
  treeOf,
  valueAt,
} from "./json-tree.js";
import { richModels } from "./rich-models.js";

/** What may stand anywhere in a text, written as in JSON. */
const hostileValues = [
  ...[
    "null",
    "true",
    "0",
    "-0",
    "1e400",
    "-1.5",
    "2147483648",
    "9007199254740993",
    "1".repeat(400),
  ],
  ...[
    "{}",
    "[]",
    "[[]]",
    "[null]",
    '[""]',
    '{"":""}',
    '{"@id":1}',
    '{"@value":null}',
    '{"@id":"dtmi:a;1"}',
  ],
  ...['{"@value":1}', '{"@value":"a","@language":"de"}', '{"@type":[]}', '{"__proto__":{"a":1}}'],
  ...['{"@type":"Object","fields":[]}', '{"@type":"Array","elementSchema":"double"}'],
  ...[
    "",
    "__proto__",
    "constructor",
    "toString",
    "\uD800",
    "\0",
    "é",
    "a b",
    "dobule",
    "double",
    "Property",
  ].map(quoted),
  ...[
    "dtmi:",
    "dtmi:a",
    "dtmi:a;1",
    "dtmi:a;1.2",
    "dtmi:a;0",
    "dtmi:a#b",
    "dtmi:dtdl:x;2",
    "urn:a",
  ].map(quoted),
  ...["dtmi:com:example:Boiler;1", "dtmi:com:example:Robot;1.2", "dtmi:com:example:Pump;1"].map(
    quoted,
  ),
  ...[
    "dtmi:dtdl:context;2",
    "dtmi:dtdl:context;3",
    "dtmi:dtdl:context;4",
    "dtmi:dtdl:context;4#limitless",
  ].map(quoted),
  ...[
    "dtmi:dtdl:class:Telemetry;4",
    "dtmi:standard:unit:metre;2",
    "point",
    "kelvin",
    "Temperature",
  ].map(quoted),
  ...["x".repeat(65), "x".repeat(513), "x".repeat(5000), `dtmi:${"a:".repeat(1100)}a;1`].map(
    quoted,
  ),
];

const hostileNames = [
  ...[
    "",
    "@id",
    "@type",
    "@context",
    "@value",
    "@language",
    "@graph",
    "@x",
    "__proto__",
    "constructor",
  ],
  ...[
    "name",
    "schema",
    "contents",
    "fields",
    "enumValues",
    "enumValue",
    "unit",
    "displayName",
    "extends",
  ],
  ...[
    "target",
    "annotates",
    "index",
    "dtmi:dtdl:property:name;4",
    "dtmi:a",
    "urn:a",
    "\uD800",
    "Schema",
  ],
];

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** One change of a tree: which, where, and what to. The numbers choose among what there is. */
interface Mutation {
  readonly change: keyof typeof changes;
  readonly place: number;
  readonly choice: number;
}

type Change = (slot: Slot, choice: number, all: readonly Slot[]) => void;

const changes = {
  remove: ({ parent, index }) => {
    partsOf(parent).splice(index, 1);
  },
  duplicate: ({ parent, index }) => {
    const parts = partsOf(parent);
    parts.splice(index, 0, structuredClone(parts[index] as never));
  },
  swap: (slot, choice, all) => {
    const other = pick(all, choice);
    const value = valueAt(slot);
    // A value cannot go into itself; its copy can.
    setValue(slot, structuredClone(valueAt(other)));
    setValue(other, structuredClone(value));
  },
  copy: (slot, choice, all) => setValue(slot, structuredClone(valueAt(pick(all, choice)))),
  list: (slot) => setValue(slot, { kind: "array", items: [valueAt(slot)] }),
  unlist: (slot, choice) => {
    const value = valueAt(slot);
    if (value.kind === "array" && value.items.length > 0) setValue(slot, pick(value.items, choice));
  },
  valueObject: (slot) => setValue(slot, { kind: "object", members: [["@value", valueAt(slot)]] }),
  asText: (slot) => setValue(slot, { kind: "text", text: quoted(textOf(valueAt(slot))) }),
  replace: (slot, choice) => setValue(slot, { kind: "text", text: pick(hostileValues, choice) }),
  rename: ({ parent, index }, choice) => {
    if (parent.kind === "object")
      partsOf(parent)[index] = [pick(hostileNames, choice), valueAt({ parent, index })] as never;
  },
  add: ({ parent }, choice) => {
    if (parent.kind !== "object") return;
    const name = pick(hostileNames, choice);
    parent.members.push([name, { kind: "text", text: pick(hostileValues, choice >> 5) }]);
  },
} satisfies Record<string, Change>;

function partsOf(parent: Slot["parent"]): unknown[] {
  return parent.kind === "array" ? parent.items : parent.members;
}

function pick<Item>(items: readonly Item[], choice: number): Item {
  const item = items[choice % items.length];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    change: fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[])),
    place: fc.nat(100_000),
    choice: fc.nat(100_000),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Texts of the rich models with a few changes anywhere; most of them are not valid any more. */
export const mutants: fc.Arbitrary<string> = fc
  .tuple(fc.nat(richModels.length - 1), mutations, fc.boolean())
  .map(([model, list, indented]) => {
    const tree = treeOf(richModels[model]);
    for (const mutation of list) mutate(tree, mutation);
    return textOf(tree, indented ? "" : undefined);
  });

function mutate(tree: JsonTree, { change, place, choice }: Mutation): void {
  const all = slotsOf(tree);
  if (all.length > 0) changes[change](pick(all, place), choice, all);
}
