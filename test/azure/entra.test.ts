import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClientCertificateCredential, ClientSecretCredential } from "@azure/identity";
import { expect, onTestFinished, test } from "vitest";
import { connectHub, type HubConnection } from "../../src/azure/service.js";
import type { Hub, HubRole } from "../../src/hub/index.js";
import { testHub } from "../hub/sdk.js";
import { makeSelfSigned } from "../hub/self-signed.js";

function signedIn(hub: Hub, role: HubRole = "IoT Hub Data Contributor"): HubConnection {
  const { tenantId, clientId, clientSecret, authorityHost } = hub.addClientApp({ roles: [role] });
  const options = { authorityHost, disableInstanceDiscovery: true };
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, options);
  return connectHub({ host: `https://${hub.hostName}/`, credential });
}

const unauthorized = { code: "PNP_UNAUTHORIZED" };

test("a twin contributor writes twins, but neither identities nor methods", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const { registry, transport } = signedIn(hub, "IoT Hub Twin Contributor");
  const target = { deviceId: "dev1" };
  await transport.patchTwin(target, { desired: { level: 3 } });
  expect((await transport.readTwin(target)).properties.desired.level).toBe(3);
  await transport.patchDigitalTwin(target, [{ op: "add", path: "/other", value: 1 }]);
  await expect(registry.get("dev1")).rejects.toMatchObject(unauthorized);
  await expect(registry.create("dev2")).rejects.toMatchObject(unauthorized);
  const call = { name: "reboot", payload: null };
  await expect(transport.invokeMethod(target, call)).rejects.toMatchObject(unauthorized);
});

test("a data reader reads everything and writes nothing", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const { registry, transport, configurations } = signedIn(hub, "IoT Hub Data Reader");
  const target = { deviceId: "dev1" };
  expect((await registry.get("dev1")).deviceId).toBe("dev1");
  expect((await transport.readDigitalTwin(target)).digitalTwin.$dtId).toBe("dev1");
  for await (const _ of configurations.list()) throw new Error("there is none");
  const content = { deviceContent: { "properties.desired.a": 1 } };
  for (const write of [
    () => transport.patchTwin(target, { desired: { level: 3 } }),
    () => transport.patchDigitalTwin(target, [{ op: "add", path: "/level", value: 1 }]),
    () => registry.disable("dev1"),
    () => registry.delete("dev1"),
    () => registry.createMany([{ deviceId: "dev2" }]),
    () => configurations.create("c", { content }),
  ]) {
    await expect(write()).rejects.toMatchObject(unauthorized);
  }
});

test("a digital twin command with Entra is refused, and the error names the direct method", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const { transport } = signedIn(hub);
  const call = { command: "reboot", payload: {} };
  await expect(
    transport.invokeDigitalTwinCommand({ deviceId: "dev1" }, call),
  ).rejects.toMatchObject({
    code: "PNP_UNAUTHORIZED",
    hint: expect.stringContaining('via: "method"'),
  });
});

test.each([
  ["the hub's tenant", (tenantId: string) => tenantId],
  ["adfs", () => "adfs"],
])("a program signs in with a certificate, tenant: %s", async (_, tenantOf) => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const own = await makeSelfSigned("CN=app", "RSA");
  const { tenantId, clientId, authorityHost } = hub.addClientApp({ certificate: own.cert });
  const folder = mkdtempSync(join(tmpdir(), "twinplug-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "app.pem"), own.key + own.cert, { mode: 0o600 });
  const options = { authorityHost, disableInstanceDiscovery: true };
  const path = join(folder, "app.pem");
  const credential = new ClientCertificateCredential(tenantOf(tenantId), clientId, path, options);
  const { registry } = connectHub({ host: hub.hostName, credential });
  expect((await registry.get("dev1")).deviceId).toBe("dev1");
  const other = await makeSelfSigned("CN=app", "RSA");
  writeFileSync(path, other.key + other.cert);
  const wrong = new ClientCertificateCredential(tenantOf(tenantId), clientId, path, options);
  const refused = connectHub({ host: hub.hostName, credential: wrong }).registry.get("dev1");
  await expect(refused).rejects.toMatchObject(unauthorized);
});

test("jobs, queries, messages and feedback take the same sign-in", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const connection = signedIn(hub);
  const { jobId } = await connection.jobs.scheduleTwinUpdate({
    where: "deviceId = 'dev1'",
    desired: { level: 3 },
  });
  expect((await connection.jobs.wait(jobId)).status).toBe("completed");
  await connection.messages.send("dev1", { body: "hello", ack: "full" });
  expect(await connection.messages.purge("dev1")).toBe(1);
  for await (const record of connection.messages.feedback()) {
    expect(record.deviceId).toBe("dev1");
    break;
  }
  await connection.close();
  const reader = signedIn(hub, "IoT Hub Data Reader");
  const refused = reader.jobs.scheduleTwinUpdate({ where: "*", desired: { level: 3 } });
  await expect(refused).rejects.toMatchObject(unauthorized);
  const unsent = reader.messages.send("dev1", { body: "hello" });
  await expect(unsent).rejects.toMatchObject(unauthorized);
  await reader.close();
});

test("any token credential passes through, and one that gives nothing is PNP_UNAUTHORIZED", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const { registry } = connectHub({ host: hub.hostName, credential: hub.credential() });
  expect((await registry.get("dev1")).deviceId).toBe("dev1");
  const silent = { getToken: async () => null };
  const nobody = connectHub({ host: hub.hostName, credential: silent });
  await expect(nobody.registry.disable("dev1")).rejects.toMatchObject(unauthorized);
  await expect(nobody.registry.get("dev1")).rejects.toMatchObject(unauthorized);
});
