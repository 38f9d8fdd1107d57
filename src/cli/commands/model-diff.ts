import type { Interface } from "../../dtdl/model.js";
import type { ChangedValue, ModelChange } from "../../views/diff/change.js";
import {
  diffInterfaces,
  type InterfaceDiff,
  type ModelDiff,
} from "../../views/diff/diff-models.js";
import { type BrokenCode, brokenCode } from "../broken-code.js";
import { exitCodes } from "../exit-codes.js";
import { loadInterfaces } from "../interfaces.js";
import type { Io } from "../io.js";
import type { ModelOptions } from "../model-locations.js";
import type { Outcome } from "../outcome.js";
import { jsonText, type OutputFormat, outputFormat, printResult, say } from "../output.js";
import { alignColumns } from "../text-table.js";

interface Options extends ModelOptions {
  readonly breaking?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp model diff`: what changed between two models; with `--breaking` a check that nothing breaks. */
export async function modelDiff(
  before: string,
  after: string,
  options: Options,
  io: Io,
  outcome: Outcome,
): Promise<void> {
  const format = outputFormat(options.output, io);
  const old = await loadInterfaces([before], options, io);
  const fresh = await loadInterfaces([after], options, io);
  const diff = withCode(diffInterfaces(old.interfaces, fresh.interfaces), old.interfaces);
  printResult(io, format, diff, () => diffText(diff));
  if (!options.breaking || !diff.breaking) return;
  say(io, `error[PNP_CHECK_FAILED]: ${summary(diff)}`);
  outcome.exitCode = exitCodes.PNP_CHECK_FAILED;
}

/** The differences with what each breaks in code. */
interface CodeDiff extends ModelDiff {
  readonly interfaces: readonly (Omit<InterfaceDiff, "changes"> & {
    readonly changes: readonly (ModelChange & { readonly code?: readonly BrokenCode[] })[];
  })[];
}

function withCode(diff: ModelDiff, old: readonly Interface[]): CodeDiff {
  const byId = new Map(old.map((iface) => [iface.id, iface]));
  return {
    ...diff,
    interfaces: diff.interfaces.map((each) => ({
      ...each,
      changes: each.changes.map((change) => {
        const code = brokenCode(change, byId.get(each.before ?? ""));
        return code.length === 0 ? change : { ...change, code };
      }),
    })),
  };
}

function diffText(diff: CodeDiff): string {
  if (diff.interfaces.length === 0) {
    return `no differences, ${counted(diff.compared, "Interface")} compared`;
  }
  return [...diff.interfaces.map(interfaceText), summary(diff)].join("\n\n");
}

function interfaceText({ before, after, changes }: CodeDiff["interfaces"][number]): string {
  const title = before === undefined || before === after ? (after ?? "") : before;
  const isOther = before !== undefined && after !== undefined && before !== after;
  const rows = changes.map((change) => [
    `  ${change.breaks.join(", ") || "nobody"}`,
    change.path || "–",
    changeText(change),
    change.reason,
  ]);
  const head = ["  BREAKS", "PATH", "CHANGE", "WHY"];
  const table = alignColumns([head, ...rows]);
  return [isOther ? `${title} → ${after}` : title, ...table, ...codeLines(changes)].join("\n");
}

/** A line for each member whose users have something to change. */
function codeLines(changes: CodeDiff["interfaces"][number]["changes"]): readonly string[] {
  const rows = changes.flatMap(({ code = [] }) =>
    code.map(({ side, member, compilerFindsIt }) => [
      `  ${side}`,
      member,
      compilerFindsIt ? "the compiler finds it" : "it still compiles",
    ]),
  );
  const lines = new Set(alignColumns(rows));
  return lines.size === 0 ? [] : ["", "  In code made for the old model:", ...lines];
}

/** Names of lists whose members say what they are. */
const lists: ReadonlySet<string> = new Set(["contents", "fields", "properties"]);

function changeText({ kind, what, before, after }: ModelChange): string {
  if (kind === "changed") return `${what} ${valueText(before)} → ${valueText(after)}`;
  const value = valueText(kind === "added" ? after : before);
  return lists.has(what) ? `${kind}: ${value}` : `${what} ${kind}: ${value}`;
}

const widest = 40;

/** Texts in English alone are shown as such. */
function valueText(value: ChangedValue | undefined): string {
  const [[language, only] = [], ...others] = typeof value === "object" ? Object.entries(value) : [];
  const isEnglish = language === "en" && others.length === 0;
  const text = typeof value === "string" ? value : jsonText((isEnglish ? only : value) ?? null);
  const line = text.replace(/\s+/g, " ");
  return line.length > widest ? `${line.slice(0, widest)}…` : line;
}

function summary({ interfaces }: ModelDiff): string {
  const changes = interfaces.flatMap((each) => each.changes);
  const breaking = changes.filter(({ breaks }) => breaks.length > 0);
  if (breaking.length === 0) return `${counted(changes.length, "change")}, none breaks anything`;
  const sides = (["devices", "services"] as const).filter((side) =>
    breaking.some(({ breaks }) => breaks.includes(side)),
  );
  const verb = breaking.length === 1 ? "breaks" : "break";
  return `${counted(changes.length, "change")}, ${breaking.length} ${verb} ${sides.join(" or ")}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
