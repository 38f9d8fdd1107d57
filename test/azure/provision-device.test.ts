import { createServer, type Server } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { connectDevice } from "../../src/azure/connect-device.js";
import { connectHub } from "../../src/azure/connect-hub.js";
import { provisionDevice } from "../../src/azure/provision-device.js";
import type { ProvisioningOptions } from "../../src/azure/provisioning-options.js";
import {
  type Hub,
  type HubOptions,
  installRedirect,
  makeDeviceCertificate,
  startHub,
} from "../../src/hub/index.js";
import { sendProvisioning } from "../hub/provisioning-rest.js";

async function testHub(options?: HubOptions): Promise<Hub> {
  const hub = await startHub(options);
  onTestFinished(() => hub.close());
  hub.redirect();
  return hub;
}

/** A service that takes connections and never says a word. */
async function silentService(hosts: readonly string[], caCertificate: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy()).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const undo = installRedirect([{ hosts, address: "127.0.0.1", port, caCertificate }]);
  onTestFinished(() => {
    undo();
    server.close();
  });
  return server;
}

const key = Buffer.alloc(32, 5).toString("base64");
const modelId = "dtmi:com:example:Thermostat;1";

test.each(["mqtt", "mqtt-ws"] as const)(
  "a device is provisioned over %s, and what it gets is what it connects with",
  async (transport) => {
    const hub = await testHub();
    const { device } = hub.addEnrollmentGroup({ id: "line" });
    const provisioned = await provisionDevice({ ...device("press-1"), modelId, transport });
    expect(provisioned).toEqual({
      host: hub.hostName,
      deviceId: "press-1",
      connectionString: hub.deviceConnectionString("press-1"),
      connectOptions: { modelId, transport },
    });
    const service = connectHub(hub.connectionString);
    const before = await service.transport.readTwin({ deviceId: "press-1" });
    await service.close();
    // The device has not connected yet: the provisioning service has passed it on.
    expect(before.modelId).toBe(modelId);
    const { connectionString, connectOptions } = provisioned;
    const connection = await connectDevice(connectionString, connectOptions);
    await connection.reportProperties({ a: 1 });
    expect((await connection.readTwin()).reported).toMatchObject({ a: 1 });
    await connection.close();
  },
);

test("a device is provisioned by its certificate, and connects with the same", async () => {
  const hub = await testHub();
  const x509 = await makeDeviceCertificate({
    commonName: "reg-1",
  });
  const enrolled = hub.addEnrollment({
    registrationId: "reg-1",
    certificate: x509.cert,
  });
  const { provisioningHost, idScope, registrationId } = enrolled;
  const { connectionString, connectOptions } = await provisionDevice({
    provisioningHost,
    idScope,
    registrationId,
    x509,
  });
  expect(connectionString).toBe(`HostName=${hub.hostName};DeviceId=reg-1;x509=true`);
  const connection = await connectDevice(connectionString, connectOptions);
  await connection.close();
});

test("a refused registration says who refused whom, and never a key", async () => {
  const hub = await testHub();
  const enrolled = hub.addEnrollment({ registrationId: "reg-1" });
  const off = hub.addEnrollment({ registrationId: "reg-2", status: "disabled" });
  for (const refused of [
    { ...enrolled, symmetricKey: key },
    { ...enrolled, registrationId: "reg-3" },
    { ...enrolled, idScope: "0ne1" },
    off,
  ]) {
    const error = await provisionDevice(refused).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "PNP_UNAUTHORIZED" });
    const { message, hint } = error as { message: string; hint: string };
    expect(message).toContain(`register ${refused.registrationId} at dps-${hub.hostName}:`);
    expect(hint).toContain("id scope");
    expect(`${message} ${hint}`).not.toContain(refused.symmetricKey);
  }
});

test("a model id that the service does not take is told as such", async () => {
  const hub = await testHub();
  const enrolled = hub.addEnrollment({ registrationId: "reg-1" });
  const long = `dtmi:${"a".repeat(300)};1`;
  await expect(provisionDevice({ ...enrolled, modelId: long })).rejects.toMatchObject({
    code: "PNP_PAYLOAD_INVALID",
    message: expect.stringContaining("payload.modelId"),
  });
});

