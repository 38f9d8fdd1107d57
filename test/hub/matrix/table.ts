import type { Cell, Row, Section } from "./cell.js";

/** What a cell has come to: nothing when it is green. */
export type Outcomes = ReadonlyMap<Cell, Error | undefined>;

/** The sections as tables for people: a tick for a green run, a letter for what an SDK lacks, a cross for a red run. */
export function table(sections: readonly Section[], outcomes: Outcomes): string {
  return `${sections.map((section) => sectionTable(section, outcomes)).join("\n\n")}\n`;
}

function sectionTable(section: Section, outcomes: Outcomes): string {
  const reasons: string[] = [];
  const lines = [
    ["", ...section.columns],
    ["---", ...section.columns.map(() => ":-:")],
  ];
  for (const row of section.rows) {
    const marks = section.columns.map((column) => mark(row.cells[column], outcomes, reasons));
    lines.push([nameOf(row), ...marks]);
  }
  const notes = reasons.map((reason, index) => `${letter(index)}: ${reason}`);
  return [
    `## ${section.title}`,
    "",
    ...lines.map((line) => `| ${line.join(" | ")} |`),
    ...(notes.length > 0 ? ["", notes.join("  \n")] : []),
  ].join("\n");
}

function mark(cell: Cell | undefined, outcomes: Outcomes, reasons: string[]): string {
  if (!cell || !outcomes.has(cell) || outcomes.get(cell)) return "✗";
  if (cell.absent === undefined) return "✓";
  if (!reasons.includes(cell.absent)) reasons.push(cell.absent);
  return letter(reasons.indexOf(cell.absent));
}

/** The name of a row, as its test has it, too. */
export function nameOf({ call, use }: Row): string {
  return use === undefined ? call : `${call}: ${use}`;
}

function letter(index: number): string {
  return String.fromCharCode("a".charCodeAt(0) + index);
}
