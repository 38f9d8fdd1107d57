import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectDevice, provisionDevice } from "../../src/azure/device.js";
import { connectHub, type HubConnection, sasToken } from "../../src/azure/service.js";
import { rawClient } from "../../src/client/raw-client.js";
import { type Hub, type HubTraceEvent, startHub } from "../../src/hub/index.js";
import { pnp } from "../cli/test-io.js";

const key = Buffer.from("the key that nobody may ever see").toString("base64");
const wrongKey = Buffer.from("a wrong key, no less of a secret").toString("base64");
const clientSecret = "a-client-secret-of-Entra";
const webToken = `eyJ${"h".repeat(20)}.eyJ${"p".repeat(20)}.${"s".repeat(20)}`;

let hub: Hub;
let undo: () => void;
let connection: HubConnection;
const trace: HubTraceEvent[] = [];

beforeAll(async () => {
  hub = await startHub({ trace: (event) => void trace.push(event) });
  undo = hub.redirect();
  connection = connectHub(hub.connectionString);
  const authentication = { type: "sas", primaryKey: key, secondaryKey: key } as const;
  await connection.registry.create("mydevice", { authentication });
  await connection.registry.createModule("mydevice", "m1", { authentication });
});
afterAll(async () => {
  await connection.close();
  undo();
  await hub.close();
});

/** Whatever may prove an identity, and what looks as if it did. */
function secretsIn(text: string): readonly string[] {
  const owner = hub.connectionString.split("SharedAccessKey=")[1] ?? "";
  const known = [key, wrongKey, clientSecret, webToken, owner].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
  ]);
  const shapes = /SharedAccessKey=[^*\s<…]\S*|\bsig=[^*\s<…]\S*|Bearer [^*\s<…]\S*/g;
  return [...known.filter((secret) => text.includes(secret)), ...(text.match(shapes) ?? [])];
}

/** The error as programs print it: with its cause, and what hangs on that, all the way down. */
const everything = (value: unknown): string =>
  inspect(value, { depth: 20, maxArrayLength: null, maxStringLength: null });

const device = { deviceId: "mydevice" };
const wrong = (text: string): string =>
  text.replace(/SharedAccessKey=[^;]*/, `SharedAccessKey=${wrongKey}`);
const failing = (): HubConnection => connectHub(wrong(hub.connectionString));
const byEntra = (getToken: () => Promise<{ token: string; expiresOnTimestamp: number }>) =>
  connectHub({ host: hub.hostName, credential: { getToken } });
const first = async (rows: AsyncIterable<unknown>) => {
  for await (const row of rows) return row;
  return undefined;
};
const soon = { timeoutSeconds: 10 };

describe("No error, nor what hangs on it, holds a secret when it is about", () => {
  test.each<readonly [what: string, call: () => unknown]>([
    ["an unknown device", () => connection.registry.get("nobody")],
    ["a twin", () => connection.transport.readTwin({ deviceId: "nobody" })],
    ["a digital twin", () => connection.transport.readDigitalTwin({ deviceId: "nobody" })],
    ["a stale etag", () => rawClient(connection.device("mydevice")).set("a", 1, { etag: "stale" })],
    [
      "a command of a device that is away",
      () => connection.transport.invokeMethod(device, { name: "reboot", payload: null }),
    ],
    ["a query", () => first(connection.query("SELECT"))],
    ["a job", () => connection.jobs.scheduleTwinUpdate({ where: "((", desired: { a: 1 } })],
    ["a configuration", () => connection.configurations.get("none")],
    ["a message", () => connection.messages.send("nobody", { body: "x" })],
    [
      "a device that exists",
      () =>
        connection.registry.create("mydevice", {
          authentication: { type: "sas", primaryKey: key, secondaryKey: key },
        }),
    ],
    [
      "a key that is none",
      () =>
        connection.registry.create("other", {
          authentication: { type: "sas", primaryKey: `${key}!`, secondaryKey: key },
        }),
    ],
    ["a wrong key", () => failing().registry.get("mydevice")],
    ["a wrong key and a twin", () => failing().transport.readTwin(device)],
    ["a wrong key and a digital twin", () => failing().transport.readDigitalTwin(device)],
    ["a wrong key and a query", () => first(failing().query("SELECT * FROM devices"))],
    ["a wrong key and a message", () => failing().messages.send("mydevice", { body: "x" }, soon)],
    ["a wrong key and feedback", () => first(failing().messages.feedback(soon))],
    ["a wrong key and events", () => failing().events().ready()],
    [
      "a wrong key of the events endpoint",
      () =>
        connectHub(hub.connectionString, { events: wrong(hub.eventHubsConnectionString) })
          .events()
          .ready(),
    ],
    ["a broken connection string", () => connectHub(`HostName=x;SharedAccessKey=${key}`)],
    ["a key instead of a connection string", () => connectHub(key)],
    ["a token's source", () => sasToken(`HostName=x;SharedAccessKey=${key}`)],
    [
      "a hub that is away",
      () =>
        connectHub(
          `HostName=lost.azure-devices.test;SharedAccessKeyName=a;SharedAccessKey=${key}`,
        ).registry.get("mydevice"),
    ],
    [
      "an Entra token that is none",
      () =>
        byEntra(async () => ({
          token: webToken,
          expiresOnTimestamp: Date.now() + 3.6e6,
        })).registry.get("mydevice"),
    ],
    [
      "an Entra sign-in that fails and talks",
      () =>
        byEntra(async () => {
          throw new Error(`refused: client_secret=${clientSecret}, Bearer ${webToken}`);
        }).registry.get("mydevice"),
    ],
    ...(["mqtt", "mqtt-ws", "amqp", "amqp-ws"] as const).map(
      (transport) =>
        [
          `a device's wrong key over ${transport}`,
          () =>
            connectDevice(wrong(hub.deviceConnectionString("mydevice")), { transport, ...soon }),
        ] as const,
    ),
    [
      "a source of tokens that fails and talks",
      () =>
        connectDevice(
          { host: hub.hostName, deviceId: "mydevice" },
          {
            sasToken: () => {
              throw new Error(`no token: SharedAccessSignature sr=x&sig=${key}&se=1`);
            },
          },
        ),
    ],
    [
      "a registration",
      () =>
        provisionDevice(
          {
            provisioningHost: "lost.azure-devices-provisioning.test",
            idScope: "0ne",
            registrationId: "mydevice",
            symmetricKey: key,
          },
          soon,
        ),
    ],
  ])("%s", async (_what, call) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .then(
        () => "no error",
        (thrown: unknown) => thrown,
      );
    expect(error).toMatchObject({ name: "PnpError" });
    expect(secretsIn(everything(error))).toEqual([]);
    expect(secretsIn(JSON.stringify(error))).toEqual([]);
  });
});

