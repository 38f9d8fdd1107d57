import { dtmiParts, isDtmi, isUserDtmi } from "./dtmi.js";
import {
  contextReleases,
  coreVocabulary,
  findContext,
  type LimitName,
  type Vocabulary,
} from "./metamodel/contexts.js";
import { maxIdLength } from "./metamodel/limits.js";
import type { DtdlVersion } from "./model.js";
import type { Reading } from "./reading.js";

/** What the contexts in force say. */
export interface Scope {
  readonly version: DtdlVersion;
  readonly limits: LimitName;
  readonly core: Vocabulary;
  readonly extensions: readonly Vocabulary[];
  /** Whether every context in force is known; unknown terms may come from the others. */
  readonly complete: boolean;
  /** Contexts in force that DTDL does not know. */
  readonly unknown: UnknownContexts | undefined;
  /** The contexts in force, the core context first; listed when somebody asks. */
  readonly contexts: readonly string[];
}

/** Contexts that DTDL does not know: those written at an object, and those of the objects around it. */
interface UnknownContexts {
  readonly own: ReadonlySet<string>;
  readonly outer: UnknownContexts | undefined;
}

class ReadScope implements Scope {
  readonly version: DtdlVersion;
  readonly limits: LimitName;
  readonly core: Vocabulary;
  readonly extensions: readonly Vocabulary[];
  readonly unknown: UnknownContexts | undefined;
  readonly #named: readonly string[];
  #contexts: readonly string[] | undefined;

  constructor(
    version: DtdlVersion,
    limits: LimitName,
    named: readonly string[],
    extensions: readonly Vocabulary[],
    unknown: UnknownContexts | undefined,
  ) {
    this.version = version;
    this.limits = limits;
    this.core = coreVocabulary(version);
    this.extensions = extensions;
    this.unknown = unknown;
    this.#named = named.length > 0 ? named : [this.core.context];
  }

  get complete(): boolean {
    return this.unknown === undefined;
  }

  get contexts(): readonly string[] {
    if (this.#contexts === undefined) {
      const levels: ReadonlySet<string>[] = [];
      for (let at = this.unknown; at !== undefined; at = at.outer) levels.unshift(at.own);
      const unknown = new Set(levels.flatMap((level) => [...level]));
      const known = this.extensions.map(({ context }) => context);
      this.#contexts = Object.freeze([...this.#named, ...known, ...unknown]);
    }
    return this.#contexts;
  }
}

const corePrefix = "dtmi:dtdl:context;";
const versions: readonly DtdlVersion[] = [2, 3, 4];

/** Identifier that a term stands for: in the language first, then in the extensions in their order. */
export function lookUp(scope: Scope, term: string): string | undefined {
  const core = scope.core.terms.get(term);
  if (core !== undefined) return core;
  for (const extension of scope.extensions) {
    const dtmi = extension.terms.get(term);
    if (dtmi !== undefined) return dtmi;
  }
  return undefined;
}

/** Whether the text is an identifier by the version and the limits in force. */
export function isIdentifier(scope: Scope, text: string): boolean {
  return text.length <= maxIdLength(scope.limits) && isUserDtmi(text, scope.version);
}

/** Every term in force. */
export function termsInScope(scope: Scope): readonly (readonly [term: string, dtmi: string])[] {
  return [scope.core, ...scope.extensions].flatMap(({ terms }) => [...terms]);
}

/** Prefixes that always belong to the language. */
export const languagePrefixes: readonly string[] = ["dtmi:dtdl:", "dtmi:standard:"];

/** Prefixes under which every identifier must be a built-in one. */
export const builtInPrefixes: readonly string[] = [
  ...languagePrefixes,
  "dtmi:iotcentral:",
  "dtmi:iotoperations:",
];

/** Prefixes that an author's identifier may not have. */
export function reservedPrefixes(scope: Scope): readonly string[] {
  return [...languagePrefixes, ...scope.extensions.flatMap(({ reserved }) => reserved)];
}

/** The scope of built-in elements and of what has no other. */
export function coreScope(version: DtdlVersion): Scope {
  return new ReadScope(version, "", [], [], undefined);
}

/**
 * Reads the `@context` of an object inside another one, or of a top-level one when there is no outer scope. `name` is the
 * member's name in the text.
 */
export function readScope(
  reading: Reading,
  object: number,
  name: number | undefined,
  outer: Scope | undefined,
): Scope {
  if (name === undefined) {
    if (outer !== undefined) return outer;
    return reading.issues.fatal("missingContext", { at: reading.place(object) });
  }
  if (outer !== undefined) return new ScopeReader(reading, name, outer).read();
  const text = reading.tape.raw(name + 1);
  let scope = reading.scopes.get(text);
  if (scope === undefined) {
    scope = new ScopeReader(reading, name, undefined).read();
    reading.scopes.set(text, scope);
  }
  return scope;
}

