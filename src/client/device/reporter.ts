import { parseAck, type WritablePropertyAck } from "../../convention/ack.js";
import { isRecord, type JsonRecord, ownMember } from "../../convention/record.js";
import { buildReportedPatch } from "../../convention/reported-patch.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import { isPnpError } from "../../errors.js";
import { partOf } from "../acknowledgement.js";
import { type CallOptions, sharedTime } from "../call-options.js";
import { systemClock } from "../clock.js";
import { mergePatch, replacement } from "../merge-patch.js";
import { formatPropertyPath, type PropertyPath } from "../service/find-path.js";
import type { DeviceTransport } from "../transport.js";

/** The device's own side of the twin: sends reports in order and knows what has been reported. */
export interface Reporter {
  /** What has been reported, as far as is known. */
  reported(): JsonRecord;
  /** What the property was last acknowledged with. */
  ackOf(path: PropertyPath): WritablePropertyAck | undefined;
  /** Reports the values that `writes` gives when its turn has come, in one patch. None: nothing is sent. */
  send(writes: () => readonly PropertyWrite[], options?: CallOptions): Promise<void>;
  /**
   * The same for acknowledgements, which nobody would send a second time: those that the connection did not carry
   * stay owed, and {@link Reporter.load} sends them.
   */
  acknowledge(writes: () => readonly PropertyWrite[], options?: CallOptions): Promise<void>;
  /** Reports a merge patch as it is. */
  sendRaw(patch: JsonRecord, options?: CallOptions): Promise<void>;
  /** Resolves when no report is under way; never rejects. */
  settled(): Promise<unknown>;
  /** Pays what is owed, reads the twin and starts from it. Answers the desired properties. */
  load(options?: CallOptions): Promise<JsonRecord>;
}

/** Seconds that a report has, its wait for earlier ones included: else a long outage would let them pile up. */
const patience = { timeoutSeconds: 30 };

/** The reporter of one connection. */
export function createReporter(connection: DeviceTransport): Reporter {
  let reported: JsonRecord = {};
  let last: Promise<unknown> = Promise.resolve();
  const owed = new Map<string, PropertyWrite>();
  const presentValue = ({ component, property }: PropertyPath): unknown =>
    ownMember(partOf(reported, component), property);
  const ackOf = (path: PropertyPath): WritablePropertyAck | undefined =>
    parseAck(presentValue(path));

  const sendPatch = async (patch: JsonRecord, options?: CallOptions): Promise<void> => {
    await connection.reportProperties(patch, options);
    const merged = mergePatch(reported, patch);
    if (isRecord(merged)) reported = merged;
  };
  const sendNow = async (
    writes: readonly PropertyWrite[],
    options?: CallOptions,
  ): Promise<void> => {
    if (writes.length === 0) return;
    const replacing = writes.map((write) => ({
      ...write,
      value: replacement(presentValue(write), write.value),
    }));
    await sendPatch(buildReportedPatch(replacing), options);
    for (const write of writes) owed.delete(formatPropertyPath(write));
  };
  const payOwed = async (): Promise<void> => {
    const late = [...owed.values()].filter(
      (write) => (ackOf(write)?.av ?? 0) <= (parseAck(write.value)?.av ?? 0),
    );
    owed.clear();
    await sendOwing(late);
  };
  const sendOwing = async (
    writes: readonly PropertyWrite[],
    options?: CallOptions,
  ): Promise<void> => {
    try {
      await sendNow(writes, options);
    } catch (error) {
      if (isPnpError(error, "PNP_TRANSPORT") || isPnpError(error, "PNP_TIMEOUT")) {
        for (const write of writes) owed.set(formatPropertyPath(write), write);
      }
      throw error;
    }
  };
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const done = last.then(run);
    last = done.catch(() => undefined);
    return done;
  };

  return {
    reported: () => reported,
    ackOf,
    send: (writes, options) => {
      const inTime = sharedTime({ ...patience, ...options }, systemClock);
      return inTurn(() => sendNow(writes(), inTime()));
    },
    acknowledge: (writes, options) => {
      const inTime = options && sharedTime({ ...patience, ...options }, systemClock);
      return inTurn(() => sendOwing(writes(), inTime?.()));
    },
    sendRaw: (patch, options) => {
      const inTime = sharedTime({ ...patience, ...options }, systemClock);
      return inTurn(() => sendPatch(patch, inTime()));
    },
    settled: () => last,
    load: (options) =>
      inTurn(async () => {
        await payOwed();
        const twin = await connection.readTwin(options);
        reported = twin.reported;
        return twin.desired;
      }),
  };
}
