import { type Child, childrenOf } from "./children.js";
import type { ElementKind, ElementOfKind } from "./element-roles.js";
import type { Element, Model } from "./model.js";

/** How a walk came to an element; for the one it started from, and for those that nothing holds, just `isReference: false`. */
export interface Way {
  /** The element one of whose properties holds this one. */
  readonly holder?: Element;
  /** Term of that property, such as `schema`; for one that a supplemental type brings, its DTMI. */
  readonly property?: string;
  /** Name of the element where the property holds several by name, such as `contents` or `fields`. */
  readonly name?: string;
  /** Whether the holder only refers to the element, which is written elsewhere or built in. */
  readonly isReference: boolean;
  /** The way to the holder. */
  readonly before?: Way;
}

/** Called with an element and the way to it. The result `false` skips what is below the element. */
export type Visit<E extends Element> = (element: E, way: Way) => unknown;

/** What to do with the elements of a walk, by their kind: `{ Telemetry: (telemetry, way) => … }`. */
export type Visitor = {
  readonly [K in ElementKind]?: Visit<ElementOfKind<K>>;
} & {
  /** Called with every element, before the function for its kind. */
  readonly enter?: Visit<Element>;
  /** Called with every element after everything below it; the result is not used. */
  readonly leave?: Visit<Element>;
};

/** How far a walk from an element goes. */
export interface WalkOptions {
  /** Whether to go on to the elements referred to; by default yes. */
  readonly references?: boolean;
}

const start: Way = Object.freeze({ isReference: false });

/**
 * Visits every element of a model once: top-level Interfaces in the order written, each followed by what is written in it,
 * then the built-in elements that the model uses. References are not followed, since what they lead to is visited in its
 * own place. Needs no more stack for deep models than for flat ones.
 */
export function walkModel(model: Model, visitor: Visitor): void {
  const seen = new Set<Element>();
  const written: Element[] = [];
  const builtIn: Element[] = [];
  for (const element of model.elements.values()) {
    if (element.location === undefined) builtIn.push(element);
    else if (element.childOf === undefined) written.push(element);
  }
  // A model may have a unit and the Enum that the unit is a child of, but each by itself; so `childOf` does not tell.
  const held = new Set<Element>();
  for (const element of builtIn) {
    for (const child of childrenOf(element)) if (child.via === "part") held.add(child.element);
  }
  const alone = builtIn.filter((element) => !held.has(element));
  for (const root of [...written, ...alone]) walkParts(root, start, visitor, seen);
}

/**
 * Visits an element with everything written in it, then what these refer to (schemas, extended Interfaces, Interfaces of
 * components, units) with everything written in that, and so on, each element once. Inherited contents are visited in the
 * Interface that they are inherited from. Cycles and chains of references of any length are fine.
 */
export function walkElement(element: Element, visitor: Visitor, options: WalkOptions = {}): void {
  const seen = new Set<Element>();
  const references: Way[] = [];
  const targets: Element[] = [element];
  const refer =
    options.references === false
      ? undefined
      : (target: Element, way: Way) => {
          targets.push(target);
          references.push(way);
        };
  // The loop also visits the targets that it adds.
  for (const [at, target] of targets.entries()) {
    walkParts(target, references[at - 1] ?? start, visitor, seen, refer);
  }
}

interface Frame {
  readonly element: Element;
  readonly way: Way;
  readonly children: readonly Child[];
  next: number;
}

/** Visits an element and its parts, at any depth, that were not seen before, and tells of the references in them. */
function walkParts(
  root: Element,
  way: Way,
  visitor: Visitor,
  seen: Set<Element>,
  refer?: (target: Element, way: Way) => void,
): void {
  if (seen.has(root)) return;
  const frames: Frame[] = [enter(root, way, visitor, seen)];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const child = frame.children[frame.next++];
    if (child === undefined) {
      visitor.leave?.(frame.element, frame.way);
      frames.pop();
    } else if (child.via !== "inherited" && !seen.has(child.element)) {
      const to = wayTo(child, frame);
      if (child.via === "part") frames.push(enter(child.element, to, visitor, seen));
      else refer?.(child.element, to);
    }
  }
}

function enter(element: Element, way: Way, visitor: Visitor, seen: Set<Element>): Frame {
  seen.add(element);
  const first = visitor.enter?.(element, way);
  // The key is the element's own kind, so the function found takes the element.
  const visit = visitor[element.kind] as Visit<Element> | undefined;
  const second = visit?.(element, way);
  const children = first === false || second === false ? [] : childrenOf(element);
  return { element, way, children, next: 0 };
}

function wayTo({ property, name, via }: Child, { element, way }: Frame): Way {
  return {
    holder: element,
    property,
    ...(name === undefined ? {} : { name }),
    isReference: via === "reference",
    before: way,
  };
}
