import type { HubClock, HubIds } from "../clock.js";
import type { Store } from "../store/store.js";
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
  readonly #store: Store;

  constructor(clock: HubClock, ids: HubIds, hubHost: string, store: Store) {
    this.#store = store;
    this.host = `login-${hubHost}`;
    this.tenantId = store.setting("tenant id", () => ids.uuid());
    this.apps = new ClientApps(clock, ids, store);
    this.tokens = new EntraTokens(
      clock,
      `https://${this.host}/${this.tenantId}/v2.0`,
      this.tenantId,
      store,
    );
  }

  /** The app that every hub has; it may do everything. */
  get firstApp(): ClientApp {
    return this.#told(this.#store.setting("first client app", () => this.apps.add()));
  }

  /** Registers an app; the answer is what it signs in with. */
  addApp(options?: ClientAppOptions): ClientApp {
    return this.#told(this.apps.add(options));
  }

  #told(clientId: string): ClientApp {
    return {
      tenantId: this.tenantId,
      clientId,
      clientSecret: this.apps.secretOf(clientId),
      authorityHost: `https://${this.host}`,
    };
  }
}
