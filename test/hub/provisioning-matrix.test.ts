import azureIotDevice from "azure-iot-device";
import azureIotDeviceMqtt from "azure-iot-device-mqtt";
import { expect, test } from "vitest";
import { type DeviceCertificate, type Hub, makeDeviceCertificate } from "../../src/hub/index.js";
import {
  offeredTransports,
  provisioningService,
  register,
  type TransportName,
  transportNames,
} from "./provisioning-sdk.js";
import { registry, testHub } from "./sdk.js";

/** What a device registers with, and has then to connect to the hub with. */
interface Proof {
  readonly symmetricKey: string;
  readonly x509?: DeviceCertificate;
}

type Enroll = (hub: Hub, registrationId: string) => Promise<Proof>;

const modelId = "dtmi:com:example:Thermostat;1";

/** Each column enrolls a device by the service's SDK and answers its proof. */
const proofs: Readonly<Record<string, Enroll>> = {
  "key, individual": async (hub, registrationId) => {
    const enrolled = await put(hub, { registrationId, attestation: { type: "symmetricKey" } });
    return { symmetricKey: enrolled.attestation.symmetricKey?.primaryKey ?? "" };
  },
  "key, group": async (hub, registrationId) =>
    hub.addEnrollmentGroup({ id: `group-of-${registrationId}` }).device(registrationId),
  "X.509, individual": async (hub, registrationId) => {
    const x509 = await makeDeviceCertificate({ commonName: registrationId });
    const clientCertificates = { primary: { certificate: x509.cert } };
    const attestation = { type: "x509", x509: { clientCertificates } };
    await put(hub, { registrationId, attestation });
    return { symmetricKey: "", x509 };
  },
  "X.509, group": async (hub, registrationId) => {
    const root = await makeDeviceCertificate({ commonName: "root", authority: true });
    await putGroup(hub, registrationId, { signingCertificates: certificate(root) });
    return {
      symmetricKey: "",
      x509: await makeDeviceCertificate({ commonName: registrationId, issuer: root }),
    };
  },
  "X.509, group, over an intermediate": async (hub, registrationId) => {
    const root = await makeDeviceCertificate({ commonName: "root", authority: true });
    const issuer = await makeDeviceCertificate({
      commonName: "intermediate",
      issuer: root,
      authority: true,
    });
    hub.addProvisioningCa(`root-of-${registrationId}`, root.cert);
    await putGroup(hub, registrationId, {
      caReferences: { primary: `root-of-${registrationId}` },
    });
    return {
      symmetricKey: "",
      x509: await makeDeviceCertificate({ commonName: registrationId, issuer }),
    };
  },
};

type Service = ReturnType<typeof provisioningService>;

function put(hub: Hub, enrollment: object) {
  type Enrollment = Parameters<Service["createOrUpdateIndividualEnrollment"]>[0];
  return provisioningService(hub)
    .createOrUpdateIndividualEnrollment(enrollment as Enrollment)
    .then(({ responseBody }) => responseBody);
}

async function putGroup(hub: Hub, registrationId: string, x509: object) {
  type Group = Parameters<Service["createOrUpdateEnrollmentGroup"]>[0];
  const enrollmentGroupId = `group-of-${registrationId}`;
  const group = { enrollmentGroupId, attestation: { type: "x509", x509 } };
  await provisioningService(hub).createOrUpdateEnrollmentGroup(group as unknown as Group);
}

function certificate({ cert }: DeviceCertificate) {
  return { primary: { certificate: cert } };
}

/** From the enrollment to a connection with the hub that the device was assigned to. */
async function provision(hub: Hub, transport: TransportName, enroll: Enroll, id: string) {
  const proof = await enroll(hub, id);
  const { provisioningHost, idScope } = hub.describe().provisioning ?? expect.unreachable();
  const device = { provisioningHost, idScope, registrationId: id, ...proof };
  const { x509 } = proof;
  expect(await register(device, { transport, x509, payload: { modelId } })).toMatchObject({
    registrationId: id,
    deviceId: id,
    assignedHub: hub.hostName,
    status: "assigned",
    substatus: "initialAssignment",
    createdDateTimeUtc: expect.stringMatching(/Z$/),
    lastUpdatedDateTimeUtc: expect.stringMatching(/Z$/),
    etag: expect.any(String),
    [x509 ? "x509" : "symmetricKey"]: expect.any(Object),
  });
  expect((await registry(hub).getTwin(id)).responseBody).toMatchObject({ modelId });
  await connect(hub, id, proof);
}

async function connect(hub: Hub, deviceId: string, { symmetricKey, x509 }: Proof) {
  const own = x509 ? "x509=true" : `SharedAccessKey=${symmetricKey}`;
  const client = azureIotDevice.Client.fromConnectionString(
    `HostName=${hub.hostName};DeviceId=${deviceId};${own}`,
    azureIotDeviceMqtt.Mqtt,
  );
  await client.setOptions({ modelId, ...x509 });
  await client.open();
  await client.close();
}

test("the matrix has a row for every transport that the SDK offers", () => {
  expect(transportNames).toEqual(offeredTransports);
});

test("devices register over every transport by every proof, and connect with the same proof", async () => {
  const hub = await testHub();
  const cells = transportNames.flatMap((transport) =>
    Object.entries(proofs).map(([proof, enroll]) => ({ transport, proof, enroll })),
  );
  const results = await Promise.all(
    cells.map(({ transport, enroll }, index) =>
      provision(hub, transport, enroll, `device-${index}`).then(
        () => "green",
        (error: unknown) => String(error),
      ),
    ),
  );
  const columns = Object.keys(proofs);
  const rows = transportNames.map((transport) =>
    columns.map((proof) => {
      const cell = cells.findIndex((each) => each.transport === transport && each.proof === proof);
      return results[cell] ?? "missing";
    }),
  );
  const table = [
    ["", ...columns],
    ["---", ...columns.map(() => ":-:")],
    ...rows.map((row, index) => [transportNames[index], ...row]),
  ];
  console.log(table.map((line) => `| ${line.join(" | ")} |`).join("\n"));
  expect(rows).toEqual(transportNames.map(() => columns.map(() => "green")));
});
