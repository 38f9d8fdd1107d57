import { generatedDtmi } from "./dtmi.js";
import type { Place, Trail } from "./issue-list.js";
import type { ClassInfo, PropertyInfo } from "./metamodel/class-tree.js";
import { isSubtypeOf, type SupplementalType } from "./metamodel/supplemental-type.js";
import type { LocalizedText } from "./model.js";
import type { Reading } from "./reading.js";
import type { Scope } from "./scope.js";

const noLinks: readonly Link[] = [];

/** Among so few, looking at each is faster than a map. */
const fewLinks = 8;

function keepNamed(named: Map<string, Draft>, { property, target }: Link): void {
  if (target?.segment !== undefined) named.set(`${property.key} ${target.segment}`, target);
}

/** Identifier of an element without `@id`, made from the way to it. */
export function madeId(
  parent: Draft | undefined,
  property: PropertyInfo | undefined,
  segment: string | undefined,
): string {
  if (parent === undefined || property === undefined) return "";
  const { name, key, supplemental } = property;
  // A property known only by its DTMI is named without its version.
  const label = supplemental === undefined ? name : (key.split(";")[0] ?? key);
  return generatedDtmi(parent.id, label, segment);
}

/** A value of a literal property, or an identifier that need not lead anywhere. */
export type Literal = string | number | boolean;

/** An element while the model is being read: its values are checked, its references lead nowhere yet. */
export class Draft {
  /** Its `@id`; undefined for an element whose identifier is made from where it stands. */
  readonly written: string | undefined;
  /** Its name in the identifier made, where it is one of several values. */
  readonly segment: string | undefined;
  readonly class: ClassInfo;
  readonly scope: Scope;
  /** The element that holds this one, and the property in which. */
  readonly parent: Draft | undefined;
  readonly heldBy: PropertyInfo | undefined;
  /** Interface in which it is written; undefined for top-level Interfaces and built-in elements. */
  readonly partition: string | undefined;
  /** The text it was read from, and which value of it; undefined for built-in elements. */
  readonly reading: Reading | undefined;
  readonly node: number;
  /** Literals, texts and identifiers by {@link PropertyInfo.key}. */
  readonly values: Record<string, Literal | LocalizedText> = {};
  /** Elements, inline or referred to, of all properties in the order written. */
  links: readonly Link[] = noLinks;
  readonly types: readonly SupplementalType[];
  readonly undefinedTypes: readonly string[];
  undefinedProperties: Map<string, unknown> | undefined;
  /** Identifier of the built-in element that holds this built-in one, where that is not part of the model. */
  builtInHolder: string | undefined;
  #id: string | undefined;
  #named: Map<string, Draft> | undefined;

  constructor(
    written: string | undefined,
    segment: string | undefined,
    described: ClassInfo,
    scope: Scope,
    types: readonly SupplementalType[],
    undefinedTypes: readonly string[],
    parent?: Draft,
    heldBy?: PropertyInfo,
    reading?: Reading,
    node = 0,
  ) {
    this.written = written;
    this.segment = segment;
    this.class = described;
    this.scope = scope;
    this.types = types;
    this.undefinedTypes = undefinedTypes;
    this.parent = parent;
    this.heldBy = heldBy;
    this.partition = parent?.isInterface && reading ? parent.id : parent?.partition;
    this.reading = reading;
    this.node = node;
  }

  /** Its identifier, which most elements are never asked for while a text is checked. */
  get id(): string {
    this.#id ??= this.written ?? madeId(this.parent, this.heldBy, this.segment);
    return this.#id;
  }

