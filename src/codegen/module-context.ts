import type { Interface } from "../dtdl/model.js";
import { type Facet, facets, hasFacet, ownContentsIn, ownSchemas } from "./contents.js";
import { importPath } from "./file-path.js";
import { NameScope } from "./identifier.js";
import { ImportList } from "./import-list.js";
import type { RunContext } from "./run-context.js";
import { nameRelationships, nameSchemas } from "./schema-names.js";
import type { ToolkitType } from "./toolkit-types.js";
import type { TypeContext } from "./type-text.js";

/** What holds for one Interface in one file. */
export interface ModuleContext extends TypeContext {
  readonly iface: Interface;
  readonly imports: ImportList;
  /** Local name of a toolkit type or value. */
  readonly toolkitType: (name: ToolkitType | "Descriptor") => string;
  readonly toolkitValue: (name: "defineInterface") => string;
  /** Local name of an Interface's shape, or its descriptor, which has the same name. */
  readonly shape: (iface: Interface) => string;
  readonly descriptor: (iface: Interface) => string;
  readonly facet: (iface: Interface, facet: Facet) => string;
  /** Names of the types for the properties of a Relationship, by its DTMI. */
  readonly relationships: ReadonlyMap<string, string>;
}

/** One file: its names, its imports, and the Interfaces that it declares. */
export interface Module {
  readonly imports: ImportList;
  /**
   * What printing the declarations of an Interface needs. From now on the file declares it, under names that its
   * imports cannot take; so ask for all Interfaces of a file before printing the first.
   */
  contextOf(iface: Interface): ModuleContext;
  /** An Interface that a file without imports has to declare too, since something in it refers to it; each once. */
  nextNeeded(): Interface | undefined;
  /** Types of the toolkit that a file without imports has to declare, with their local names, sorted. */
  neededToolkitTypes(): readonly (readonly [type: ToolkitType, name: string])[];
}

/** What an Interface is called in the file that declares it. */
interface DeclaredNames {
  readonly shape: string;
  readonly facets: ReadonlyMap<Facet, string>;
}

/** The file at a path of {@link RunContext.paths}. */
export function createModule(run: RunContext, path: string): Module {
  const scope = new NameScope();
  const imports = new ImportList(scope);
  const declared = new Map<string, DeclaredNames>();
  const files = new Map<string, string>();
  const needed: Interface[] = [];
  const toolkit = new Map<ToolkitType, string>();

  const declare = (iface: Interface): DeclaredNames => {
    const before = declared.get(iface.id);
    if (before) return before;
    const name = run.nameOf(iface);
    const shape = scope.take(name);
    const names = new Map<Facet, string>();
    for (const facet of facets) {
      if (hasFacet(iface, facet)) names.set(facet, scope.take(name + facet));
    }
    const all = { shape, facets: names };
    declared.set(iface.id, all);
    return all;
  };

  /** Names in this file; undefined for an Interface that is imported. */
  const local = (iface: Interface): DeclaredNames | undefined => {
    const before = declared.get(iface.id);
    if (before || !run.typesOnly) return before;
    needed.push(iface);
    return declare(iface);
  };

  const fileOf = (iface: Interface): string => {
    const before = files.get(iface.id);
    if (before !== undefined) return before;
    const file = importPath(path, pathOf(iface, run), run.importExtension);
    files.set(iface.id, file);
    return file;
  };

  const ofToolkit = (name: ToolkitType | "Descriptor"): string => {
    if (!run.typesOnly || name === "Descriptor") return imports.type(run.runtime, name);
    const before = toolkit.get(name);
    if (before !== undefined) return before;
    const taken = scope.take(name);
    toolkit.set(name, taken);
    return taken;
  };

  const shape = (iface: Interface): string =>
    local(iface)?.shape ?? imports.type(fileOf(iface), run.nameOf(iface));
  const facetOf = (iface: Interface, facet: Facet): string =>
    local(iface)?.facets.get(facet) ?? imports.type(fileOf(iface), run.nameOf(iface) + facet);
  const descriptor = (iface: Interface): string =>
    local(iface)?.shape ?? imports.value(fileOf(iface), run.nameOf(iface));

  return {
    imports,
    contextOf(iface) {
      const base = declare(iface).shape;
      const names = nameSchemas(ownSchemas(iface), base, scope, run.differing);
      return {
        iface,
        run,
        names,
        imports,
        relationships: nameRelationships(ownContentsIn(iface, "Relationships"), base, scope),
        runtimeType: ofToolkit,
        toolkitType: ofToolkit,
        toolkitValue: (name) => imports.value(run.runtime, name),
        shape,
        facet: facetOf,
        descriptor,
      };
    },
    nextNeeded: () => needed.shift(),
    neededToolkitTypes: () => [...toolkit].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/** Where the file of an Interface goes. */
export function pathOf(iface: Interface, run: RunContext): string {
  const path = run.paths.get(iface.id);
  if (path === undefined) throw new Error(`the model refers to ${iface.id} and does not hold it`);
  return path;
}
