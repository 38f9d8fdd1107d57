import type { IssueFields } from "../../../src/dtdl/issue.js";
import type { ParseOptions } from "../../../src/dtdl/parse-options.js";

/** A model that breaks one rule, what must be said about it, and its nearest neighbour that breaks none. */
export interface Row {
  /** A sentence about what is wrong. */
  readonly title: string;
  /**
   * DTDL; several texts make one model. Arrows behind a line say where an issue points and are taken away before reading:
   * `// ← here` the place of its record, `also` the second place, `↓` and `↑` the first and last line of a place of several lines,
   * `here 2` the place of the second issue.
   */
  readonly text: string | readonly string[];
  readonly options?: ParseOptions;
  /** Texts that a resolver gives when it is asked, all at once. */
  readonly resolves?: readonly string[];
  /** The issues that must be reported, no more and no fewer, with all their fields. */
  readonly expect: readonly Expected[];
  /** What to replace in the texts, so that they are valid; blanks and line ends count alike. Or other texts. */
  readonly corrected: Readonly<Record<string, string>> | readonly string[];
  /** Options with which the corrected texts are read instead. */
  readonly correctedOptions?: ParseOptions;
}

/** An issue that must be reported. Its lines come from the arrows, or are given where a text is too long to read. */
export interface Expected extends IssueFields {
  readonly code: string;
  readonly lines?: Lines;
}

/** Places as `<name of the text>:<first line>-<last line>`. */
export interface Lines {
  readonly here?: string | undefined;
  readonly also?: string | undefined;
}

/** Takes common indentation and outer blank lines away. */
export function dedent(text: string): string {
  const lines = text
    .replace(/^\s*\n/, "")
    .trimEnd()
    .split("\n");
  const depths = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const depth = Math.min(...depths);
  return lines.map((line) => line.slice(depth)).join("\n");
}

function indent(text: string, by: number): string {
  return dedent(text).replace(/^(?=.)/gm, " ".repeat(by));
}

export const pumpId = "dtmi:com:example:Pump;1";

/** Identifier of an element inside the pump, generated from the way to it: `pumpPart("contents.speed.schema")`. */
export function pumpPart(way: string): string {
  return partOf(pumpId, way);
}

const plural = new Set(["contents", "fields", "enumValues", "properties"]);

/** Identifier generated for an element inside another one. */
export function partOf(id: string, way: string): string {
  const steps = way.split(".");
  const labels = steps.map((step, at) =>
    plural.has(steps[at - 1] ?? "") ? `:__${step}` : `:_${step}`,
  );
  const [path, version] = id.split(";");
  return `${path}${labels.join("")}${version === undefined ? "" : `;${version}`}`;
}

/** A context: the language of this version with extensions, each named without `dtmi:dtdl:extension:`. */
export function contextOf(version: number, extensions: readonly string[] = []): string {
  const core = `dtmi:dtdl:context;${version}`;
  if (extensions.length === 0) return JSON.stringify(core);
  const all = extensions.map((each) =>
    each.startsWith("dtmi:") ? each : `dtmi:dtdl:extension:${each}`,
  );
  return `[${[core, ...all].map((each) => JSON.stringify(each)).join(", ")}]`;
}

/** An Interface whose members are given, behind context, identifier and type. */
export function pumpWith(version: number, members: string, ...extensions: string[]): string {
  const head = `{
  "@context": ${contextOf(version, extensions)},
  "@id": "${pumpId}",
  "@type": "Interface"`;
  return members.trim() === "" ? `${head}\n}` : `${head},\n${indent(members, 2)}\n}`;
}

/** An Interface with these contents. */
export function pump(version: number, contents: string, ...extensions: string[]): string {
  return pumpWith(version, `"contents": [\n${indent(contents, 2)}\n]`, ...extensions);
}

/** An Interface with these schemas. */
export function pumpSchemas(version: number, schemas: string, ...extensions: string[]): string {
  return pumpWith(version, `"schemas": [\n${indent(schemas, 2)}\n]`, ...extensions);
}

/** An Interface with this context. */
export function pumpIn(context: string): string {
  return `{
  "@context": ${indent(context, 2).trimStart()}
  "@id": "${pumpId}",
  "@type": "Interface"
}`;
}
