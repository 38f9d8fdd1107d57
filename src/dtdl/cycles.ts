/** How far the search has come with a node. */
interface State<Node> {
  readonly node: Node;
  readonly order: number;
  readonly targets: readonly Node[];
  /** The earliest node that it is known to reach. */
  low: number;
  /** The next target to look at. */
  at: number;
  isOpen: boolean;
}

/**
 * Groups of nodes that reach each other, each group after those it leads to (Tarjan's algorithm, without recursion, so
 * that chains may be of any length). A group of one node is a cycle only when the node leads to itself.
 */
export function findGroups<Node>(
  roots: Iterable<Node>,
  next: (node: Node) => readonly Node[],
): Node[][] {
  const groups: Node[][] = [];
  const states = new Map<Node, State<Node>>();
  const open: State<Node>[] = [];
  const path: State<Node>[] = [];
  const enter = (node: Node): void => {
    const order = states.size;
    const state = { node, order, targets: next(node), low: order, at: 0, isOpen: true };
    states.set(node, state);
    open.push(state);
    path.push(state);
  };
  for (const root of roots) {
    if (states.has(root)) continue;
    enter(root);
    for (let state = path.at(-1); state !== undefined; state = path.at(-1)) {
      const target = state.targets[state.at++];
      if (target !== undefined) {
        const found = states.get(target);
        if (found === undefined) enter(target);
        else if (found.isOpen && found.order < state.low) state.low = found.order;
        continue;
      }
      path.pop();
      const holder = path.at(-1);
      if (holder !== undefined && state.low < holder.low) holder.low = state.low;
      if (state.low === state.order) groups.push(closeGroup(open, state));
    }
  }
  return groups;
}

/** Takes the nodes of a group off the open ones. */
function closeGroup<Node>(open: State<Node>[], first: State<Node>): Node[] {
  const group: Node[] = [];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    state.isOpen = false;
    group.push(state.node);
    if (state === first) break;
  }
  return group;
}
