import type { TokenCredential } from "@azure/identity";
import { PnpError } from "../errors.js";
import { hubHostName } from "./host-name.js";
import type { HubCredential } from "./hub-clients.js";

/**
 * The same sign-in with a plain host name and a credential that gives a token or fails. `PNP_USAGE` for a host that is
 * none and for a missing credential.
 */
export function checkedCredential(signIn: HubCredential): HubCredential {
  const host = hubHostName(signIn.host);
  const { credential } = signIn;
  if (typeof credential?.getToken !== "function") {
    throw new PnpError("PNP_USAGE", `The credential for ${host} is missing.`, {
      hint: "Give one of @azure/identity, such as a DefaultAzureCredential.",
    });
  }
  const insistent: TokenCredential = {
    async getToken(scopes, options) {
      const token = await credential.getToken(scopes, options);
      if (token !== null) return token;
      // What the SDKs make of no token looks like a failure of the network.
      throw new PnpError("PNP_UNAUTHORIZED", `The credential gave no token for ${host}.`, {
        hint: "Sign in with Entra again, or use a connection string.",
      });
    },
  };
  return { host, credential: insistent };
}
