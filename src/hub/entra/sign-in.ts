import type { HubClock, HubIds } from "../clock.js";
import { type ClientApp, type ClientAppOptions, ClientApps } from "./client-apps.js";
import { EntraTokens } from "./tokens.js";

/** The name by which the identity libraries know a sign-in service that is not in their list of public clouds. */
export const adfsTenant = "adfs";

/** A hub's own sign-in service: one tenant, its client apps, and the tokens it issues. */
export class SignIn {
  /** Lower-case host name, reserved as the hub's is. */
  readonly host: string;
  readonly tenantId: string;
  readonly apps: ClientApps;
  readonly tokens: EntraTokens;
  #first: ClientApp | undefined;

  constructor(clock: HubClock, ids: HubIds, hubHost: string) {
    this.host = `login-${hubHost}`;
    this.tenantId = ids.uuid();
    this.apps = new ClientApps(clock, ids);
    this.tokens = new EntraTokens(
      clock,
      `https://${this.host}/${this.tenantId}/v2.0`,
      this.tenantId,
    );
  }

  /** The app that every hub has; it may do everything. */
  get firstApp(): ClientApp {
    this.#first ??= this.addApp();
    return this.#first;
  }

  /** Registers an app; the answer is what it signs in with. */
  addApp(options?: ClientAppOptions): ClientApp {
    const { clientId, secret } = this.apps.add(options);
    return {
      tenantId: this.tenantId,
      clientId,
      clientSecret: secret,
      authorityHost: `https://${this.host}`,
    };
  }

  /** Whether a request's `Host` header means this service. */
  isAskedFor(hostHeader: string | undefined): boolean {
    return hostHeader?.replace(/:\d+$/, "").toLowerCase() === this.host;
  }
}
