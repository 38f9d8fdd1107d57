import type { Interface, Model } from "../../dtdl/model.js";
import { type Facet, parentsOf } from "../contents.js";
import { createModule, type Module, type ModuleContext } from "../module-context.js";
import type { RunContext } from "../run-context.js";
import { pathFrom } from "../with-source-map.js";
import { namespaceName, sidecarPath } from "./sidecar-paths.js";

/** A model file that gets a sidecar. */
export interface SidecarDocument {
  /** The text's name when it was parsed, as in the `location` of its elements. */
  readonly source: string;
  /** Path of the file with `/`, all of them from the same folder or from the root; it ends in `.json`. */
  readonly path: string;
  readonly text: string;
}

/** One sidecar: what it declares, and what it imports. */
export interface Sidecar {
  readonly path: string;
  /** Whether the document is a list. */
  readonly isList: boolean;
  /** The Interfaces of the document, in the order written; the first is what its import stands for. */
  readonly own: readonly Interface[];
  /** What printing each Interface needs: the own ones, then those that no document holds. */
  readonly contexts: readonly ModuleContext[];
  readonly imports: SidecarImports;
}

/** What a sidecar imports: names of the toolkit, and other sidecars whole. */
export interface SidecarImports {
  readonly toolkit: Module["imports"];
  /** Local names of the documents imported, by the path to them. */
  readonly namespaces: ReadonlyMap<string, string>;
}

interface Draft {
  readonly document: SidecarDocument;
  readonly module: Module;
  readonly own: readonly Interface[];
  readonly contexts: ReadonlyMap<string, ModuleContext>;
  readonly namespaces: Map<string, string>;
}

/** All documents of one run, and how they refer to each other. */
export class SidecarDocuments {
  readonly sidecars: readonly Sidecar[];
  readonly #paths: ReadonlyMap<string, string>;
  readonly #drafts = new Map<string, Draft>();

  constructor(model: Model, documents: readonly SidecarDocument[], run: RunContext) {
    this.#paths = new Map(documents.map(({ source, path }) => [source, path]));
    const bySource = new Map<string, Interface[]>();
    for (const iface of model.interfaces.values()) {
      const source = iface.location?.source ?? "";
      const known = bySource.get(source);
      if (known) known.push(iface);
      else bySource.set(source, [iface]);
    }
    for (const document of documents) {
      const own = bySource.get(document.source) ?? [];
      // What an import stands for is a top-level Interface.
      own.sort((a, b) => Number(a.definedIn !== undefined) - Number(b.definedIn !== undefined));
      if (own.length > 0) this.#drafts.set(document.source, this.#draft(document, own, run));
    }
    this.sidecars = [...this.#drafts.values()].map((draft) => this.#sidecar(draft));
  }

  /** Path of a document; undefined for a source that is none of them. */
  pathOf(source: string): string | undefined {
    return this.#paths.get(source);
  }

  #draft(document: SidecarDocument, own: readonly Interface[], run: RunContext): Draft {
    const module = createModule(run, sidecarPath(document.path));
    const contexts = new Map<string, ModuleContext>();
    const open = [...own].reverse();
    for (let iface = open.pop(); iface; iface = open.pop()) {
      if (contexts.has(iface.id)) continue;
      contexts.set(iface.id, module.contextOf(iface));
      open.push(...this.#foreign(iface, run).reverse());
    }
    return { document, module, own, contexts, namespaces: new Map() };
  }

  /** The Interfaces that this one refers to and no document holds. */
  #foreign(iface: Interface, run: RunContext): Interface[] {
    const referred = new Set<Interface>(parentsOf(iface));
    for (const content of iface.contents.values()) {
      if (content.kind === "Component") referred.add(content.schema);
      const target = content.kind === "Relationship" ? content.target : undefined;
      const targeted = target === undefined ? undefined : run.interfaces.get(target);
      if (targeted) referred.add(targeted);
    }
    return [...referred].filter(({ location }) => !location || !this.#paths.has(location.source));
  }

  #sidecar(draft: Draft): Sidecar {
    const contexts = [...draft.contexts.values()].map(
      (context): ModuleContext => ({
        ...context,
        shape: (other) => this.#nameOf(draft, other),
        facet: (other, facet) => this.#nameOf(draft, other, facet),
      }),
    );
    const { document, module, own, namespaces } = draft;
    return {
      path: sidecarPath(document.path),
      isList: isList(document.text),
      own,
      contexts,
      imports: { toolkit: module.imports, namespaces },
    };
  }

  /** What a sidecar calls a shape or facet: its own name, or that of another sidecar behind that one's. */
  #nameOf(draft: Draft, iface: Interface, facet?: Facet): string {
    const nameIn = ({ contexts }: Draft): string | undefined => {
      const context = contexts.get(iface.id);
      return facet === undefined ? context?.shape(iface) : context?.facet(iface, facet);
    };
    const local = nameIn(draft);
    if (local !== undefined) return local;
    const other = this.#drafts.get(iface.location?.source ?? "");
    const name = other && nameIn(other);
    if (other === undefined || name === undefined) {
      throw new Error(`the model refers to ${iface.id} and does not hold it`);
    }
    return `${this.#namespace(draft, other)}.${name}`;
  }

  #namespace({ document, namespaces }: Draft, other: Draft): string {
    const way = pathFrom(document.path, other.document.path);
    const specifier = way.startsWith(".") ? way : `./${way}`;
    const known = namespaces.get(specifier);
    if (known !== undefined) return known;
    const name = namespaceName(other.document.path, new Set(namespaces.values()));
    namespaces.set(specifier, name);
    return name;
  }
}

function isList(text: string): boolean {
  return /^\uFEFF?\s*\[/.test(text);
}
