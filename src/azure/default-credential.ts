import type { TokenCredential } from "@azure/identity";

/** The sign-in that this computer has with Entra: environment, managed identity, developer tools, in that order. */
export async function defaultCredential(): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential();
}
