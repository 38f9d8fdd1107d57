import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import rhea, { type Message } from "rhea";
import { expect, onTestFinished, test } from "vitest";
import { type Hub, makeDeviceCertificate } from "../../src/hub/index.js";
import { eventually } from "./eventually.js";
import { registrationToken, sendProvisioning as send } from "./provisioning-rest.js";
import { provisioningService } from "./provisioning-sdk.js";
import { detachOf, next, rawAmqp } from "./raw-amqp.js";
import { registry, testHub } from "./sdk.js";

const byKey = { attestation: { type: "symmetricKey" } };

test("ids that are none, and those that name members of every object, harm nobody", async () => {
  const hub = await testHub();
  for (const id of ["-a", "a.", "__proto__", "a%2Fb", "a%20b", "%C3%A4", "a".repeat(129)]) {
    for (const path of [`/enrollments/${id}`, `/enrollmentGroups/${id}`]) {
      expect(await send(hub, "PUT", path, byKey)).toMatchObject({
        status: 400,
        headers: { "x-ms-error-code": "400004" },
        body: { errorCode: 400004 },
      });
    }
  }
  for (const id of ["constructor", "toString", "hasOwnProperty"]) {
    for (const path of [`/enrollments/${id}`, `/enrollmentGroups/${id}`, `/registrations/${id}`]) {
      expect(await send(hub, "GET", path, "")).toMatchObject({ status: 404 });
    }
    expect(await send(hub, "PUT", `/enrollments/${id}`, byKey)).toMatchObject({ status: 200 });
  }
});

test("enrollments that make no sense are refused with 400 and the reason, and none is made", async () => {
  const hub = await testHub();
  const { cert } = await makeDeviceCertificate({ commonName: "reg-1" });
  const x509 = (part: object) => ({ attestation: { type: "x509", x509: part } });
  const leaf = { primary: { certificate: cert } };
  const custom = (webhookUrl: unknown) => ({
    ...byKey,
    allocationPolicy: "custom",
    customAllocationDefinition: { webhookUrl },
  });
  const twin = (initialTwin: unknown) => ({ ...byKey, initialTwin });
  const deep = "[".repeat(5000) + "]".repeat(5000);
  const refused: readonly (readonly [unknown, RegExp])[] = [
    ["", /no body/],
    ["{", /JSON/],
    ["[]", /object/],
    [`{"attestation":${deep}}`, /more than 100/],
    [
      '{"attestation":{"type":"symmetricKey"},"initialTwin":{"tags":{"n":9007199254740993}}}',
      /9007199254740993/,
    ],
    [{}, /attestation/],
    [{ attestation: { type: "tpm", tpm: { endorsementKey: "a" } } }, /TPM/],
    [
      { attestation: { type: "symmetricKey", symmetricKey: { primaryKey: "short" } } },
      /primaryKey/,
    ],
    [x509({}), /clientCertificates/],
    [x509({ signingCertificates: leaf }), /clientCertificates/],
    [x509({ clientCertificates: { primary: { certificate: "bm9uZQ==" } } }), /no X.509/],
    [x509({ clientCertificates: { primary: { info: { sha256Thumbprint: "AB" } } } }), /missing/],
    [{ ...byKey, iotHubs: ["contoso.azure-devices.net"] }, /not linked/],
    [{ ...byKey, registrationId: "other" }, /registrationId/],
    [{ ...byKey, deviceId: "a/b" }, /deviceId/],
    [{ ...byKey, provisioningStatus: "on" }, /enabled, disabled/],
    [{ ...byKey, reprovisionPolicy: { updateHubAssignment: "no" } }, /reprovisionPolicy/],
    [{ ...byKey, capabilities: { iotEdge: "yes" } }, /iotEdge/],
    [custom(undefined), /webhookUrl/],
    [custom("file:///etc/passwd"), /webhookUrl/],
    [custom("http://"), /webhookUrl/],
    [twin([]), /initialTwin/],
    [twin({ tags: { "a.b": 1 } }), /a\.b/],
    [twin({ tags: { a: "x".repeat(4000), b: "x".repeat(4000), c: "x".repeat(4000) } }), /tags/],
  ];
  for (const [body, reason] of refused) {
    const answer = await send(hub, "PUT", "/enrollments/reg-1", body);
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringMatching(reason) } });
  }
  const group = [
    [x509({ clientCertificates: leaf }), /signingCertificates, caReferences/],
    [x509({ signingCertificates: leaf }), /not of an authority/],
    [x509({ caReferences: { primary: 1 } }), /name/],
  ] as const;
  for (const [body, reason] of group) {
    const answer = await send(hub, "PUT", "/enrollmentGroups/g", body);
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringMatching(reason) } });
  }
  expect(await send(hub, "PUT", "/enrollments/reg-1", "x".repeat(300_000))).toMatchObject({
    status: 413,
  });
  expect(await send(hub, "GET", "/enrollments/reg-1", "")).toMatchObject({ status: 404 });
});

