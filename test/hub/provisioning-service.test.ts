import azureIotProvisioningService from "azure-iot-provisioning-service";
import { expect, test } from "vitest";
import {
  createSasToken,
  type Hub,
  type HubTraceEvent,
  makeDeviceCertificate,
} from "../../src/hub/index.js";
import { provisioningService, register } from "./provisioning-sdk.js";
import { registry, testHub } from "./sdk.js";

type Service = ReturnType<typeof provisioningService>;
type Individual = Parameters<Service["createOrUpdateIndividualEnrollment"]>[0];
type Group = Parameters<Service["createOrUpdateEnrollmentGroup"]>[0];
type Bulk = Parameters<Service["runBulkEnrollmentOperation"]>[0];
type BulkResult = { isSuccessful: boolean; errors: readonly unknown[] };

const symmetricKey = { type: "symmetricKey" } as const;
const key = (fill: number): string => Buffer.alloc(32, fill).toString("base64");

/** The SDK asks for all members of an enrollment; the service for few. */
async function put(service: Service, enrollment: object) {
  return (await service.createOrUpdateIndividualEnrollment(enrollment as Individual)).responseBody;
}

async function putGroup(service: Service, group: object) {
  return (await service.createOrUpdateEnrollmentGroup(group as Group)).responseBody;
}

/** By its callback: with a promise, this one call of the SDK never ends. */
function bulk(service: Service, operation: object): Promise<BulkResult> {
  return new Promise((resolve, reject) => {
    service.runBulkEnrollmentOperation(operation as Bulk, (error, result) => {
      if (error) reject(error);
      else resolve(result as unknown as BulkResult);
    });
  });
}

async function setUp() {
  const seen: HubTraceEvent[] = [];
  const hub = await testHub({ trace: (event) => seen.push(event) });
  return { hub, seen, service: provisioningService(hub) };
}

/** What a device needs that a service has enrolled by key. */
function device(hub: Hub, registrationId: string, symmetricKey: string) {
  const { idScope, provisioningHost } = hub.describe().provisioning ?? expect.unreachable();
  return { idScope, provisioningHost, registrationId, symmetricKey };
}

test("the connection string names the service and its owner's policy, and is told in the description", async () => {
  const { hub } = await setUp();
  expect(hub.provisioningConnectionString).toMatch(
    new RegExp(
      `^HostName=dps-${hub.hostName};SharedAccessKeyName=provisioningserviceowner;SharedAccessKey=.{44}$`,
    ),
  );
  expect(hub.describe().provisioningConnectionString).toBe(hub.provisioningConnectionString);
});

test("an enrollment is made with new keys, which are told then and when they are asked for, and never traced", async () => {
  const { hub, service, seen } = await setUp();
  const made = await put(service, { registrationId: "Reg-1", attestation: symmetricKey });
  expect(made).toEqual({
    registrationId: "Reg-1",
    deviceId: "Reg-1",
    attestation: {
      type: "symmetricKey",
      symmetricKey: {
        primaryKey: expect.stringMatching(/^.{44}$/),
        secondaryKey: expect.stringMatching(/^.{44}$/),
      },
    },
    capabilities: { iotEdge: false },
    provisioningStatus: "enabled",
    reprovisionPolicy: { updateHubAssignment: true, migrateDeviceData: true },
    allocationPolicy: "hashed",
    iotHubs: [],
    createdDateTimeUtc: expect.stringMatching(/Z$/),
    lastUpdatedDateTimeUtc: made.createdDateTimeUtc,
    etag: expect.any(String),
  });
  const read = (await service.getIndividualEnrollment("reg-1")).responseBody;
  expect(read).toEqual({ ...made, attestation: symmetricKey });
  const mechanism = await service.getIndividualEnrollmentAttestationMechanism("Reg-1");
  expect(mechanism.responseBody).toEqual(made.attestation);
  const { primaryKey = "" } = made.attestation.symmetricKey ?? {};
  await register(device(hub, "Reg-1", primaryKey));
  expect(JSON.stringify(seen)).not.toContain(primaryKey);
});

