import { assembleModel } from "./assemble.js";
import { builtInDrafts } from "./built-in-drafts.js";
import { readDocument } from "./document-reader.js";
import { type Draft, type Link, trailOf } from "./draft.js";
import { inheritContents } from "./inheritance.js";
import { IssueList } from "./issue-list.js";
import { readJson } from "./json-reader.js";
import type { Model } from "./model.js";
import { checkNesting } from "./nesting-rules.js";
import type { ParseOptions } from "./parse-options.js";
import { placeOf, type Reading } from "./reading.js";
import { checkReferences } from "./reference-rules.js";
import type { ModelText } from "./resolver.js";
import { SourceText } from "./source-text.js";
import { checkSupplementalTypes } from "./supplemental-rules.js";
import { checkValues } from "./value-rules.js";

/** One text, or several that make one model. A bare string is a text without a name. */
export type ModelInput = ModelText | string | readonly (ModelText | string)[];

/** A model on its way from texts to elements: add texts, see what is missing, add that, finish. */
export class ModelSession {
  readonly #options: ParseOptions;
  readonly #issues = new IssueList();
  readonly #drafts = new Map<string, Draft>();

  constructor(options: ParseOptions) {
    this.#options = options;
  }

  /** Reads texts. Throws `PNP_DTDL_INVALID` with the issues of all of them. */
  add(input: ModelInput): void {
    const texts = Array.isArray(input)
      ? (input as readonly (ModelText | string)[])
      : [input as ModelText | string];
    for (const each of texts) {
      const { source, text } = typeof each === "string" ? { source: "<text>", text: each } : each;
      this.#issues.tolerate(() => this.#read(new SourceText(source, text)));
    }
    this.#issues.checkpoint();
  }

  #read(text: SourceText): void {
    const reading: Reading = {
      text,
      issues: this.#issues,
      options: this.#options,
      drafts: this.#drafts,
      builtIn: false,
    };
    const json = readJson(text.text);
    if (json.ok) {
      readDocument(reading, json.value);
      return;
    }
    const { message, hint } = json.problem;
    this.#issues.fatal(
      "invalidJson",
      `not valid JSON: ${message}`,
      placeOf(reading, json.problem),
      { help: hint },
    );
  }

  /** Identifiers that the texts mention and nothing defines, each with the first place that mentions it. */
  missing(): ReadonlyMap<
    string,
    { readonly draft: Draft; readonly link: Link; readonly property: string }
  > {
    const missing = new Map<string, { draft: Draft; link: Link; property: string }>();
    // The loop also visits the built-in elements that it adds.
    for (const draft of this.#drafts.values()) {
      for (const [property, links] of draft.links) {
        for (const link of links) {
          if (this.#drafts.has(link.dtmi) || missing.has(link.dtmi)) continue;
          if (!this.#addBuiltIn(link.dtmi)) missing.set(link.dtmi, { draft, link, property });
        }
      }
    }
    return missing;
  }

  /** Adds a built-in element with what is nested in it; its references are followed like those of others. */
  #addBuiltIn(dtmi: string): boolean {
    const family = builtInDrafts(dtmi);
    const wanted = family?.get(dtmi);
    if (family === undefined || wanted === undefined) return false;
    const todo = [wanted];
    for (let draft = todo.pop(); draft !== undefined; draft = todo.pop()) {
      this.#drafts.set(draft.id, draft);
      for (const { dtmi: id } of [...draft.links.values()].flat()) {
        const relative = family.get(id);
        if (relative !== undefined && !this.#drafts.has(id)) todo.push(relative);
      }
    }
    return true;
  }

  /** Reports identifiers that nothing defines, with places where they were looked for. Throws `PNP_MODEL_NOT_FOUND`. */
  failUnresolved(tried?: (dtmi: string) => readonly string[]): never {
    for (const [dtmi, { draft, link, property }] of this.missing()) {
      const places = tried?.(dtmi) ?? [];
      const help =
        places.length > 0
          ? `looked for ${places.join(", ")}`
          : "give the folder or file that holds its definition";
      const message = `nothing defines \`${dtmi}\``;
      this.#issues.add("unresolvedReference", message, link.place, {
        help,
        trail: trailOf(draft, property),
      });
    }
    this.#issues.checkpoint("PNP_MODEL_NOT_FOUND");
    return this.#issues.fatal("unresolvedReference", "a reference leads nowhere");
  }

  /** Checks everything that concerns several elements, and gives the model. Nothing may be missing any more. */
  finish(): Model {
    checkReferences(this.#drafts, this.#issues);
    this.#issues.checkpoint();
    checkSupplementalTypes(this.#drafts, this.#issues);
    const contents = inheritContents(this.#drafts, this.#issues);
    checkValues(this.#drafts, contents, this.#issues);
    checkNesting(this.#drafts, contents, this.#issues);
    this.#issues.checkpoint();
    return assembleModel(this.#drafts, contents);
  }
}
