import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseDeviceConnectionString } from "../../src/azure/connection-string.js";
import { checkDeviceSignIn } from "../../src/cli/doctor/device-sign-in.js";
import type { Finding } from "../../src/cli/doctor/finding.js";
import { createCertificates } from "../../src/hub/certificates.js";
import { type Hub, installRedirect, writeStateFile } from "../../src/hub/index.js";
import { connectedDevice, registry, testHub } from "../hub/sdk.js";
import { pnp } from "./test-io.js";

interface Told {
  readonly exitCode: number;
  readonly checks: readonly Finding[];
  readonly signIn: Finding | undefined;
}

/** `pnp doctor` for the connection string of a device, on the machine where the hub runs. */
async function doctor(hub: Hub, login: string): Promise<Told> {
  const home = await mkdtemp(join(tmpdir(), "twinplug-"));
  onTestFinished(() => rm(home, { recursive: true }));
  const TWINPLUG_HUB_STATE = join(home, "hub.json");
  await writeStateFile(TWINPLUG_HUB_STATE, hub.describe());
  const env = { TWINPLUG_HUB_STATE, IOTHUB_CONNECTION_STRING: login };
  const { exitCode, stdout, stderr } = await pnp(["doctor", "--output", "json"], { env });
  expect(stderr).toBe("");
  const [, key = "no key"] = /SharedAccessKey\s*=\s*(.*)/.exec(login) ?? [];
  expect(stdout).not.toContain(key);
  const { checks } = JSON.parse(stdout) as { checks: readonly Finding[] };
  return { exitCode, checks, signIn: checks.find(({ check }) => check === "sign-in") };
}

test("a device that is fine is told so, and neither connects nor loses its connection", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const device = await connectedDevice(hub.deviceConnectionString("dev1"));
  let isLost = false;
  device.on("disconnect", () => {
    isLost = true;
  });
  const before = hub.events().length;
  const { checks, exitCode, signIn } = await doctor(hub, hub.deviceConnectionString("dev1"));
  expect(checks.map(({ check, state }) => `${check} ${state}`)).toEqual([
    ...["https ok", "certificate ok", "mqtt ok", "amqp ok", "clock ok", "sign-in ok"],
  ]);
  expect(signIn?.detail).toContain("nothing was connected");
  expect(exitCode).toBe(0);
  expect(hub.events()).toHaveLength(before);
  expect(isLost).toBe(false);
});

test("why a device is not let in is told by its rule", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const good = hub.deviceConnectionString("dev1");
  const wrong = await doctor(hub, good.replace(/SharedAccessKey=.*/, "SharedAccessKey=d3Jvbmc="));
  expect(wrong.signIn).toMatchObject({
    state: "problem",
    detail: expect.stringContaining("the key is not that of dev1"),
    advice: expect.stringContaining("pnp device connection-string dev1"),
  });
  expect(wrong.exitCode).toBe(4);
  const unknown = await doctor(hub, good.replace("DeviceId=dev1", "DeviceId=Dev1"));
  expect(unknown.signIn).toMatchObject({
    detail: expect.stringContaining("does not know Dev1"),
    advice: expect.stringContaining("case-sensitive"),
  });
  await registry(hub).update({ deviceId: "dev1", status: "disabled" });
  const disabled = await doctor(hub, good);
  expect(disabled.signIn).toMatchObject({
    detail: expect.stringContaining("dev1 is disabled"),
    advice: expect.stringContaining("--status enabled"),
  });
});

test.each([
  ["mqtts", "over mqtt for a moment"],
  ["amqps", "over amqp for a moment"],
  ["https", "nothing was connected"],
] as const)(
  "a device of which only %s gets through is signed in over that, and it is said whether it connects",
  async (open, how) => {
    const hub = await testHub();
    hub.createDevice("dev1");
    // One name cannot have a port that is closed and one that is open.
    const isOpen = { https: false, mqtts: false, amqps: false, [open]: true };
    const signIn = async (text: string): Promise<readonly Finding[]> =>
      checkDeviceSignIn(
        {
          host: hub.hostName,
          httpsPort: 443,
          isPortNamed: false,
          device: parseDeviceConnectionString(text),
        },
        isOpen,
      );
    const good = hub.deviceConnectionString("dev1");
    const [clock, found] = await signIn(good);
    expect(clock).toMatchObject({ check: "clock", state: open === "https" ? "ok" : "skipped" });
    expect(found).toMatchObject({ state: "ok", detail: expect.stringContaining(how) });
    for (const bad of [
      good.replace("DeviceId=dev1", "DeviceId=nobody"),
      good.replace(/SharedAccessKey=.*/, "SharedAccessKey=d3Jvbmc="),
    ]) {
      const [, refused] = await signIn(bad);
      expect(refused).toMatchObject({ state: "problem", code: "PNP_UNAUTHORIZED" });
    }
  },
);

