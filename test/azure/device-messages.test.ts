import { expect, onTestFinished, test } from "vitest";
import { connectDevice, deviceClient } from "../../src/azure/device.js";
import { connectHub } from "../../src/azure/service.js";
import { makeDeviceCertificate } from "../../src/hub/index.js";
import { Thermostat } from "../fixtures/generated/com/example/thermostat-1.js";
import { registry, testHub } from "../hub/sdk.js";

async function setUp() {
  const hub = await testHub();
  hub.createDevice("dev1");
  const service = connectHub(hub.connectionString);
  onTestFinished(() => service.close());
  const identities = registry(hub);
  const setStatus = async (status: "enabled" | "disabled"): Promise<void> => {
    const { responseBody } = await identities.get("dev1");
    await identities.update({ ...responseBody, status });
  };
  return { hub, messages: service.messages, setStatus };
}

test.each(["mqtt", "amqp", "http"] as const)(
  "over %s, messages go on arriving after the connection was cut",
  async (transport) => {
    const { hub, messages, setStatus } = await setUp();
    const received: string[] = [];
    const device = await connectDevice(hub.deviceConnectionString("dev1"), {
      ...({ transport } as { readonly transport: "mqtt" }),
      reconnect: { firstSeconds: 0.02, longestSeconds: 0.1 },
    });
    onTestFinished(() => device.close());
    const errors: unknown[] = [];
    await device.onMessage((message) => void received.push(message.text()), {
      pollSeconds: 0.02,
      onError: (error) => void errors.push(error),
    });
    await messages.send("dev1", { body: "before" });
    await expect.poll(() => received).toEqual(["before"]);
    await setStatus("disabled");
    await messages.send("dev1", { body: "meanwhile" });
    await setStatus("enabled");
    await messages.send("dev1", { body: "after" });
    await expect.poll(() => received).toEqual(["before", "meanwhile", "after"]);
    // Over HTTP a disabled device is one that is not there.
    const code = transport === "http" ? "PNP_DEVICE_NOT_FOUND" : "PNP_UNAUTHORIZED";
    for (const error of errors) expect(error).toMatchObject({ code });
  },
);

test.each(["mqtt", "amqp"] as const)(
  "over %s, what waited for a device that had stopped reaches a handler that comes late",
  async (transport) => {
    const { hub, messages } = await setUp();
    const text = hub.deviceConnectionString("dev1");
    const first = await connectDevice(text, { transport });
    await first.onMessage(() => undefined);
    await first.close();
    for (const body of ["one", "two"]) await messages.send("dev1", { body });
    const second = await connectDevice(text, { transport });
    onTestFinished(() => second.close());
    // Long enough for everything that the hub sends by itself.
    await second.readTwin();
    await second.readTwin();
    const received: string[] = [];
    await second.onMessage((message) => void received.push(message.text()));
    await expect.poll(() => received).toEqual(["one", "two"]);
  },
);

test("a message in hand when AMQP's connection breaks comes again, and the failure is told", async () => {
  const { hub, messages, setStatus } = await setUp();
  const device = await connectDevice(hub.deviceConnectionString("dev1"), {
    transport: "amqp",
    reconnect: { firstSeconds: 0.02, longestSeconds: 0.1 },
  });
  onTestFinished(() => device.close());
  const broken = new Promise<void>((resolve) => {
    device.onConnectionChange((connected) => {
      if (!connected) resolve();
    });
  });
  let tries = 0;
  const errors: unknown[] = [];
  await device.onMessage(
    async () => {
      tries += 1;
      if (tries > 1) return;
      await setStatus("disabled");
      await broken;
      await setStatus("enabled");
    },
    { onError: (error) => void errors.push(error) },
  );
  await messages.send("dev1", { body: "x", messageId: "m-1", ack: "full" });
  for await (const record of messages.feedback({ limit: 1, pollSeconds: 0.02 })) {
    expect(record).toMatchObject({ messageId: "m-1", status: "Success" });
  }
  expect(tries).toBe(2);
  expect(errors).toHaveLength(1);
});

test("a device client acts on messages, and tells its onError what goes wrong with them", async () => {
  const { hub, messages } = await setUp();
  const errors: string[] = [];
  const received: unknown[] = [];
  const connection = await connectDevice(hub.deviceConnectionString("dev1"), {
    transport: "amqp",
  });
  const device = deviceClient(
    Thermostat,
    connection,
    { targetTemperature: () => undefined, getMaxMinReport: (since) => ({ startTime: since }) },
    { onError: (error) => void errors.push(String(error)) },
  );
  await device.$ready();
  await device.$onMessage((message) => {
    received.push(message.json());
    return "complete";
  });
  await messages.send("dev1", { body: { setpoint: 21.5 } });
  await expect.poll(() => received).toEqual([{ setpoint: 21.5 }]);
  await device.$onMessage((message) => {
    message.json();
    return "complete";
  });
  await messages.send("dev1", { body: "not JSON", ack: "full", expiry: 60 });
  await expect.poll(() => errors.length).toBeGreaterThan(0);
  expect(errors[0]).toContain("not JSON");
  await device.$close();
});

test.each(["amqp", "http"] as const)(
  "over %s, a handler may close its own connection",
  async (transport) => {
    const { hub, messages } = await setUp();
    const text = hub.deviceConnectionString("dev1");
    const device = await connectDevice(text, { transport } as { readonly transport: "amqp" });
    let isClosed = false;
    await device.onMessage(
      async () => {
        await device.close();
        isClosed = true;
      },
      { pollSeconds: 0.02 },
    );
    await messages.send("dev1", { body: "last" });
    await expect.poll(() => isClosed).toBe(true);
  },
);

test("over HTTP, a device signs in with its certificate", async () => {
  const { hub, messages } = await setUp();
  const own = await makeDeviceCertificate({ commonName: "dev2" });
  const x509Thumbprint = { primaryThumbprint: own.sha256Thumbprint };
  hub.createDevice("dev2", { authentication: { type: "selfSigned", x509Thumbprint } });
  await messages.send("dev2", { body: "hello" });
  const device = await connectDevice(hub.deviceConnectionString("dev2"), {
    transport: "http",
    x509: own,
  });
  onTestFinished(() => device.close());
  const received: string[] = [];
  await device.onMessage((message) => void received.push(message.text()));
  await expect.poll(() => received).toEqual(["hello"]);
});

test("over HTTP, a wrong key fails the subscription at once", async () => {
  const { hub } = await setUp();
  hub.createDevice("dev2");
  const key = /SharedAccessKey=.*/.exec(hub.deviceConnectionString("dev2"))?.[0] ?? "";
  const text = hub.deviceConnectionString("dev1").replace(/SharedAccessKey=.*/, key);
  const device = await connectDevice(text, { transport: "http" });
  onTestFinished(() => device.close());
  await expect(device.onMessage(() => undefined)).rejects.toMatchObject({
    code: "PNP_UNAUTHORIZED",
  });
});