test("a service that never answers ends in PNP_TIMEOUT, or PNP_ABORTED, and no connection stays", async () => {
  const hub = await startHub();
  onTestFinished(() => hub.close());
  const enrolled = hub.addEnrollment({ registrationId: "reg-1" });
  const server = await silentService([enrolled.provisioningHost], hub.caCertificate);
  await expect(provisionDevice(enrolled, { timeoutSeconds: 0.2 })).rejects.toMatchObject({
    code: "PNP_TIMEOUT",
    message: expect.stringContaining("0.2 seconds"),
  });
  const connections = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
  await expect.poll(connections).toBe(0);
  const controller = new AbortController();
  const connected = new Promise((resolve) => server.once("connection", resolve));
  const provisioning = provisionDevice(enrolled, { signal: controller.signal });
  await connected;
  controller.abort();
  await expect(provisioning).rejects.toMatchObject({ code: "PNP_ABORTED" });
  await expect.poll(connections).toBe(0);
  await expect(provisionDevice(enrolled, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: "PNP_ABORTED",
  });
});

test("a registration that is given up while it waits asks no more", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const asked: string[] = [];
  const controller = new AbortController();
  const hub = await testHub({
    trace(event) {
      if (event.kind !== "mqtt" || event.direction !== "in") return;
      if (event.packet === "publish") asked.push(event.topic?.split("/")[2] ?? "");
      // The device has the first answer: to wait for a second.
      if (event.packet === "puback") controller.abort();
    },
  });
  const enrolled = hub.addEnrollment({ registrationId: "reg-1" });
  const decidedElsewhere = {
    attestation: { type: "symmetricKey" },
    allocationPolicy: "custom",
    customAllocationDefinition: { webhookUrl: "http://127.0.0.1:1/" },
  };
  const anyEtag = { "If-Match": "*" };
  await sendProvisioning(hub, "PUT", "/enrollments/reg-1", decidedElsewhere, anyEtag);
  await expect(provisionDevice(enrolled, { signal: controller.signal })).rejects.toMatchObject({
    code: "PNP_ABORTED",
  });
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  // Who connects to ask again has asked before another one, which begins later, is done.
  await provisionDevice(hub.addEnrollment({ registrationId: "reg-2" }));
  expect(asked).toEqual(["PUT", "PUT", "GET"]);
});

test("no service at the host is PNP_TRANSPORT, also when it goes away in between", async () => {
  const hub = await startHub();
  const enrolled = hub.addEnrollment({ registrationId: "reg-1" });
  const gone = { ...hub.describe(), port: 1 };
  const undo = installRedirect([gone]);
  onTestFinished(undo);
  await expect(provisionDevice(enrolled)).rejects.toMatchObject({
    code: "PNP_TRANSPORT",
    hint: expect.stringContaining("pnp hub start"),
  });
  undo();
  const closing = await startHub({
    trace: (event) => {
      if (event.kind === "mqtt" && event.packet === "puback") void closing.close();
    },
  });
  const description = closing.describe();
  const again = installRedirect([description]);
  onTestFinished(async () => {
    again();
    await hub.close();
    await closing.close();
  });
  await expect(
    provisionDevice(closing.addEnrollment({ registrationId: "reg-1" })),
  ).rejects.toMatchObject({
    code: "PNP_TRANSPORT",
    message: expect.stringMatching(/connection|not connected/i),
  });
});

test.each<[string, Partial<Record<keyof ProvisioningOptions, unknown>>, RegExp]>([
  ["no id scope", { idScope: "" }, /no idScope/],
  ["no registration id", { registrationId: undefined }, /no registrationId/],
  ["no proof", { symmetricKey: undefined }, /no proof/],
  ["two proofs", { x509: { cert: "", key: "" } }, /two proofs/],
  ["a key that is none", { symmetricKey: "not a key" }, /not base64/],
  [
    "a certificate that is none",
    { symmetricKey: undefined, x509: { cert: "cert", key: "key" } },
    /x509\.cert/,
  ],
  ["another transport", { transport: "amqp" }, /"amqp"/],
  ["a URL for a host", { provisioningHost: "https://dps" }, /no host name/],
])("%s is refused before anything is sent", async (_, wrong, message) => {
  const right = { idScope: "0ne1", registrationId: "reg-1", symmetricKey: key };
  const options = { ...right, ...wrong } as ProvisioningOptions;
  await expect(provisionDevice(options)).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: expect.stringMatching(message),
  });
});