/** The sign-in of `sensor` where every request is answered so; the hub's name is redirected there. */
async function answered(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Finding | undefined> {
  const { certificate: cert, privateKey: key, caCertificate } = await createCertificates();
  const server = createServer({ cert, key }, (_request, response) => {
    response.writeHead(status, headers).end(status === 204 ? undefined : body);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const host = "answers.azure-devices.test";
  onTestFinished(installRedirect([{ hosts: [host], address: "127.0.0.1", port, caCertificate }]));
  const text = `HostName=${host};DeviceId=sensor;SharedAccessKey=a2V5`;
  const device = parseDeviceConnectionString(text);
  const [, found] = await checkDeviceSignIn(
    { host, httpsPort: 443, isPortNamed: false, device },
    { https: true, mqtts: false, amqps: false },
  );
  return found;
}

test.each([200, 302, 400, 404, 405, 407])(
  "a page with %i in place of the hub's answer lets nobody in, whatever its colours",
  async (status) => {
    const page = '<html><body bgcolor="#403010"><p style="color: #404001">Welcome';
    const found = await answered(status, { "Content-Type": "text/html" }, page);
    expect(found).toMatchObject({
      state: "problem",
      code: "PNP_TRANSPORT",
      detail: expect.stringMatching(new RegExp(`what answers is no hub.*${status}`)),
      advice: expect.stringContaining("proxy"),
    });
  },
);

test.each<[how: string, status: number, headers: Readonly<Record<string, string>>, body: object]>([
  ["a name in its head", 412, { "iothub-errorcode": "DeviceMessageLockLost" }, {}],
  ["a name in its words", 412, {}, { Message: "ErrorCode:DeviceMessageLockLost;gone" }],
  ["a number", 412, {}, { Message: '{"errorCode":412002,"message":"gone"}' }],
  ["nothing to refuse", 204, {}, {}],
])(
  "a hub that answers with %s about the message has let the device in",
  async (_how, status, headers, body) => {
    expect(await answered(status, headers, JSON.stringify(body))).toMatchObject({ state: "ok" });
  },
);

test("blanks around the parts of a connection string are no matter of its key", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  hub.createModule("dev1", "climate");
  for (const text of [
    hub.deviceConnectionString("dev1"),
    hub.deviceConnectionString("dev1", "climate"),
  ]) {
    const login = text.replace(/;/g, " ; ").replace(/(HostName|DeviceId|ModuleId|Key)=/g, "$1 = ");
    const { signIn, exitCode } = await doctor(hub, login);
    expect(signIn).toMatchObject({ state: "ok" });
    expect(exitCode).toBe(0);
  }
});

test("a module is signed in by connecting", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const key = "bW9kdWxla2V5bW9kdWxla2V5bW9kdWxla2V5bW9kdWxla2V5";
  const symmetricKey = { primaryKey: key, secondaryKey: key };
  await registry(hub).addModule({
    deviceId: "dev1",
    moduleId: "climate",
    authentication: { symmetricKey },
  });
  const login = `HostName=${hub.hostName};DeviceId=dev1;ModuleId=climate;SharedAccessKey=${key}`;
  const { signIn, exitCode } = await doctor(hub, login);
  expect(signIn).toMatchObject({ state: "ok", detail: expect.stringContaining("dev1/climate") });
  expect(exitCode).toBe(0);
});

test("a device that signs in with a certificate is looked at as far as its string goes", async () => {
  const hub = await testHub();
  const login = `HostName=${hub.hostName};DeviceId=dev1;x509=true`;
  const { signIn, exitCode } = await doctor(hub, login);
  expect(signIn).toMatchObject({ state: "skipped", detail: expect.stringContaining("x509=true") });
  expect(exitCode).toBe(0);
});

test("a connection string of a device that lacks a part is refused with what is expected", async () => {
  const { exitCode, stderr } = await pnp(["doctor", "--login", "HostName=a.example;DeviceId=dev1"]);
  expect(stderr).toContain("has no SharedAccessKey");
  expect(stderr).toContain("HostName=…;DeviceId=…;SharedAccessKey=");
  expect(exitCode).toBe(2);
});
