import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeDeviceCertificate } from "../../src/hub/index.js";
import { eventually } from "./eventually.js";
import { registrationToken, sendProvisioning } from "./provisioning-rest.js";
import { provisioningService, register } from "./provisioning-sdk.js";
import { registry, testHub } from "./sdk.js";

/** A data folder for the time of a test. */
function dataFolder(): string {
  const data = mkdtempSync(join(tmpdir(), "twinplug-test-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  return data;
}

test("enrollments, authorities and registrations outlast the hub's process", async () => {
  const options = { name: "lasting", data: dataFolder() };
  const before = await testHub(options);
  const root = await makeDeviceCertificate({ commonName: "root", authority: true });
  const x509 = await makeDeviceCertificate({ commonName: "of-line", issuer: root });
  before.addProvisioningCa("root", root.cert);
  const enrolled = before.addEnrollment({ registrationId: "reg-1", deviceId: "d1" });
  const x509Group = { type: "x509", x509: { caReferences: { primary: "root" } } };
  await provisioningService(before).createOrUpdateEnrollmentGroup({
    enrollmentGroupId: "line",
    attestation: x509Group,
  } as unknown as Parameters<
    ReturnType<typeof provisioningService>["createOrUpdateEnrollmentGroup"]
  >[0]);
  const first = await register(enrolled);
  const { provisioningConnectionString } = before;
  await before.close();

  const after = await testHub(options);
  expect(after.provisioningConnectionString).toBe(provisioningConnectionString);
  expect(await register(enrolled)).toMatchObject({
    substatus: "reprovisionedToInitialAssignment",
    createdDateTimeUtc: first.createdDateTimeUtc,
    deviceId: "d1",
  });
  const ofLine = { ...enrolled, registrationId: "of-line" };
  expect(await register(ofLine, { x509 })).toMatchObject({
    x509: { enrollmentGroupId: "line" },
  });
});

test("a registration whose webhook had not answered when the hub ended has failed, and may be repeated", async () => {
  const options = { name: "lasting", data: dataFolder() };
  const before = await testHub(options);
  let asked = 0;
  let isReady = false;
  const webhook = createServer((_, response) => {
    asked += 1;
    if (isReady) response.end(JSON.stringify({ iotHubHostName: before.hostName }));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    webhook.closeAllConnections();
    webhook.close();
  });
  await once(webhook, "listening");
  const { port } = webhook.address() as AddressInfo;
  const enrolled = before.addEnrollment({ registrationId: "reg-1" });
  await provisioningService(before).createOrUpdateIndividualEnrollment({
    registrationId: "reg-1",
    etag: "*",
    attestation: { type: "symmetricKey" },
    allocationPolicy: "custom",
    customAllocationDefinition: { webhookUrl: `http://127.0.0.1:${port}/`, apiVersion: "any" },
  } as unknown as Parameters<
    ReturnType<typeof provisioningService>["createOrUpdateIndividualEnrollment"]
  >[0]);
  const resource = `${enrolled.idScope}/registrations/reg-1`;
  const headers = { Authorization: registrationToken(resource, enrolled.symmetricKey) };
  const begun = await sendProvisioning(before, "PUT", `/${resource}/register`, {}, headers);
  const operation = `/${resource}/operations/${begun.body.operationId}`;
  await eventually(() => asked).toBe(1);
  await before.close();
  const after = await testHub(options);
  expect(await sendProvisioning(after, "GET", operation, "", headers)).toMatchObject({
    status: 200,
    body: {
      status: "failed",
      registrationState: { errorCode: 400207, errorMessage: expect.stringContaining("restarted") },
    },
  });
  isReady = true;
  expect(await register(enrolled, { transport: "Http" })).toMatchObject({ status: "assigned" });
  expect((await registry(after).get("reg-1")).responseBody.deviceId).toBe("reg-1");
});
