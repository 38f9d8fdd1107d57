import type { Interface } from "../dtdl/model.js";
import { type Facet, facetName, facets, hasFacet, ownContents, schemaPlaces } from "./contents.js";
import { importPath } from "./file-path.js";
import { NameScope, typeName } from "./identifier.js";
import { ImportList } from "./import-list.js";
import { nameSchemas } from "./schema-names.js";
import type { TypeContext } from "./type-text.js";

/** What holds for all files of one run. */
export interface RunContext {
  /** File of each Interface by DTMI. */
  readonly paths: ReadonlyMap<string, string>;
  readonly interfaces: ReadonlyMap<string, Interface>;
  readonly importExtension: ".js" | ".ts";
  /** Module that the files import the toolkit from. */
  readonly runtime: string;
}

/** What holds for the file of one Interface. */
export interface ModuleContext extends TypeContext {
  readonly iface: Interface;
  readonly imports: ImportList;
  /** Local name of a toolkit type or value. */
  readonly toolkitType: (name: "Command" | "Descriptor") => string;
  readonly toolkitValue: (name: "defineInterface") => string;
  /** Local name of another Interface's shape, or its descriptor, which has the same name. */
  readonly shape: (iface: Interface) => string;
  readonly descriptor: (iface: Interface) => string;
  readonly facet: (iface: Interface, facet: Facet) => string;
  readonly interfaceById: (dtmi: string) => Interface | undefined;
}

/** The file's own names come first, so that no import can change what it exports; imports give way by aliases. */
export function moduleContext(iface: Interface, run: RunContext): ModuleContext {
  const scope = new NameScope();
  const ownName = scope.take(typeName(iface.id));
  for (const facet of facets) {
    if (hasFacet(iface, facet)) scope.take(facetName(iface, facet));
  }
  const names = nameSchemas(ownContents(iface).flatMap(schemaPlaces), ownName, scope);
  const imports = new ImportList(scope);
  const { runtime } = run;
  const fileOf = (other: Interface): string =>
    importPath(pathOf(iface, run), pathOf(other, run), run.importExtension);
  return {
    iface,
    names,
    imports,
    runtimeType: (name) => imports.type(runtime, name),
    toolkitType: (name) => imports.type(runtime, name),
    toolkitValue: (name) => imports.value(runtime, name),
    shape: (other) =>
      other.id === iface.id ? ownName : imports.type(fileOf(other), typeName(other.id)),
    descriptor: (other) =>
      other.id === iface.id ? ownName : imports.value(fileOf(other), typeName(other.id)),
    facet: (other, facet) => imports.type(fileOf(other), facetName(other, facet)),
    interfaceById: (dtmi) => run.interfaces.get(dtmi),
  };
}

function pathOf(iface: Interface, run: RunContext): string {
  const path = run.paths.get(iface.id);
  if (path === undefined) throw new Error(`the model refers to ${iface.id} and does not hold it`);
  return path;
}
