import { isPnpError } from "../errors.js";
import type { DtdlIssue } from "./issue.js";
import type { Model } from "./model.js";
import { type ModelInput, ModelSession } from "./model-session.js";
import type { ParseOptions } from "./parse-options.js";

export type { ModelInput } from "./model-session.js";
export type { ParseOptions } from "./parse-options.js";

/** What {@link safeParseModel} gives: a model, or what is wrong with the texts. */
export type ParseResult =
  | {
      readonly ok: true;
      readonly model: Model;
      readonly issues: readonly DtdlIssue[];
      /** Forms that DTDL allows and discourages. */
      readonly advice: readonly DtdlIssue[];
    }
  | { readonly ok: false; readonly issues: readonly DtdlIssue[] };

/**
 * Parses DTDL v2, v3 or v4 into a closed, frozen Model. Throws `PNP_DTDL_INVALID` with every issue found, and
 * `PNP_MODEL_NOT_FOUND` when the texts are sound but mention an Interface that none of them defines;
 * `resolveModel` can fetch these.
 */
export function parseModel(texts: ModelInput, options: ParseOptions = {}): Model {
  return parse(texts, new ModelSession(options));
}

/** Like {@link parseModel}, but gives the issues instead of throwing them. */
export function safeParseModel(texts: ModelInput, options: ParseOptions = {}): ParseResult {
  const session = new ModelSession(options, true);
  try {
    return { ok: true, model: parse(texts, session), issues: [], advice: session.advice };
  } catch (error) {
    if (!isPnpError(error) || error.issues.length === 0) throw error;
    return { ok: false, issues: error.issues };
  }
}

function parse(texts: ModelInput, session: ModelSession): Model {
  session.add(texts);
  if (session.missing().size > 0) session.failUnresolved();
  return session.finish();
}
