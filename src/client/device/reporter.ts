import { parseAck, type WritablePropertyAck } from "../../convention/ack.js";
import { isRecord, type JsonRecord, ownMember } from "../../convention/record.js";
import { buildReportedPatch } from "../../convention/reported-patch.js";
import type { PropertyWrite } from "../../convention/twin-patch.js";
import { partOf } from "../acknowledgement.js";
import { mergePatch, replacement } from "../merge-patch.js";
import type { PropertyPath } from "../service/find-path.js";
import type { DeviceTransport } from "../transport.js";

/** The device's own side of the twin: sends reports in order and knows what has been reported. */
export interface Reporter {
  /** Starts from what the twin holds. */
  load(reported: JsonRecord): void;
  /** What the property was last acknowledged with. */
  ackOf(path: PropertyPath): WritablePropertyAck | undefined;
  /** Reports the values that `writes` gives when its turn has come, in one patch. None: nothing is sent. */
  send(writes: () => readonly PropertyWrite[]): Promise<void>;
}

/** The reporter of one connection. */
export function createReporter(connection: DeviceTransport): Reporter {
  let reported: JsonRecord = {};
  let last: Promise<unknown> = Promise.resolve();
  const presentValue = ({ component, property }: PropertyPath): unknown =>
    ownMember(partOf(reported, component), property);

  const sendNow = async (writes: readonly PropertyWrite[]): Promise<void> => {
    if (writes.length === 0) return;
    const patch = buildReportedPatch(
      writes.map((write) => ({ ...write, value: replacement(presentValue(write), write.value) })),
    );
    await connection.reportProperties(patch);
    const merged = mergePatch(reported, patch);
    if (isRecord(merged)) reported = merged;
  };

  return {
    load: (present) => {
      reported = present;
    },
    ackOf: (path) => parseAck(presentValue(path)),
    send: (writes) => {
      const sent = last.then(() => sendNow(writes()));
      last = sent.catch(() => undefined);
      return sent;
    },
  };
}
