import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const pnpFile = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

test("an unmodified program finds an enrolled device in the environment of hub exec, and registers it", async () => {
  const program = `
    const { ProvisioningDeviceClient } = require("azure-iot-provisioning-device");
    const { Mqtt } = require("azure-iot-provisioning-device-mqtt");
    const { SymmetricKeySecurityClient } = require("azure-iot-security-symmetric-key");
    const { env } = process;
    const security = new SymmetricKeySecurityClient(
      env.IOTHUB_DEVICE_DPS_DEVICE_ID, env.IOTHUB_DEVICE_DPS_DEVICE_KEY);
    ProvisioningDeviceClient
      .create(env.IOTHUB_DEVICE_DPS_ENDPOINT, env.IOTHUB_DEVICE_DPS_ID_SCOPE, new Mqtt(), security)
      .register((error, result) =>
        console.log(error ? String(error) : result.assignedHub === env.IOTHUB_HOST_NAME && result.status));
  `;
  expect(await runUnderHub(program)).toEqual({ printed: "assigned\n", exitCode: 0 });
});

test("an unmodified service enrolls a group there, and its device announces its model as the samples do", async () => {
  const program = `
    const { createHmac } = require("node:crypto");
    const { ProvisioningServiceClient } = require("azure-iot-provisioning-service");
    const { ProvisioningDeviceClient } = require("azure-iot-provisioning-device");
    const { Amqp } = require("azure-iot-provisioning-device-amqp");
    const { SymmetricKeySecurityClient } = require("azure-iot-security-symmetric-key");
    const { Client } = require("azure-iot-device");
    const { Mqtt } = require("azure-iot-device-mqtt");
    const { Registry } = require("azure-iothub");
    const { env } = process;
    const modelId = "dtmi:com:example:TemperatureController;2";
    (async () => {
      const service = ProvisioningServiceClient.fromConnectionString(env.PROVISIONING_CONNECTION_STRING);
      const enrollmentGroupId = "line";
      await service.createOrUpdateEnrollmentGroup({ enrollmentGroupId, attestation: { type: "symmetricKey" } });
      const { primaryKey } = (await service.getEnrollmentGroupAttestationMechanism("line")).responseBody.symmetricKey;
      const key = createHmac("SHA256", Buffer.from(primaryKey, "base64")).update("press-1", "utf8").digest("base64");
      const security = new SymmetricKeySecurityClient("press-1", key);
      const provisioning = ProvisioningDeviceClient.create(env.PROVISIONING_HOST, env.PROVISIONING_IDSCOPE, new Amqp(), security);
      provisioning.setProvisioningPayload({ modelId });
      const { assignedHub, deviceId } = await provisioning.register();
      const client = Client.fromConnectionString("HostName=" + assignedHub + ";DeviceId=" + deviceId + ";SharedAccessKey=" + key, Mqtt);
      await client.setOptions({ modelId });
      await client.open();
      const { responseBody } = await Registry.fromConnectionString(env.IOTHUB_CONNECTION_STRING).getTwin("press-1");
      console.log(responseBody.connectionState, responseBody.modelId);
      await client.close();
    })();
  `;
  const printed = "Connected dtmi:com:example:TemperatureController;2\n";
  expect(await runUnderHub(program)).toEqual({ printed, exitCode: 0 });
});

/** Runs a program of Node by `pnp hub exec`. */
async function runUnderHub(program: string) {
  const state = mkdtempSync(join(tmpdir(), "twinplug-test-"));
  onTestFinished(() => rmSync(state, { recursive: true }));
  const command = [process.execPath, "-e", program];
  const child = spawn(process.execPath, [pnpFile, "hub", "exec", "--", ...command], {
    env: { PATH: process.env.PATH, XDG_STATE_HOME: state },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const printed: string[] = [];
  child.stdout.on("data", (chunk) => printed.push(String(chunk)));
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { printed: printed.join(""), exitCode };
}
