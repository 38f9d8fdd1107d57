import type { Content, Interface } from "../../src/dtdl/model.js";

/** Interfaces each of which extends the next, written in it or elsewhere. No parser takes so many; a program may make them. */
export function interfaceChain(length: number, nested: boolean): Interface {
  let last: Interface | undefined;
  for (let at = length - 1; at >= 0; at--) {
    last = {
      kind: "Interface",
      id: `dtmi:chain:i${at};1`,
      languageMajorVersion: 4,
      displayName: {},
      description: {},
      supplementalTypes: [],
      supplementalProperties: {},
      undefinedTypes: [],
      undefinedProperties: {},
      context: ["dtmi:dtdl:context;4"],
      contents: new Map<string, Content>(),
      extends: last === undefined ? [] : [last],
      extendedBy: [],
      schemas: [],
      ...(nested && at > 0 ? { childOf: `dtmi:chain:i${at - 1};1` } : {}),
    };
  }
  if (last === undefined) throw new Error("a chain has at least one Interface");
  return last;
}
