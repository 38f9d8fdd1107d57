import { PnpError } from "../errors.js";
import { assembleModel } from "./assemble.js";
import { builtInDrafts, withoutAlias } from "./built-in-drafts.js";
import { readDocument } from "./document-reader.js";
import { type Draft, type Link, placeOfName } from "./draft.js";
import { inheritContents } from "./inheritance.js";
import type { DtdlIssue } from "./issue.js";
import { IssueList } from "./issue-list.js";
import type { JsonProblem } from "./json-scanner.js";
import { readTape } from "./json-tape.js";
import type { Model } from "./model.js";
import { checkNesting } from "./nesting-rules.js";
import type { ParseOptions } from "./parse-options.js";
import { Reading } from "./reading.js";
import { nearTerm } from "./reference-reader.js";
import { checkReferences } from "./reference-rules.js";
import type { ModelText } from "./resolver.js";
import { builtInPrefixes } from "./scope.js";
import { checkSiblings } from "./sibling-rules.js";
import { SourceText } from "./source-text.js";
import { checkConstraints } from "./supplemental-rules.js";
import { checkTotals } from "./total-rules.js";
import { checkValues } from "./value-rules.js";

/** One text, or several that make one model. A bare string is a text without a name. */
export type ModelInput = ModelText | string | readonly (ModelText | string)[];

/** Programs without types may pass what they have parsed themselves, or bytes. */
function requireText(input: unknown): void {
  const text = typeof input === "object" && input !== null && "text" in input ? input.text : input;
  if (typeof text === "string") return;
  const found = text === null ? "null" : Array.isArray(text) ? "an array" : `${typeof text}`;
  throw new PnpError("PNP_USAGE", `A model is given as DTDL text, not as ${found}.`, {
    hint: 'Pass the text itself, read as UTF-8: readFileSync(file, "utf8").',
  });
}

/** A reference that leads nowhere yet. */
interface Unresolved {
  readonly draft: Draft;
  readonly link: Link;
}

/** A model on its way from texts to elements: add texts, see what is missing, add that, finish. */
export class ModelSession {
  readonly #options: ParseOptions;
  readonly #issues: IssueList;
  /** Every element, and those that can be referred to by identifier. */
  readonly #all: Draft[] = [];
  readonly #drafts = new Map<string, Draft>();
  /** How many elements have had their references followed. */
  #followed = 0;
  #unresolved: Unresolved[] = [];

  /** `takesAdvice` says whether {@link ModelSession.advice} will be read; `onAdvice` in the options says so too. */
  constructor(options: ParseOptions, takesAdvice = false) {
    this.#options = options ?? {};
    this.#issues = new IssueList(takesAdvice || this.#options.onAdvice !== undefined);
  }

  /** Forms that DTDL allows and discourages. */
  get advice(): readonly DtdlIssue[] {
    return this.#issues.advice;
  }

  /** Reads texts; those of a resolver have a quirk of their own. Throws `PNP_DTDL_INVALID` with the issues of all of them. */
  add(input: ModelInput, isResolved = false): void {
    const texts = Array.isArray(input)
      ? (input as readonly (ModelText | string)[])
      : [input as ModelText | string];
    texts.forEach(requireText);
    const quirk = isResolved ? "TolerateSolecismsInResolve" : "TolerateSolecismsInParse";
    const tolerant = this.#options.quirks?.includes(quirk) === true;
    const stopsEarly = this.#options.stopAfter === "firstInvalidText";
    for (const each of texts) {
      if (stopsEarly && this.#issues.count > 0) break;
      const { source, text } = typeof each === "string" ? { source: "<text>", text: each } : each;
      this.#issues.tolerate(() => this.#read(new SourceText(source, text), tolerant));
    }
    this.#issues.checkpoint();
  }

  #read(text: SourceText, tolerant: boolean): void {
    const json = readTape(text.text);
    if (!json.ok) this.#failJson(text, json.problem);
    const reading = new Reading(
      text,
      json.tape,
      this.#issues,
      this.#options,
      this.#all,
      this.#drafts,
      tolerant,
    );
    readDocument(reading);
  }

