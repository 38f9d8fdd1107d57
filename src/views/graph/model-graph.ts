import { dtmiParts } from "../../dtdl/dtmi.js";
import type { Content, Interface, LocalizedText, Model } from "../../dtdl/model.js";
import { schemaText } from "../schema-text.js";

/** An Interface, or what is mentioned in its place. */
export interface GraphNode {
  /** DTMI; empty for the one node that stands for any Interface. */
  readonly id: string;
  /** Display name, else the last segment of the DTMI. */
  readonly title: string;
  /** Whether nothing that was read defines it. */
  readonly missing: boolean;
  /** Own contents, one line each; those that are edges are left out. Empty unless asked for. */
  readonly contents: readonly string[];
}

/** How one Interface refers to another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "extends" | "component" | "relationship";
  /** Name of the component or relationship; empty for `extends`. */
  readonly name: string;
}

/** Interfaces and how they refer to each other; nodes by their DTMIs, edges by the nodes they leave. */
export interface ModelGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** What {@link graphOf} shows. */
export interface GraphOptions {
  /** List telemetry, properties and commands in the nodes; off by default. */
  readonly contents?: boolean;
  /** Whether an Interface of the model only stands for one that nothing defines; none does by default. */
  readonly isMissing?: (iface: Interface) => boolean;
}

/**
 * The graph of these Interfaces and all that they lead to. Each content is drawn once, at the Interface that it is written
 * in. Targets of relationships that the model does not have are nodes too, as missing. The same Interfaces give the same
 * graph in whatever order.
 */
export function graphOf(
  interfaces: readonly Interface[],
  model: Model,
  options: GraphOptions = {},
): ModelGraph {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const todo = [...interfaces];
  for (let iface = todo.pop(); iface !== undefined; iface = todo.pop()) {
    if (nodes.get(iface.id)?.missing === false) continue;
    nodes.set(iface.id, nodeOf(iface, options));
    for (const edge of edgesOf(iface)) {
      edges.push(edge);
      const target = model.interfaces.get(edge.to);
      if (target !== undefined) todo.push(target);
      else if (!nodes.has(edge.to)) nodes.set(edge.to, outsideNode(edge.to));
    }
  }
  return {
    nodes: [...nodes.values()].sort((a, b) => inOrder(a.id, b.id)),
    edges: edges.sort((a, b) => inOrder(edgeKey(a), edgeKey(b))),
  };
}

function nodeOf(iface: Interface, { contents, isMissing }: GraphOptions): GraphNode {
  return {
    id: iface.id,
    title: titleOf(iface.id, iface.displayName),
    missing: isMissing?.(iface) ?? false,
    contents: contents === true ? ownContents(iface).flatMap(contentLine) : [],
  };
}

function outsideNode(id: string): GraphNode {
  return id === ""
    ? { id, title: "any Interface", missing: false, contents: [] }
    : { id, title: titleOf(id, {}), missing: true, contents: [] };
}

function titleOf(id: string, displayName: LocalizedText): string {
  const name = Object.hasOwn(displayName, "en") ? displayName.en : Object.values(displayName)[0];
  return name ?? dtmiParts(id)?.labels.at(-1) ?? id;
}

function edgesOf(iface: Interface): readonly GraphEdge[] {
  const from = iface.id;
  const edges = iface.extends.map(
    ({ id }): GraphEdge => ({ from, to: id, kind: "extends", name: "" }),
  );
  for (const content of ownContents(iface)) {
    const { name } = content;
    if (content.kind === "Component") {
      edges.push({ from, to: content.schema.id, kind: "component", name });
    } else if (content.kind === "Relationship") {
      edges.push({ from, to: content.target ?? "", kind: "relationship", name });
    }
  }
  return edges;
}

/** Inherited contents belong to the Interface they are written in. */
function ownContents(iface: Interface): readonly Content[] {
  return [...iface.contents.values()].filter(
    ({ childOf }) => childOf === undefined || childOf === iface.id,
  );
}

function contentLine(content: Content): readonly string[] {
  switch (content.kind) {
    case "Telemetry":
    case "Property": {
      const kind = content.kind === "Telemetry" ? "telemetry" : "property";
      const how = content.kind === "Property" && content.writable ? `writable ${kind}` : kind;
      const unit = content.unit === undefined ? "" : ` in ${content.unit}`;
      return [`${how} ${content.name}: ${schemaText(content.schema)}${unit}`];
    }
    case "Command": {
      const { request, response } = content;
      const takes = request === undefined ? "" : `${request.name}: ${schemaText(request.schema)}`;
      const gives = response === undefined ? "" : `: ${schemaText(response.schema)}`;
      return [`command ${content.name}(${takes})${gives}`];
    }
    default:
      return [];
  }
}

const kinds: readonly GraphEdge["kind"][] = ["extends", "component", "relationship"];

/** No DTMI and no name holds a space, so keys compare part by part. */
function edgeKey({ from, to, kind, name }: GraphEdge): string {
  return [from, kinds.indexOf(kind), name, to].join(" ");
}

/** By code units: the same in every locale. */
function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
