import { PnpError } from "../errors.js";
import type { Draft } from "./draft.js";
import type { AllContents } from "./inheritance.js";
import { propertiesOf } from "./metamodel/class-tree.js";
import type { PropertyRule } from "./metamodel/classes.js";
import { termOf } from "./metamodel/vocabulary.js";
import type { Element, Interface, Model } from "./model.js";
import type { Drafts } from "./reference-rules.js";

type Shell = Record<string, unknown>;

/** Turns checked drafts into the Model: first every element, then their properties, so that cycles come out right. */
export function assembleModel(drafts: Drafts, contents: AllContents): Model {
  const shells = new Map<string, Shell>();
  for (const draft of drafts.values()) {
    if (draft.className !== "CommandType") shells.set(draft.id, shellOf(draft));
  }
  for (const draft of drafts.values()) {
    const shell = shells.get(draft.id);
    if (shell === undefined) continue;
    for (const rule of propertiesOf(draft.className, draft.version).values()) {
      fill(shell, draft, rule, shells, contents);
    }
    if (isPayload(draft)) shell.nullable ??= false;
    Object.freeze(shell);
  }
  // The metamodel's tables decide the properties of a shell; model.ts describes the same for the compiler.
  const elements = shells as unknown as Map<string, Element>;
  const interfaces = new Map<string, Interface>();
  for (const element of elements.values()) {
    if (element.kind === "Interface") interfaces.set(element.id, element);
  }
  return Object.freeze({ elements: frozenMap(elements), interfaces: frozenMap(interfaces) });
}

function isPayload(draft: Draft): boolean {
  return draft.className.startsWith("Command") && draft.className !== "Command";
}

/** What every element has. */
function shellOf(draft: Draft): Shell {
  const { unit, place } = draft;
  const shell: Shell = {
    kind: draft.className,
    id: draft.id,
    languageMajorVersion: draft.version,
    displayName: Object.freeze(draft.values.get("displayName") ?? {}),
    description: Object.freeze(draft.values.get("description") ?? {}),
    supplementalTypes: Object.freeze(draft.types.map(({ dtmi }) => dtmi)),
    supplementalProperties: Object.freeze(
      unit?.type.unit === undefined ? {} : { [unit.type.unit.property]: unit.unit.dtmi },
    ),
    undefinedTypes: Object.freeze([...draft.undefinedTypes]),
    undefinedProperties: Object.freeze(Object.fromEntries(draft.undefinedProperties)),
  };
  const semantic = draft.types.find((type) => type.semantic);
  if (semantic !== undefined) shell.semanticType = semantic.term;
  if (unit !== undefined) shell.unit = unit.unit.term;
  if (draft.parent !== undefined) shell.childOf = draft.parent.id;
  if (draft.partition !== undefined) shell.definedIn = draft.partition;
  if (place !== undefined) shell.location = place.text.locate(place.start, place.end);
  return shell;
}

function fill(
  shell: Shell,
  draft: Draft,
  rule: PropertyRule,
  shells: ReadonlyMap<string, Shell>,
  contents: AllContents,
): void {
  if (rule.kind === "text") return;
  if (rule.kind !== "element") {
    const value = draft.values.get(rule.name);
    if (value !== undefined) shell[rule.name] = value;
    else if (rule.kind === "boolean") shell[rule.name] = false;
    return;
  }
  const links = draft.links.get(rule.name) ?? [];
  const [first] = links;
  if (rule.name === "contents") {
    const own = [...(contents.get(draft.id) ?? [])];
    shell.contents = frozenMap(new Map(own.map(([name, { id }]) => [name, shells.get(id)])));
  } else if (rule.plural) {
    shell[rule.name] = Object.freeze(links.map(({ dtmi }) => shells.get(dtmi)));
  } else if (first !== undefined) {
    shell[rule.name] = rule.name === "commandType" ? termOf(first.dtmi) : shells.get(first.dtmi);
  }
}

/** The map itself, closed to changes. Freezing alone would leave a map's entries open. */
function frozenMap<K, V>(map: Map<K, V>): ReadonlyMap<K, V> {
  const refuse = (): never => {
    throw new PnpError("PNP_USAGE", "A parsed model cannot be changed.", {
      hint: "Parse another text.",
    });
  };
  return Object.freeze(
    Object.defineProperties(map, {
      set: { value: refuse },
      delete: { value: refuse },
      clear: { value: refuse },
    }),
  );
}