test("an enrollment that is read, changed and sent back keeps its keys and gets a new etag", async () => {
  const { service } = await setUp();
  const made = await put(service, { registrationId: "reg-1", attestation: symmetricKey });
  const read = (await service.getIndividualEnrollment("reg-1")).responseBody;
  const initialTwin = { tags: { floor: 3 }, properties: { desired: { on: true } } };
  const changed = await put(service, { ...read, initialTwin, provisioningStatus: "disabled" });
  expect(changed).toMatchObject({
    initialTwin,
    provisioningStatus: "disabled",
    attestation: made.attestation,
    createdDateTimeUtc: made.createdDateTimeUtc,
  });
  expect(changed.etag).not.toBe(made.etag);
  await expect(put(service, { ...read })).rejects.toMatchObject({ name: "InvalidEtagError" });
});

test("without an etag nothing is overwritten, and with one nothing is created", async () => {
  const { service } = await setUp();
  const enrollment = { registrationId: "reg-1", attestation: symmetricKey };
  await expect(put(service, { ...enrollment, etag: "*" })).rejects.toMatchObject({
    response: { statusCode: 404 },
  });
  await put(service, enrollment);
  const again = await put(service, enrollment).catch((error: unknown) => error);
  expect(again).toMatchObject({ response: { statusCode: 409 } });
  expect(JSON.parse((again as { responseBody: string }).responseBody)).toEqual({
    errorCode: 409201,
    message: expect.stringContaining("If-Match"),
    trackingId: expect.any(String),
    timestampUtc: expect.any(String),
  });
  expect(await put(service, { ...enrollment, etag: "*" })).toMatchObject(enrollment);
});

test("a removed enrollment is gone, with what had become of it; a stale etag removes nothing", async () => {
  const { hub, service } = await setUp();
  const made = await put(service, { registrationId: "reg-1", attestation: symmetricKey });
  const { primaryKey = "" } = made.attestation.symmetricKey ?? {};
  await register(device(hub, "reg-1", primaryKey));
  await expect(service.deleteIndividualEnrollment("reg-1", "stale")).rejects.toMatchObject({
    name: "InvalidEtagError",
  });
  await deleted((done) => service.deleteIndividualEnrollment("reg-1", made.etag, done));
  for (const gone of [
    service.getIndividualEnrollment("reg-1"),
    service.getDeviceRegistrationState("reg-1"),
    service.getIndividualEnrollmentAttestationMechanism("reg-1"),
  ]) {
    await expect(gone).rejects.toMatchObject({ response: { statusCode: 404 } });
  }
  // The device stays on the hub, as in the cloud.
  expect((await registry(hub).get("reg-1")).responseBody.deviceId).toBe("reg-1");
});

function deleted(run: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    run((error) => (error ? reject(error) : resolve()));
  });
}

test("a registration state is told alone, and with its enrollment; removing it makes the next one the first", async () => {
  const { hub, service } = await setUp();
  const made = await put(service, { registrationId: "reg-1", attestation: symmetricKey });
  const { primaryKey = "" } = made.attestation.symmetricKey ?? {};
  const enrolled = device(hub, "reg-1", primaryKey);
  await expect(service.getDeviceRegistrationState("reg-1")).rejects.toMatchObject({
    response: { statusCode: 404 },
  });
  await register(enrolled);
  const { symmetricKey: _told, ...again } = await register(enrolled);
  const state = (await service.getDeviceRegistrationState("reg-1")).responseBody;
  expect(state).toEqual(again);
  expect(state).toMatchObject({
    assignedHub: hub.hostName,
    substatus: "reprovisionedToInitialAssignment",
  });
  const enrollment = (await service.getIndividualEnrollment("reg-1")).responseBody;
  expect(enrollment.registrationState).toEqual(state);
  await deleted((done) => service.deleteDeviceRegistrationState(state, done));
  expect(await register(enrolled)).toMatchObject({ substatus: "initialAssignment" });
});

