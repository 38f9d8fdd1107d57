import { setOwn } from "../../convention/record.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import { memberName } from "../../schema/member-name.js";
import { namedMember, ownerOf } from "../descriptor.js";
import { decodePayload } from "../payload.js";
import type { PartAnswer, PropertyDuty } from "./acknowledge.js";
import { forAll, handlerOf } from "./handlers.js";

/**
 * Calls the handlers for whole parts, `$desired`, with the valid values of one patch: that of each component, then
 * that of the root, which gets those of all. The answer tells what they said to a property.
 */
export async function tellParts(
  { descriptor, handlers }: Pick<PropertyDuty, "descriptor" | "handlers">,
  writes: readonly PropertyWrite[],
  version: number,
): Promise<(write: PropertyWrite) => PartAnswer> {
  const all: Record<string, unknown> = {};
  const parts = new Map<string | undefined, Record<string, unknown>>([[undefined, all]]);
  for (const { component, property, value } of writes) {
    const owner = ownerOf(descriptor, component);
    const schema = namedMember(owner?.schema.properties, property);
    if (owner === undefined || schema?.writable !== true || value === null) continue;
    const checked = decodePayload(owner, schema.schema, value);
    if (!checked.ok) continue;
    const values = parts.get(component) ?? {};
    if (component !== undefined && !parts.has(component)) {
      parts.set(component, values);
      setOwn(all, memberName(component), values);
    }
    setOwn(values, memberName(property), checked.value);
  }
  const answers = new Map<string | undefined, PartAnswer>();
  for (const [component, values] of [...parts].reverse()) {
    const handler = handlerOf(handlers, component, forAll);
    if (handler === undefined || Object.keys(values).length === 0) continue;
    const context = { ...(component === undefined ? {} : { component }), version };
    try {
      answers.set(component, { answer: await handler(values, context) });
    } catch (failure) {
      answers.set(component, { failure });
    }
  }
  return ({ component }) => answers.get(component) ?? failureOf(answers.get(undefined));
}

/** What the root's handler answers is about the root's properties; that it failed is about all. */
function failureOf(answer: PartAnswer): PartAnswer {
  return answer !== undefined && "failure" in answer ? answer : undefined;
}
