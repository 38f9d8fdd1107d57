import type { HubCertificates } from "./certificates.js";
import type { DeviceMessageSettings } from "./device-messages.js";
import type { EventSettings } from "./events/log.js";
import type { Tap } from "./listener.js";
import type { HubTrace } from "./trace.js";

/** How a local hub is started. */
export interface HubOptions extends EventSettings {
  /** First label of its host name: lower-case letters, digits and hyphens. Default: `hub-` and six random digits. */
  readonly name?: string;
  /** TLS port on 127.0.0.1 for all protocols; default 0: a free one. */
  readonly port?: number;
  /** A second such port, for devices that know only MQTT's own; default: none. */
  readonly mqttPort?: number;
  /** Plain port on 127.0.0.1 for readers of events that know only Event Hubs' emulator; default 0: a free one. */
  readonly plainPort?: number;
  /** Where the hub takes the time from; default: the computer's clock. */
  readonly clock?: () => Date;
  /** How cloud-to-device messages wait and are tried; default: as the cloud does, with quick feedback. */
  readonly deviceMessages?: DeviceMessageSettings;
  /** Told everything that crosses the hub's edge and every refusal; never a secret. */
  readonly trace?: HubTrace;
  /** Sees the decrypted bytes of all connections, tokens included. */
  readonly tap?: Tap;
  /** Default: made once in a process, shared by its hubs. */
  readonly certificates?: HubCertificates;
  /** Authorities whose signature on a device's certificate counts, each as PEM; see `Hub.addDeviceCa`. */
  readonly deviceCa?: readonly string[];
}
