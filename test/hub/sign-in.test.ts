import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import {
  ClientSecretCredential,
  DefaultAzureCredential,
  type TokenCredential,
} from "@azure/identity";
import azureIothub from "azure-iothub";
import { expect, test, vi } from "vitest";
import type { Hub, HubRole } from "../../src/hub/index.js";
import { testHub } from "./sdk.js";

const hubScope = "https://iothubs.azure.net/.default";

/** The unmodified identity library, signed in as an app that the hub knows. */
function credentialOf(hub: Hub, roles: readonly HubRole[]): TokenCredential {
  const { tenantId, clientId, clientSecret, authorityHost } = hub.addClientApp({ roles });
  return new ClientSecretCredential(tenantId, clientId, clientSecret, {
    authorityHost,
    disableInstanceDiscovery: true,
  });
}

interface Clients {
  readonly registry: InstanceType<typeof azureIothub.Registry>;
  readonly service: InstanceType<typeof azureIothub.Client>;
}

function clientsOf(hub: Hub, credential: TokenCredential): Clients {
  return {
    registry: azureIothub.Registry.fromTokenCredential(hub.hostName, credential),
    service: azureIothub.Client.fromTokenCredential(hub.hostName, credential),
  };
}

/** What a call ended with: `done`, or the HTTP status of the refusal. */
async function outcome(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "done",
    (error) => error.response?.statusCode ?? error.message,
  );
}

test("each role may do what its published definition says, and nothing else", async () => {
  const hub = await testHub();
  const table: Record<string, unknown[]> = {};
  for (const role of [
    "IoT Hub Data Contributor",
    "IoT Hub Data Reader",
    "IoT Hub Registry Contributor",
    "IoT Hub Twin Contributor",
  ] as const) {
    hub.createDevice("dev1");
    const { registry, service } = clientsOf(hub, credentialOf(hub, [role]));
    table[role] = [
      await outcome(registry.get("dev1")),
      await outcome(registry.create({ deviceId: `made-${role.length}` })),
      await outcome(registry.getTwin("dev1")),
      await outcome(registry.updateTwin("dev1", { tags: { a: 1 } }, "*")),
      await outcome(registry.createQuery("SELECT * FROM devices").nextAsTwin()),
      await outcome(registry.getRegistryStatistics()),
      await outcome(service.invokeDeviceMethod("dev1", { methodName: "x" })),
      await outcome(registry.delete("dev1")),
    ];
    if (table[role].at(-1) !== "done") await registry.delete("dev1").catch(() => {});
    await clientsOf(hub, hub.credential())
      .registry.delete("dev1")
      .catch(() => {});
  }
  // identity read, write; twin read, write; query; statistics; method (the device is offline: 404); identity delete
  expect(table).toEqual({
    "IoT Hub Data Contributor": ["done", "done", "done", "done", "done", "done", 404, "done"],
    "IoT Hub Data Reader": ["done", 401, "done", 401, "done", "done", 401, 401],
    "IoT Hub Registry Contributor": ["done", "done", 401, 401, 401, 401, 401, "done"],
    "IoT Hub Twin Contributor": [401, 401, "done", "done", "done", 401, 401, 401],
  });
});

test("an unmodified DefaultAzureCredential signs in by environment variables alone, tenant adfs", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const { clientId, clientSecret, authorityHost } = hub.addClientApp();
  vi.stubEnv("AZURE_AUTHORITY_HOST", authorityHost);
  vi.stubEnv("AZURE_TENANT_ID", "adfs");
  vi.stubEnv("AZURE_CLIENT_ID", clientId);
  vi.stubEnv("AZURE_CLIENT_SECRET", clientSecret);
  try {
    const { registry } = clientsOf(hub, new DefaultAzureCredential());
    expect((await registry.get("dev1")).responseBody.deviceId).toBe("dev1");
  } finally {
    vi.unstubAllEnvs();
  }
});

test("a wrong secret, an unknown app and an unknown scope are refused by the token endpoint", async () => {
  const hub = await testHub();
  const { tenantId, clientId, clientSecret, authorityHost } = hub.addClientApp();
  const options = { authorityHost, disableInstanceDiscovery: true };
  const wrong = new ClientSecretCredential(tenantId, clientId, "guess", options);
  await expect(wrong.getToken(hubScope)).rejects.toThrow(/7000215/);
  const unknown = new ClientSecretCredential(tenantId, tenantId, clientSecret, options);
  await expect(unknown.getToken(hubScope)).rejects.toThrow(/700016/);
  const right = new ClientSecretCredential(tenantId, clientId, clientSecret, options);
  await expect(right.getToken("https://vault.azure.net/.default")).rejects.toThrow(/70011/);
});

test("a token for the event endpoint, one that is over and one that was changed are no use at the hub", async () => {
  let now = new Date("2026-11-20T08:00:00Z");
  const hub = await testHub({ clock: () => now });
  hub.createDevice("dev1");
  const ask = (token: string): Promise<unknown> => {
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Infinity }) };
    return outcome(clientsOf(hub, credential).registry.get("dev1"));
  };
  const { token } = await hub.credential().getToken();
  expect(await ask(token)).toBe("done");
  const events = await hub.credential().getToken("https://eventhubs.azure.net//.default");
  expect(await ask(events.token)).toBe(401);
  const [head, body = "", signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const forged = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 9e9 }));
  expect(await ask(`${head}.${forged.toString("base64url")}.${signature}`)).toBe(401);
  const unsigned = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  expect(await ask(`${unsigned}.${body}.AA`)).toBe(401);
  now = new Date("2026-11-20T09:00:00Z");
  expect(await ask(token)).toBe(401);
});

test("the token of one hub is no use at another", async () => {
  const one = await testHub();
  const other = await testHub();
  other.createDevice("dev1");
  const { registry } = clientsOf(other, one.credential());
  expect(await outcome(registry.get("dev1"))).toBe(401);
});

test("the published keys verify a token", async () => {
  const hub = await testHub();
  const { tenantId, authorityHost } = hub.addClientApp();
  const configuration = await getJson(
    `${authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`,
  );
  const { keys } = await getJson(String(configuration.jwks_uri));
  const [key] = keys as readonly JsonWebKey[];
  const [head, body, signature = ""] = (await hub.credential().getToken()).token.split(".");
  const publicKey = createPublicKey({ key: key ?? {}, format: "jwk" });
  expect(
    verify(
      "sha256",
      Buffer.from(`${head}.${body}`),
      { key: publicKey, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url"),
    ),
  ).toBe(true);
  expect(await getJson(`${authorityHost}/elsewhere/oauth2/v2.0/token`)).toMatchObject({
    error: "invalid_tenant",
  });
});

async function getJson(url: string): Promise<Record<string, unknown>> {
  return (await (await fetch(url)).json()) as Record<string, unknown>;
}
