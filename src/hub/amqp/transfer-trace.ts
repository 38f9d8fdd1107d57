import type { Message, Receiver, Sender } from "rhea";
import { type HubTrace, wantsTraffic } from "../trace.js";
import { fieldMap, fieldText } from "./message-fields.js";

/** Tells of a message on its way over a link. */
export function traceTransfer(
  trace: HubTrace,
  link: Sender | Receiver,
  message: Message | Buffer,
): void {
  if (!wantsTraffic(trace)) return;
  const outward = link.is_sender();
  const { content } = Buffer.isBuffer(message) ? { content: message } : fieldMap(message.body);
  trace({
    kind: "amqp",
    direction: outward ? "out" : "in",
    event: "transfer",
    address: fieldText((outward ? link.source : link.target)?.address) ?? "",
    ...(Buffer.isBuffer(content) ? { payload: content.toString("utf8") } : {}),
  });
}
