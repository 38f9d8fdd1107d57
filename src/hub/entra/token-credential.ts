import { PnpError } from "../../errors.js";
import type { HubRole } from "./roles.js";
import { audienceOfScope, type EntraTokens } from "./tokens.js";

/** What the hub's own sign-in answers: fits the Azure SDKs' `TokenCredential`. */
export interface HubTokenCredential {
  /** Default scope: the hub's service API. Rejects with `PNP_USAGE` for a scope that the hub does not offer. */
  getToken(
    scopes?: string | readonly string[],
  ): Promise<{ readonly token: string; readonly expiresOnTimestamp: number }>;
}

/** Tokens of one hub, straight from where its sign-in service has them. */
export function tokenCredential(
  tokens: EntraTokens,
  roles: readonly HubRole[],
): HubTokenCredential {
  return {
    getToken: async (scopes = "https://iothubs.azure.net/.default") => {
      const asked = [scopes].flat();
      const audience = asked.map(audienceOfScope).find(Boolean);
      if (audience === undefined) {
        throw new PnpError("PNP_USAGE", `The hub has no tokens for ${asked.join(", ")}.`);
      }
      return tokens.issue({ roles }, audience);
    },
  };
}