test("what programs hold shows no secret when it is printed", () => {
  expect(secretsIn(everything(connection))).toEqual([]);
});

test("the hub's trace holds no secret, whoever was let in or turned away", () => {
  expect(trace.length).toBeGreaterThan(50);
  expect(secretsIn(everything(trace))).toEqual([]);
});

describe("No output of a command holds a secret", () => {
  const policy = () => hub.connectionString;
  const keys = ["--primary-key", key, "--secondary-key", key];
  test.each(
    [
      ["device", "list"],
      ["device", "show", "mydevice"],
      ["device", "create", "new1", ...keys, "--dry-run"],
      ["device", "create", "new2", ...keys],
      ["device", "create", "mydevice", ...keys],
      ["device", "create", "new3", "new4", "--dry-run"],
      ["device", "create", "new5", "new6"],
      ["device", "create", "new7", "--primary-key", key],
      ["device", "create", "new8", "--primary-key", `${key}!`, "--secondary-key", key],
      ["device", "update", "mydevice", ...keys, "--dry-run"],
      ["device", "update", "mydevice", "--status", "enabled", "--dry-run"],
      ["device", "update", "mydevice", "--status", "enabled"],
      ["device", "keys", "mydevice", "--regenerate", "both", "--dry-run"],
      ["device", "keys", "nobody"],
      ["device", "delete", "new2", "--dry-run"],
      ["module", "list", "-d", "mydevice"],
      ["module", "show", "m1", "-d", "mydevice"],
      ["module", "create", "m2", "-d", "mydevice", ...keys, "--dry-run"],
      ["twin", "show", "mydevice"],
      ["digital-twin", "show", "mydevice"],
      ["query", "SELECT * FROM devices"],
      ["job", "set", "*", "a=1", "--raw", "--dry-run"],
      ["configuration", "list"],
      ["c2d", "send", "mydevice", "--body", "x"],
      ["c2d", "send", "mydevice", "--body", "x", "--dry-run"],
      ["sas", "-d", "nobody"],
      ["command", "mydevice", "reboot", "--raw"],
      ["monitor", "--consumer-group", "none"],
      ["get", "mydevice"],
    ].map((args) => [args.join(" ").replaceAll(key, "KEY"), args] as const),
  )("%s", async (_line, args) => {
    for (const format of ["human", "json"]) {
      const { stdout, stderr } = await pnp([...args, "--output", format], {
        env: { IOTHUB_CONNECTION_STRING: policy() },
      });
      expect(secretsIn(stdout + stderr)).toEqual([]);
      expect(stdout + stderr).not.toBe("");
    }
  });

  test.each(
    [
      ["device", "show", "mydevice"],
      ["twin", "show", "mydevice"],
      ["query", "SELECT * FROM devices"],
      ["c2d", "send", "mydevice", "--body", "x"],
      ["monitor"],
    ].map((args) => [args.join(" "), args] as const),
  )("%s, signed in with a wrong key or half a connection string", async (_line, args) => {
    for (const login of [wrong(policy()), policy().replace("HostName=", "Host="), key]) {
      for (const format of ["human", "json"]) {
        const { stdout, stderr, exitCode } = await pnp([
          ...args,
          "--login",
          login,
          "--output",
          format,
        ]);
        expect(exitCode).not.toBe(0);
        expect(secretsIn(stdout + stderr)).toEqual([]);
      }
    }
  });
});