/** Of nobody: subject and issuer are empty. */
const namelessCertificate = `-----BEGIN CERTIFICATE-----
MIIBVzCB/aADAgECAhQv5IbUkdQqZT6l8KgCEpBiu4sHijAKBggqhkjOPQQDAjAA
MCAXDTI2MTEyMTIzNDg1NloYDzIxMjYxMDI4MjM0ODU2WjAAMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEe14mUjL9j4VcOxkbyUTPWTJKCSJQnZAou05FrBRXhlKC
2s0u3EnJgyX5H8Go77bVt4KAsNJR9qTeBskc2xxtFKNTMFEwHQYDVR0OBBYEFK4+
+7ZUnTJVpBeUYi4t6OBWgvKFMB8GA1UdIwQYMBaAFK4++7ZUnTJVpBeUYi4t6OBW
gvKFMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAOXQkmuSC/hU
SnbT2gcY+sw4//VVi3VHhniVdZ5LUz2wAiEAlPKsXvDaeNcywuzlhHimW98QqYnK
gxQ/1FfGT7qSl7g=
-----END CERTIFICATE-----`;

test("a certificate of nobody is enrolled and shown", async () => {
  const hub = await testHub();
  const clientCertificates = { primary: { certificate: namelessCertificate } };
  const enrollment = { attestation: { type: "x509", x509: { clientCertificates } } };
  const nameless = { primary: { info: { subjectName: "", issuerName: "" } } };
  expect(await send(hub, "PUT", "/enrollments/reg-1", enrollment)).toMatchObject({
    status: 200,
    body: { attestation: { x509: { clientCertificates: nameless } } },
  });
  expect(await send(hub, "POST", "/enrollments/query", { query: "*" })).toMatchObject({
    status: 200,
  });
});

test("a member called __proto__ stays a member", async () => {
  const hub = await testHub();
  const body = `{"__proto__":{"a":1},"attestation":{"type":"symmetricKey"},"initialTwin":{"tags":{"__proto__":{"a":1}}}}`;
  const { body: made } = await send(hub, "PUT", "/enrollments/reg-1", body);
  expect(JSON.stringify(made)).toContain('"tags":{"__proto__":{"a":1}}');
  expect(({} as { a?: number }).a).toBeUndefined();
});

test("paths, methods, bulks and pages that are none are refused", async () => {
  const hub = await testHub();
  const many = Array.from({ length: 11 }, (_, index) => ({
    ...byKey,
    registrationId: `r${index}`,
  }));
  const cases: readonly (readonly [number, string, string, unknown, Record<string, string>?])[] = [
    [404, "GET", "/", ""],
    [404, "GET", "/enrollments/a/b/c", ""],
    [404, "GET", "/enrollments/%ZZ", ""],
    [405, "PATCH", "/enrollments/a", {}],
    [400, "POST", "/enrollments", { mode: "erase", enrollments: many.slice(1) }],
    [400, "POST", "/enrollments", { mode: "__proto__", enrollments: many.slice(1) }],
    [400, "POST", "/enrollments", { mode: { toString: 1 }, enrollments: many.slice(1) }],
    [400, "POST", "/enrollments", { mode: "create", enrollments: many }],
    [400, "POST", "/enrollments", { mode: "create", enrollments: [byKey] }],
    [400, "POST", "/enrollments", { mode: "create", enrollments: "all" }],
    [400, "POST", "/enrollments/query", {}],
    [400, "POST", "/enrollments/query", { query: "*" }, { "x-ms-continuation": "nonsense" }],
    [400, "POST", "/enrollments/query", { query: "*" }, { "x-ms-max-item-count": "-1" }],
    [404, "POST", "/registrations/nobody/query", { query: "*" }],
  ];
  for (const [status, method, path, body, headers] of cases) {
    const answer = await send(hub, method, path, body, headers);
    expect({ path, status: answer.status }).toEqual({ path, status });
    expect(String(answer.body.errorCode)).toMatch(new RegExp(`^${status}\\d{3}$`));
  }
});

