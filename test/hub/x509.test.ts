import azureIotDevice from "azure-iot-device";
import { expect, test } from "vitest";
import {
  type DeviceCertificate,
  type Hub,
  type HubTraceEvent,
  makeDeviceCertificate,
} from "../../src/hub/index.js";
import { sdkClient, type TransportName, transportNames } from "./device-sdk.js";
import { registry, testHub } from "./sdk.js";

/** Connects with a certificate and sends one event: over AMQP nothing asks who it is before that. */
async function send(
  hub: Hub,
  transport: TransportName,
  { cert, key }: DeviceCertificate,
): Promise<void> {
  const client = sdkClient(hub.deviceConnectionString("dev1"), transport);
  await client.setOptions({ cert, key });
  await client.open();
  await client.sendEvent(new azureIotDevice.Message("{}"));
}

function thumbprints(primaryThumbprint: string, secondaryThumbprint = primaryThumbprint): object {
  return { type: "selfSigned", x509Thumbprint: { primaryThumbprint, secondaryThumbprint } };
}

const byAuthority = { authentication: { type: "certificateAuthority" } };

test.each(transportNames)(
  "a device over %s signs in with a registered thumbprint",
  async (transport) => {
    const hub = await testHub();
    const certificate = await makeDeviceCertificate({ commonName: "any" });
    const authentication = { ...thumbprints(certificate.sha256Thumbprint.toLowerCase()) };
    hub.createDevice("dev1", { authentication });
    await send(hub, transport, certificate);
    expect(hub.telemetry("dev1")).toHaveLength(1);
    const { responseBody } = await registry(hub).getTwin("dev1");
    expect(responseBody).toMatchObject({
      authenticationType: "selfSigned",
      connectionState: "Connected",
    });
  },
);

test("the secondary thumbprint counts as well, and so does SHA-1", async () => {
  const hub = await testHub();
  const old = await makeDeviceCertificate({ commonName: "old" });
  const fresh = await makeDeviceCertificate({ commonName: "fresh" });
  const authentication = { ...thumbprints(old.sha256Thumbprint, fresh.sha1Thumbprint) };
  hub.createDevice("dev1", { authentication });
  await send(hub, "Mqtt", old);
  await send(hub, "Mqtt", fresh);
  expect(hub.telemetry("dev1")).toHaveLength(2);
});

test.each(transportNames)(
  "a device over %s is vouched for by an authority, over another one",
  async (transport) => {
    const root = await makeDeviceCertificate({ commonName: "root", authority: true });
    const factory = await makeDeviceCertificate({
      commonName: "factory",
      authority: true,
      issuer: root,
    });
    const hub = await testHub({ deviceCa: [root.cert] });
    hub.createDevice("dev1", byAuthority);
    await send(
      hub,
      transport,
      await makeDeviceCertificate({ commonName: "dev1", issuer: factory }),
    );
    expect(hub.telemetry("dev1")).toHaveLength(1);
  },
);

const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1000);

test.each(transportNames)(
  "a device over %s is refused with a wrong or expired certificate, and the trace says why",
  async (transport) => {
    const trace: HubTraceEvent[] = [];
    const root = await makeDeviceCertificate({ commonName: "root", authority: true });
    const other = await makeDeviceCertificate({ commonName: "root", authority: true });
    const device = await makeDeviceCertificate({ commonName: "dev1", issuer: root });
    const hub = await testHub({
      deviceCa: [root.cert],
      trace: (event) => trace.push(event),
    });
    hub.createDevice("dev1", byAuthority);
    const wrong: [DeviceCertificate, string][] = [
      [
        await makeDeviceCertificate({ commonName: "dev2", issuer: root }),
        'for "dev2", not for dev1',
      ],
      [await makeDeviceCertificate({ commonName: "dev1", issuer: other }), "no authority"],
      // Names the right authority and its key, but another key signed.
      [
        await makeDeviceCertificate({ commonName: "dev1", issuer: { ...root, key: other.key } }),
        "no authority",
      ],
      [await makeDeviceCertificate({ commonName: "dev1" }), "no authority"],
      [await makeDeviceCertificate({ commonName: "dev1", issuer: device }), "no authority"],
      [
        await makeDeviceCertificate({ commonName: "dev1", issuer: root, notAfter: days(-0.5) }),
        "the certificate is good from",
      ],
      [
        await makeDeviceCertificate({
          commonName: "dev1",
          issuer: root,
          notBefore: days(1),
        }),
        "the certificate is good from",
      ],
    ];
    for (const [certificate, reason] of wrong) {
      await expect(send(hub, transport, certificate)).rejects.toThrow();
      const refusals = trace.flatMap((event) => (event.kind === "refused" ? [event.detail] : []));
      expect(refusals.at(-1)).toContain(reason);
    }
    expect(hub.telemetry("dev1")).toEqual([]);
    const { responseBody } = await registry(hub).getTwin("dev1");
    expect(responseBody).toMatchObject({ connectionState: "Disconnected" });
  },
);

test("a thumbprint that is not registered, and a key where a certificate is asked for, are refused", async () => {
  const hub = await testHub();
  const certificate = await makeDeviceCertificate({ commonName: "dev1" });
  hub.createDevice("dev1", { authentication: { ...thumbprints("0".repeat(40)) } });
  await expect(send(hub, "Mqtt", certificate)).rejects.toThrow();
  hub.createDevice("dev2");
  const withKey = hub.deviceConnectionString("dev2").replace("DeviceId=dev2", "DeviceId=dev1");
  await expect(sdkClient(withKey, "Mqtt").open()).rejects.toThrow();
});

test("an authority must be one", async () => {
  const hub = await testHub();
  const { cert, key } = await makeDeviceCertificate({ commonName: "dev1" });
  for (const text of [
    "",
    key,
    cert,
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
  ]) {
    expect(() => hub.addDeviceCa(text)).toThrow(expect.objectContaining({ code: "PNP_USAGE" }));
  }
});
