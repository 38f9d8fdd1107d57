import { request } from "node:https";
import azureIothub from "azure-iothub";
import { expect, test } from "vitest";
import type { Hub, HubTraceEvent } from "../../src/hub/index.js";
import { createSasToken } from "../../src/hub/index.js";
import { connectedDevice, digitalTwins, registry, service, testHub } from "./sdk.js";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A request without an SDK, signed with the owner's key. */
async function raw(
  hub: Hub,
  method: string,
  path: string,
  body: string = "",
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const key = /SharedAccessKey=(.*)$/.exec(hub.connectionString)?.[1] ?? "";
  const authorization = createSasToken(hub.hostName, key, 4_000_000_000, "iothubowner");
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: hub.hostName,
        path,
        method,
        agent: false,
        headers: { authorization, ...headers, "content-length": Buffer.byteLength(body) },
      },
      async (incoming) => {
        const chunks = await incoming.toArray();
        const text = Buffer.concat(chunks).toString();
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

test("identities are created once, updated with an etag, listed and deleted", async () => {
  const devices = registry(await testHub());
  const { responseBody: created } = await devices.create({ deviceId: "dev#1" });
  const keys = created.authentication?.symmetricKey;
  expect(Buffer.from(keys?.primaryKey ?? "", "base64")).toHaveLength(32);
  await expect(devices.create({ deviceId: "dev#1" })).rejects.toMatchObject({
    name: "DeviceAlreadyExistsError",
  });
  await devices.update({ ...created, status: "disabled" });
  const { responseBody: read } = await devices.get("dev#1");
  expect(read).toMatchObject({ status: "disabled", authentication: { symmetricKey: keys } });
  expect((await devices.list()).responseBody.map(({ deviceId }) => deviceId)).toEqual(["dev#1"]);
  await devices.delete("dev#1");
  await expect(devices.get("dev#1")).rejects.toMatchObject({ name: "DeviceNotFoundError" });
});

test("modules belong to their device", async () => {
  const devices = registry(await testHub());
  await devices.create({ deviceId: "dev1" });
  await devices.addModule({ deviceId: "dev1", moduleId: "mod1" });
  await expect(devices.addModule({ deviceId: "dev1", moduleId: "mod1" })).rejects.toMatchObject({
    name: "DeviceAlreadyExistsError",
  });
  expect((await devices.getModulesOnDevice("dev1")).responseBody).toHaveLength(1);
  await devices.removeModule("dev1", "mod1");
  await expect(devices.getModule("dev1", "mod1")).rejects.toThrow();
});

test("twins are patched and replaced, and a stale etag is refused", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const devices = registry(hub);
  const { responseBody: twin } = await devices.getTwin("dev1");
  expect(twin).toMatchObject({ etag: "AAAAAAAAAAE=", version: 2 });
  const patch = { tags: { site: "lab" }, properties: { desired: { rate: 5 } } };
  const { responseBody: after } = await devices.updateTwin("dev1", patch, twin.etag);
  expect(after).toMatchObject({ ...patch, etag: "AAAAAAAAAAI=", version: 3 });
  await expect(devices.updateTwin("dev1", patch, twin.etag)).rejects.toMatchObject({
    name: "InvalidEtagError",
  });
  const replaced = await raw(hub, "PUT", "/twins/dev1", '{"properties":{"desired":{"unit":"C"}}}');
  expect(JSON.parse(replaced.text)).toMatchObject({
    tags: {},
    properties: { desired: { unit: "C", $version: 3 } },
  });
});

test("a query for all devices comes in pages that end", async () => {
  const hub = await testHub();
  for (const id of ["a", "b", "c"]) hub.createDevice(id);
  const query = registry(hub).createQuery("select *  FROM devices", 2);
  const pages: string[][] = [];
  while (query.hasMoreResults) {
    const { result } = await query.nextAsTwin();
    pages.push(result.map(({ deviceId }) => deviceId));
  }
  expect(pages).toEqual([["a", "b"], ["c"]]);
});

