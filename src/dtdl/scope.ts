import { isDtmi, isUserDtmi } from "./dtmi.js";
import { type JsonMember, type JsonNode, nameOfNode, valuesOf } from "./json-node.js";
import {
  centralContext,
  coreVocabulary,
  type Definition,
  extensionReleases,
  extensionStatus,
  extensionVocabulary,
  languagePrefixes,
  type Vocabulary,
} from "./metamodel/vocabulary.js";
import type { DtdlVersion } from "./model.js";
import { placeOf, type Reading } from "./reading.js";

/** What the contexts in force say. */
export interface Scope {
  readonly version: DtdlVersion;
  readonly extensions: readonly Vocabulary[];
  /** Whether every context in force is known; unknown terms may come from the others. */
  readonly complete: boolean;
}

const corePrefix = "dtmi:dtdl:context;";

/** What a term means: in the language first, then in the extensions in their order. */
export function lookUp(scope: Scope, term: string): Definition | undefined {
  const core = coreVocabulary(scope.version).terms.get(term);
  if (core !== undefined) return core;
  for (const extension of scope.extensions) {
    const definition = extension.terms.get(term);
    if (definition !== undefined) return definition;
  }
  return undefined;
}

/** Every definition that a term can name. */
export function termsInScope(scope: Scope): readonly (readonly [string, Definition])[] {
  return [coreVocabulary(scope.version), ...scope.extensions].flatMap(({ terms }) => [...terms]);
}

/** Prefixes that an author's identifier may not have. */
export function reservedPrefixes(scope: Scope): readonly string[] {
  return [...languagePrefixes, ...scope.extensions.flatMap(({ reserved }) => reserved)];
}

/** Reads `@context` of an object inside another one, or of a top-level one when there is no outer scope. */
export function readScope(
  reading: Reading,
  object: JsonNode,
  member: JsonMember | undefined,
  outer: Scope | undefined,
): Scope {
  if (member === undefined) {
    if (outer !== undefined) return outer;
    return reading.issues.fatal(
      "missingContext",
      "a top-level object has no `@context`",
      placeOf(reading, { start: object.start, end: object.start + 1 }),
      { help: 'add `"@context": "dtmi:dtdl:context;2"`, or a later version' },
    );
  }
  return new ScopeReader(reading, member, outer).read();
}

class ScopeReader {
  readonly #reading: Reading;
  readonly #member: JsonMember;
  #version: DtdlVersion | undefined;
  #extensions: readonly Vocabulary[];
  #complete: boolean;
  readonly #outer: Scope | undefined;

  constructor(reading: Reading, member: JsonMember, outer: Scope | undefined) {
    this.#reading = reading;
    this.#member = member;
    this.#outer = outer;
    this.#version = outer?.version;
    this.#extensions = outer?.extensions ?? [];
    this.#complete = outer?.complete ?? true;
  }

  read(): Scope {
    const entries = [...valuesOf(this.#member.value)];
    for (const entry of entries) {
      if (entry.kind !== "string" && entry.kind !== "object") {
        this.#fail(
          "invalidContext",
          `${nameOfNode(entry)} is no context`,
          entry,
          "give a context identifier",
        );
      }
    }
    if (entries.length === 0) {
      if (this.#outer !== undefined) return this.#outer;
      this.#fail(
        "emptyContext",
        "`@context` names no context",
        this.#member,
        `start with \`${corePrefix}2\``,
      );
    }
    let at = 0;
    const next = (): string | undefined => {
      const entry = entries[at];
      return entry?.kind === "string" ? entry.value : undefined;
    };
    const central: Vocabulary[] = [];
    for (; next() === centralContext; at++) central.push(extensionVocabulary(centralContext));
    while (next()?.startsWith(corePrefix)) at += this.#readCore(entries, at);
    const version = this.#version;
    if (version === undefined) {
      this.#fail(
        "missingDtdlContext",
        "`@context` does not start with a DTDL context",
        entries[0] ?? this.#member,
        `put \`${corePrefix}2\`, or a later version, first`,
      );
    }
    for (const vocabulary of central) this.#use(vocabulary);
    const last = entries.at(-1);
    if (last?.kind === "object") {
      this.#fail(
        "disallowedLocalContext",
        "DTDL knows no local contexts",
        last,
        "remove the object",
      );
    }
    for (; at < entries.length; at++)
      this.#readExtension(entries[at] ?? this.#member.value, version);
    return { version, extensions: this.#extensions, complete: this.#complete };
  }

