import { splitDigitalTwinPatch } from "../convention/digital-twin-patch.js";
import type { Operation } from "../convention/json-patch.js";
import type { JsonRecord } from "../convention/record.js";
import { PnpError } from "../errors.js";
import { type CallOptions, callOptionsOf } from "./call-options.js";
import { checkTimeouts } from "./command-timeouts.js";
import type { JsonObject } from "./json.js";
import { parseRawPath, patchAt, valueAt } from "./raw-path.js";
import { requireObject, requireTarget, requireText } from "./require-argument.js";
import { type GuardOptions, guarded } from "./service/guarded.js";
import { type TwinWriteResult, updateTags } from "./service/tags.js";
import { waitForReported } from "./service/wait-reported.js";
import type { WaitOptions } from "./service/watch-twin.js";
import type {
  CommandAnswer,
  CommandTimeouts,
  DigitalTwinPatched,
  DigitalTwinRead,
  ServiceTarget,
  Twin,
  TwinChange,
  TwinContent,
} from "./transport.js";

/** Time-outs of the device's answer, and of the call as a whole. */
export interface RawCommandOptions extends CommandTimeouts, CallOptions {}

/**
 * A device or module without its model: twin, values, commands and digital twin as they are on the wire. Nothing is
 * checked but what the hub itself would refuse. Writes are guarded by the etag just read, like those of a typed
 * client. Values have paths of plain names, `iothubDM.reboot.lastReboot`.
 */
export interface RawClient {
  /** The whole twin. */
  twin(options?: CallOptions): Promise<Twin>;
  /** One merge patch of tags and desired properties; `null` removes. */
  patchTwin(change: TwinChange, options?: GuardOptions): Promise<TwinWriteResult>;
  /** These tags and desired properties instead of all there were. */
  replaceTwin(content: TwinContent, options?: GuardOptions): Promise<TwinWriteResult>;
  /** Merges tags; `null` removes one. */
  tags(tags: JsonObject, options?: GuardOptions): Promise<TwinWriteResult>;
  /** What the service side wants at this path; undefined where nothing stands. */
  desired(path: string, options?: CallOptions): Promise<unknown>;
  /** What the device reported at this path; undefined where nothing stands. */
  reported(path: string, options?: CallOptions): Promise<unknown>;
  /** Sets the desired value at a path, with no component marker; `null` removes it. */
  set(path: string, value: unknown, options?: GuardOptions): Promise<TwinWriteResult>;
  /** Waits until the reported value at a path is one that `accept` takes, by default any at all. */
  waitForReported(
    path: string,
    accept?: (value: unknown) => boolean,
    options?: WaitOptions,
  ): Promise<unknown>;
  /**
   * A direct method of this name on the wire, `thermostat1*getMaxMinReport`, with `null` where no payload is given.
   * Any status is an answer; only what is none is thrown: `PNP_DEVICE_OFFLINE`, `PNP_TIMEOUT` and the hub's refusals.
   */
  command(name: string, payload?: unknown, options?: RawCommandOptions): Promise<CommandAnswer>;
  /** The digital twin and the etag it was read at. */
  digitalTwin(options?: CallOptions): Promise<DigitalTwinRead>;
  /**
   * A JSON Patch of the digital twin, sent as it is. One that does not fit the document just read is refused with
   * `PNP_PAYLOAD_INVALID`, in the words of the service, before it is sent.
   */
  patchDigitalTwin(
    patch: readonly Operation[],
    options?: GuardOptions,
  ): Promise<DigitalTwinPatched>;
}

/** A client for any device or module, also one that announced no model. It keeps no state and opens nothing. */
export function rawClient(target: ServiceTarget): RawClient {
  requireTarget(target);
  const { transport } = target;
  const twin = (options?: CallOptions): Promise<Twin> => transport.readTwin(target, options);

  const write = (
    options: GuardOptions | undefined,
    send: (options: CallOptions & { readonly etag: string }) => Promise<Twin>,
  ): Promise<TwinWriteResult> =>
    guarded(options ?? {}, async (given, call) => {
      const etag = given ?? (await twin(call())).etag;
      return { etag, twin: await send({ ...call(), etag }) };
    });

  const patchTwin: RawClient["patchTwin"] = async (change, options) => {
    requireObject(change, "The patch");
    if (change.tags === undefined && change.desired === undefined) {
      throw new PnpError("PNP_USAGE", "The patch names neither tags nor desired properties.", {
        hint: "Give { tags }, { desired } or both; reported properties are the device's.",
      });
    }
    if (change.tags !== undefined) requireObject(change.tags, "The tags");
    if (change.desired !== undefined) requireObject(change.desired, "The desired properties");
    return write(options, (guard) => transport.patchTwin(target, change, guard));
  };

  return Object.freeze({
    twin,
    patchTwin,
    replaceTwin: async (content, options) => {
      requireParts(content);
      return write(options, (guard) => transport.replaceTwin(target, content, guard));
    },
    tags: (tags, options) => updateTags(target, tags, options),
    desired: async (path, options) => {
      const names = parseRawPath(path);
      return valueAt((await twin(options)).properties.desired, names);
    },
    reported: async (path, options) => {
      const names = parseRawPath(path);
      return valueAt((await twin(options)).properties.reported, names);
    },
    set: async (path, value, options) => patchTwin({ desired: patchAt(path, value) }, options),
    waitForReported: (path, accept, options) => waitForReported(target, path, accept, options),
    command: async (name, payload = null, options = {}) => {
      requireText(name, "The name of the method");
      requireObject(options, "The options");
      const call = { name, payload, ...checkTimeouts(options) };
      return transport.invokeMethod(target, call, callOptionsOf(options));
    },
    digitalTwin: (options) => transport.readDigitalTwin(target, options),
    patchDigitalTwin: async (patch, options = {}) =>
      guarded(options, async (given, call) => {
        const read = await transport.readDigitalTwin(target, call());
        checkPatch(patch, read.digitalTwin);
        return transport.patchDigitalTwin(target, patch, { ...call(), etag: given ?? read.etag });
      }),
  } satisfies RawClient);
}

/** The same rules as the service's, so that it need not be asked. */
export function checkPatch(patch: readonly Operation[], digitalTwin: JsonRecord): void {
  const split = splitDigitalTwinPatch(patch, digitalTwin);
  if (split.ok) return;
  throw new PnpError("PNP_PAYLOAD_INVALID", split.message, {
    hint: 'Nothing was sent. Paths are /property, /component and /component/property; a new component is added whole, with "$metadata": {}.',
    issues: [{ code: split.code, message: split.message }],
  });
}

/** Programs without types may leave a part out, which would empty it. */
function requireParts(content: TwinContent): void {
  requireObject(content, "The new twin");
  const { tags, desired } = content;
  if (
    typeof tags === "object" &&
    tags !== null &&
    typeof desired === "object" &&
    desired !== null
  ) {
    return;
  }
  throw new PnpError(
    "PNP_USAGE",
    "A replacement of a twin names its tags and desired properties.",
    {
      hint: "Give both; {} empties a part. To keep a part, patch the twin instead.",
    },
  );
}
