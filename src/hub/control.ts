import type { HubIds } from "./clock.js";
import { isSameSecret } from "./same-secret.js";

/** How another process controls a running hub: requests to this name on the hub's port, with this token. */
export interface HubControl {
  /** `control-<hub>.azure-devices.test` */
  readonly host: string;
  /** Bearer token. Whoever has it may read the log and stop the hub. */
  readonly token: string;
}

/** The door for `pnp hub status`, `logs` and `stop`. */
export class Control implements HubControl {
  readonly host: string;
  readonly token: string;
  /** Stops the process that runs the hub; absent where that is somebody else's business. */
  stop: (() => void) | undefined;

  constructor(ids: HubIds, hubHost: string) {
    this.host = `control-${hubHost}`;
    this.token = ids.bytes(32).toString("base64url");
  }

  /** Whether an `Authorization` header has the token. */
  opens(authorization: string | undefined): boolean {
    return isSameSecret(authorization ?? "", `Bearer ${this.token}`);
  }
}