test("a registration that makes no sense over HTTPS is refused, and none is made", async () => {
  const hub = await testHub();
  const { idScope, symmetricKey } = hub.addEnrollment({ registrationId: "reg-1" });
  const resource = `${idScope}/registrations/reg-1`;
  const headers = { Authorization: registrationToken(resource, symmetricKey) };
  const put = (path: string, body: unknown) => send(hub, "PUT", path, body, headers);
  const deep = `{"payload":${"[".repeat(5000)}${"]".repeat(5000)}}`;
  for (const body of ["{", "[]", deep, { registrationId: "reg-2" }, { payload: { modelId: 1 } }]) {
    expect(await put(`/${resource}/register`, body)).toMatchObject({ status: 400 });
  }
  expect(await put(`/${idScope}/registrations/a%2Fb/register`, {})).toMatchObject({ status: 400 });
  expect(await put(`/${idScope}/registrations/reg-2/register`, {})).toMatchObject({ status: 401 });
  const operation = await send(hub, "GET", `/${resource}/operations/4.0.0`, "", headers);
  expect(operation).toMatchObject({ status: 404 });
  expect(await send(hub, "POST", `/${resource}`, {}, headers)).toMatchObject({ status: 404 });
  expect(() => hub.deviceConnectionString("reg-1")).toThrow("not registered");
});

/** A device that a webhook assigns: what waits for the webhook's answer, and how the device registers. */
async function assignedByWebhook(hub: Hub) {
  const waiting: ServerResponse[] = [];
  const webhook = createServer((_, response) => void waiting.push(response)).listen(0, "127.0.0.1");
  onTestFinished(() => void webhook.close());
  await once(webhook, "listening");
  const { port } = webhook.address() as AddressInfo;
  const { idScope, symmetricKey } = hub.addEnrollment({ registrationId: "reg-1" });
  await send(
    hub,
    "PUT",
    "/enrollments/reg-1",
    {
      ...byKey,
      allocationPolicy: "custom",
      customAllocationDefinition: { webhookUrl: `http://127.0.0.1:${port}/` },
    },
    { "If-Match": "*" },
  );
  const resource = `${idScope}/registrations/reg-1`;
  const headers = { Authorization: registrationToken(resource, symmetricKey) };
  const register = async () => {
    const { body } = await send(hub, "PUT", `/${resource}/register`, {}, headers);
    return () => send(hub, "GET", `/${resource}/operations/${body.operationId}`, "", headers);
  };
  return { waiting, register };
}

test("while a webhook decides, a device is told to wait; one that registers anew is asked about anew", async () => {
  const hub = await testHub();
  const { waiting, register } = await assignedByWebhook(hub);
  const first = await register();
  await eventually(() => waiting.length).toBe(1);
  const second = await register();
  expect(await second()).toMatchObject({ status: 202, headers: { "retry-after": "1" } });
  expect(await first()).toMatchObject({ status: 404 });
  await eventually(() => waiting.length).toBe(2);
  // Nobody waits for an answer to the first registration, which the second has replaced.
  await eventually(() => waiting[0]?.destroyed, { timeout: 3000 }).toBe(true);
  const assigned = JSON.stringify({ iotHubHostName: hub.hostName, payload: "second" });
  waiting[1]?.end(assigned);
  await eventually(async () => (await second()).body).toMatchObject({
    status: "assigned",
    registrationState: { payload: "second" },
  });
});

