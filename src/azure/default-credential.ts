import type { TokenCredential } from "@azure/identity";

/** What a program signs in with at a sign-in service of its own, such as the local hub's. */
export interface ClientSecretSignIn {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `https://` and the name of the sign-in service, which is not looked up anywhere. */
  readonly authorityHost: string;
}

/** The sign-in of a client app. */
export async function clientSecretCredential(app: ClientSecretSignIn): Promise<TokenCredential> {
  const { tenantId, clientId, clientSecret, authorityHost } = app;
  const { ClientSecretCredential } = await import("@azure/identity");
  const options = { authorityHost, disableInstanceDiscovery: true };
  return new ClientSecretCredential(tenantId, clientId, clientSecret, options);
}

/** The sign-in that this computer has with Entra: environment, managed identity, developer tools, in that order. */
export async function defaultCredential(): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential();
}
