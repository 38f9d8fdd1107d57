import type { Draft } from "./draft.js";
import type { IssueList, Place } from "./issue-list.js";
import type { JsonTape } from "./json-tape.js";
import type { PropertyInfo } from "./metamodel/class-tree.js";
import type { ParseOptions } from "./parse-options.js";
import type { Scope } from "./scope.js";
import type { SourceText } from "./source-text.js";

/** What is shared by all readers of one text. */
export class Reading {
  readonly text: SourceText;
  readonly tape: JsonTape;
  readonly issues: IssueList;
  readonly options: ParseOptions;
  /** All elements read so far, of this text and others. */
  readonly all: Draft[];
  /** Those that can be referred to, by identifier. */
  readonly drafts: Map<string, Draft>;
  /**
   * The properties found so far of the elements that are being read, and where their names stand; those of an inner element
   * behind those of the outer one.
   */
  readonly seen: PropertyInfo[] = [];
  readonly seenAt: number[] = [];
  /** Whether old forms of DTDL v2 are forgiven. */
  readonly tolerant: boolean;
  /** Scopes by the text of the `@context` that made them. */
  readonly scopes: Map<string, Scope> = new Map();

  constructor(
    text: SourceText,
    tape: JsonTape,
    issues: IssueList,
    options: ParseOptions,
    all: Draft[],
    drafts: Map<string, Draft>,
    tolerant: boolean,
  ) {
    this.text = text;
    this.tape = tape;
    this.issues = issues;
    this.options = options;
    this.all = all;
    this.drafts = drafts;
    this.tolerant = tolerant;
  }

  /** Keeps an element that was found. */
  keep(draft: Draft): void {
    if (draft.written !== undefined) this.drafts.set(draft.written, draft);
    this.all.push(draft);
  }

  /** The place of a value. */
  place(node: number): Place {
    return { text: this.text, start: this.tape.start(node), end: this.tape.end(node) };
  }

  /** The names of the members of an object; their values follow them. */
  namesOf(object: number): number[] {
    return this.tape.items(object).map((value) => value - 1);
  }

  /** A value in a few words, for messages: `"text"`, `7`, `an object`. */
  describe(node: number): string {
    if (this.tape.isObject(node)) return "an object";
    if (this.tape.isArray(node)) return "an array";
    const raw = this.tape.raw(node);
    return raw.length > 80 ? `${raw.slice(0, 80)}…` : raw;
  }
}
