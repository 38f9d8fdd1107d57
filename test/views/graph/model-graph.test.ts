import { expect, test } from "vitest";
import type { Model } from "../../../src/dtdl/model.js";
import { parseModel } from "../../../src/dtdl/parse.js";
import { dotText } from "../../../src/views/graph/dot.js";
import { mermaidText } from "../../../src/views/graph/mermaid.js";
import { graphOf, type ModelGraph } from "../../../src/views/graph/model-graph.js";

type Json = Record<string, unknown>;

function modelOf(...documents: Json[]): Model {
  return parseModel(
    JSON.stringify(
      documents.map((each) => ({
        "@context": "dtmi:dtdl:context;2",
        "@type": "Interface",
        ...each,
      })),
    ),
  );
}

const part = {
  "@id": "dtmi:com:example:Part;1",
  contents: [{ "@type": "Telemetry", name: "inherited", schema: "double" }],
};
const device = {
  "@id": "dtmi:com:example:Device;1",
  displayName: { de: "Gerät" },
  extends: "dtmi:com:example:Base;1",
  contents: [
    { "@type": "Component", name: "right", schema: "dtmi:com:example:Part;1" },
    { "@type": "Component", name: "left", schema: "dtmi:com:example:Part;1" },
    { "@type": "Relationship", name: "feeds", target: "dtmi:com:example:Elsewhere;1" },
    { "@type": "Relationship", name: "knows" },
    {
      "@type": ["Property", "Temperature"],
      name: "target",
      schema: "double",
      unit: "kelvin",
      writable: true,
    },
    { "@type": "Command", name: "reboot", request: { name: "delay", schema: "integer" } },
  ],
};
const base = {
  "@id": "dtmi:com:example:Base;1",
  contents: [{ "@type": "Relationship", name: "near", target: "dtmi:com:example:Part;1" }],
};

const model = modelOf(device, base, part);
const all = [...model.interfaces.values()];

test("draws Interfaces, and how they extend, contain and relate to each other", () => {
  const { nodes, edges } = graphOf(all, model);
  expect(nodes.map(({ id, title, missing }) => [id, title, missing])).toEqual([
    ["", "any Interface", false],
    ["dtmi:com:example:Base;1", "Base", false],
    ["dtmi:com:example:Device;1", "Gerät", false],
    ["dtmi:com:example:Elsewhere;1", "Elsewhere", true],
    ["dtmi:com:example:Part;1", "Part", false],
  ]);
  expect(edges.map(({ from, kind, name, to }) => [from, kind, name, to].join(" "))).toEqual([
    "dtmi:com:example:Base;1 relationship near dtmi:com:example:Part;1",
    "dtmi:com:example:Device;1 extends  dtmi:com:example:Base;1",
    "dtmi:com:example:Device;1 component left dtmi:com:example:Part;1",
    "dtmi:com:example:Device;1 component right dtmi:com:example:Part;1",
    "dtmi:com:example:Device;1 relationship feeds dtmi:com:example:Elsewhere;1",
    "dtmi:com:example:Device;1 relationship knows ",
  ]);
});

test("follows references from one Interface, and is the same in whatever order they are given", () => {
  const [first] = all;
  expect(first && graphOf([first], model)).toEqual(graphOf(all, model));
  expect(graphOf([...all].reverse(), modelOf(part, base, device))).toEqual(graphOf(all, model));
});

test("draws only what is asked for and what it leads to", () => {
  const iface = model.interfaces.get("dtmi:com:example:Part;1");
  expect(iface && graphOf([iface], model).nodes.map(({ id }) => id)).toEqual([
    "dtmi:com:example:Part;1",
  ]);
});

test("lists contents where they are written, when asked", () => {
  const { nodes } = graphOf(all, model, { contents: true });
  expect(nodes.map(({ contents }) => contents)).toEqual([
    [],
    [],
    ["writable property target: double in kelvin", "command reboot(delay: integer)"],
    [],
    ["telemetry inherited: double"],
  ]);
});

test("writes Mermaid", () => {
  expect(mermaidText(graphOf(all, model, { contents: true }))).toBe(`flowchart LR
  n0["any Interface"]
  n1["Base<br/>dtmi:com:example:Base;1"]
  n2["Gerät<br/>dtmi:com:example:Device;1<br/>writable property target: double in kelvin<br/>command reboot(delay: integer)"]
  n3["Elsewhere<br/>dtmi:com:example:Elsewhere;1<br/>not found"]
  n4["Part<br/>dtmi:com:example:Part;1<br/>telemetry inherited: double"]
  n1 -.->|"near"| n4
  n2 ==>|"extends"| n1
  n2 -->|"left"| n4
  n2 -->|"right"| n4
  n2 -.->|"feeds"| n3
  n2 -.->|"knows"| n0
  classDef missing stroke-dasharray: 5 5
  class n0,n3 missing
`);
});

