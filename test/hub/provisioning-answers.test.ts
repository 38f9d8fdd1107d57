import { expect, test } from "vitest";
import { type DeviceCertificate, makeDeviceCertificate } from "../../src/hub/index.js";
import { register, type TransportName, transportNames } from "./provisioning-sdk.js";
import { registry, testHub } from "./sdk.js";

const otherKey = Buffer.alloc(32, 7).toString("base64");

/** The service's own words, wherever the SDK's transport puts them. */
function wordsOf(error: unknown): unknown {
  const { result, responseBody, description } = error as Record<string, unknown>;
  return result ?? JSON.parse(String(responseBody ?? description));
}

test.each(transportNames)(
  "over %s a wrong proof is answered with 401 and the number 401002, and makes no device",
  async (transport) => {
    const hub = await testHub();
    const [own, other, root] = await Promise.all([
      makeDeviceCertificate({ commonName: "by-certificate" }),
      makeDeviceCertificate({ commonName: "by-certificate" }),
      makeDeviceCertificate({ commonName: "root", authority: true }),
    ]);
    const late = await makeDeviceCertificate({
      commonName: "of-line",
      issuer: root,
      notAfter: new Date(Date.now() - 1000),
    });
    // An authority of the same name, with another key.
    const impostor = await makeDeviceCertificate({ commonName: "root", authority: true });
    const forged = await makeDeviceCertificate({ commonName: "of-line", issuer: impostor });
    const strange = await makeDeviceCertificate({ commonName: "somebody-else", issuer: root });
    const known = hub.addEnrollment({ registrationId: "known" });
    const keyGroup = hub.addEnrollmentGroup({ id: "keys" });
    const byCertificate = hub.addEnrollment({
      registrationId: "by-certificate",
      certificate: own.cert,
    });
    hub.addEnrollmentGroup({ id: "line", signingCertificate: root.cert });
    const cases: readonly (readonly [typeof known, DeviceCertificate?])[] = [
      [{ ...known, symmetricKey: otherKey }],
      [{ ...known, registrationId: "unknown" }],
      [{ ...keyGroup.device("of-group"), symmetricKey: keyGroup.groupKey }],
      [byCertificate, other],
      [{ ...byCertificate, registrationId: "of-line" }, late],
      [{ ...byCertificate, registrationId: "of-line" }, strange],
      [{ ...byCertificate, registrationId: "of-line" }, forged],
      [known, own],
      [{ ...byCertificate, symmetricKey: otherKey }],
    ];
    const errors = await Promise.all(
      cases.map(([device, x509]) => register(device, { transport, x509 }).catch(wordsOf)),
    );
    expect(errors).toEqual(
      cases.map(() => ({
        errorCode: 401002,
        message: expect.stringMatching(/^Unauthorized: /),
        trackingId: expect.any(String),
        timestampUtc: expect.any(String),
      })),
    );
    expect((await registry(hub).list()).responseBody).toEqual([]);
  },
);

test.each<[TransportName, object]>([
  ["Mqtt", { code: 5 }],
  ["MqttWs", { code: 5 }],
  ["Amqp", { condition: "amqp:unauthorized-access" }],
  ["AmqpWs", { condition: "amqp:unauthorized-access" }],
  ["Http", { name: "UnauthorizedError" }],
])("over %s a wrong id scope is refused, whatever the proof", async (transport, error) => {
  const hub = await testHub();
  const x509 = await makeDeviceCertificate({ commonName: "reg-1" });
  const byKey = { ...hub.addEnrollment({ registrationId: "reg-2" }), idScope: "0ne0" };
  hub.addEnrollment({ registrationId: "reg-1", certificate: x509.cert });
  const byCertificate = { ...byKey, registrationId: "reg-1" };
  await expect(register(byKey, { transport })).rejects.toMatchObject(error);
  await expect(register(byCertificate, { transport, x509 })).rejects.toMatchObject(error);
});

test.each(transportNames)(
  "over %s the devices of a disabled enrollment are told that it is disabled, and are not assigned",
  async (transport) => {
    const hub = await testHub();
    const own = hub.addEnrollment({ registrationId: "own", status: "disabled" });
    const group = hub.addEnrollmentGroup({ id: "group", status: "disabled" });
    const answers = await Promise.all(
      [own, group.device("of-group")].map((device) =>
        register(device, { transport }).catch(wordsOf),
      ),
    );
    const registrationState = { status: "disabled", etag: expect.any(String) };
    expect(answers).toMatchObject([
      { operationId: "", status: "disabled", registrationState },
      { operationId: "", status: "disabled", registrationState },
    ]);
    expect(answers[1]).not.toHaveProperty("registrationState.assignedHub");
    expect((await registry(hub).list()).responseBody).toEqual([]);
    // One that does not prove itself learns nothing of it.
    const stranger = { ...own, symmetricKey: otherKey };
    expect(await register(stranger, { transport }).catch(wordsOf)).toMatchObject({
      errorCode: 401002,
    });
  },
);
