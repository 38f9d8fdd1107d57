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
  expect(printed.join("")).toBe("assigned\n");
  expect(exitCode).toBe(0);
});
