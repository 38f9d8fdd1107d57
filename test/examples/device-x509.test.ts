import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectDevice, connectModule } from "twinplug/device";
import { expect, onTestFinished, test } from "vitest";
import { makeDeviceCertificate } from "../../src/hub/index.js";
import { deviceHub } from "./device-hub.js";
import { runExample } from "./run-example.js";

function selfSigned(primaryThumbprint: string) {
  return { authentication: { type: "selfSigned", x509Thumbprint: { primaryThumbprint } } };
}

test("a device signs in with its certificate, and with no other", async () => {
  const { hub, service } = await deviceHub();
  const folder = mkdtempSync(join(tmpdir(), "twinplug-x509-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const own = await makeDeviceCertificate({ commonName: "thermostat" });
  const other = await makeDeviceCertificate({ commonName: "thermostat" });
  hub.createDevice("thermostat", selfSigned(own.sha1Thumbprint));
  const text = hub.deviceConnectionString("thermostat");
  expect(text).toContain("x509=true");
  writeFileSync(join(folder, "cert.pem"), own.cert);
  writeFileSync(join(folder, "key.pem"), own.key);
  const { lines } = await runExample(() => import("./device-x509.js"), {
    IOTHUB_DEVICE_CONNECTION_STRING: text,
    DEVICE_CERTIFICATE_FILE: join(folder, "cert.pem"),
    DEVICE_KEY_FILE: join(folder, "key.pem"),
  });
  expect(lines).toEqual(["sent"]);
  expect(hub.telemetry("thermostat")).toHaveLength(1);
  const twin = await service.transport.readTwin(service.device("thermostat"));
  expect(twin.modelId).toBe("dtmi:com:example:Thermostat;1");
  await expect(connectDevice(text, { x509: other })).rejects.toMatchObject({
    code: "PNP_UNAUTHORIZED",
  });
  await expect(connectDevice(text)).rejects.toMatchObject({ code: "PNP_USAGE" });
});

test.each(["mqtt", "mqtt-ws", "amqp", "amqp-ws"] as const)(
  "a device and its module sign in with certificates over %s",
  async (transport) => {
    const { hub } = await deviceHub();
    const x509 = await makeDeviceCertificate({ commonName: "d1" });
    hub.createDevice("d1", selfSigned(x509.sha1Thumbprint));
    hub.createModule("d1", "m1", selfSigned(x509.sha1Thumbprint));
    const address = { host: hub.hostName, deviceId: "d1" };
    const device = await connectDevice(address, { x509, transport });
    const module = await connectModule({ ...address, moduleId: "m1" }, { x509, transport });
    await device.reportProperties({ a: 1 });
    await module.reportProperties({ b: 1 });
    expect((await device.readTwin()).reported).toEqual({ a: 1, $version: 2 });
    expect((await module.readTwin()).reported).toEqual({ b: 1, $version: 2 });
    await device.close();
    await module.close();
  },
);