test("writes DOT", () => {
  expect(dotText(graphOf(all, model, { contents: true }))).toBe(`digraph model {
  rankdir=LR;
  node [shape=box, fontname="sans-serif"];
  edge [fontname="sans-serif"];
  "" [label="any Interface", style=dashed];
  "dtmi:com:example:Base;1" [label="Base\\ndtmi:com:example:Base;1"];
  "dtmi:com:example:Device;1" [label="Gerät\\ndtmi:com:example:Device;1\\nwritable property target: double in kelvin\\lcommand reboot(delay: integer)\\l"];
  "dtmi:com:example:Elsewhere;1" [label="Elsewhere\\ndtmi:com:example:Elsewhere;1\\nnot found", style=dashed];
  "dtmi:com:example:Part;1" [label="Part\\ndtmi:com:example:Part;1\\ntelemetry inherited: double\\l"];
  "dtmi:com:example:Base;1" -> "dtmi:com:example:Part;1" [label="near", arrowhead=vee, style=dotted];
  "dtmi:com:example:Device;1" -> "dtmi:com:example:Base;1" [label="extends", arrowhead=empty];
  "dtmi:com:example:Device;1" -> "dtmi:com:example:Part;1" [label="left", dir=both, arrowtail=diamond, arrowhead=none];
  "dtmi:com:example:Device;1" -> "dtmi:com:example:Part;1" [label="right", dir=both, arrowtail=diamond, arrowhead=none];
  "dtmi:com:example:Device;1" -> "dtmi:com:example:Elsewhere;1" [label="feeds", arrowhead=vee, style=dotted];
  "dtmi:com:example:Device;1" -> "" [label="knows", arrowhead=vee, style=dotted];
}
`);
});

test("marks an Interface that only stands for a missing one", () => {
  const graph = graphOf(all, model, { isMissing: ({ id }) => id.endsWith("Base;1") });
  expect(graph.nodes.filter(({ missing }) => missing).map(({ title }) => title)).toEqual([
    "Base",
    "Elsewhere",
  ]);
});

/** What a display name may hold to break out of a label, into HTML, Markdown, directives, entities or another line. */
const hostileTitles: readonly (readonly [title: string, mermaid: string, dot: string])[] = [
  ['"] --> evil["', "#34;#93; --#62; evil#91;#34;", '\\"] --> evil[\\"'],
  ['"; } digraph {', "#34;; #125; digraph #123;", '\\"; } digraph {'],
  [
    "<script>alert(1)</script>",
    "#60;script#62;alert(1)#60;/script#62;",
    "<script>alert(1)</script>",
  ],
  ["a\nend\r\u2028b\0", "a end  b ", "a end  b "],
  ["back\\slash\\", "back#92;slash#92;", "back\\\\slash\\\\"],
  ["&quot; #quot;", "#38;quot; #35;quot;", "&amp;quot; #quot;"],
  ["%%{init: {}}%%", "#37;#37;#123;init: #123;#125;#125;#37;#37;", "%%{init: {}}%%"],
  ["`**bold**`", "#96;#42;#42;bold#42;#42;#96;", "`**bold**`"],
  ["1. one", "1#46; one", "1. one"],
  ["- item _x_", "#45; item #95;x#95;", "- item _x_"],
  ["style: #x;", "style#58; #35;x;", "style: #x;"],
  ["see https://www.x", "see https#58;//www#46;x", "see https://www.x"],
  ["$$x$$ fa:fa-car", "#36;\u2060#36;x#36;\u2060#36; fa\u2060:fa-car", "$$x$$ fa:fa-car"],
  ["\ud800 half", "  half", "  half"],
  ["Größe 温度 🌡", "Größe 温度 🌡", "Größe 温度 🌡"],
];

function titled(title: string): ModelGraph {
  return { nodes: [{ id: "dtmi:x;1", title, missing: false, contents: [] }], edges: [] };
}

test.each(hostileTitles)("keeps the text %j inside its label", (title, mermaid, dot) => {
  expect(mermaidText(titled(title)).split("\n")[1]).toBe(`  n0["${mermaid}<br/>dtmi:x;1"]`);
  expect(dotText(titled(title)).split("\n")[4]).toBe(`  "dtmi:x;1" [label="${dot}\\ndtmi:x;1"];`);
});

test("goes around circles of Interfaces", () => {
  const relation = (target: string): Json => ({ "@type": "Relationship", name: "next", target });
  const circle = modelOf(
    { "@id": "dtmi:x:A;1", contents: [relation("dtmi:x:B;1")] },
    { "@id": "dtmi:x:B;1", contents: [relation("dtmi:x:A;1")] },
  );
  const [first] = circle.interfaces.values();
  expect(first && graphOf([first], circle).edges).toHaveLength(2);
});
