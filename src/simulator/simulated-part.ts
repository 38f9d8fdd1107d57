import type { Descriptor } from "../client/descriptor.js";
import type { UntypedHandlers } from "../client/device/device-types.js";
import { memberName } from "../schema/member-name.js";
import type { Behaviour, Values } from "./behaviours/behaviour.js";

/** The device itself, or one component of it. */
export interface SimulatedPart {
  /** Absent for the device itself. */
  readonly component?: string;
  readonly descriptor: Descriptor;
  readonly behaviour: Behaviour;
  /** Writable properties that the service side has set; they are acknowledged already. */
  readonly settled: Set<string>;
}

/** Handlers for every writable property and every command of one part. */
export function handlersOf(
  { component, descriptor, behaviour, settled }: SimulatedPart,
  log: (line: string) => void,
): UntypedHandlers {
  const { properties = {}, commands = {} } = descriptor.schema;
  const prefix = component === undefined ? "" : `${component}.`;
  const setters = Object.entries(properties)
    .filter(([, property]) => property.writable === true)
    .map(([name]) => [
      memberName(name),
      (value: unknown) => {
        settled.add(name);
        behaviour.setProperty(name, value);
        const description = `set to ${textOf(value)}`;
        log(`${prefix}${name} ${description}`);
        return { code: 200, description };
      },
    ]);
  const answers = Object.entries(commands).map(([name, command]) => [
    memberName(name),
    (...args: readonly unknown[]) => {
      const request = command.request === undefined ? undefined : args[0];
      log(`command ${prefix}${name}${request === undefined ? "" : ` ${textOf(request)}`}`);
      return behaviour.invoke(name, request);
    },
  ]);
  return Object.fromEntries([...setters, ...answers]);
}

/** What the part reports when it starts: all but what an acknowledgement has answered already. */
export function initialReport({ behaviour, settled }: SimulatedPart): Values {
  const values = Object.entries(behaviour.initialValues()).filter(([name]) => !settled.has(name));
  return byMember(Object.fromEntries(values));
}

/** Values by the names that clients know them by. */
export function byMember(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [memberName(name), value]),
  );
}

/** JSON for people: longs as the digits that they are. */
function textOf(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "nothing";
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${textOf(member)}`,
  );
  return `{${members.join(",")}}`;
}