  /** Reads a core context, and the limits behind it where it asks for them; the number of entries read. */
  #readCore(entries: readonly JsonNode[], at: number): number {
    const entry = entries[at] ?? this.#member.value;
    const text = this.#textOf(entry);
    if (!isDtmi(text)) {
      this.#fail("invalidContextSpecifier", `\`${text}\` is not a valid identifier`, entry);
    }
    const [, major = "", minor, fragment] =
      /^dtmi:dtdl:context;([0-9]+)(\.[0-9]+)?(#.*)?$/.exec(text) ?? [];
    if (fragment !== undefined && fragment !== "#limitless" && fragment !== "#limits") {
      this.#fail(
        "invalidContextFragment",
        `\`${text}\` has an unknown fragment`,
        entry,
        "remove the fragment",
      );
    }
    if (fragment !== undefined && major !== "4") {
      this.#fail(
        "disallowedContextFragment",
        `DTDL version ${major} knows no limit fragments`,
        entry,
      );
    }
    if (fragment === "#limits") {
      const help = `put \`${corePrefix}4#limitless\` before it, or remove the fragment`;
      this.#fail(
        "misplacedLimitContext",
        `\`${text}\` follows no \`#limitless\` context`,
        entry,
        help,
      );
    }
    if (major !== "2" && major !== "3" && major !== "4") {
      this.#fail(
        "unrecognizedContextVersion",
        `DTDL has no version ${major}`,
        entry,
        "use version 2, 3 or 4",
      );
    }
    const version = Number(major) as DtdlVersion;
    const most = this.#reading.options.maxDtdlVersion;
    if (most !== undefined && version > most && !this.#reading.builtIn) {
      const message = `DTDL version ${version} is not allowed here`;
      this.#fail("disallowedContextVersion", message, entry, `use version ${most} or lower`);
    }
    if (version === 2 && minor !== undefined) {
      this.#fail(
        "invalidContextSpecifierForVersion",
        `DTDL 2 has no minor versions`,
        entry,
        `use \`${corePrefix}2\``,
      );
    }
    this.#version = version;
    if (fragment !== "#limitless") return 1;
    this.#readLimits(entries[at + 1], entry);
    return 2;
  }

  /** Only the normal limits are supported; they are what holds without `#limitless`. */
  #readLimits(limits: JsonNode | undefined, core: JsonNode): void {
    const text = limits?.kind === "string" ? limits.value : "";
    if (/^dtmi:dtdl:context;4(\.[0-9]+)?(#limits)?$/.test(text)) return;
    if (extensionStatus(text) === "limits") {
      const help = "use `dtmi:dtdl:context;4` alone";
      this.#fail(
        "disallowedLimitContext",
        `the limits \`${text}\` are not accepted here`,
        limits ?? core,
        help,
      );
    }
    const help = "remove `#limitless`, or add `dtmi:dtdl:context;4#limits` behind it";
    this.#fail(
      "missingLimitContext",
      "no limits follow the `#limitless` context",
      limits ?? core,
      help,
    );
  }

  #readExtension(entry: JsonNode, version: DtdlVersion): void {
    const text = this.#textOf(entry);
    if (text.startsWith(corePrefix)) {
      this.#fail(
        "dtdlContextFollowsAffiliate",
        `\`${text}\` follows an extension`,
        entry,
        "put it first",
      );
    }
    if (!text.startsWith("dtmi:")) {
      this.#fail(
        "nonDtmiContextSpecifier",
        `the context \`${text}\` is not a DTMI`,
        entry,
        "remove it",
      );
    }
    if (!isDtmi(text) || text.includes("#")) {
      this.#fail(
        "invalidContextSpecifier",
        `the context \`${text}\` is not a valid identifier`,
        entry,
      );
    }
    if (!text.includes(";")) {
      const code = version === 2 ? "invalidContextSpecifierForVersion" : "missingContextVersion";
      this.#fail(code, `the context \`${text}\` has no version`, entry, "add `;` and a version");
    }
    if (!isUserDtmi(text, version)) {
      const message = `the context \`${text}\` is not an identifier of DTDL ${version}`;
      this.#fail("invalidContextSpecifierForVersion", message, entry);
    }
    // Minor versions only add, so the release of the major version serves.
    const major = text.replace(/\.[0-9]+$/, "");
    const status = extensionStatus(major);
    if (status === "known") {
      this.#use(extensionVocabulary(major));
    } else if (status === "unsupported") {
      const message = `the extension \`${text}\` is not supported by this parser`;
      this.#fail("unsupportedExtension", message, entry, "remove it and the types it defines");
    } else if (status === "limits") {
      const help = `put \`${corePrefix}4#limitless\` right before it`;
      this.#fail(
        "misplacedLimitContext",
        `the limits \`${text}\` stand in the wrong place`,
        entry,
        help,
      );
    } else if (this.#undefinedAllowed(version)) {
      this.#complete = false;
    } else if (status === "otherVersion") {
      const releases = extensionReleases(text).map((release) => `\`${release}\``);
      const message = `the context \`${text}\` has no such version`;
      this.#fail("unresolvableContextVersion", message, entry, `use ${releases.join(" or ")}`);
    } else {
      const message = `the context \`${text}\` is unknown`;
      this.#fail("unresolvableContextSpecifier", message, entry, "remove it, or correct its name");
    }
  }

  #undefinedAllowed(version: DtdlVersion): boolean {
    const option = this.#reading.options.undefinedExtensions ?? "default";
    return option === "default" ? version === 2 : option === "always";
  }

  /** An extension named again takes the place of the same one in another version. */
  #use(vocabulary: Vocabulary): void {
    const family = (context: string): string | undefined => context.split(";")[0];
    this.#extensions = [
      ...this.#extensions.filter(({ context }) => family(context) !== family(vocabulary.context)),
      vocabulary,
    ];
  }

  #textOf(entry: JsonNode): string {
    if (entry.kind === "string") return entry.value;
    return this.#fail(
      "localContextNotLast",
      "DTDL knows no local contexts",
      entry,
      "remove the object",
    );
  }

  #fail(code: string, message: string, at: { start: number; end: number }, help?: string): never {
    return this.#reading.issues.fatal(code, message, placeOf(this.#reading, at), { help });
  }
}
