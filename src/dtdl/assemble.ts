import { PnpError } from "../errors.js";
import type { Draft, Drafts } from "./draft.js";
import { lastLabel } from "./dtmi.js";
import type { AllContents } from "./inheritance.js";
import type { SupplementalType } from "./metamodel/supplemental-type.js";
import type { Element, Interface, Model } from "./model.js";

type Shell = Record<string, unknown>;

/**
 * The Model of checked drafts. Its elements are made when somebody looks at them first: who only wants to know whether a
 * text is valid does not wait for them.
 */
export function assembleModel(drafts: Drafts, contents: AllContents): Model {
  return Object.freeze(new AssembledModel(drafts, contents));
}

class AssembledModel implements Model {
  #source: { readonly drafts: Drafts; readonly contents: AllContents } | undefined;
  #parts: Model | undefined;

  constructor(drafts: Drafts, contents: AllContents) {
    this.#source = { drafts, contents };
  }

  get elements(): ReadonlyMap<string, Element> {
    return this.#make().elements;
  }

  get interfaces(): ReadonlyMap<string, Interface> {
    return this.#make().interfaces;
  }

  #make(): Model {
    if (this.#parts === undefined && this.#source !== undefined) {
      this.#parts = makeElements(this.#source.drafts, this.#source.contents);
      this.#source = undefined;
    }
    return this.#parts as Model;
  }
}

/** First every element, then their properties, so that cycles come out right. */
function makeElements(drafts: Drafts, contents: AllContents): Model {
  const shells = new Map<Draft, Shell>();
  const elements = new Map<string, Shell>();
  const interfaces = new Map<string, Shell>();
  for (const draft of drafts) {
    const shell = shellOf(draft);
    shells.set(draft, shell);
    elements.set(draft.id, shell);
    if (draft.isInterface) interfaces.set(draft.id, shell);
  }
  const shared = new Map<ReadonlyMap<string, Draft>, ReadonlyMap<string, Shell>>();
  for (const [draft, shell] of shells) {
    fill(draft, shell, shells);
    if (draft.isInterface) shell.contents = contentsOf(contents.get(draft), shells, shared);
  }
  for (const shell of shells.values()) freeze(shell);
  // The metamodel's tables decide the properties of a shell; model.ts describes the same for the compiler.
  return {
    elements: frozenMap(elements as unknown as Map<string, Element>),
    interfaces: frozenMap(interfaces as unknown as Map<string, Interface>),
  };
}

/** Interfaces that have the same contents share them. */
function contentsOf(
  own: ReadonlyMap<string, Draft> = new Map(),
  shells: ReadonlyMap<Draft, Shell>,
  shared: Map<ReadonlyMap<string, Draft>, ReadonlyMap<string, Shell>>,
): ReadonlyMap<string, Shell> {
  const known = shared.get(own);
  if (known !== undefined) return known;
  const map = new Map<string, Shell>();
  for (const [name, content] of own) map.set(name, shells.get(content) as Shell);
  const made = frozenMap(map);
  shared.set(own, made);
  return made;
}

const noTypes: readonly string[] = Object.freeze([]);
const nothing: Readonly<Record<string, never>> = Object.freeze({});

/** What every element has. */
function shellOf(draft: Draft): Shell {
  const { scope, values, childOf, partition, reading, types } = draft;
  const shell: Shell = {
    kind: draft.class.name,
    id: draft.id,
    languageMajorVersion: scope.version,
    displayName: values.displayName ?? nothing,
    description: values.description ?? nothing,
    supplementalTypes: types.length === 0 ? noTypes : Object.freeze(types.map(({ dtmi }) => dtmi)),
    supplementalProperties: nothing,
    undefinedTypes:
      draft.undefinedTypes.length === 0 ? noTypes : Object.freeze(draft.undefinedTypes),
    undefinedProperties:
      draft.undefinedProperties === undefined
        ? nothing
        : Object.freeze(Object.fromEntries(draft.undefinedProperties)),
    context: scope.contexts,
  };
  if (childOf !== undefined) shell.childOf = childOf;
  if (partition !== undefined) shell.definedIn = partition;
  const semantic = types.length === 0 ? undefined : types.find(isSemantic);
  if (semantic !== undefined) shell.semanticType = semantic.term;
  if (reading !== undefined) {
    const { text, tape } = reading;
    shell.location = text.locate(tape.start(draft.node), tape.end(draft.node));
  }
  return shell;
}