  /** Adds a value. Most elements have one, and a list made for it takes less space than one that has grown. */
  add(link: Link): void {
    if (this.links.length === 0) this.links = [link];
    else (this.links as Link[]).push(link);
    if (this.#named !== undefined) keepNamed(this.#named, link);
  }

  /** The value of a property whose identifier was made with this name. */
  valueNamed(property: PropertyInfo, segment: string): Draft | undefined {
    if (this.links.length <= fewLinks) {
      return this.links.find(
        (link) => link.property === property && link.target?.segment === segment,
      )?.target;
    }
    if (this.#named === undefined) {
      this.#named = new Map();
      for (const link of this.links) keepNamed(this.#named, link);
    }
    return this.#named.get(`${property.key} ${segment}`);
  }

  get className(): string {
    return this.class.name;
  }

  get isInterface(): boolean {
    return this.class.name === "Interface";
  }

  /** The Interface whose elements this one may refer to. */
  get ownPartition(): string | undefined {
    return this.isInterface ? this.id : this.partition;
  }

  /** Identifier of the element that holds this one. */
  get childOf(): string | undefined {
    return this.parent?.id ?? this.builtInHolder;
  }

  /** Its name, where it has a valid one. */
  get name(): string | undefined {
    const { name } = this.values;
    return typeof name === "string" ? name : undefined;
  }
}

/** One value of a property that holds elements. */
export interface Link {
  readonly property: PropertyInfo;
  /** Identifier of the value; aliases are followed. */
  dtmi: string;
  /** The alias that the reference named, where it named one. */
  referred?: string;
  /** The value, as soon as it is known. */
  target: Draft | undefined;
  /** Where the value is written: a value of the holder's text. */
  readonly node: number;
  /** As the author wrote the reference; undefined for inline elements. */
  readonly written: string | undefined;
}

/** All elements of a model, in the order written; built-in ones last. */
export type Drafts = readonly Draft[];

/** The values of one property. */
export function linksOf(draft: Draft, property: string): readonly Link[] {
  return draft.links.filter((link) => link.property.key === property);
}

/** The first value of a property. */
export function linkOf(draft: Draft, property: string): Link | undefined {
  return draft.links.find((link) => link.property.key === property);
}

/** Whether an element is of a type, by class or supplemental type; the version of a class does not matter. */
export function hasType(draft: Draft, dtmi: string): boolean {
  if (dtmi.startsWith(classPrefix)) {
    const name = dtmi.slice(classPrefix.length, dtmi.indexOf(";"));
    if (draft.class.lineage.has(name)) return true;
  }
  return draft.types.some((type) => type.dtmi === dtmi || isSubtypeOf(type.dtmi, dtmi));
}

const classPrefix = "dtmi:dtdl:class:";

/** The way to an element from its Interface, for people: identifier, property, name, property … */
export function trailOf(draft: Draft | undefined, property?: string): Trail {
  return () => findTrail(draft, property);
}

function findTrail(draft: Draft | undefined, property: string | undefined): readonly string[] {
  const trail: string[] = property === undefined ? [] : [property];
  let at = draft;
  while (at?.parent !== undefined && !at.isInterface) {
    if (at.name !== undefined) trail.unshift(at.name);
    if (at.heldBy !== undefined) trail.unshift(at.heldBy.name);
    at = at.parent;
  }
  if (at !== undefined) trail.unshift(at.id);
  return trail;
}

/** An element in a few words for messages: its name where it has one, else its class or identifier. */
export function label(draft: Draft): string {
  if (draft.name !== undefined) return `${draft.className} \`${draft.name}\``;
  return draft.id.includes(":_") ? `the ${draft.className}` : `${draft.className} \`${draft.id}\``;
}

/** Place of the whole element; undefined for built-in ones. */
export function placeOfDraft(draft: Draft): Place | undefined {
  return draft.reading?.place(draft.node);
}

/** Place of the name of a property, written as term or as DTMI. */
export function placeOfName(draft: Draft, property: PropertyInfo | string): Place | undefined {
  const node = findMember(draft, property);
  return node === undefined ? undefined : draft.reading?.place(node);
}

/** Place of the whole value of a property. */
export function placeOfValue(draft: Draft, property: PropertyInfo | string): Place | undefined {
  const node = findMember(draft, property);
  return node === undefined ? undefined : draft.reading?.place(node + 1);
}

/** Place of the name of the first member that is no keyword. */
export function placeOfFirstProperty(draft: Draft): Place | undefined {
  const { reading } = draft;
  const node = reading
    ?.namesOf(draft.node)
    .find((name) => !reading.tape.string(name).startsWith("@"));
  return node === undefined ? undefined : reading?.place(node);
}

function findMember(draft: Draft, property: PropertyInfo | string): number | undefined {
  const { reading } = draft;
  const name = typeof property === "string" ? property : property.name;
  const key = typeof property === "string" ? property : property.key;
  const dtmi = `dtmi:dtdl:property:${name};${draft.scope.version}`;
  return reading?.namesOf(draft.node).find((node) => {
    const text = reading.tape.string(node);
    return text === name || text === key || text === dtmi;
  });
}
