import type { GraphEdge, GraphNode, ModelGraph } from "./model-graph.js";
import { oneLine } from "./plain-text.js";

const arrows: Readonly<Record<GraphEdge["kind"], string>> = {
  extends: "==>",
  component: "-->",
  relationship: "-.->",
};

/**
 * The graph as a Mermaid flowchart: components are thin arrows, `extends` thick ones, relationships dotted ones; Interfaces
 * that nothing defines have a dashed border. Ends with a line end.
 */
export function mermaidText({ nodes, edges }: ModelGraph): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const nameOf = (id: string): string => names.get(id) ?? "";
  const missing = nodes.filter((node) => node.missing || node.id === "");
  return [
    "flowchart LR",
    ...nodes.map((node) => `  ${nameOf(node.id)}["${labelOf(node)}"]`),
    ...edges.map(({ from, to, kind, name }) => {
      const label = escaped(kind === "extends" ? "extends" : name);
      return `  ${nameOf(from)} ${arrows[kind]}|"${label}"| ${nameOf(to)}`;
    }),
    ...(missing.length === 0
      ? []
      : [
          "  classDef missing stroke-dasharray: 5 5",
          `  class ${missing.map(({ id }) => nameOf(id)).join(",")} missing`,
        ]),
    "",
  ].join("\n");
}

function labelOf({ title, id, missing, contents }: GraphNode): string {
  const lines = [title, ...(id === "" ? [] : [id]), ...(missing ? ["not found"] : []), ...contents];
  return lines.map(escaped).join("<br/>");
}

/**
 * Text inside a quoted label. Mermaid reads HTML, Markdown, directives and its own entities there, so every character of
 * ASCII that could begin one is written as entity.
 */
function escaped(text: string): string {
  const encoded = oneLine(text)
    // Formulas and icons are found after entities are read; a word joiner keeps them text.
    .replace(/(?<=\$)(?=\$)|(?<=fa[a-z]?)(?=:fa-)/gi, "\u2060")
    .replace(/[^\w \-.,:;/()=+!?\u0080-\u{10FFFF}]/gu, entity)
    .replace(/^\s*[-+=]|(?<=^\s*\d+)[.)]|\b_|_\b|:(?=\/)|(?<=\bwww)\./gi, entities);
  // Mermaid takes the last semicolon off a line with a colon behind one of these words.
  return /style|classDef/i.test(encoded) ? encoded.replaceAll(":", entity) : encoded;
}

function entities(text: string): string {
  return [...text].map(entity).join("");
}

function entity(char: string): string {
  return `#${char.codePointAt(0)};`;
}
