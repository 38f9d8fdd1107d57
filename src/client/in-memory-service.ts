import { formatCommandName } from "../convention/command-name.js";
import { splitDigitalTwinPatch } from "../convention/digital-twin-patch.js";
import { PnpError } from "../errors.js";
import { messageOf } from "./device/handlers.js";
import { copy, type InMemoryTwin } from "./in-memory-twin.js";
import type { CommandAnswer, ServiceTransport, TargetId } from "./transport.js";

type CommandListener = (name: string, payload: unknown) => Promise<CommandAnswer>;
type PatchListener = (patch: Readonly<Record<string, unknown>>) => void;

/** What one connection of a device listens to. */
export interface Connection {
  onPatch?: PatchListener;
  onCommand?: CommandListener;
  onChange?: (connected: boolean) => void;
}

/** A device or module of the hub, connected or not. */
export interface Entry {
  readonly twin: InMemoryTwin;
  connection?: Connection;
}

/** The service side of a hub inside the process; `find` throws for what the hub does not know. */
export function inMemoryServiceTransport(find: (target: TargetId) => Entry): ServiceTransport {
  const findDevice = (target: TargetId): Entry => {
    if (target.moduleId === undefined) return find(target);
    throw new PnpError(
      "PNP_USAGE",
      `Module ${target.deviceId}/${target.moduleId} has no digital twin.`,
      { hint: "The hub keeps digital twins of devices only; use the twin of the module." },
    );
  };
  const patch = (entry: Entry, change: Readonly<Record<string, unknown>>, etag?: string): void => {
    if (etag !== undefined && etag !== "*" && etag !== entry.twin.etag) {
      throw new PnpError(
        "PNP_CONFLICT",
        `The twin has the etag ${entry.twin.etag} now, not ${etag}.`,
      );
    }
    const notified = entry.twin.patchDesired(change);
    entry.connection?.onPatch?.(notified);
  };
  const invoke = async (
    target: TargetId,
    name: string,
    payload: unknown,
  ): Promise<CommandAnswer> => {
    const listener = find(target).connection?.onCommand;
    if (listener === undefined) {
      throw new PnpError(
        "PNP_DEVICE_OFFLINE",
        `The device "${target.deviceId}" takes no commands now.`,
      );
    }
    return answerOf(listener, name, copy(payload));
  };
  return {
    readTwin: async (target) => find(target).twin.toTwin(),
    patchDesired: async (target, change, etag) => {
      const entry = find(target);
      patch(entry, change, etag);
      return entry.twin.toTwin();
    },
    invokeMethod: (target, { name, payload }) => invoke(target, name, payload),
    readDigitalTwin: async (target) => {
      const { twin } = findDevice(target);
      return { digitalTwin: twin.toDigitalTwin(), etag: twin.etag };
    },
    patchDigitalTwin: async (target, operations, etag) => {
      const entry = findDevice(target);
      const result = splitDigitalTwinPatch(copy(operations), entry.twin.toDigitalTwin());
      if (!result.ok) throw new PnpError("PNP_PAYLOAD_INVALID", result.message);
      patch(entry, result.desired, etag);
    },
    invokeDigitalTwinCommand: async (target, { component, command, payload }) => {
      findDevice(target);
      // This route carries no null: a command without a request is sent an empty object.
      return invoke(target, formatCommandName(component, command), payload ?? {});
    },
    close: async () => {},
  };
}

/** What the handler answers, as it arrives: without a payload null, and 500 where the handler throws. */
async function answerOf(
  listener: CommandListener,
  name: string,
  request: unknown,
): Promise<CommandAnswer> {
  try {
    const { status, payload } = await listener(name, request);
    return { status, payload: copy(payload ?? null) };
  } catch (error) {
    return { status: 500, payload: { message: messageOf(error) } };
  }
}
