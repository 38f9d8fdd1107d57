import { Agent, request } from "node:https";
import azureIotDevice from "azure-iot-device";
import azureIotDeviceHttp from "azure-iot-device-http";
import { expect, test } from "vitest";
import { createSasToken, type Hub, makeDeviceCertificate } from "../../src/hub/index.js";
import { registry, testHub } from "./sdk.js";

const { Message } = azureIotDevice;

function httpClient(connectionString: string): InstanceType<typeof azureIotDevice.Client> {
  return azureIotDevice.Client.fromConnectionString(connectionString, azureIotDeviceHttp.Http);
}

interface Post {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
  readonly cert?: string;
  readonly key?: string;
}

/** One request; answers the status. */
function post(hub: Hub, { path = "/devices/dev1/messages/events", body = "", ...rest }: Post) {
  return new Promise<number | undefined>((resolve, reject) => {
    const sent = request({ host: hub.hostName, path, method: "POST", ...rest }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode));
    });
    // As bytes: Node writes the headers in the encoding of a body that is text.
    sent.once("error", reject).end(Buffer.from(body));
  });
}

function token(hub: Hub, resource: string): string {
  const policy = hub.policyConnectionString("device");
  const key = /SharedAccessKey=(.*)$/.exec(policy)?.[1] ?? "";
  const expiry = Math.floor(Date.now() / 1000) + 3600;
  return createSasToken(`${hub.hostName}/${resource}`, key, expiry, "device");
}

test("the SDK's message arrives with its body, component and properties", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = httpClient(hub.deviceConnectionString("dev1"));
  const message = new Message(Buffer.from([0, 1, 0xfe, 0xff]));
  message.messageId = "m-1";
  message.correlationId = "c-1";
  message.contentType = "application/json";
  message.contentEncoding = "utf-8";
  message.ack = "full";
  message.properties.add("dt-subject", "thermostat1");
  message.properties.add("roomName", "Küche".normalize("NFC"));
  await client.sendEvent(message);
  const [event] = hub.telemetry("dev1");
  expect(event && [...event.body]).toEqual([0, 1, 0xfe, 0xff]);
  expect(event?.systemProperties).toEqual({
    to: "/devices/dev1/messages/events",
    "message-id": "m-1",
    "correlation-id": "c-1",
    "content-type": "application/json",
    "content-encoding": "utf-8",
    "dt-subject": "thermostat1",
  });
  expect(event?.applicationProperties).toEqual({ roomName: "Küche", "iothub-ack": "full" });
  const { responseBody } = await registry(hub).getTwin("dev1");
  expect(responseBody).toMatchObject({
    connectionState: "Disconnected",
    lastActivityTime: expect.not.stringMatching(/^0001/),
  });
});

test("the SDK's batch arrives as single messages in their order", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const messages = [1, 2, 3].map((count) => {
    const message = new Message(JSON.stringify({ count }));
    message.properties.add("dt-subject", `part${count}`);
    message.properties.add("n", String(count));
    return message;
  });
  await httpClient(hub.deviceConnectionString("dev1")).sendEventBatch(messages);
  const events = hub
    .telemetry("dev1")
    .map(({ body, systemProperties, applicationProperties }) => [
      Buffer.from(body).toString(),
      systemProperties["dt-subject"],
      applicationProperties.n,
    ]);
  expect(events).toEqual([
    ['{"count":1}', "part1", "1"],
    ['{"count":2}', "part2", "2"],
    ['{"count":3}', "part3", "3"],
  ]);
});

test("headers are read as UTF-8 where they are, and property names keep their letters", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const roomName = Buffer.from("Küche 温", "utf8").toString("latin1");
  const headers = { authorization: token(hub, "devices/dev1"), "IoTHub-App-roomName": roomName };
  expect(await post(hub, { headers, body: "{}" })).toBe(204);
  expect(hub.telemetry("dev1")).toMatchObject([
    { applicationProperties: { roomName: "Küche 温" } },
  ]);
});

test("a batch with one wrong message is refused as a whole", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const headers = {
    authorization: token(hub, "devices/dev1"),
    "content-type": "application/vnd.microsoft.iothub.json",
  };
  for (const wrong of [
    "x",
    "{}",
    '[{"body":"e30="},{"body":"%"}]',
    '[{"body":"e30="},1]',
    "[{}]",
  ]) {
    expect(await post(hub, { headers, body: wrong })).toBe(400);
  }
  expect(hub.telemetry("dev1")).toEqual([]);
});

