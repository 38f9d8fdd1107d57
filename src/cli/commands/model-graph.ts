import { dotText } from "../../views/graph/dot.js";
import { mermaidText } from "../../views/graph/mermaid.js";
import { graphOf, type ModelGraph } from "../../views/graph/model-graph.js";
import { isStandIn, loadIncomplete } from "../interfaces.js";
import type { Io } from "../io.js";
import type { ModelOptions } from "../model-locations.js";
import { type OutputFormat, printResult, say } from "../output.js";

type GraphFormat = "mermaid" | "dot";

interface Options extends ModelOptions {
  readonly format: GraphFormat;
  readonly contents?: boolean;
  readonly output?: OutputFormat;
}

const writers: Readonly<Record<GraphFormat, (graph: ModelGraph) => string>> = {
  mermaid: mermaidText,
  dot: dotText,
};

/** `pnp model graph`: Interfaces as a drawing; its text also where no person reads it, nodes and edges with `--output json`. */
export async function modelGraph(
  names: readonly string[],
  options: Options,
  io: Io,
): Promise<void> {
  const { model, interfaces } = await loadIncomplete(names, options, io);
  const graph = graphOf(interfaces, model, {
    contents: options.contents ?? false,
    isMissing: isStandIn,
  });
  printResult(io, options.output ?? "human", graph, () => writers[options.format](graph).trimEnd());
  const missing = graph.nodes.filter((node) => node.missing);
  if (missing.length > 0) say(io, `not found: ${missing.map(({ id }) => id).join(", ")}`);
}
