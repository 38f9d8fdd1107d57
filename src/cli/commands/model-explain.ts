import {
  type ErrorExample,
  type ErrorExplanation,
  errorGroups,
  explainError,
} from "../../dtdl/error-explanations.js";
import { didYouMean } from "../../dtdl/near-name.js";
import { errorCodes, PnpError, type PnpErrorCode } from "../../errors.js";
import { exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";
import { alignColumns } from "../text-table.js";
import { wrapJson, wrapWords } from "../text-wrap.js";

interface Options {
  readonly output?: OutputFormat;
}

const codesTitle = "Errors of twinplug";
const width = 96;

/** `pnp model explain`: what an error means, why there is the rule, and how to write it instead. */
export function modelExplain(id: string | undefined, options: Options, io: Io): void {
  const format = outputFormat(options.output, io);
  const [json, text] = id === undefined ? [listJson(), listText] : answerTo(bare(id));
  printResult(io, format, json, text);
}

/** What programs get, and what people get. */
type Answer = readonly [json: unknown, text: () => string];

function answerTo(id: string): Answer {
  if (isErrorCode(id)) return [codeJson(id), () => codeText(id)];
  const explanation = explainError(id);
  if (explanation === undefined) throw unknown(id);
  return [explanation, () => explanationText(explanation)];
}

/** Frames say `error[badType]`, and that is what people copy. */
function bare(id: string): string {
  const open = id.indexOf("[");
  return open < 0
    ? id.trim()
    : id
        .slice(open + 1)
        .replace(/\].*$/s, "")
        .trim();
}

function isErrorCode(id: string): id is PnpErrorCode {
  return Object.hasOwn(errorCodes, id);
}

function unknown(id: string): PnpError {
  const all = [...errorGroups.flatMap(({ ids }) => ids), ...Object.keys(errorCodes)];
  const short = id.slice(id.lastIndexOf(":") + 1);
  const near = didYouMean(short, all);
  const list = "`pnp model explain` without an id lists all.";
  return new PnpError("PNP_USAGE", `There is no error ${JSON.stringify(id)}.`, {
    hint: near === undefined ? list : `${near.charAt(0).toUpperCase()}${near.slice(1)} ${list}`,
  });
}

function listJson(): readonly unknown[] {
  return [
    ...errorGroups.map(({ title, ids }) => ({
      title,
      errors: ids.map((id) => ({ id, meaning: explainError(id)?.meaning })),
    })),
    {
      title: codesTitle,
      errors: Object.entries(errorCodes).map(([id, { summary }]) => ({ id, meaning: summary })),
    },
  ];
}

function listText(): string {
  return [...errorGroups, { title: codesTitle, ids: Object.keys(errorCodes) }]
    .map(({ title, ids }) => [title, ...indented(wrapWords(ids.join(" "), width))].join("\n"))
    .join("\n\n");
}

function codeJson(code: PnpErrorCode): Record<string, unknown> {
  const { summary, hint } = errorCodes[code];
  return { id: code, group: codesTitle, meaning: summary, help: hint, exitCode: exitCodes[code] };
}

function codeText(code: PnpErrorCode): string {
  const { summary, hint } = errorCodes[code];
  const rows = alignColumns([
    ["help", hint],
    ["exit code", String(exitCodes[code])],
  ]);
  return [`${code}  ${codesTitle}`, "", ...indented([summary]), "", ...indented(rows)].join("\n");
}

function explanationText(explanation: ErrorExplanation): string {
  const { id, group, meaning, reason, help, example } = explanation;
  const parts = [`${id}  ${group}`, paragraph(meaning)];
  if (reason !== undefined) parts.push(paragraph(reason));
  if (help !== undefined) parts.push(paragraph(`help: ${help}`));
  if (example !== undefined) parts.push(exampleText(example));
  const facts = factsText(explanation);
  if (facts.length > 0) parts.push(facts.join("\n"));
  return parts.join("\n\n");
}

function exampleText(example: ErrorExample): string {
  const whole: Record<ErrorExample["of"], string> = {
    model: "",
    interface: "members of an Interface, ",
    content: "one of the contents of an Interface, ",
  };
  const names = example.extensions.join(" and ");
  const contexts = names === "" ? "" : ` with ${names}`;
  return [
    `  wrong (${whole[example.of]}DTDL ${example.version}${contexts})`,
    ...jsonLines(example.wrong),
    "  right",
    ...jsonLines(example.right),
  ].join("\n");
}

function jsonLines(text: string): string[] {
  return wrapJson(text, width).map((line) => `    ${line}`);
}

function factsText({ dtmi, section, fatal, fields, occurs }: ErrorExplanation): string[] {
  const rows: string[][] = Object.entries(fields ?? {}).map(([name, words]) => [name, words]);
  if (section !== undefined) rows.push(["section", `"${section}" of the DTDL specification`]);
  if (dtmi !== undefined) rows.push(["identifier", dtmi]);
  if (occurs) {
    rows.push([
      "reading",
      fatal ? "ends with this error" : "goes on; other errors are reported too",
    ]);
  }
  return indented(alignColumns(rows));
}

function paragraph(text: string): string {
  return indented(wrapWords(text, width)).join("\n");
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
