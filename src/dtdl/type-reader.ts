import { type Draft, madeId, placeOfName } from "./draft.js";
import { nameIn } from "./identifier-reader.js";
import type { Place, Problem } from "./issue-list.js";
import { acceptanceOf, isClass, isKindOf, type PropertyInfo } from "./metamodel/class-tree.js";
import { findContext } from "./metamodel/contexts.js";
import { type SupplementalType, supplementalType } from "./metamodel/supplemental-type.js";
import type { DtdlVersion } from "./model.js";
import { didYouMean } from "./near-name.js";
import type { Reading } from "./reading.js";
import { isIdentifier, lookUp, type Scope, termsInScope } from "./scope.js";

/** What `@type` of an element says. */
export interface TypesRead {
  readonly className: string;
  readonly types: readonly SupplementalType[];
  readonly undefinedTypes: readonly string[];
}

/** Where the element stands whose types are read. */
export interface TypeSite {
  /** Its `@id`, or its name among several values. */
  readonly written?: string | undefined;
  readonly segment?: string | undefined;
  /** Class that belongs there. */
  readonly expected: string;
  readonly object: number;
  readonly parent?: Draft | undefined;
  readonly property?: PropertyInfo | undefined;
}

const none: readonly never[] = Object.freeze([]);
const classPrefix = "dtmi:dtdl:class:";
const plainTypes = new Map<string, TypesRead>();

/** A class and nothing else. */
export function onlyClass(className: string): TypesRead {
  let types = plainTypes.get(className);
  if (types === undefined) {
    types = { className, types: none, undefinedTypes: none };
    plainTypes.set(className, types);
  }
  return types;
}

/** Reads `@type`, whose name is the given member; undefined when the element has to be skipped. */
export function readTypes(
  reading: Reading,
  scope: Scope,
  name: number,
  site: TypeSite,
): TypesRead | undefined {
  const word = reading.tape.stringOrNone(name + 1);
  if (word !== undefined && acceptanceOf(site.expected, scope.version).inline.has(word)) {
    return onlyClass(word);
  }
  return new TypeReader(reading, scope, name, site).read();
}

class TypeReader {
  readonly #reading: Reading;
  readonly #scope: Scope;
  readonly #name: number;
  readonly #site: TypeSite;
  readonly #classes = new Set<string>();
  readonly #types = new Set<SupplementalType>();
  readonly #undefined: string[] = [];
  #failed = false;
  /** The entry at hand. */
  #entry: number | undefined;

  constructor(reading: Reading, scope: Scope, name: number, site: TypeSite) {
    this.#reading = reading;
    this.#scope = scope;
    this.#name = name;
    this.#site = site;
  }

