/** The DTDL parser alone: text in, models and issues out. It loads nothing else, so a process that only parses starts fast. */

export { type DtmiParts, dtmiParts, dtmiPath, isDtmi } from "./dtmi.js";
export type { DtdlIssue, IssueFields } from "./issue.js";
export type * from "./model.js";
export { type ModelInput, type ParseResult, parseModel, safeParseModel } from "./parse.js";
export type { ParseOptions, Quirk } from "./parse-options.js";
export { resolveModel } from "./resolve.js";
export type { ModelResolver, ModelText } from "./resolver.js";