test("a method call to a device that is not there, or not online, says which", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const call = { methodName: "reboot" };
  await expect(service(hub).invokeDeviceMethod("nobody", call)).rejects.toMatchObject({
    name: "DeviceNotFoundError",
  });
  const offline = await raw(hub, "POST", "/twins/dev1/methods", JSON.stringify(call));
  expect(offline).toMatchObject({
    status: 404,
    headers: { "iothub-errorcode": "DeviceNotOnline" },
  });
  expect(JSON.parse(JSON.parse(offline.text).Message)).toMatchObject({ errorCode: 404103 });
});

test("policies allow what they say and no more", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const { Registry } = azureIothub;
  const reader = Registry.fromConnectionString(hub.policyConnectionString("registryRead"));
  await reader.get("dev1");
  await expect(reader.create({ deviceId: "dev2" })).rejects.toMatchObject({
    name: "UnauthorizedError",
  });
  await expect(reader.getTwin("dev1")).rejects.toMatchObject({ name: "UnauthorizedError" });
  const wrong = hub.connectionString.replace(/SharedAccessKey=.*/, "SharedAccessKey=AAAA");
  await expect(Registry.fromConnectionString(wrong).get("dev1")).rejects.toMatchObject({
    name: "UnauthorizedError",
  });
});

test("a sign-in of this hub's own is accepted for what its roles allow, another hub's is not", async () => {
  const [hub, other] = await Promise.all([testHub(), testHub()]);
  hub.createDevice("dev1");
  const { Registry } = azureIothub;
  const owner = Registry.fromTokenCredential(hub.hostName, hub.credential());
  expect((await owner.getTwin("dev1")).responseBody.deviceId).toBe("dev1");
  const reader = Registry.fromTokenCredential(
    hub.hostName,
    hub.credential(["IoT Hub Data Reader"]),
  );
  await reader.getTwin("dev1");
  await expect(reader.updateTwin("dev1", {}, "*")).rejects.toMatchObject({
    name: "UnauthorizedError",
  });
  const stranger = Registry.fromTokenCredential(hub.hostName, other.credential());
  await expect(stranger.getTwin("dev1")).rejects.toMatchObject({ name: "UnauthorizedError" });
});

test("an expired token is refused", async () => {
  const hub = await testHub({ clock: () => new Date("2999-01-01T00:00:00Z") });
  await expect(registry(hub).list()).rejects.toMatchObject({ name: "UnauthorizedError" });
});

test("requests that break the protocol get the status that says so", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const statuses = async (...calls: [string, string, string?][]): Promise<number[]> => {
    const answers = await Promise.all(calls.map((call) => raw(hub, ...call)));
    return answers.map(({ status }) => status);
  };
  expect(
    await statuses(
      ["GET", "/nowhere"],
      ["POST", "/devices/dev1"],
      ["GET", "/devices/dev1?api-version=2015-01-01"],
      ["PATCH", "/twins/dev1", "{"],
      ["PATCH", "/twins/dev1", ""],
      ["PATCH", "/twins/dev1", '{"tags":{"n":9007199254740993}}'],
      ["PATCH", "/twins/dev1", JSON.stringify({ tags: { t: "x".repeat(5000) } })],
      ["PATCH", "/twins/dev1", "x".repeat(300_000)],
      ["DELETE", "/devices/dev1"],
    ),
  ).toEqual([404, 405, 400, 400, 400, 400, 400, 413, 412]);
});

test("paths may be in any letter case, end in a slash, and have their slashes encoded", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  for (const path of ["/TWINS/dev1", "/twins/dev1/", "/twins%2Fdev1?api-version=2020-09-30"]) {
    expect(await raw(hub, "GET", path)).toMatchObject({ status: 200 });
  }
});