test("a webhook that answers for a registration that was removed decides nothing for the next one", async () => {
  const hub = await testHub();
  const { waiting, register } = await assignedByWebhook(hub);
  await register();
  await eventually(() => waiting.length).toBe(1);
  expect(await send(hub, "DELETE", "/registrations/reg-1", "")).toMatchObject({ status: 204 });
  const second = await register();
  await eventually(() => waiting.length).toBe(2);
  for (const [index, response] of waiting.entries()) {
    const initialTwin = { tags: { index }, properties: { desired: {} } };
    response.end(JSON.stringify({ iotHubHostName: hub.hostName, initialTwin }));
    await once(response, "finish");
  }
  await eventually(async () => (await second()).body).toMatchObject({ status: "assigned" });
  const twin = (await registry(hub).getTwin("reg-1")).responseBody;
  expect(twin).toMatchObject({ tags: { index: 1 } });
});

/** Signs in as a registering device and opens its two links; sends one message and answers what comes back. */
async function ask(hub: Hub, message: Message, { links = ["out", "in"], id = "reg-1" } = {}) {
  const { idScope, connection } = await registering(hub);
  const address = `${idScope}/registrations/${id}`;
  const receiver = links.includes("in") ? connection.open_receiver(address) : undefined;
  const sender = connection.open_sender(address);
  await next(sender, "sendable");
  sender.send(message);
  const rejected = next(sender, "rejected").then(({ delivery }) => {
    const { error } = (delivery?.remote_state ?? {}) as { error?: { description: string } };
    return JSON.parse(error?.description ?? "{}");
  });
  const answered = receiver
    ? next(receiver, "message").then(({ message: body }) => body)
    : rejected;
  return Promise.race([rejected, answered]);
}

async function registering(hub: Hub) {
  const { idScope, symmetricKey } = hub.addEnrollment({ registrationId: "reg-1" });
  // The same key: only the token's own words tell the two apart.
  hub.addEnrollment({ registrationId: "reg-2", primaryKey: symmetricKey });
  const resource = `${idScope}/registrations/reg-1`;
  const password = registrationToken(resource, symmetricKey);
  const connection = rawAmqp(hub, { username: resource, password });
  await next(connection, "connection_open");
  return { idScope, connection };
}

const operation = (type: unknown) => ({ "iotdps-operation-type": type });

test.each<[string, Message, object, number]>([
  ["no operation", { body: "" }, {}, 400004],
  [
    "an unknown operation",
    { application_properties: operation("__proto__"), body: "" },
    {},
    400004,
  ],
  [
    "a body that is no JSON",
    { application_properties: operation("iotdps-register"), body: "{" },
    {},
    400006,
  ],
  [
    "a body that is neither bytes nor text",
    { application_properties: operation("iotdps-register"), body: { a: 1 } },
    {},
    400004,
  ],
  [
    "an operation that nobody has begun",
    { application_properties: operation("iotdps-get-operationstatus"), body: "" },
    {},
    404000,
  ],
  [
    "no link to be answered on",
    { application_properties: operation("iotdps-register"), body: "" },
    { links: ["out"] },
    400000,
  ],
  [
    "another device's address",
    { application_properties: operation("iotdps-register"), body: "" },
    { id: "reg-2" },
    401002,
  ],
  [
    "an address that names no device",
    { application_properties: operation("iotdps-register"), body: "" },
    { id: "-" },
    400004,
  ],
])("over AMQP a request with %s is rejected", async (_, message, options, errorCode) => {
  const hub = await testHub();
  expect(await ask(hub, message, options)).toMatchObject({ errorCode });
  expect(() => hub.deviceConnectionString("reg-1")).toThrow("not registered");
});

test("who has signed in to register may not use the hub's own addresses", async () => {
  const hub = await testHub();
  hub.createDevice("d1");
  const { connection } = await registering(hub);
  for (const address of ["/devices/d1/messages/devicebound", "/messages/servicebound/feedback"]) {
    expect(await detachOf(connection, address)).toMatchObject({
      condition: "amqp:unauthorized-access",
    });
  }
});

test("a registration over AMQP needs no body, and comes back with its correlation id", async () => {
  const hub = await testHub();
  const answer = await ask(hub, {
    application_properties: operation("iotdps-register"),
    correlation_id: "c-1",
    body: rhea.message.data_section(Buffer.alloc(0)),
  });
  expect(answer).toMatchObject({
    correlation_id: "c-1",
    application_properties: { "retry-after": "0" },
  });
  const state = (await provisioningService(hub).getDeviceRegistrationState("reg-1")).responseBody;
  expect(state).toMatchObject({ status: "assigned" });
});
