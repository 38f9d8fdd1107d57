import type { LogForm } from "../store/store.js";
import type { HubEvent } from "./event.js";

/** What of an event is kept as JSON; its bodies stand behind, one after another. */
type Kept = Omit<HubEvent, "body" | "userId" | "enqueuedTime"> & {
  readonly size: number;
  readonly time: number;
  /** Base64. */
  readonly userId?: string | undefined;
};

const lengthBytes = 4;

/** Events as records: the length of some JSON, the JSON, the bodies as they came. */
export const eventRecords: LogForm<HubEvent> = {
  write(events) {
    const kept = events.map(
      ({ body, enqueuedTime, userId, ...rest }): Kept => ({
        ...rest,
        size: body.byteLength,
        time: enqueuedTime.getTime(),
        userId: userId && Buffer.from(userId).toString("base64"),
      }),
    );
    const json = Buffer.from(JSON.stringify(kept));
    const length = Buffer.allocUnsafe(lengthBytes);
    length.writeUInt32LE(json.length);
    return Buffer.concat([length, json, ...events.map(({ body }) => body)]);
  },
  read(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = lengthBytes + buffer.readUInt32LE(0);
    const kept = JSON.parse(buffer.toString("utf8", lengthBytes, end)) as Kept[];
    let at = end;
    return kept.map(({ size, time, userId, ...rest }): HubEvent => {
      const body = buffer.subarray(at, at + size);
      at += size;
      return {
        ...rest,
        body,
        userId: userId === undefined ? undefined : Buffer.from(userId, "base64"),
        enqueuedTime: new Date(time),
      };
    });
  },
};
