import { PnpError } from "../errors.js";
import type { HubCertificates } from "./certificates.js";
import type { DeviceMessageSettings } from "./device-messages.js";
import type { CoreSettings } from "./hub-core.js";
import type { Tap } from "./listener.js";
import type { HubSeed } from "./seed.js";
import type { HubDataOptions } from "./store/hub-data.js";
import type { HubTrace } from "./trace.js";

/** How a local hub is started. */
export interface HubOptions extends Omit<CoreSettings, "store">, HubDataOptions {
  /** First label of its host name: lower-case letters, digits and hyphens. Default: `hub-` and six random digits. */
  readonly name?: string;
  /**
   * Address to listen on; default 127.0.0.1, so that nobody but this machine reaches the hub. `0.0.0.0` is all of the
   * machine's addresses.
   */
  readonly host?: string;
  /** TLS port for all protocols; default 0: a free one, with `data` that of the last start if it is free. */
  readonly port?: number;
  /** Plain port for readers of events that know only Event Hubs' emulator; default 0, as for `port`. */
  readonly plainPort?: number;
  /**
   * The ports that clients take when they are told none, beside `port`. `if-free`: 8883 for MQTT, 5671 for AMQP, and
   * 5672 for readers of events, as far as nobody has them. `all`: these and 443, or `PNP_USAGE`. Default: none.
   */
  readonly standardPorts?: "if-free" | "all";
  /** What the hub begins with. Where `data` is not new, it is left aside; see `Hub.isNew`. */
  readonly seed?: HubSeed;
  /** Where the hub takes the time from; default: the computer's clock. */
  readonly clock?: () => Date;
  /** How cloud-to-device messages wait and are tried; default: as the cloud does, with quick feedback. */
  readonly deviceMessages?: DeviceMessageSettings;
  /** Told everything that crosses the hub's edge and every refusal; never a secret. */
  readonly trace?: HubTrace;
  /** Sees the decrypted bytes of all connections, tokens included. */
  readonly tap?: Tap;
  /** Default: made once in a process, shared by its hubs; with `data` once for these. */
  readonly certificates?: HubCertificates;
  /** Authorities whose signature on a device's certificate counts, each as PEM; see `Hub.addDeviceCa`. */
  readonly deviceCa?: readonly string[];
}

/** All of them: the type asks for each. */
const optionNames: Readonly<Record<keyof HubOptions, true>> = {
  name: true,
  data: true,
  durability: true,
  host: true,
  port: true,
  plainPort: true,
  standardPorts: true,
  seed: true,
  clock: true,
  deviceMessages: true,
  trace: true,
  tap: true,
  certificates: true,
  deviceCa: true,
  patience: true,
  fileUpload: true,
  tier: true,
  units: true,
  partitions: true,
  consumerGroups: true,
  routes: true,
};

/** Throws `PNP_USAGE` for an option that there is not: programs without types misspell them. */
export function checkOptionNames(options: HubOptions): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(optionNames, name));
  if (unknown === undefined) return;
  throw new PnpError("PNP_USAGE", `A hub has no option ${JSON.stringify(unknown)}.`, {
    hint: `Use one of ${Object.keys(optionNames).sort().join(", ")}.`,
  });
}
