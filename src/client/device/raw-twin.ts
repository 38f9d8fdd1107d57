import { isRecord, type JsonRecord } from "../../convention/record.js";
import { buildTelemetry } from "../../convention/telemetry.js";
import { sameJson } from "../../dtdl/json-value.js";
import { PnpError } from "../../errors.js";
import { mergePatch } from "../merge-patch.js";
import { parseRawPath, type RawPath, valueAt } from "../raw-path.js";
import { changeStream } from "./change-stream.js";
import { messageParts } from "./message-parts.js";
import { raceOptions } from "./race-options.js";
import { overlaps, touches } from "./raw-path.js";
import { plainValues, rawReport } from "./raw-report.js";
import type { RawChange, RawCommandHandler, RawListener, RawTwin } from "./raw-types.js";
import type { Reporter } from "./reporter.js";
import type { TelemetryQueue } from "./telemetry-queue.js";

/** The raw side of a device client, with what the client feeds it. */
export interface RawSide {
  readonly twin: RawTwin;
  /** Takes the whole of the desired properties, at the start or after a gap. */
  replace(desired: JsonRecord): void;
  /** Takes one desired patch. */
  apply(patch: JsonRecord): void;
  /** Whether somebody listens at the place, above or below it. */
  listensTo(path: RawPath): boolean;
  commandHandler(name: string): RawCommandHandler | undefined;
  close(): void;
}

interface Entry {
  readonly path: RawPath;
  readonly listener: RawListener;
}

/**
 * Desired properties by our own merge of whole patches. The SDK's merged copy and its events by path are not used:
 * they leave out `false`, `0` and removals, and merge arrays item by item.
 */
export function createRawSide(
  reporter: Reporter,
  queue: TelemetryQueue,
  onError: (error: unknown) => void,
): RawSide {
  const entries = new Set<Entry>();
  const commands = new Map<string, RawCommandHandler>();
  const closing = new AbortController();
  let desired: JsonRecord | undefined;
  let version = 0;

  const tell = ({ path, listener }: Entry, previous: unknown): void => {
    const value = valueAt(desired ?? {}, path);
    const change: RawChange = { path: path.join("."), value, previous, version };
    Promise.resolve()
      .then(() => listener(value, change))
      .catch(onError);
  };
  const tellPresent = (entry: Entry): void => {
    if (desired === undefined) return;
    const value = valueAt(desired, entry.path);
    const isEmpty = value === undefined || (entry.path.length === 0 && sameJson(value, {}));
    if (!isEmpty) tell(entry, undefined);
  };
  const add = (entry: Entry): (() => void) => {
    entries.add(entry);
    tellPresent(entry);
    return () => void entries.delete(entry);
  };

  const twin: RawTwin = {
    desired: (path) => valueAt(desired ?? {}, pathOf(path)),
    reported: (path) => valueAt(withoutHubMembers(reporter.reported()), pathOf(path)),
    onDesired(...args: [RawListener] | [string, RawListener]) {
      const [path, listener] = args.length === 1 ? [undefined, args[0]] : args;
      return add({ path: pathOf(path), listener });
    },
    changes: (path, { signal } = {}) =>
      changeStream(
        (push) => add({ path: pathOf(path), listener: (_, change) => push(change) }),
        signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]),
      ),
    telemetry: async (values, { component, ...options } = {}) =>
      queue.send(
        { ...buildTelemetry(component, plainValues(values)), ...messageParts(options) },
        options,
      ),
    report: async (patch, options) =>
      raceOptions(reporter.sendRaw(rawReport(patch), options), "report properties", options),
    onCommand(name, handler) {
      if (commands.has(name)) {
        throw new PnpError("PNP_USAGE", `The command "${name}" has a raw handler already.`);
      }
      commands.set(name, handler);
      return () => void commands.delete(name);
    },
  };

  return {
    twin: Object.freeze(twin),
    replace(next) {
      const before = desired;
      desired = withoutHubMembers(next);
      version = versionOf(next);
      for (const entry of entries) {
        if (before === undefined) {
          tellPresent(entry);
          continue;
        }
        const previous = valueAt(before, entry.path);
        if (!sameJson(previous, valueAt(desired, entry.path))) tell(entry, previous);
      }
    },
    apply(patch) {
      const before = desired ?? {};
      const change = withoutHubMembers(patch);
      const merged = mergePatch(before, change);
      desired = isRecord(merged) ? merged : {};
      version = versionOf(patch);
      for (const entry of entries) {
        const previous = valueAt(before, entry.path);
        const wasAndIsNothing =
          previous === undefined && valueAt(desired, entry.path) === undefined;
        if (touches(change, entry.path) && !wasAndIsNothing) tell(entry, previous);
      }
    },
    listensTo: (path) => [...entries].some((entry) => overlaps(entry.path, path)),
    commandHandler: (name) => commands.get(name),
    close: () => closing.abort(),
  };
}

function pathOf(path: string | undefined): RawPath {
  return path === undefined ? [] : parseRawPath(path);
}

function versionOf({ $version }: JsonRecord): number {
  return typeof $version === "number" ? $version : 0;
}

function withoutHubMembers(properties: JsonRecord): JsonRecord {
  const { $version: _version, $metadata: _metadata, ...own } = properties;
  return own;
}
