import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const pnpFile = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Runs `pnp hub exec -- …` and answers what the program printed. */
async function hubExec(...command: string[]): Promise<{ exitCode: number | null; stdout: string }> {
  const state = mkdtempSync(join(tmpdir(), "twinplug-test-"));
  const env = { PATH: process.env.PATH, XDG_STATE_HOME: state };
  const child = spawn(process.execPath, [pnpFile, "hub", "exec", "--", ...command], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  rmSync(state, { recursive: true });
  return { exitCode, stdout };
}

test("an unmodified DefaultAzureCredential signs in under hub exec and looks up no name outside", async () => {
  const program = `
    const dns = require("node:dns");
    const asked = [];
    const lookup = dns.lookup;
    dns.lookup = (name, ...rest) => { asked.push(name); return lookup(name, ...rest); };
    const { DefaultAzureCredential } = require("@azure/identity");
    const { Registry } = require("azure-iothub");
    const host = process.env.IOTHUB_HOST_NAME;
    const registry = Registry.fromTokenCredential(host, new DefaultAzureCredential());
    registry.create({ deviceId: "dev1" })
      .then(({ responseBody }) => console.log("made", responseBody.deviceId, "asked", JSON.stringify(asked)))
      .catch((error) => { console.log(String(error)); process.exit(3); });
  `;
  const { exitCode, stdout } = await hubExec(process.execPath, "-e", program);
  expect(stdout).toBe("made dev1 asked []\n");
  expect(exitCode).toBe(0);
});

test("pnp itself signs in with Entra under hub exec", async () => {
  const line = `"$0" "$1" device create dev1 --hub "$IOTHUB_HOST_NAME" --output ndjson`;
  const { exitCode, stdout } = await hubExec("sh", "-c", line, process.execPath, pnpFile);
  expect(JSON.parse(stdout)).toMatchObject({ deviceId: "dev1" });
  expect(exitCode).toBe(0);
});
