import { isRecord } from "../../convention/record.js";
import { PnpError } from "../../errors.js";
import { memberName } from "../../schema/member-name.js";
import { type Descriptor, ownerOf } from "../descriptor.js";
import { requireDescriptor } from "../require-argument.js";

/** A handler as it is called: its payload, if it has one, then the context. */
export type Handler = (...args: readonly unknown[]) => unknown;

/** The member that handles all desired properties of the root or of a component. */
export const forAll = "$desired";

/** The handler of a property or command. Undefined when there is none. */
export function handlerOf(
  handlers: unknown,
  component: string | undefined,
  name: string,
): Handler | undefined {
  const part = component === undefined ? handlers : memberOf(handlers, component);
  const handler = memberOf(part, name);
  if (typeof handler !== "function") return undefined;
  // Bound, so that a class instance can serve as the handlers of a component.
  return (...args) => Reflect.apply(handler, part, args);
}

/** Also inherited members, but none that every object has: handlers may be the methods of a class. */
function memberOf(owner: unknown, name: string): unknown {
  const member = memberName(name);
  if (!isRecord(owner) || !(member in owner)) return undefined;
  return member in Object.prototype && !Object.hasOwn(owner, member) ? undefined : owner[member];
}

/**
 * Throws `PNP_USAGE` that lists what has no handler. The compiler says so before, except for clients without a shape.
 */
export function checkHandlers(descriptor: Descriptor, handlers: unknown): void {
  requireDescriptor(descriptor);
  const components = Object.keys(descriptor.schema.components ?? {});
  const missing = [undefined, ...components].flatMap((component) => {
    const { properties = {}, commands = {} } = ownerOf(descriptor, component)?.schema ?? {};
    // One handler for all the properties of a part can stand in for those of each.
    const isForAll = handlerOf(handlers, component, forAll) !== undefined;
    const writable = Object.keys(properties).filter(
      (name) => properties[name]?.writable === true && !isForAll,
    );
    return [...writable, ...Object.keys(commands)]
      .filter((name) => handlerOf(handlers, component, name) === undefined)
      .map((name) => (component === undefined ? name : `${component}.${memberName(name)}`));
  });
  if (missing.length === 0) return;
  throw new PnpError("PNP_USAGE", `${descriptor.id} has no handler for ${missing.join(", ")}.`, {
    hint: "Give a function for every writable property and every command.",
  });
}