test("a command's payload reaches the device with every digit", async () => {
  const trace: HubTraceEvent[] = [];
  const hub = await testHub({ trace: (event) => trace.push(event) });
  hub.createDevice("dev1");
  const device = await connectedDevice(hub.deviceConnectionString("dev1"));
  device.onDeviceMethod("add", (_request, response) => response.send(200, null, () => {}));
  const path = "/digitaltwins/dev1/commands/add?connectTimeoutInSeconds=5";
  const answer = await raw(hub, "POST", path, "9007199254740993");
  expect(answer).toMatchObject({ status: 200, text: "null" });
  expect(trace).toContainEqual(
    expect.objectContaining({ packet: "publish", direction: "out", payload: "9007199254740993" }),
  );
});

test("digital twin writes are judged by the conventions and by If-Match", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const client = digitalTwins(hub);
  const set = [{ op: "add", path: "/targetTemperature", value: 20 }];
  const component = [{ op: "add", path: "/thermostat1/targetTemperature", value: 20 }];
  await expect(client.updateDigitalTwin("dev1", component)).rejects.toMatchObject({
    statusCode: 400,
  });
  await client.updateDigitalTwin("dev1", set);
  await expect(client.updateDigitalTwin("dev1", set, '"AAAAAAAAAAE="')).rejects.toMatchObject({
    statusCode: 412,
  });
  expect(await client.getDigitalTwin("dev1")).toMatchObject({
    $metadata: { targetTemperature: { desiredValue: 20, desiredVersion: 2 } },
  });
});

test("what a hub tells its trace holds no key and no token", async () => {
  const trace: HubTraceEvent[] = [];
  const bytes = { in: 0, out: 0 };
  const hub = await testHub({
    trace: (event) => trace.push(event),
    tap: (chunk, { direction }) => {
      bytes[direction] += chunk.length;
    },
  });
  await registry(hub).create({ deviceId: "dev1" });
  await registry(hub).getTwin("dev1");
  expect(trace.map((event) => event.kind === "http" && event.status)).toEqual([200, 200]);
  expect(JSON.stringify(trace)).not.toMatch(/Shared|primaryKey/);
  expect(bytes.in).toBeGreaterThan(500);
  expect(bytes.out).toBeGreaterThan(500);
});

test("a target condition and metric queries can be tried out, and the answer is always 200", async () => {
  const hub = await testHub();
  const tryOut = async (body: unknown): Promise<unknown> => {
    const path = "/configurations/testQueries?api-version=2021-04-12";
    const { status, text } = await raw(hub, "POST", path, JSON.stringify(body));
    return { status, ...JSON.parse(text) };
  };
  const customMetricQueries = { good: "SELECT deviceId FROM devices", bad: "SELECT" };
  expect(await tryOut({ targetCondition: "tags.site == 'lab'", customMetricQueries })).toEqual({
    status: 200,
    targetConditionError: expect.stringContaining("column 12"),
    customMetricQueryErrors: { bad: expect.stringContaining("BadRequest") },
  });
  const forbidden = "FROM devices.modules WHERE moduleId = 'm' AND version > 1";
  expect(await tryOut({ targetCondition: forbidden })).toMatchObject({
    targetConditionError: expect.stringMatching(
      /moduleId, tags.* line 1, column 47, near "version"/,
    ),
  });
  const targetCondition = "FROM devices.modules WHERE tags.site = 'lab'";
  expect(await tryOut({ targetCondition, customMetricQueries: {} })).toEqual({
    status: 200,
    targetConditionError: "",
    customMetricQueryErrors: {},
  });
});

test("a request may name the origin before its path, and jobs of a state that none is ever in are none", async () => {
  const hub = await testHub();
  for (const state of ["unknown", "enqueued"]) {
    const path = `/jobs/v2/query?jobStatus=${state}&api-version=2021-04-12`;
    for (const target of [path, `https://${hub.hostName}${path}`]) {
      expect(await raw(hub, "GET", target)).toMatchObject({ status: 200, text: "[]" });
    }
  }
});
