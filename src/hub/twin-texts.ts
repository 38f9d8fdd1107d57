import type { JsonRecord } from "../convention/record.js";
import type { Identity } from "./registry.js";
import type { Presence } from "./sessions.js";
import { propertiesDocument, twinHead, twinTail } from "./twin-document.js";
import type { TwinProperties, TwinState } from "./twins.js";

/** What a twin's document is made of. */
export interface TwinFacts {
  readonly identity: Identity;
  readonly presence: Presence;
  readonly twin: TwinState;
  /** Messages to the device. */
  readonly waiting: number;
  /** Their statuses by id. */
  readonly configurations: JsonRecord;
}

const most = 1000;

/**
 * Twins as JSON text. The texts that were read last are kept while they hold, and those of the properties a little longer:
 * twins are read more often than written, and with their metadata they are long.
 */
export class TwinTexts {
  /** Encoded, as they are sent. */
  readonly #twins = new Map<Identity, { readonly facts: TwinFacts; readonly text: Buffer }>();
  readonly #properties = new Map<TwinProperties, string>();

  /** The same text as that of the `twinDocument` of these facts, in UTF-8. */
  textOf(facts: TwinFacts): Buffer {
    const known = this.#twins.get(facts.identity);
    if (known && areSame(known.facts, facts)) return known.text;
    const text = Buffer.from(this.#write(facts));
    keep(this.#twins, facts.identity, { facts, text });
    return text;
  }

  #write({ identity, presence, twin, waiting, configurations }: TwinFacts): string {
    const begin = JSON.stringify(twinHead(identity, presence, twin, waiting)).slice(0, -1);
    const end = JSON.stringify(twinTail(identity, configurations)).slice(1);
    const desired = this.#propertiesText(twin.desired);
    const reported = this.#propertiesText(twin.reported);
    const properties = `{"desired":${desired},"reported":${reported}}`;
    return `${begin},"tags":${JSON.stringify(twin.tags)},"properties":${properties},${end}`;
  }

  #propertiesText(properties: TwinProperties): string {
    const known = this.#properties.get(properties);
    if (known !== undefined) return known;
    const text = JSON.stringify(propertiesDocument(properties));
    keep(this.#properties, properties, text);
    return text;
  }
}

/** Identities and twins are made anew when they change; configurations are told anew each time. */
function areSame(one: TwinFacts, other: TwinFacts): boolean {
  return (
    one.twin === other.twin &&
    one.waiting === other.waiting &&
    one.presence.connected === other.presence.connected &&
    one.presence.lastActivity === other.presence.lastActivity &&
    isEmpty(one.configurations) &&
    isEmpty(other.configurations)
  );
}

function isEmpty(record: JsonRecord): boolean {
  for (const _ in record) return false;
  return true;
}

function keep<K, V>(texts: Map<K, V>, key: K, value: V): void {
  if (texts.size >= most) texts.clear();
  texts.set(key, value);
}
