import { type IssueLocation, isPnpError, PnpError, type PnpErrorCode } from "../errors.js";
import { type Draft, label, trailOf } from "./draft.js";
import { lastLabel } from "./dtmi.js";
import { renderError } from "./error-texts.js";
import type { DtdlIssue, IssueFields } from "./issue.js";
import { renderFrame } from "./source-frame.js";
import type { SourceText } from "./source-text.js";

/** A range of a text. */
export interface Place {
  readonly text: SourceText;
  readonly start: number;
  readonly end: number;
}

/** Way to an element: Interface, property, name, property … Found only when an issue needs it. */
export type Trail = () => readonly string[];

/** What an issue is about: the fields of the error record, its places, and what its message needs besides. */
export interface Problem extends IssueFields {
  /** The first place of the error record. */
  readonly at?: Place | undefined;
  /** The place that people should look at, where it is another one. */
  readonly focus?: Place | undefined;
  /** The second place of the error record. */
  readonly related?: Place | undefined;
  /** The element at fault, for values the one that holds them. */
  readonly element?: Draft | undefined;
  /** What messages call the element at fault where it is not `element` itself. */
  readonly subject?: string | undefined;
  readonly second?: Draft | undefined;
  readonly observed?: string | number | undefined;
  readonly expected?: string | number | undefined;
  readonly version?: number | undefined;
  /** In place of the usual message; for texts that are not JSON. */
  readonly message?: string | undefined;
  /** What to do, where that is known better than in general; asked for the first issues only. */
  readonly help?: (() => string | undefined) | undefined;
}

/** So many issues come with suggestions; looking for near names in all of a hopeless text would take too long. */
const maxSuggestions = 200;

/** Collects the issues of one run, and its advice. */
export class IssueList {
  readonly #issues: DtdlIssue[] = [];
  readonly #advice: DtdlIssue[] = [];
  /** Whether anybody will read the advice; else it is neither looked for nor drawn. */
  readonly takesAdvice: boolean;

  constructor(takesAdvice: boolean) {
    this.takesAdvice = takesAdvice;
  }

  get count(): number {
    return this.#issues.length;
  }

  /** Forms that DTDL allows and discourages. */
  get advice(): readonly DtdlIssue[] {
    return this.#advice;
  }

  add(code: string, problem: Problem): void {
    this.#issues.push(this.#make(code, problem, "error"));
  }

  advise(code: string, problem: Problem): void {
    if (this.takesAdvice) this.#advice.push(this.#make(code, problem, "advice"));
  }

  #make(code: string, problem: Problem, level: "error" | "advice"): DtdlIssue {
    const {
      at,
      focus = at,
      related,
      element,
      subject,
      second,
      help: ask,
      message: given,
      ...rest
    } = problem;
    const { observed, expected, version, ...fields } = rest;
    const facts = {
      ...rest,
      element: subject ?? (element && label(element)),
      second: second && label(second),
    };
    const text = renderError(code, facts);
    const message = given ?? text.message;
    const suggested = this.#issues.length < maxSuggestions ? ask?.() : undefined;
    const hint = suggested ?? (given === undefined ? text.help : undefined);
    const issue = { code, message, ...(hint && { hint }), ...defined(fields) };
    if (focus === undefined) return issue;
    const location = focus.text.locate(focus.start, focus.end);
    const primary = focus === at ? undefined : at?.text.locate(at.start, at.end);
    const other = related?.text.locate(related.start, related.end);
    const note = element && trailOf(element, termOf(problem.property))().map(shortened).join(", ");
    const frame = renderFrame(focus.text, {
      level,
      code,
      message,
      location,
      hint,
      related: [other, primary].find((place) => place && !holds(place, location)),
      note,
    });
    return {
      ...issue,
      location,
      ...(primary && { primary }),
      ...(other && { related: other }),
      frame,
    };
  }

  /** Adds an issue behind which nothing more can be read, and gives up. */
  fatal(code: string, problem: Problem): never {
    this.add(code, problem);
    this.#give("PNP_DTDL_INVALID");
  }

  /** Runs a step whose giving up shall not keep the next one from being tried; its issues stay. */
  tolerate(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!isPnpError(error)) throw error;
    }
  }

  /** Gives up when there are issues. DTDL checks in steps: later ones need what earlier ones assure. */
  checkpoint(code: PnpErrorCode = "PNP_DTDL_INVALID"): void {
    if (this.#issues.length > 0) this.#give(code);
  }

  #give(code: PnpErrorCode): never {
    const [first] = this.#issues;
    const count = this.#issues.length;
    const where = first?.location;
    const at = where === undefined ? "" : ` (${where.source}:${where.line}:${where.column})`;
    const more = count > 1 ? `, and ${count - 1} more ${count === 2 ? "issue" : "issues"}` : "";
    const what =
      code === "PNP_MODEL_NOT_FOUND" ? "The model is incomplete" : "The model is not valid DTDL";
    throw new PnpError(code, `${what}: ${first?.message}${at}${more}.`, {
      issues: [...this.#issues],
      ...(first?.hint === undefined ? {} : { hint: sentence(first.hint) }),
    });
  }
}

/** A word of a trail, which authors may have made very long. */
function shortened(word: string): string {
  return word.length > 160 ? `${word.slice(0, 160)}…` : word;
}

/** Whether a place holds the line at which another one starts. */
function holds(place: IssueLocation, { source, line }: IssueLocation): boolean {
  return place.source === source && place.line <= line && line <= place.endLine;
}

/** The name of a property that may be given as DTMI; undefined for several ones. */
function termOf(property: string | undefined): string | undefined {
  if (property?.includes("'")) return undefined;
  return property?.includes(":") ? lastLabel(property) : property;
}

/** The fields that have a value. */
function defined(fields: IssueFields): IssueFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function sentence(help: string): string {
  const start = help.charAt(0).toUpperCase() + help.slice(1);
  return /[.?!]$/.test(start) ? start : `${start}.`;
}