test("a module sends with a certificate or a token of its own", async () => {
  const certificate = await makeDeviceCertificate({ commonName: "any" });
  const hub = await testHub();
  hub.createDevice("dev1");
  const thumbprints = { primaryThumbprint: certificate.sha256Thumbprint };
  hub.createModule("dev1", "mod1", {
    authentication: { type: "selfSigned", x509Thumbprint: thumbprints },
  });
  const path = "/devices/dev1/modules/mod1/messages/events?api-version=2021-04-12";
  const { cert, key } = certificate;
  const own = { cert, key };
  expect(await post(hub, { path, ...own, body: "1" })).toBe(204);
  const authorization = token(hub, "devices/dev1/modules/mod1");
  expect(await post(hub, { path, headers: { authorization }, body: "2" })).toBe(204);
  expect(hub.telemetry("dev1")).toMatchObject([
    {
      target: { deviceId: "dev1", moduleId: "mod1" },
      origin: { authMethod: { scope: "module", type: "x509" } },
    },
    { origin: { authMethod: { scope: "hub", type: "sas" } } },
  ]);
  // The device's own sign-in is none for the module, and the other way round.
  expect(await post(hub, { ...own, body: "3" })).toBe(401);
});

test("a device with a certificate sends by the SDK", async () => {
  const certificate = await makeDeviceCertificate({ commonName: "any" });
  const hub = await testHub();
  const thumbprints = { primaryThumbprint: certificate.sha1Thumbprint };
  hub.createDevice("dev1", {
    authentication: { type: "selfSigned", x509Thumbprint: thumbprints },
  });
  const client = httpClient(hub.deviceConnectionString("dev1"));
  // Never calls back over HTTP with options of this kind; it has done its work at once.
  client.setOptions({ cert: certificate.cert, key: certificate.key }, () => {});
  await client.sendEvent(new Message("{}"));
  await client.sendEvent(new Message("{}"));
  expect(hub.telemetry("dev1")).toHaveLength(2);
});

test("a certificate that others vouch for is good on every connection, resumed ones too", async () => {
  const root = await makeDeviceCertificate({ commonName: "root", authority: true });
  const factory = await makeDeviceCertificate({
    commonName: "factory",
    authority: true,
    issuer: root,
  });
  const own = await makeDeviceCertificate({ commonName: "dev1", issuer: factory });
  const hub = await testHub({ deviceCa: [root.cert] });
  hub.createDevice("dev1", { authentication: { type: "certificateAuthority" } });
  const agent = new Agent({ keepAlive: false, maxCachedSessions: 10 });
  const posted = { agent, cert: own.cert, key: own.key, body: "{}" };
  expect(await post(hub, posted)).toBe(204);
  expect(await post(hub, posted)).toBe(204);
  expect(await post(hub, posted)).toBe(204);
});

test("a device that only asks for messages is heard, too", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const path = "/devices/dev1/messages/devicebound";
  const authorization = token(hub, "devices/dev1");
  expect(await post(hub, { path, method: "GET", headers: { authorization } })).toBe(204);
  const { responseBody } = await registry(hub).get("dev1");
  expect(responseBody.lastActivityTime).not.toMatch(/^0001/);
});

test("a wrong token, another device's token and a disabled device are refused", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  hub.createDevice("dev2", { status: "disabled" });
  const other = hub.createDevice("dev3");
  if (other.authentication.type !== "sas") throw new Error("a key was made");
  const wrong = hub
    .deviceConnectionString("dev1")
    .replace(/SharedAccessKey=.*/, `SharedAccessKey=${other.authentication.primaryKey}`);
  // Over HTTP, and there only, the service tells who is not there before it looks at the proof.
  const attempts = [
    [wrong, "UnauthorizedError"],
    [hub.deviceConnectionString("dev2"), "DeviceNotFoundError"],
    [wrong.replace("DeviceId=dev1", "DeviceId=nobody"), "DeviceNotFoundError"],
  ] as const;
  for (const [connectionString, name] of attempts) {
    const sending = httpClient(connectionString).sendEvent(new Message("{}"));
    await expect(sending).rejects.toMatchObject({ name });
  }
  expect(await post(hub, { headers: { authorization: token(hub, "devices/dev3") } })).toBe(401);
  expect(await post(hub, {})).toBe(401);
  expect(hub.telemetry()).toEqual([]);
});

test("a message over 256 KB is refused with 413", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const headers = { authorization: token(hub, "devices/dev1") };
  expect(await post(hub, { headers, body: "x".repeat(262_145) })).toBe(413);
  expect(await post(hub, { headers, body: "x".repeat(262_144) })).toBe(204);
});
