import { type Issue, isPnpError, PnpError, type PnpErrorCode } from "../errors.js";
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

/** What else there is to say about an issue. */
export interface IssueDetail {
  /** What to do, without a full stop. */
  readonly help?: string | undefined;
  readonly trail?: Trail | undefined;
}

/** Collects the issues of one run. */
export class IssueList {
  readonly #issues: Issue[] = [];

  get all(): readonly Issue[] {
    return this.#issues;
  }

  add(code: string, message: string, place?: Place, detail: IssueDetail = {}): void {
    const { help, trail } = detail;
    const base = { code, message, ...(help === undefined ? {} : { hint: help }) };
    if (place === undefined) {
      this.#issues.push(base);
      return;
    }
    const location = place.text.locate(place.start, place.end);
    const note = trail?.().join(", ");
    const frame = renderFrame(place.text, { code, message, location, help, note });
    this.#issues.push({ ...base, location, frame });
  }

  /** Adds an issue behind which nothing more can be read, and gives up. */
  fatal(code: string, message: string, place?: Place, detail?: IssueDetail): never {
    this.add(code, message, place, detail);
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

function sentence(help: string): string {
  const start = help.charAt(0).toUpperCase() + help.slice(1);
  return /[.?!]$/.test(start) ? start : `${start}.`;
}
