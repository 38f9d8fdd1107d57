import type { Draft } from "./draft.js";
import type { JsonObject } from "./json-node.js";
import type { PropertyRule } from "./metamodel/classes.js";
import { placeOf, type Reading } from "./reading.js";
import type { Scope } from "./scope.js";
import type { TypesRead } from "./type-reader.js";

/** An element whose properties are still to be read. */
export function newDraft(
  reading: Reading,
  scope: Scope,
  node: JsonObject,
  id: string,
  { className, types, undefinedTypes }: TypesRead,
  parent?: Draft,
  rule?: PropertyRule,
): Draft {
  return {
    id,
    className,
    version: scope.version,
    parent,
    heldBy: rule,
    partition: parent?.className === "Interface" ? parent.id : parent?.partition,
    place: reading.builtIn ? undefined : placeOf(reading, node),
    values: new Map(),
    links: new Map(),
    names: new Map(),
    types,
    undefinedTypes,
    undefinedProperties: new Map(),
  };
}