test("a group has its own keys, and its devices are found by the group", async () => {
  const { hub, service } = await setUp();
  const keys = { primaryKey: key(2), secondaryKey: key(4) };
  const made = await putGroup(service, {
    enrollmentGroupId: "line",
    attestation: { type: "symmetricKey", symmetricKey: keys },
  });
  const { responseBody } = await service.getEnrollmentGroupAttestationMechanism("line");
  expect(responseBody).toEqual({ type: "symmetricKey", symmetricKey: keys });
  expect((await service.getEnrollmentGroup("line")).responseBody).toEqual({
    ...made,
    attestation: symmetricKey,
  });
  // HMAC-SHA256 of the ids by 32 bytes of 2 and of 4, worked out by openssl.
  for (const [registrationId, derived] of [
    ["press-1", "UcfprYDt34dWS7Cjx/j8Mlj8lwezNwfrIhK4IZ5exLY="],
    ["press-2", "Xv9cKwyTlj/ZzTXZR89MTNwDF4xjB0yz3XY9cbqytts="],
  ] as const) {
    await register(device(hub, registrationId, derived), { transport: "Http" });
  }
  const query = service.createEnrollmentGroupDeviceRegistrationStateQuery(
    { query: "*" } as never,
    "line",
  );
  expect((await query.next()).responseBody).toMatchObject([
    { registrationId: "press-1", status: "assigned" },
    { registrationId: "press-2", status: "assigned" },
  ]);
  await deleted((done) => service.deleteEnrollmentGroup(made, done));
  await expect(service.getDeviceRegistrationState("press-1")).rejects.toMatchObject({
    response: { statusCode: 404 },
  });
});

test("certificates are told by what is in them; sending that back keeps them", async () => {
  const { service } = await setUp();
  const [one, two] = await Promise.all([
    makeDeviceCertificate({ commonName: "reg-1" }),
    makeDeviceCertificate({ commonName: "reg-1" }),
  ]);
  const base64 = Buffer.from(two.cert).toString("base64");
  const clientCertificates = {
    primary: { certificate: one.cert },
    secondary: { certificate: base64 },
  };
  const made = await put(service, {
    registrationId: "reg-1",
    attestation: { type: "x509", x509: { clientCertificates } },
  });
  expect(made.attestation.x509?.clientCertificates).toEqual({
    primary: {
      info: {
        subjectName: "CN=reg-1",
        issuerName: "CN=reg-1",
        sha1Thumbprint: one.sha1Thumbprint,
        sha256Thumbprint: one.sha256Thumbprint,
        notBeforeUtc: expect.stringMatching(/Z$/),
        notAfterUtc: expect.stringMatching(/Z$/),
        serialNumber: expect.stringMatching(/^[0-9A-F]+$/),
        version: 3,
      },
    },
    secondary: { info: expect.objectContaining({ sha256Thumbprint: two.sha256Thumbprint }) },
  });
  const changed = await put(service, { ...made, deviceId: "d1" });
  expect(changed).toMatchObject({ deviceId: "d1", attestation: made.attestation });
});

test("queries page through all enrollments in the order of their ids, whatever the query says", async () => {
  const { service } = await setUp();
  for (const registrationId of ["c", "a", "d", "b"]) {
    await put(service, { registrationId, attestation: symmetricKey });
    await putGroup(service, {
      enrollmentGroupId: `group-${registrationId}`,
      attestation: symmetricKey,
    });
  }
  const text = "SELECT * FROM enrollments WHERE registrationId = 'a'";
  const individual = service.createIndividualEnrollmentQuery({ query: text } as never, 3);
  const pages: string[][] = [];
  while (individual.hasMoreResults) {
    // Without its token the SDK's promises begin anew.
    const { responseBody } = await individual.next(individual.continuationToken);
    pages.push(idsOf<Individual>(responseBody, "registrationId"));
    expect(JSON.stringify(responseBody)).not.toContain("primaryKey");
  }
  expect(pages).toEqual([
    ["a", "b", "c"],
    ["d", "provisioned-device"],
  ]);
  const groups = service.createEnrollmentGroupQuery({ query: "*" } as never);
  const { responseBody } = await groups.next();
  expect(idsOf<Group>(responseBody, "enrollmentGroupId")).toEqual(
    ["a", "b", "c", "d"].map((id) => `group-${id}`),
  );
  expect(groups.hasMoreResults).toBe(false);
});