function isSemantic({ kind }: SupplementalType): boolean {
  return kind === "SemanticType";
}

/** Sets the properties of the class, and those that supplemental types bring. */
function fill(draft: Draft, shell: Shell, shells: ReadonlyMap<Draft, Shell>): void {
  const { values, class: described, links } = draft;
  for (const { key, kind, plural } of described.properties.values()) {
    if (kind === "element") {
      if (plural) shell[key] = [];
    } else if (kind !== "text") {
      const value = values[key];
      if (value !== undefined) shell[key] = value;
      else if (kind === "boolean") shell[key] = false;
    }
  }
  if (isPayload(described.name)) shell.nullable ??= false;
  // An Interface that extends this one may have been filled before.
  if (described.name === "Interface") shell.extendedBy ??= noTypes;
  for (const { property, target, written } of links) {
    const value = target && shells.get(target);
    // Contents come with those of the bases.
    const isElsewhere = property.supplemental !== undefined || property.name === "contents";
    if (value === undefined || isElsewhere) continue;
    if (!property.plural) shell[property.key] = value;
    else add(shell[property.key] as Shell[], value, written !== undefined);
    if (property.name === "extends") extend(value, shell);
  }
  if (draft.types.length > 0) shell.supplementalProperties = broughtBy(draft, shell, shells);
}

function isPayload(className: string): boolean {
  return className.startsWith("Command") && className !== "Command" && className !== "CommandType";
}

/** Only references can name an element twice; it is held once. */
function add(values: Shell[], value: Shell, isReference: boolean): void {
  if (!isReference || !values.includes(value)) values.push(value);
}

function extend(base: Shell, shell: Shell): void {
  if (base.extendedBy === noTypes || base.extendedBy === undefined) base.extendedBy = [shell];
  else {
    const known = base.extendedBy as Shell[];
    // One Interface is filled at a time, so only the last one can be the same.
    if (known.at(-1) !== shell) known.push(shell);
  }
}

/** Values of the properties that supplemental types bring, by DTMI; the term of a unit becomes a property of its own. */
function broughtBy(draft: Draft, shell: Shell, shells: ReadonlyMap<Draft, Shell>): Shell {
  const brought: Shell = {};
  for (const [key, value] of Object.entries(draft.values)) {
    if (key.includes(":")) brought[key] = value;
  }
  for (const { property, target } of draft.links) {
    if (property.supplemental === undefined || target === undefined) continue;
    const value = shells.get(target);
    const before = brought[property.key];
    if (!property.plural) brought[property.key] = value;
    else if (before === undefined) brought[property.key] = [value];
    else (before as unknown[]).push(value);
    const isBuiltIn = target.reading === undefined;
    if (property.name === "unit" && isBuiltIn) shell.unit = target.name ?? lastLabel(target.id);
  }
  return Object.freeze(brought);
}

/** Freezes an element with its lists; the elements in them freeze themselves. */
function freeze(shell: Shell): void {
  for (const key of plurals) {
    const list = shell[key];
    if (Array.isArray(list)) Object.freeze(list);
  }
  Object.freeze(shell);
}

const plurals = ["extends", "extendedBy", "schemas", "properties", "fields", "enumValues"];

/** The map itself, closed to changes. Freezing alone would leave a map's entries open. */
function frozenMap<K, V>(map: Map<K, V>): ReadonlyMap<K, V> {
  return Object.freeze(Object.defineProperties(map, closed));
}

function refuse(): never {
  throw new PnpError("PNP_USAGE", "A parsed model cannot be changed.", {
    hint: "Parse another text.",
  });
}

const closed: PropertyDescriptorMap = {
  set: { value: refuse },
  delete: { value: refuse },
  clear: { value: refuse },
};