  read(): TypesRead | undefined {
    const { tape } = this.#reading;
    const value = this.#name + 1;
    const isList = tape.isString(value) || tape.isArray(value);
    const words = new Set<string>();
    for (const entry of isList ? tape.entries(value) : []) {
      this.#entry = entry;
      const word = tape.stringOrNone(entry);
      if (word === undefined) {
        this.#badType(this.#reading.describe(entry));
        continue;
      }
      if (words.has(word)) this.#advise("repeatedType", entry, word);
      words.add(word);
      this.#readWord(word, entry);
    }
    this.#entry = undefined;
    if (this.#failed) return undefined;
    const [className] = this.#classes;
    if (className === undefined) {
      this.#badType(undefined);
      return undefined;
    }
    if (this.#classes.size > 1) {
      this.#fail("multipleMaterialTypes", { value: [...this.#classes].join(" and ") });
      return undefined;
    }
    const types = [...this.#types];
    this.#checkTogether(className, types);
    return { className, types, undefinedTypes: this.#undefined };
  }

  #readWord(word: string, entry: number): void {
    const { version, complete } = this.#scope;
    const isDtmi = word.startsWith("dtmi:");
    const className = classNamed(word);
    if (className !== undefined) {
      this.#readClass(className, word, entry);
    } else if (isDtmi && !isIdentifier(this.#scope, word)) {
      this.#fail("typeInvalidDtmi", { value: word });
    } else if (word.includes(":") && !isDtmi) {
      if (version === 2) this.#undefined.push(word);
      else this.#fail("typeNotDtmiNorTerm", { value: word });
    } else {
      const dtmi = isDtmi ? word : lookUp(this.#scope, word);
      const type = dtmi === undefined ? undefined : supplementalType(dtmi);
      if (type !== undefined) this.#readType(type, word, entry);
      else if (!complete || (dtmi === undefined && version === 2)) this.#undefined.push(word);
      else if (dtmi !== undefined) this.#fail("typeIrrelevantDtmiOrTerm", { value: word });
      else this.#failUndefined(word);
    }
  }

  #readClass(className: string, word: string, entry: number): void {
    const { version } = this.#scope;
    const isTerm = !word.includes(":");
    const accepted = acceptanceOf(this.#site.expected, version).inline.has(className);
    if (accepted && (isTerm || word.endsWith(`;${version}`))) {
      if (!isTerm) this.#advise("preferTerm", entry, word, className);
      else if (this.#classes.has(className)) this.#advise("repeatedType", entry, word);
      this.#classes.add(className);
    } else {
      this.#badType(word);
    }
  }

  #readType(type: SupplementalType, word: string, entry: number): void {
    if (type.abstract) {
      this.#fail("abstractSupplementalType", { type: type.term });
      return;
    }
    const made = classMadeBy(type);
    if (made !== undefined) {
      if (isKindOf(made, this.#site.expected)) this.#classes.add(made);
      else {
        this.#badType(word);
        return;
      }
    }
    if (word.includes(":")) this.#advise("preferTerm", entry, word, type.term);
    this.#types.add(type);
  }

  #failUndefined(value: string): void {
    const { version } = this.#scope;
    const help = (): string | undefined => {
      return didYouMean(value, this.#typeTerms()) ?? forgottenContext(value, version);
    };
    this.#fail("typeUndefinedTerm", { value, restriction: String(version), help });
  }

  #typeTerms(): readonly string[] {
    const { inline } = acceptanceOf(this.#site.expected, this.#scope.version);
    const terms = termsInScope(this.#scope).filter(([, dtmi]) => supplementalType(dtmi));
    return [...inline, ...terms.map(([term]) => term)];
  }

  /** Whether the supplemental types suit the class and each other. */
  #checkTogether(className: string, types: readonly SupplementalType[]): void {
    const brings = new Map<string, SupplementalType>();
    const present = new Set(types.map(({ dtmi }) => dtmi));
    for (const type of types) {
      const isFree = type.altCotypes.some((dtmi) => present.has(dtmi));
      if (!isFree && !this.#suits(className, type)) continue;
      for (const { dtmi, name } of type.properties) {
        const other = brings.get(dtmi);
        brings.set(dtmi, type);
        if (other === undefined) continue;
        const fields = { type: type.term, restriction: other.term, property: name };
        this.#report("conflictingSupplementalTypes", fields);
      }
      for (const dtmi of type.requiredCocotypes) {
        if (present.has(dtmi)) continue;
        const restriction = supplementalType(dtmi)?.term ?? dtmi;
        this.#report("missingCocotype", { type: type.term, restriction });
      }
    }
  }

  /** Whether a type may stand on the class, in this version; if not, that is an issue. */
  #suits(className: string, type: SupplementalType): boolean {
    if (classMadeBy(type) === className) return true;
    if (!type.cotypes.includes(className)) {
      const alternatives = type.altCotypes.map((dtmi) => supplementalType(dtmi)?.term ?? dtmi);
      const restriction = [...type.cotypes, ...alternatives].join(" or ");
      this.#report("invalidCotype", { type: type.term, restriction });
      return false;
    }
    if (type.cotypeVersions.includes(this.#scope.version)) return true;
    const restriction = type.cotypeVersions.join(" or ");
    this.#report("invalidCotypeVersion", { type: type.term, restriction });
    return false;
  }

  #badType(value: string | undefined): void {
    this.#failed = true;
    const { parent, property, object, expected } = this.#site;
    const accepted = [...acceptanceOf(expected, this.#scope.version).inline];
    const help = (): string => {
      const near = value === undefined ? this.#undefined : [value];
      const found = near.map((word) => didYouMean(word, accepted)).find((text) => text);
      return found ?? `use ${accepted.map((name) => `\`${name}\``).join(", ")}`;
    };
    this.#reading.issues.add("badType", {
      primaryId: parent?.id,
      property: property?.key,
      secondaryId: this.#id(),
      value,
      expected: accepted.length > 6 ? expected : accepted.join(" or "),
      at: (parent && property && placeOfName(parent, property)) ?? this.#reading.place(this.#name),
      focus: this.#focus(),
      related: this.#reading.place(object),
      element: parent,
      help,
    });
  }

  #fail(code: string, problem: Problem): void {
    this.#failed = true;
    this.#report(code, problem);
  }

  #report(code: string, problem: Problem): void {
    const { parent } = this.#site;
    const at = this.#reading.place(this.#name);
    const subject = this.#subject();
    const focus = this.#focus();
    const about = { primaryId: this.#id(), at, focus, element: parent, subject };
    this.#reading.issues.add(code, { ...about, ...problem });
  }

  #id(): string {
    const { written, segment, parent, property } = this.#site;
    return written ?? madeId(parent, property, segment);
  }

  #focus(): Place {
    return this.#reading.place(this.#entry ?? this.#name + 1);
  }

  /** The element in a few words; it is no draft yet. */
  #subject(): string {
    const { object, property } = this.#site;
    const name = nameIn(this.#reading, this.#scope, object);
    if (name !== undefined) return `\`${name}\``;
    return property === undefined ? `\`${this.#id()}\`` : `the value of \`${property.name}\``;
  }

  #advise(code: string, entry: number, value: string, expected?: string): void {
    const at = this.#reading.place(entry);
    this.#reading.issues.advise(code, { primaryId: this.#id(), value, expected, at });
  }
}

/** Extensions that a model may have forgotten to name, the usual version first. */
const extensions: Readonly<Record<DtdlVersion, readonly string[]>> = {
  2: ["dtmi:iotcentral:context;2"],
  3: [
    "dtmi:dtdl:extension:quantitativeTypes;1",
    "dtmi:dtdl:extension:historization;1",
    "dtmi:dtdl:extension:annotation;1",
    "dtmi:dtdl:extension:overriding;1",
    "dtmi:dtdl:extension:requirement;1",
    "dtmi:dtdl:extension:mqtt;1",
  ],
  4: [
    "dtmi:dtdl:extension:quantitativeTypes;2",
    "dtmi:dtdl:extension:historization;2",
    "dtmi:dtdl:extension:annotation;2",
    "dtmi:dtdl:extension:overriding;2",
    "dtmi:dtdl:extension:requirement;1",
    "dtmi:dtdl:extension:mqtt;3",
    "dtmi:iotoperations:context;4",
  ],
};

/** An extension that knows the type, or one much like it, for a hint. */
function forgottenContext(term: string, version: DtdlVersion): string | undefined {
  let near: string | undefined;
  for (const context of extensions[version]) {
    const terms = findContext(context)?.terms;
    if (terms?.has(term)) return `add the context \`${context}\`, which defines it`;
    const types = [...(terms ?? [])].filter(([, dtmi]) => supplementalType(dtmi) !== undefined);
    const meant = didYouMean(
      term,
      types.map(([name]) => name),
    );
    near ??= meant && `${meant} The context \`${context}\` defines it; add that too`;
  }
  return near;
}

/** The class that a word names: by term, or by DTMI of any version that has the class. */
function classNamed(word: string): string | undefined {
  if (!word.includes(":")) return isClass(word) ? word : undefined;
  if (!word.startsWith(classPrefix)) return undefined;
  const [, name = "", version] = /^dtmi:dtdl:class:([A-Za-z]+);([234])$/.exec(word) ?? [];
  return isClass(name, Number(version) as DtdlVersion) ? name : undefined;
}

/** Types of units and unit attributes are classes of their own. */
function classMadeBy(type: SupplementalType): string | undefined {
  return type.kind === "Unit" ||
    type.kind === "UnitAttribute" ||
    type.kind === "LatentType" ||
    type.kind === "NamedLatentType"
    ? type.kind
    : undefined;
}