/** The SDK's types say that a page is something else than an array. */
function idsOf<T>(page: unknown, member: keyof T): string[] {
  return (page as readonly T[]).map((each) => String(each[member]));
}

test("a bulk operation does what it can and names what it cannot", async () => {
  const { service } = await setUp();
  const enrollments = ["a", "b"].map((registrationId) => ({
    registrationId,
    attestation: symmetricKey,
  }));
  const none = { isSuccessful: true, errors: [] };
  expect(await bulk(service, { mode: "create", enrollments })).toEqual(none);
  const more = { registrationId: "c", attestation: symmetricKey };
  expect(await bulk(service, { mode: "create", enrollments: [...enrollments, more] })).toEqual({
    isSuccessful: false,
    errors: ["a", "b"].map((registrationId) => ({
      registrationId,
      errorCode: 409201,
      errorStatus: expect.stringContaining(registrationId),
    })),
  });
  const off = enrollments.map((each) => ({ ...each, provisioningStatus: "disabled" }));
  expect(await bulk(service, { mode: "update", enrollments: off })).toEqual(none);
  const read = (await service.getIndividualEnrollment("a")).responseBody;
  expect(read.provisioningStatus).toBe("disabled");
  const stale = { ...enrollments[1], etag: "stale" };
  const byEtag = { mode: "updateIfMatchEtag", enrollments: [read, stale] };
  expect(await bulk(service, byEtag)).toMatchObject({ errors: [{ registrationId: "b" }] });
  expect(await bulk(service, { mode: "delete", enrollments: [...enrollments, more] })).toEqual(
    none,
  );
  await expect(service.getIndividualEnrollment("c")).rejects.toThrow();
});

test("a token of another policy, key, host or time is refused with 401", async () => {
  const { hub, service } = await setUp();
  const host = `dps-${hub.hostName}`;
  const right = hub.provisioningConnectionString.replace(/^.*SharedAccessKey=/, "");
  const owner = "provisioningserviceowner";
  const later = 4_000_000_000;
  const tokens = [
    createSasToken(host, key(1), later, owner),
    createSasToken(host, right, later, "iothubowner"),
    createSasToken(host, right, later),
    createSasToken(hub.hostName, right, later, owner),
    createSasToken(host, right, 1, owner),
    "Bearer abc",
  ];
  for (const sharedAccessSignature of tokens) {
    const other = new azureIotProvisioningService.ProvisioningServiceClient({
      host,
      sharedAccessSignature,
    });
    await expect(other.getIndividualEnrollment("a")).rejects.toMatchObject({
      name: "UnauthorizedError",
      responseBody: expect.stringContaining('"errorCode":401002'),
    });
  }
  await expect(service.getIndividualEnrollment("a")).rejects.toThrow("Not found");
});

test("an Entra sign-in does what its role allows, and roles of the hub allow nothing here", async () => {
  const { hub, service } = await setUp();
  await put(service, { registrationId: "reg-1", attestation: symmetricKey });
  const table: Record<string, readonly unknown[]> = {};
  for (const role of [
    "Device Provisioning Service Data Contributor",
    "Device Provisioning Service Data Reader",
    "IoT Hub Data Contributor",
  ] as const) {
    const other = azureIotProvisioningService.ProvisioningServiceClient.fromTokenCredential(
      `dps-${hub.hostName}`,
      hub.credential([role]),
    );
    const group = { enrollmentGroupId: `group-${role.length}`, attestation: symmetricKey };
    const calls = [
      other.getIndividualEnrollment("reg-1"),
      other.getIndividualEnrollmentAttestationMechanism("reg-1"),
      putGroup(other, group),
    ];
    table[role] = await Promise.all(
      calls.map((call) => call.then(() => "done").catch(({ name }: Error) => name)),
    );
  }
  expect(table).toEqual({
    "Device Provisioning Service Data Contributor": ["done", "done", "done"],
    "Device Provisioning Service Data Reader": ["done", "UnauthorizedError", "UnauthorizedError"],
    "IoT Hub Data Contributor": ["UnauthorizedError", "UnauthorizedError", "UnauthorizedError"],
  });
});
