import type { RedirectTarget } from "./redirect-sockets.js";

/** Everything that another process needs to use a hub. It holds keys: keep it as you keep a password. */
export interface HubDescription extends RedirectTarget {
  readonly version: 1;
  readonly name: string;
  /** `<name>.azure-devices.test` */
  readonly hostName: string;
  /** The process that runs the hub. */
  readonly pid: number;
  readonly mqttPort?: number;
  /** By policy: `iothubowner`, `service`, `device`, `registryRead`, `registryReadWrite`. */
  readonly connectionStrings: Readonly<Record<string, string>>;
}
