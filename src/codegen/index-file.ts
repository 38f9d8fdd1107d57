import type { Interface } from "../dtdl/model.js";
import { importPath, indexPath, shortHash } from "./file-path.js";
import { NameScope, pascalCase } from "./identifier.js";
import type { ExportedName } from "./interface-file.js";
import { stringLiteral } from "./model-text.js";
import type { RunContext } from "./run-context.js";

/** What the index has to know of a file. */
export interface ListedFile {
  readonly path: string;
  readonly iface: Interface;
  readonly names: readonly ExportedName[];
}

/**
 * A file that exports all names of all files. A name that several files have is exported under names that hold the
 * whole identifier: `ComExampleThermostat_1`.
 */
export function indexText(
  files: readonly ListedFile[],
  run: RunContext,
  header: readonly string[],
): string {
  const uses = new Map<string, number>();
  for (const { names } of files) {
    for (const { name } of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const clashing = new Set([...uses].filter(([, count]) => count > 1).map(([name]) => name));
  const scope = new NameScope();
  for (const name of uses.keys()) if (!clashing.has(name)) scope.take(name);
  const lines = [...header];
  if (clashing.size > 0) {
    lines.push("// Names that several files have are longer here.");
  }
  // In the order of the identifiers, so that numbers behind names do not depend on the order of the texts.
  for (const file of [...files].sort((a, b) => (a.iface.id < b.iface.id ? -1 : 1))) {
    for (const line of exportLines(file, clashing, scope, run)) lines.push(line);
  }
  return `${lines.join("\n")}\n`;
}

function exportLines(
  { path, iface, names }: ListedFile,
  clashing: ReadonlySet<string>,
  scope: NameScope,
  run: RunContext,
): readonly string[] {
  const isScript = run.form === "js";
  const allTypes = names.every(({ typeOnly }) => typeOnly);
  if (isScript && allTypes) return [];
  // JavaScript exports no types; they are named all the same, so that values have the names that declarations say.
  const specifiers = names.flatMap(({ name, typeOnly }) => {
    const outside = clashing.has(name)
      ? ` as ${scope.take(qualified(name, iface, scope, run))}`
      : "";
    if (isScript && typeOnly) return [];
    return [`${typeOnly && !allTypes ? "type " : ""}${name}${outside}`];
  });
  const start = allTypes ? "export type {" : "export {";
  const end = `} from ${stringLiteral(importPath(indexPath, path, run.importExtension))};`;
  return [start, ...specifiers.map((specifier) => `  ${specifier},`), end];
}

/** The labels of the identifier, then what the name has beyond the Interface's own, then the version. */
function qualified(name: string, iface: Interface, scope: NameScope, run: RunContext): string {
  const [path = "", version] = iface.id.split(";");
  const labels = path.split(":").slice(1).map(pascalCase).join("");
  const own = run.nameOf(iface);
  const rest = name.startsWith(own) ? name.slice(own.length) : name;
  const long = labels + rest + (version === undefined ? "" : `_${version.replace(".", "_")}`);
  // Identifiers may differ in case or underscores alone.
  return scope.has(long) ? `${long}_x${shortHash(iface.id)}` : long;
}
