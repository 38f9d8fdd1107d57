import { type Child, childrenOf, isElement } from "./children.js";
import { commonRoles, type ElementKind, propertyValue, rolesOf } from "./element-roles.js";
import { type JsonValue, writeJson } from "./json-value.js";
import { supplementalType } from "./metamodel/supplemental-type.js";
import type { Element, Interface, LocalizedText, Model, SupplementalValue } from "./model.js";
import { type TermLookup, termsAt } from "./term-lookup.js";

/** How DTDL is to be printed. */
export interface PrintOptions {
  /** Spaces for each level, 2 by default; with 0 the text is one line. */
  readonly indent?: number;
}

/**
 * A model as DTDL text that parses to an equal model (`equalModels`), under the options under which this one was parsed:
 * one object for one top-level Interface, else an array of them. Elements are written where they were written, with `@id`
 * unless it was generated; built-in elements are not written, only referred to. Comments of JSON, the order of properties and
 * the like are not kept.
 */
export function printModel(model: Model, options: PrintOptions = {}): string {
  const tops = [...model.interfaces.values()].filter(({ childOf }) => childOf === undefined);
  const printed = printAll(tops);
  return writeJson(printed.length === 1 ? printed[0] : printed, options.indent ?? 2);
}

/**
 * One Interface, with what is written in it, as a DTDL text of its own. What it refers to outside, such as an Interface that
 * it extends, stays a reference. For the other rules see {@link printModel}.
 */
export function printInterface(iface: Interface, options: PrintOptions = {}): string {
  return writeJson(printAll([iface])[0], options.indent ?? 2);
}

/** The members of an element's object, in order. */
type Members = Map<string, JsonValue>;

/** An element that is still to be written, into its place. */
interface Task {
  readonly element: Element;
  readonly holder?: Element;
  readonly members: Members;
}

/** Needs no recursion, so that no model is nested too deep. */
function printAll(tops: readonly Interface[]): readonly Members[] {
  const printed: Members[] = [];
  const tasks: Task[] = [];
  for (const top of tops) {
    const members: Members = new Map();
    printed.push(members);
    tasks.push({ element: top, members });
  }
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const holder = task.element;
    printElement(task, (element) => {
      const members: Members = new Map();
      tasks.push({ element, holder, members });
      return members;
    });
  }
  return printed;
}

function printElement(
  { element, holder, members }: Task,
  nested: (element: Element) => Members,
): void {
  const termFor = termsAt(element);
  const children = byProperty(childrenOf(element), ({ element: child, via }) =>
    via === "part" ? nested(child) : (termFor(child.id) ?? child.id),
  );
  printKeywords(element, holder, termFor, members);
  if ("name" in element) members.set("name", element.name);
  printCommon(element, members);
  printOwn(element, children, members);
  printSupplemental(element, children, termFor, members);
  for (const [name, value] of Object.entries(element.undefinedProperties)) {
    // What the author wrote, read from JSON.
    members.set(name, value as JsonValue);
  }
}

/** Elements as they are to be printed, by the property that holds them. */
type PrintedChildren = ReadonlyMap<string, readonly JsonValue[]>;

function byProperty(
  children: readonly Child[],
  print: (child: Child) => JsonValue,
): PrintedChildren {
  const groups = new Map<string, JsonValue[]>();
  for (const child of children) {
    if (child.via === "inherited") continue;
    const group = groups.get(child.property);
    if (group === undefined) groups.set(child.property, [print(child)]);
    else group.push(print(child));
  }
  return groups;
}

/** Kinds for which DTDL needs no `@type`, since they are the only ones that fit where they stand. */
const typeOptional: ReadonlySet<ElementKind> = new Set([
  "CommandPayload",
  "CommandRequest",
  "CommandResponse",
  "EnumValue",
  "Field",
  "MapKey",
  "MapValue",
]);

/** Kinds that cannot be named in `@type`: elements are of them by their supplemental types. */
const unnamed: ReadonlySet<ElementKind> = new Set(["Unit", "UnitAttribute"]);

function printKeywords(
  element: Element,
  holder: Element | undefined,
  termFor: TermLookup,
  members: Members,
): void {
  const { context, id, kind } = element;
  if (holder === undefined || !sameWords(context, holder.context)) {
    members.set("@context", oneOrAll(context));
  }
  if (!isGenerated(id)) members.set("@id", id);
  const more = [
    ...element.supplementalTypes.map((dtmi) => termFor(dtmi) ?? dtmi),
    ...element.undefinedTypes,
  ];
  if (more.length === 0 && typeOptional.has(kind)) return;
  members.set("@type", oneOrAll(unnamed.has(kind) ? more : [kind, ...more]));
}

/** Authors cannot write segments that start with an underscore, so identifiers with one are generated. */
function isGenerated(id: string): boolean {
  return id.includes(":_");
}

/** The texts and literals that every element may have. */
function printCommon(element: Element, members: Members): void {
  for (const [property, role] of Object.entries(commonRoles)) {
    const value = propertyValue(element, property);
    if (role === "text") printText(property, value as LocalizedText, members);
    else if (role === "value") printLiteral(property, value, members);
  }
}

/** The properties that the class of the element brings. */
function printOwn(element: Element, children: PrintedChildren, members: Members): void {
  for (const [property, role] of rolesOf(element.kind)) {
    if (role === "value") printLiteral(property, propertyValue(element, property), members);
    else {
      const values = children.get(property);
      const [first] = values ?? [];
      if (values === undefined || first === undefined) continue;
      members.set(property, role === "element" ? first : values);
    }
  }
}

function printText(property: string, text: LocalizedText, members: Members): void {
  const languages = Object.keys(text);
  if (languages.length === 0) return;
  const english = languages.length === 1 ? text.en : undefined;
  members.set(property, english ?? text);
}

/** Leaves out the name, which stands in front, and `false`, which is what absence means for every property of DTDL. */
function printLiteral(property: string, value: unknown, members: Members): void {
  if (property === "name" || value === undefined || value === false) return;
  members.set(property, value as Literal);
}

type Literal = string | number | boolean;

/** The properties that supplemental types bring. */
function printSupplemental(
  element: Element,
  children: PrintedChildren,
  termFor: TermLookup,
  members: Members,
): void {
  for (const [dtmi, value] of Object.entries(element.supplementalProperties)) {
    const elements = (children.get(dtmi) ?? []).values();
    const print = (each: SupplementalValue): JsonValue => {
      if (isElement(each)) return elements.next().value ?? each.id;
      // TypeScript does not tell readonly arrays from the rest by itself.
      if (Array.isArray(each)) return (each as readonly SupplementalValue[]).map(print);
      const literal = each as Literal;
      return isIdentifier(element, dtmi) ? (termFor(String(literal)) ?? literal) : literal;
    };
    members.set(propertyTerm(element, dtmi, termFor), print(value));
  }
}

/** The term of a supplemental property, unless the term means a property of the element's class. */
function propertyTerm(element: Element, dtmi: string, termFor: TermLookup): string {
  const term = termFor(dtmi);
  return term === undefined || rolesOf(element.kind).some(([own]) => own === term) ? dtmi : term;
}

/** Whether a supplemental property holds an identifier, for which a term may stand. */
function isIdentifier({ supplementalTypes }: Element, dtmi: string): boolean {
  return supplementalTypes.some((type) =>
    supplementalType(type)?.properties.some(
      (property) => property.dtmi === dtmi && property.kind === "identifier",
    ),
  );
}

function oneOrAll(words: readonly string[]): JsonValue {
  const [first] = words;
  return words.length === 1 && first !== undefined ? first : words;
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, at) => word === b[at]);
}