/** The entry that decides the DTDL version of an object: the last core context of its `@context`. */
export function coreEntryOf({ tape }: Reading, name: number): number {
  const cores = tape
    .entries(name + 1)
    .filter((entry) => tape.stringOrNone(entry)?.startsWith(corePrefix));
  return cores.at(-1) ?? name + 1;
}

class ScopeReader {
  readonly #reading: Reading;
  readonly #name: number;
  readonly #outer: Scope | undefined;
  readonly #entries: readonly number[];
  #at = 0;
  #version: DtdlVersion | undefined;
  #limits: LimitName = "";
  #core: string[] = [];
  #extensions: readonly Vocabulary[];
  /** Contexts that DTDL does not know, in the order written. */
  readonly #unknown = new Set<string>();
  #coresSeen = 0;

  constructor(reading: Reading, name: number, outer: Scope | undefined) {
    this.#reading = reading;
    this.#name = name;
    this.#outer = outer;
    this.#entries = reading.tape.entries(name + 1);
    this.#version = outer?.version;
    this.#extensions = outer?.extensions ?? [];
  }

  read(): Scope {
    const { tape } = this.#reading;
    if (this.#entries.length === 0) {
      if (this.#outer !== undefined) return this.#outer;
      this.#fail("emptyContext", this.#name);
    }
    const preface: Vocabulary[] = [];
    for (let found = this.#preface(); found !== undefined; found = this.#preface()) {
      preface.push(found);
      this.#at++;
    }
    const beforeCore = this.#at;
    while (this.#next()?.startsWith(corePrefix)) this.#readCore();
    const version = this.#version;
    if (version === undefined) {
      this.#fail("missingDtdlContext", this.#entries[0] ?? this.#name + 1);
    }
    for (const vocabulary of preface) this.#use(vocabulary);
    if (beforeCore > 0 && this.#coresSeen > 0) this.#advise("contextBeforeCore", 0);
    const last = this.#entries.at(-1);
    if (last !== undefined && tape.isObject(last)) {
      this.#fail("disallowedLocalContext", last, { restriction: String(version) });
    }
    for (; this.#at < this.#entries.length; this.#at++) this.#readExtension(version);
    this.#adviseOnRepetition();
    return this.#scope(version);
  }

  #scope(version: DtdlVersion): Scope {
    const outer = this.#outer?.unknown;
    const unknown = this.#unknown.size === 0 ? outer : { own: this.#unknown, outer };
    return new ReadScope(version, this.#limits, this.#core, this.#extensions, unknown);
  }

  /** Text of the entry at hand; undefined for a local context and at the end. */
  #next(): string | undefined {
    const entry = this.#entries[this.#at];
    return entry === undefined ? undefined : this.#reading.tape.stringOrNone(entry);
  }

  /** The extension at hand, where it is one that may stand before the core context. */
  #preface(): Vocabulary | undefined {
    const text = this.#next();
    const vocabulary = text === "dtmi:iotcentral:context;2" ? findContext(text) : undefined;
    return vocabulary?.mayPrecede === undefined ? undefined : vocabulary;
  }

  /** Reads a core context, and the limits behind it where it asks for them. */
  #readCore(): void {
    const entry = this.#entries[this.#at] ?? this.#name;
    const value = this.#next() ?? "";
    const parts = dtmiParts(value);
    if (parts === undefined) this.#fail("invalidContextSpecifier", entry, { value });
    const { fragment, majorVersion: major } = parts;
    if (fragment !== "" && fragment !== "#limitless" && fragment !== "#limits") {
      this.#fail("invalidContextFragment", entry, { value });
    }
    if (fragment !== "" && major !== 4) {
      this.#fail("disallowedContextFragment", entry, { value, restriction: String(major) });
    }
    if (fragment === "#limits") this.#fail("misplacedLimitContext", entry, { value });
    const version = versions.find((each) => each === major);
    if (version === undefined) {
      const restriction = versions.join(", ");
      this.#fail("unrecognizedContextVersion", entry, { value, restriction });
    }
    const most = Math.min(4, Math.max(2, this.#reading.options.maxDtdlVersion ?? 4));
    if (version > most) {
      this.#fail("disallowedContextVersion", entry, { value, restriction: String(most) });
    }
    const identifier = value.slice(0, value.length - fragment.length);
    if (!isUserDtmi(identifier, version)) {
      const restriction = String(version);
      this.#fail("invalidContextSpecifierForVersion", entry, { value, restriction });
    }
    if (this.#coresSeen > 0) this.#advise("severalCoreContexts", this.#at);
    this.#coresSeen++;
    this.#version = version;
    this.#limits = "";
    this.#core = [coreVocabulary(version).context];
    this.#at++;
    if (fragment === "#limitless") this.#readLimits(version, entry, value);
  }

  #readLimits(version: DtdlVersion, core: number, limitless: string): void {
    const entry = this.#entries[this.#at];
    const text = this.#next();
    const restriction = String(version);
    const missing: () => never = () =>
      this.#fail("missingLimitContext", core, { value: limitless, restriction });
    if (entry === undefined || text === undefined) missing();
    if (!text.startsWith("dtmi:")) this.#fail("nonDtmiContextSpecifier", entry, { value: text });
    const parts = dtmiParts(text);
    if (parts === undefined) this.#fail("invalidContextSpecifier", entry, { value: text });
    if (parts.majorVersion === 0) this.#fail("missingContextVersion", entry, { value: text });
    const { fragment, majorVersion } = parts;
    const identifier = text.slice(0, text.length - fragment.length);
    if (!isUserDtmi(identifier, version)) {
      this.#fail("invalidContextSpecifierForVersion", entry, { value: text, restriction });
    }
    this.#at++;
    if (text.startsWith(corePrefix)) {
      if (fragment !== "" && fragment !== "#limits" && fragment !== "#limitless") {
        this.#fail("invalidContextFragment", entry, { value: text });
      }
      if (majorVersion !== version || fragment === "#limitless") missing();
      return;
    }
    if (fragment !== "") this.#fail("invalidContextSpecifier", entry, { value: text });
    const vocabulary = findContext(withoutMinor(text));
    if (vocabulary?.limits === undefined || vocabulary.limitsFor !== version) missing();
    const accepted = this.#reading.options.acceptedLimits ?? [];
    if (!accepted.some((each) => isAccepted(text, each))) {
      const allowed = [`${corePrefix}${version}#limits`, ...accepted];
      this.#fail("disallowedLimitContext", entry, { value: text, restriction: allowed.join(", ") });
    }
    this.#limits = vocabulary.limits;
    this.#core = [`${corePrefix}${version}#limitless`, vocabulary.context];
  }

  #readExtension(version: DtdlVersion): void {
    const entry = this.#entries[this.#at] ?? this.#name;
    const value = this.#next();
    if (value === undefined) this.#fail("localContextNotLast", entry);
    if (value.startsWith(corePrefix)) {
      this.#fail("dtdlContextFollowsAffiliate", entry, { value });
    }
    if (!value.startsWith("dtmi:")) this.#fail("nonDtmiContextSpecifier", entry, { value });
    if (!isDtmi(value) || value.includes("#")) {
      this.#fail("invalidContextSpecifier", entry, { value });
    }
    if (!isUserDtmi(value, version)) {
      const restriction = String(version);
      this.#fail("invalidContextSpecifierForVersion", entry, { value, restriction });
    }
    if (!value.includes(";")) this.#fail("missingContextVersion", entry, { value });
    const vocabulary = findContext(withoutMinor(value));
    if (vocabulary === undefined) {
      this.#readUnknown(entry, value, version);
    } else if (vocabulary.kind === "limits") {
      this.#fail("misplacedLimitContext", entry, { value });
    } else {
      this.#use(vocabulary);
    }
  }

  #readUnknown(entry: number, value: string, version: DtdlVersion): void {
    const option = this.#reading.options.undefinedExtensions ?? "default";
    const allowed = option === "default" ? version === 2 : option === "always";
    if (allowed) {
      this.#unknown.add(value);
      return;
    }
    const releases = contextReleases(value);
    if (releases.length === 0) this.#fail("unresolvableContextSpecifier", entry, { value });
    const restriction = releases.map((each) => each.slice(each.indexOf(";") + 1)).join(", ");
    this.#fail("unresolvableContextVersion", entry, { value, restriction });
  }

  /** An extension named again takes the place of the same one in another version. */
  #use(vocabulary: Vocabulary): void {
    const others = this.#extensions.filter(
      ({ context }) => familyOf(context) !== familyOf(vocabulary.context),
    );
    this.#extensions = [...others, vocabulary];
  }

  #adviseOnRepetition(): void {
    const seen = new Set<string>();
    this.#entries.forEach((entry, index) => {
      const text = this.#reading.tape.stringOrNone(entry) ?? "";
      if (seen.has(text)) this.#advise("repeatedContext", index);
      seen.add(text);
    });
  }

  #advise(code: string, index: number): void {
    const entry = this.#entries[index] ?? this.#name;
    const value = this.#reading.tape.stringOrNone(entry);
    this.#reading.issues.advise(code, { at: this.#reading.place(entry), value });
  }

  #fail(code: string, node: number, fields: { value?: string; restriction?: string } = {}): never {
    return this.#reading.issues.fatal(code, { ...fields, at: this.#reading.place(node) });
  }
}

function familyOf(context: string): string | undefined {
  return context.split(";")[0];
}

/** Minor versions only add, so the release of the major version serves. */
function withoutMinor(context: string): string {
  return context.replace(/\.[0-9]+$/, "");
}

/** Whether a limit context is one that the caller accepts: of any version, or of the same major and no smaller minor. */
function isAccepted(context: string, accepted: string): boolean {
  if (!accepted.includes(";")) return familyOf(context) === accepted;
  if (withoutMinor(context) !== withoutMinor(accepted)) return false;
  const minor = (text: string): number => Number(/\.([0-9]+)$/.exec(text)?.[1] ?? 0);
  return minor(context) >= minor(accepted);
}
