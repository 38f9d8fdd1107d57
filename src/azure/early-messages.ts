import type { EventEmitter } from "node:events";
import type { Message } from "azure-iot-common";

/** Told each message; what came before it was set, at once. A later listener replaces the former. */
export type OnMessage = (listener: (message: Message) => void) => void;

/** As many as wait for a device at the hub. */
const mostKept = 50;

/**
 * The messages of an SDK's transport from before it is opened. The hub remembers the subscription of a device's last MQTT
 * connection and sends what waited as soon as the next one stands; MQTT has acknowledged it before anybody can ask.
 */
export function gatherMessages(transport: EventEmitter): OnMessage {
  let early: Message[] = [];
  let tell = (message: Message): void => {
    early = [...early, message].slice(-mostKept);
  };
  transport.on("message", (message: Message) => tell(message));
  return (listener) => {
    tell = listener;
    const came = early;
    early = [];
    for (const message of came) listener(message);
  };
}
