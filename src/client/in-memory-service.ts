import { formatCommandName } from "../convention/command-name.js";
import { splitDigitalTwinPatch } from "../convention/digital-twin-patch.js";
import type { JsonRecord } from "../convention/record.js";
import { PnpError } from "../errors.js";
import type { CallOptions } from "./call-options.js";
import { messageOf } from "./device/safe-message.js";
import { copy, type InMemoryTwin } from "./in-memory-twin.js";
import type {
  CommandAnswer,
  ServiceTransport,
  TargetId,
  TwinChange,
  TwinContent,
} from "./transport.js";
import { toTwinJson } from "./twin-numbers.js";

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
  const checkEtag = (entry: Entry, etag: string | undefined): void => {
    if (etag === undefined || etag === "*" || etag === entry.twin.etag) return;
    throw new PnpError(
      "PNP_CONFLICT",
      `The twin has the etag ${entry.twin.etag} now, not ${etag}.`,
    );
  };
  const announce = ({ connection }: Entry, patch: JsonRecord | undefined): void => {
    if (patch !== undefined) connection?.onPatch?.(patch);
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
    readTwin: async (target, options) => {
      checkAborted(options);
      return find(target).twin.toTwin();
    },
    patchTwin: async (target, change, options = {}) => {
      checkAborted(options);
      const entry = find(target);
      const json = toTwinJson(change, "The change") as TwinChange;
      checkEtag(entry, options.etag);
      announce(entry, entry.twin.patch(json));
      return entry.twin.toTwin();
    },
    replaceTwin: async (target, content, options = {}) => {
      checkAborted(options);
      const entry = find(target);
      const json = toTwinJson(content, "The new twin") as TwinContent;
      checkEtag(entry, options.etag);
      announce(entry, entry.twin.replace(json));
      return entry.twin.toTwin();
    },
    invokeMethod: async (target, { name, payload }, options) => {
      checkAborted(options);
      return invoke(target, name, payload);
    },
    readDigitalTwin: async (target, options) => {
      checkAborted(options);
      const { twin } = findDevice(target);
      return { digitalTwin: twin.toDigitalTwin(), etag: twin.etag };
    },
    patchDigitalTwin: async (target, patch, options = {}) => {
      checkAborted(options);
      const entry = findDevice(target);
      const operations = copy(toTwinJson(patch, "The patch"));
      const result = splitDigitalTwinPatch(operations, entry.twin.toDigitalTwin());
      if (!result.ok) throw new PnpError("PNP_PAYLOAD_INVALID", result.message);
      checkEtag(entry, options.etag);
      announce(entry, entry.twin.patch({ desired: result.desired }));
      return { etag: entry.twin.etag };
    },
    invokeDigitalTwinCommand: async (target, { component, command, payload }, options) => {
      checkAborted(options);
      findDevice(target);
      // This route carries no null: a command without a request is sent an empty object.
      return invoke(target, formatCommandName(component, command), payload ?? {});
    },
    waitForChange: (target, signal) =>
      new Promise((resolve) => {
        const forget = find(target).twin.onChange(() => {
          forget();
          resolve();
        });
        signal.addEventListener("abort", () => {
          forget();
          resolve();
        });
      }),
    close: async () => {},
  };
}

/** No call takes time here, so that there is nothing to give up but one that has not begun. */
function checkAborted({ signal }: CallOptions = {}): void {
  if (!signal?.aborted) return;
  throw new PnpError("PNP_ABORTED", "The call was given up.", {
    hint: "Nothing was sent.",
    cause: signal.reason,
  });
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