  #failJson(text: SourceText, { message: what, hint, start, end }: JsonProblem): never {
    const message = `not valid JSON: ${what}`;
    return this.#issues.fatal("invalidJson", {
      message,
      at: { text, start, end },
      help: () => hint,
    });
  }

  /** Identifiers that the texts mention and nothing defines. Throws `PNP_DTDL_INVALID` for ones that nothing can define. */
  missing(): ReadonlySet<string> {
    const waiting = this.#unresolved;
    this.#unresolved = [];
    for (const { draft, link } of waiting) this.#follow(draft, link);
    // The loop also visits the built-in elements that it adds.
    for (; this.#followed < this.#all.length; this.#followed++) {
      const draft = this.#all[this.#followed] as Draft;
      for (const link of draft.links) {
        if (link.target === undefined) this.#follow(draft, link);
      }
    }
    this.#issues.checkpoint();
    return new Set(this.#unresolved.map(({ link }) => link.dtmi));
  }

  /** Finds the element that a reference means. */
  #follow(draft: Draft, link: Link): void {
    link.target = this.#drafts.get(link.dtmi);
    if (link.target !== undefined) return;
    if (!builtInPrefixes.some((prefix) => link.dtmi.startsWith(prefix))) {
      this.#unresolved.push({ draft, link });
      return;
    }
    const meant = withoutAlias(link.dtmi);
    if (meant !== link.dtmi) {
      link.referred = link.dtmi;
      link.dtmi = meant;
      link.target = this.#drafts.get(meant);
      if (link.target !== undefined) return;
    }
    const builtIn = builtInDrafts(link.dtmi);
    if (builtIn === undefined) {
      this.#reportHopeless(draft, link);
      return;
    }
    for (const each of builtIn) {
      if (this.#drafts.has(each.id)) continue;
      this.#drafts.set(each.id, each);
      this.#all.push(each);
      // A part may be in the model already, such as a unit whose enumeration comes later.
      for (const part of each.links) part.target = this.#drafts.get(part.dtmi) ?? part.target;
    }
    link.target = this.#drafts.get(link.dtmi);
  }

  /** A term that stands for no element, or an identifier that only DTDL could define and does not. */
  #reportHopeless(draft: Draft, link: Link): void {
    const isTerm = link.written !== link.dtmi;
    this.#issues.add(isTerm ? "badType" : "undefinedReservedId", {
      primaryId: draft.id,
      property: link.property.key,
      secondaryId: link.dtmi,
      expected: link.property.class,
      at: placeOfName(draft, link.property),
      focus: draft.reading?.place(link.node),
      related: draft.reading?.place(link.node),
      element: draft,
      help: () => nearTerm(draft, link.property, link.written ?? link.dtmi),
    });
  }

  /**
   * Reports identifiers that nothing defines, or those of them that were asked for, with places where they were looked for.
   * Throws `PNP_MODEL_NOT_FOUND`.
   */
  failUnresolved(tried?: (dtmi: string) => readonly string[], asked?: ReadonlySet<string>): never {
    for (const { draft, link } of this.#unresolved) {
      if (asked?.has(link.dtmi) === false) continue;
      this.#issues.add("unresolvedReference", {
        primaryId: draft.id,
        property: link.property.key,
        secondaryId: link.dtmi,
        value: link.dtmi,
        at: draft.reading?.place(link.node),
        element: draft,
        help: () => {
          const places = tried?.(link.dtmi) ?? [];
          return places.length === 0 ? undefined : `looked for ${places.join(", ")}`;
        },
      });
    }
    this.#issues.checkpoint("PNP_MODEL_NOT_FOUND");
    return this.#issues.fatal("unresolvedReference", {});
  }

  /** Checks everything that concerns several elements, and gives the model. Nothing may be missing any more. */
  finish(): Model {
    const drafts = this.#all;
    const issues = this.#issues;
    checkReferences(drafts, issues);
    issues.checkpoint();
    checkConstraints(drafts, issues);
    const contents = inheritContents(drafts, issues);
    checkValues(drafts, contents, issues);
    checkNesting(drafts, contents, issues);
    checkTotals(drafts, contents, issues);
    checkSiblings(drafts, contents, issues);
    issues.checkpoint();
    const { onAdvice } = this.#options;
    if (onAdvice !== undefined) for (const advice of issues.advice) onAdvice(advice);
    return assembleModel(drafts, contents);
  }
}
