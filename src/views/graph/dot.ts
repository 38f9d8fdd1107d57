import type { GraphEdge, GraphNode, ModelGraph } from "./model-graph.js";
import { oneLine } from "./plain-text.js";

const edgeStyles: Readonly<Record<GraphEdge["kind"], string>> = {
  extends: "arrowhead=empty",
  component: "dir=both, arrowtail=diamond, arrowhead=none",
  relationship: "arrowhead=vee, style=dotted",
};

/**
 * The graph in the DOT language of Graphviz: `extends` with an open triangle, components with a diamond, relationships
 * dotted; Interfaces that nothing defines have a dashed border. Ends with a line end.
 */
export function dotText({ nodes, edges }: ModelGraph): string {
  return [
    "digraph model {",
    "  rankdir=LR;",
    '  node [shape=box, fontname="sans-serif"];',
    '  edge [fontname="sans-serif"];',
    ...nodes.map((node) => `  ${quoted(node.id)} [${attributesOf(node)}];`),
    ...edges.map(({ from, to, kind, name }) => {
      const label = kind === "extends" ? "extends" : name;
      return `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}, ${edgeStyles[kind]}];`;
    }),
    "}",
    "",
  ].join("\n");
}

function attributesOf({ title, id, missing, contents }: GraphNode): string {
  const head = [title, ...(id === "" ? [] : [id]), ...(missing ? ["not found"] : [])];
  // `\n` ends a centred line, `\l` one that stands on the left.
  const label = [
    head.map(escaped).join("\\n"),
    ...(contents.length === 0 ? [] : ["\\n", ...contents.map((line) => `${escaped(line)}\\l`)]),
  ].join("");
  return `label="${label}"${missing || id === "" ? ", style=dashed" : ""}`;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** Text inside a quoted string. Graphviz reads escapes and HTML entities in labels. */
function escaped(text: string): string {
  return oneLine(text).replaceAll("&", "&amp;").replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}
