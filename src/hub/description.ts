import type { ClientApp } from "./entra/client-apps.js";
import type { DeviceEnrollment } from "./provisioning/device-enrollment.js";
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
  /** A client app that may do everything, to sign in by `@azure/identity`. */
  readonly clientApp?: ClientApp;
  /** A device that may register with the provisioning service, and how. */
  readonly provisioning?: DeviceEnrollment;
  /** How events are read: over TLS by the redirected name, and without TLS in the form for Event Hubs' emulator. */
  readonly eventHubs: {
    readonly connectionString: string;
    readonly emulatorConnectionString: string;
  };
}
