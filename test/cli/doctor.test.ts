import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createPlainServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import type { Finding } from "../../src/cli/doctor/finding.js";
import type { SignInKind } from "../../src/cli/doctor/permissions.js";
import { reach } from "../../src/cli/doctor/reach.js";
import { runDoctor } from "../../src/cli/doctor/run-doctor.js";
import { createCertificates } from "../../src/hub/certificates.js";
import { createSasToken, type Hub, installRedirect, writeStateFile } from "../../src/hub/index.js";
import { testHub } from "../hub/sdk.js";
import { pnp } from "./test-io.js";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const servicePorts = { https: 443, mqtts: 8883, amqps: 5671 };

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "twinplug-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** The environment of somebody on whose machine the hub runs. */
async function running(hub: Hub): Promise<Readonly<Record<string, string>>> {
  const TWINPLUG_HUB_STATE = join(await folder(), "hub.json");
  await writeStateFile(TWINPLUG_HUB_STATE, hub.describe());
  return { TWINPLUG_HUB_STATE };
}

async function doctor(
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<{ exitCode: number; checks: readonly Finding[]; stdout: string }> {
  const { exitCode, stdout, stderr } = await pnp(["doctor", "--output", "json", ...args], { env });
  expect(stderr).toBe("");
  return { exitCode, checks: JSON.parse(stdout).checks, stdout };
}

/** What is wrong, by the names of the checks. */
function problems(checks: readonly Finding[]): readonly string[] {
  return checks.filter(({ state }) => state === "problem").map(({ check }) => check);
}

function find(checks: readonly Finding[], name: string): Finding | undefined {
  return checks.find(({ check }) => check === name);
}

/** A server that answers like a hub in some trouble; its name is redirected to it. */
async function stub(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  kind: SignInKind = "policy",
): Promise<readonly Finding[]> {
  const { certificate: cert, privateKey: key, caCertificate } = await createCertificates();
  const server = createServer({ cert, key }, answer);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const host = "trouble.azure-devices.test";
  const target = { hosts: [host], address: "127.0.0.1", port, caCertificate };
  onTestFinished(installRedirect([target]));
  const authorization = async (): Promise<string> => createSasToken(host, "a2V5", 1, "service");
  return runDoctor({ host, kind, isLocal: true, ports: servicePorts, authorization }, () => {});
}

test("a local hub that runs is fine in every way", async () => {
  const hub = await testHub();
  const { exitCode, checks } = await doctor(await running(hub));
  expect(problems(checks)).toEqual([]);
  expect(checks.map(({ check }) => check)).toEqual([
    ...["https", "certificate", "mqtt", "amqp", "clock", "sign-in"],
    ...["devices", "registry", "twins", "commands"],
  ]);
  expect(exitCode).toBe(0);
});

test("people read one line a check, with what to do below a problem", async () => {
  const hub = await testHub();
  const login = ["--login", hub.policyConnectionString("registryRead")];
  const args = ["doctor", "--output", "human", ...login];
  const { stdout, exitCode } = await pnp(args, { env: await running(hub) });
  expect(stdout).toMatch(/^ok {7}certificate {2}trusted$/m);
  expect(stdout).toMatch(/^problem {2}twins .* lacks ServiceConnect.*\n +help: .*iothubowner/m);
  expect(exitCode).toBe(4);
});

test("without a hub it says how to start one", async () => {
  const { exitCode, checks } = await doctor({});
  expect(problems(checks)).toEqual(["local hub"]);
  expect(checks[0]?.advice).toContain("pnp hub start");
  expect(exitCode).toBe(12);
});

test("a connection string of a local hub that does not run is told as that", async () => {
  const hub = await testHub();
  const env = { IOTHUB_CONNECTION_STRING: hub.connectionString };
  const { exitCode, checks, stdout } = await doctor(env);
  expect(checks).toMatchObject([{ check: "local hub", detail: expect.stringContaining(hub.name) }]);
  expect(stdout).not.toContain(hub.connectionString.split("SharedAccessKey=")[1]);
  expect(exitCode).toBe(12);
});

test("a wrong key is told from a missing permission", async () => {
  const hub = await testHub();
  const env = await running(hub);
  const wrong = hub.connectionString.replace(/SharedAccessKey=.*/, "SharedAccessKey=d3Jvbmc=");
  const refused = await doctor(env, "--login", wrong);
  expect(problems(refused.checks)).toEqual(["sign-in"]);
  expect(find(refused.checks, "sign-in")?.detail).toContain("the signature is wrong");
  expect(refused.exitCode).toBe(4);
  const service = await doctor(env, "--login", hub.policyConnectionString("service"));
  expect(problems(service.checks)).toEqual(["devices", "registry"]);
  expect(find(service.checks, "registry")).toMatchObject({
    detail: expect.stringContaining("lacks RegistryWrite"),
    advice: expect.stringContaining("RegistryWrite"),
  });
  expect(service.exitCode).toBe(4);
});

test("a role that lacks an action is named, with the role that has it", async () => {
  const hub = await testHub();
  const credential = hub.credential(["IoT Hub Data Reader"]);
  const checks = await runDoctor(
    {
      host: hub.hostName,
      kind: "role",
      isLocal: true,
      ports: servicePorts,
      authorization: async () => `Bearer ${(await credential.getToken()).token}`,
    },
    () => {},
  );
  expect(problems(checks)).toEqual(["registry", "commands"]);
  expect(find(checks, "commands")).toMatchObject({
    detail: expect.stringContaining("Microsoft.Devices/IotHubs/directMethods/invoke/action"),
    advice: expect.stringContaining("IoT Hub Data Contributor"),
  });
});

test("a principal without any data role is told so in the service's words", async () => {
  const Message =
    "ErrorCode:IotHubUnauthorized;Principal ann@contoso.com is not authorized for GET on /twins/x due to no assigned permissions";
  const checks = await stub((_request, response) => {
    response.writeHead(401).end(JSON.stringify({ Message, ExceptionMessage: "Tracking ID:1" }));
  }, "role");
  expect(problems(checks)).toEqual(["sign-in"]);
  expect(find(checks, "sign-in")).toMatchObject({
    detail: expect.stringContaining("ann@contoso.com is not authorized"),
    advice: expect.stringContaining("data role"),
    code: "PNP_UNAUTHORIZED",
  });
});

test("a Basic tier is told from a missing permission", async () => {
  const checks = await stub((request, response) => {
    if (request.url?.startsWith("/devices")) {
      response.writeHead(404).end(JSON.stringify({ Message: "ErrorCode:DeviceNotFound;none" }));
      return;
    }
    const errorCode = 403010;
    response
      .writeHead(403, { "iothub-errorcode": "OperationNotAvailableInCurrentTier" })
      .end(JSON.stringify({ errorCode, message: "not valid for the current tier" }));
  });
  expect(problems(checks)).toEqual(["twins", "commands"]);
  expect(find(checks, "twins")).toMatchObject({
    detail: expect.stringContaining("tier"),
    advice: expect.stringContaining("Standard tier"),
    code: "PNP_CHECK_FAILED",
  });
});

test("a local hub of a Basic tier is found out like one of the cloud", async () => {
  const hub = await testHub({ tier: "B1" });
  const { exitCode, checks } = await doctor(await running(hub));
  expect(problems(checks)).toEqual(["twins", "commands"]);
  expect(exitCode).toBe(11);
});

test("a clock that is wrong is found by the hub's", async () => {
  const anHourAgo = new Date(Date.now() - 3_600_000).toUTCString();
  const checks = await stub((_request, response) => {
    response.writeHead(401, { Date: anHourAgo, "iothub-errorcode": "IotHubUnauthorizedAccess" });
    response.end("{}");
  });
  expect(problems(checks)).toEqual(["clock", "sign-in"]);
  expect(find(checks, "clock")?.detail).toMatch(/36\d\d seconds ahead of the hub's/);
});

test.each([
  [429, "PNP_THROTTLED"],
  [503, "PNP_TRANSPORT"],
])("a hub that answers %i is no matter of permissions", async (status, code) => {
  const checks = await stub((_request, response) => void response.writeHead(status).end("busy"));
  expect(find(checks, "twins")).toMatchObject({ state: "problem", code });
});

test.each([
  [200, "{}"],
  [302, ""],
  [404, "<html><body bgcolor='#404001'>No such page"],
  [407, "<html>Who are you?"],
])("a server that answers %i with no word of a hub is told from one", async (status, page) => {
  const checks = await stub((_request, response) => void response.writeHead(status).end(page));
  expect(problems(checks)).toEqual(["sign-in"]);
  expect(find(checks, "sign-in")).toMatchObject({
    code: "PNP_TRANSPORT",
    detail: expect.stringMatching(new RegExp(`what answers is no hub.*${status}`)),
    advice: expect.stringContaining("proxy"),
  });
  expect(find(checks, "twins")).toMatchObject({ state: "skipped" });
});

test("a connection that is cut in the middle is told", async () => {
  const checks = await stub((request) => void request.socket.destroy());
  expect(find(checks, "sign-in")).toMatchObject({ code: "PNP_TRANSPORT" });
});

/** A port of loopback, and what its server does with each connection. */
async function listener(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createPlainServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    serve(socket);
  });
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

test("a certificate that nobody here trusts, and what is no TLS at all", async () => {
  const hub = await testHub();
  const mqtts = await listener((socket) => void socket.write("220 mail\r\n"));
  const target = {
    host: "localhost",
    kind: "policy",
    isLocal: false,
    ports: { https: hub.port, mqtts, amqps: hub.port },
    authorization: async () => "",
  } as const;
  const checks = await runDoctor(target, () => {});
  expect(problems(checks)).toEqual(["certificate", "mqtt", "amqp"]);
  expect(find(checks, "certificate")).toMatchObject({
    detail: expect.stringContaining("not trusted"),
    advice: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
  });
  expect(find(checks, "mqtt")?.detail).toMatch(/not TLS.*proxy/);
  expect(find(checks, "mqtt")?.detail).not.toContain("certificate");
  expect(find(checks, "sign-in")?.state).toBe("skipped");
});

test("a certificate of another name is not taken, whoever signed it", async () => {
  const { certificate: cert, privateKey: key, caCertificate } = await createCertificates();
  const server = createServer({ cert, key });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const host = "somebody.else.azure-devices.test";
  onTestFinished(installRedirect([{ hosts: [host], address: "127.0.0.1", port, caCertificate }]));
  const found = await reach(host, 8883);
  expect(found).toMatchObject({ stage: "untrusted", code: "ERR_TLS_CERT_ALTNAME_INVALID" });
});

test.each<[how: string, code: string, serve: (socket: Socket) => void]>([
  ["never answers", "ETIMEDOUT", () => {}],
  ["closes at once", "ECONNRESET", (socket) => void socket.destroy()],
  [
    "resets what it gets",
    "ECONNRESET",
    (socket) => socket.once("data", () => socket.resetAndDestroy()),
  ],
])(
  "a port behind which a middlebox %s is blocked, no matter of trust",
  async (_how, code, serve) => {
    const port = await listener(serve);
    expect(await reach("127.0.0.1", port, 1000)).toMatchObject({ stage: "blocked", code });
    const checks = await runDoctor(
      {
        host: "localhost",
        kind: "policy",
        isLocal: false,
        ports: { https: port, mqtts: port, amqps: port },
        authorization: async () => "",
        patience: 1000,
      },
      () => {},
    );
    expect(problems(checks)).toEqual(["https", "mqtt", "amqp"]);
    for (const { detail } of checks) expect(detail).not.toContain("trusted");
    expect(find(checks, "mqtt")?.detail).toMatch(new RegExp(`port ${port} is blocked.*${code}`));
    expect(find(checks, "mqtt")?.advice).toContain("443 for WebSockets");
  },
);

/** What a server of an old version sends first: it chose TLS 1.0. */
const oldHello = Buffer.concat([
  Buffer.from("160301002a020000260301", "hex"),
  Buffer.alloc(32, 7),
  Buffer.from("00002f00", "hex"),
]);

test.each<[how: string, answer: Buffer]>([
  ["has no cipher in common", Buffer.from("15030300020228", "hex")],
  ["does not take this version of TLS", Buffer.from("15030300020246", "hex")],
  ["does not know the name", Buffer.from("15030300020270", "hex")],
  ["chooses a version that is over", oldHello],
])(
  "a server that %s speaks TLS, and what inspects TLS on the way is suspected",
  async (_how, answer) => {
    const port = await listener((socket) => socket.once("data", () => void socket.write(answer)));
    const checks = await runDoctor(
      {
        host: "localhost",
        kind: "policy",
        isLocal: false,
        ports: { https: port, mqtts: port, amqps: port },
        authorization: async () => "",
      },
      () => {},
    );
    expect(problems(checks)).toEqual(["https", "mqtt", "amqp"]);
    expect(find(checks, "https")).toMatchObject({
      code: "PNP_TRANSPORT",
      detail: expect.stringMatching(/speaks TLS, but comes to no agreement.*\(E/),
      advice: expect.stringMatching(/versions or ciphers.*inspects TLS/),
    });
  },
);

test.each([0, 65_536, 99_999])("port %i is none to look at, of whoever signs in", async (port) => {
  const at = `HostName=localhost:${port}`;
  for (const login of [
    `${at};SharedAccessKeyName=x;SharedAccessKey=AAAA`,
    `${at};DeviceId=d;SharedAccessKey=AAAA`,
    `HostName=a.example;GatewayHostName=localhost:${port};DeviceId=d;SharedAccessKey=AAAA`,
  ]) {
    const { exitCode, stderr, stdout } = await pnp(["doctor", "--login", login]);
    expect(stderr).toContain(`localhost:${port}`);
    expect(stderr).toContain("from 1 to 65535");
    expect(`${stdout}${stderr}`).not.toContain("AAAA");
    expect(exitCode).toBe(2);
  }
});

test("blanks around the parts of a policy's connection string are no matter of its key", async () => {
  const hub = await testHub();
  const login = hub.connectionString.replace(/;/g, " ; ").replace(/(Key|Name)=/g, "$1 = ");
  const { checks, exitCode } = await doctor(await running(hub), "--login", login);
  expect(problems(checks)).toEqual([]);
  expect(exitCode).toBe(0);
});

test("a host that is not found ends the search", async () => {
  const text = "HostName=twinplug.invalid;SharedAccessKeyName=iothubowner;SharedAccessKey=a2V5";
  const { exitCode, checks } = await doctor({}, "--login", text);
  expect(problems(checks)).toEqual(["name"]);
  expect(checks).toHaveLength(1);
  expect(exitCode).toBe(12);
});

/** `pnp doctor` in a process that trusts the hub's CA, as a stranger runs it. */
async function trustingDoctor(hub: Hub, login: string): Promise<readonly Finding[]> {
  const main = join(root, "dist/cli/main.js");
  const args = [main, "doctor", "--output", "json", "--login", login];
  const env = { PATH: process.env.PATH, XDG_STATE_HOME: await folder(), ...(await trusting(hub)) };
  // A problem is an exit code, and no failure of the test.
  const { stdout } = await run(process.execPath, args, { env }).catch((error: unknown) => ({
    stdout: String(Reflect.get(Object(error), "stdout")),
  }));
  return JSON.parse(stdout).checks;
}

async function trusting(hub: Hub): Promise<Readonly<Record<string, string>>> {
  const NODE_EXTRA_CA_CERTS = join(await folder(), "ca.pem");
  await writeFile(NODE_EXTRA_CA_CERTS, hub.caCertificate);
  return { NODE_EXTRA_CA_CERTS };
}

/** Looks at a hub whose ports for devices are these, in a process that trusts its CA: a redirect has one port only. */
async function doctorOfPorts(
  hub: Hub,
  ports: { readonly mqtts: number; readonly amqps: number },
): Promise<readonly Finding[]> {
  const [, key = ""] = hub.connectionString.split("SharedAccessKey=");
  const token = createSasToken("localhost", key, 4_000_000_000, "iothubowner");
  const program = `
    import { runDoctor } from ${JSON.stringify(pathToFileURL(join(root, "dist/cli/doctor/run-doctor.js")).href)};
    const ports = ${JSON.stringify({ https: hub.port, ...ports })};
    const authorization = async () => process.env.TOKEN;
    const target = { host: "localhost", kind: "policy", isLocal: false, ports, authorization, patience: 2000 };
    console.log(JSON.stringify(await runDoctor(target, () => {})));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], {
    env: { PATH: process.env.PATH, ...(await trusting(hub)), TOKEN: token },
  });
  return JSON.parse(stdout);
}

async function closedPort(): Promise<number> {
  const gone = createPlainServer();
  await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  return port;
}

test.each<[how: string, mqtts: () => Promise<number>]>([
  ["refuses", closedPort],
  ["swallows", () => listener(() => {})],
  ["cuts", () => listener((socket) => void socket.destroy())],
])(
  "where the network %s what is for 8883 and 5671, WebSockets on 443 are offered",
  async (_how, port) => {
    const hub = await testHub();
    const checks = await doctorOfPorts(hub, { mqtts: await port(), amqps: await port() });
    expect(problems(checks)).toEqual(["mqtt", "amqp"]);
    expect(find(checks, "mqtt")?.advice).toMatch(/443.*MqttWs.*--transport mqtt-ws/);
    expect(find(checks, "amqp")?.advice).toContain("AmqpWs");
    expect(find(checks, "name")?.state).toBe("ok");
    expect(find(checks, "commands")?.state).toBe("ok");
  },
);

test("a port in HostName is the one where all protocols are looked for, and who goes there is told", async () => {
  const hub = await testHub();
  const login = hub.connectionString.replace(hub.hostName, `localhost:${hub.port}`);
  const checks = await trustingDoctor(hub, login);
  expect(problems(checks)).toEqual([]);
  expect(find(checks, "mqtt")?.detail).toContain(String(hub.port));
  expect(find(checks, "port")).toMatchObject({
    detail: expect.stringMatching(/MQTT and AMQP, digital twins.*Registry, jobs.*WebSockets.*443/),
    advice: expect.stringMatching(/pnp hub exec.*--import twinplug\/redirect/),
  });
  expect(find(checks, "commands")?.state).toBe("ok");
});

test("a port in HostName without the hub's CA, and one where nobody is", async () => {
  const hub = await testHub();
  const at = (port: number): string =>
    hub.connectionString.replace(hub.hostName, `localhost:${port}`);
  const strange = await doctor({}, "--login", at(hub.port));
  expect(problems(strange.checks)).toEqual(["certificate"]);
  const nobody = await doctor({}, "--login", at(await closedPort()));
  expect(problems(nobody.checks)).toEqual(["https"]);
  expect(find(nobody.checks, "https")?.advice).toContain("pnp hub status");
  expect(nobody.exitCode).toBe(12);
});

test("port 443 behind a host name says nothing", async () => {
  const hub = await testHub();
  const login = hub.connectionString.replace(hub.hostName, `${hub.hostName}:443`);
  const { checks, exitCode } = await doctor(await running(hub), "--login", login);
  expect(problems(checks)).toEqual([]);
  expect(find(checks, "port")).toBeUndefined();
  expect(exitCode).toBe(0);
});

test("nothing that it does changes the hub", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const before = hub.events().length;
  await doctor(await running(hub));
  expect(hub.events()).toHaveLength(before);
  expect(hub.activity()).toEqual([]);
});
