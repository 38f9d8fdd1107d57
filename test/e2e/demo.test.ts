import { beforeAll, describe, expect, test } from "vitest";
import { demo } from "../../src/cli/commands/demo.js";
import type { DemoResult } from "../../src/cli/demo/demo-result.js";
import type { Io } from "../../src/cli/io.js";

interface Recorded {
  readonly result: DemoResult;
  readonly stdout: string;
  readonly narration: string;
  /** Everything that clients sent to the hub's sockets, decrypted. */
  readonly received: string;
}

async function runDemo(target: number): Promise<Recorded> {
  const stdout: string[] = [];
  const narration: string[] = [];
  /** By connection, so that one's words do not stand in another's. */
  const received = new Map<number, Buffer[]>();
  const io: Io = {
    stdout: { write: (text) => void stdout.push(text), isTerminal: false },
    stderr: { write: (text) => void narration.push(text), isTerminal: false },
    env: {},
    cwd: process.cwd(),
    readStdin: async () => "",
    signal: new AbortController().signal,
  };
  await demo({ target, output: "json" }, io, (chunk, info) => {
    if (info.direction !== "in") return;
    const said = received.get(info.connection) ?? [];
    received.set(info.connection, said);
    said.push(Buffer.from(chunk));
  });
  const text = stdout.join("");
  return {
    result: JSON.parse(text),
    stdout: text,
    narration: narration.join(""),
    received: Buffer.concat([...received.values()].flat()).toString("latin1"),
  };
}

// No second of a timestamp looks like it, so that it can be searched for in the whole text.
const target = 87.8125;
let recorded: Recorded;
beforeAll(async () => {
  recorded = await runDemo(target);
});

describe("the demo", () => {
  test("prints exactly one JSON document with the facts", () => {
    expect(Object.keys(recorded.result)).toEqual([
      "modelId",
      "twinPatch",
      "acknowledgement",
      "digitalTwinPatch",
      "digitalTwin",
      "commands",
      "refused",
      "telemetry",
      "notifications",
      "module",
      "job",
    ]);
    expect(recorded.result.modelId).toBe("dtmi:com:example:TemperatureController;1");
  });

  test("sets the target with a component-aware patch that the device acknowledges", () => {
    const { twinPatch, acknowledgement } = recorded.result;
    expect(twinPatch).toEqual({ thermostat1: { __t: "c", targetTemperature: target } });
    expect(acknowledgement).toMatchObject({
      component: "thermostat1",
      property: "targetTemperature",
      value: target,
      ac: 200,
      av: 2,
      ad: expect.any(String),
    });
  });

  test("sets it again with a JSON Patch and reads the digital twin", () => {
    const { digitalTwin, digitalTwinPatch } = recorded.result;
    expect(digitalTwinPatch).toEqual([
      { op: "replace", path: "/thermostat1/targetTemperature", value: target },
    ]);
    expect(digitalTwin).toMatchObject({
      $metadata: { $model: "dtmi:com:example:TemperatureController;1" },
      thermostat1: {
        targetTemperature: target,
        $metadata: { targetTemperature: { desiredValue: target, ackVersion: 3, ackCode: 200 } },
      },
    });
  });

  test("invokes a component command by both routes and a root command", () => {
    const since = "1970-01-01T00:00:00.000Z";
    expect(recorded.result.commands).toMatchObject([
      { name: "thermostat1*getMaxMinReport", via: "method", request: since, status: 200 },
      { name: "thermostat1*getMaxMinReport", via: "digital-twin", request: since, status: 200 },
      { name: "reboot", via: "method", request: 5, status: 200 },
    ]);
  });

  test("reports the extremes of the telemetry that the hub received", () => {
    const temperatures = [
      ...recorded.received.matchAll(/%24\.sub=thermostat1[^{]*(\{"temperature":[^}]+\})/g),
    ].map((match) => JSON.parse(match[1] ?? "").temperature as number);
    expect(temperatures.length).toBeGreaterThan(5);
    expect(Math.max(...temperatures)).not.toBe(Math.min(...temperatures));
    for (const command of recorded.result.commands.slice(0, 2)) {
      expect(command.response).toMatchObject({
        maxTemp: Math.max(...temperatures),
        minTemp: Math.min(...temperatures),
      });
    }
  });

  test("prints the telemetry it read from the hub's events, typed by the model", () => {
    const { telemetry } = recorded.result;
    expect(telemetry.map(({ component, interfaceId }) => [component, interfaceId])).toEqual([
      [undefined, "dtmi:com:example:TemperatureController;1"],
      ["thermostat1", "dtmi:com:example:Thermostat;1"],
      ["thermostat2", "dtmi:com:example:Thermostat;1"],
    ]);
    for (const { component, readings } of telemetry.slice(1)) {
      const [reading] = readings;
      expect(reading).toMatchObject({ name: "temperature", unit: "degreeCelsius" });
      expect(recorded.received).toMatch(
        new RegExp(`%24\\.sub=${component}[^{]*\\{"temperature":${String(reading?.value)}\\}`),
      );
    }
  });

  test("prints the twin change and the digital twin change that the hub told of the update", () => {
    const [twin, digitalTwin] = recorded.result.notifications;
    expect(twin).toMatchObject({
      kind: "twinChange",
      deviceId: "demo-controller",
      operation: "updateTwin",
      desired: recorded.result.twinPatch,
      version: recorded.result.acknowledgement.av,
    });
    expect(digitalTwin.kind).toBe("digitalTwinChange");
    expect(digitalTwin.operationTimestamp).toBe(twin.operationTimestamp);
    expect(digitalTwin.patch).toContainEqual({
      op: "add",
      path: "/thermostat1/$metadata/targetTemperature/desiredValue",
      value: target,
    });
  });

  test("makes a module and sets a desired value, guarded by the etag, that its app receives", () => {
    const { module } = recorded.result;
    expect(module).toMatchObject({
      deviceId: "demo-controller",
      created: true,
      desired: { telemetryInterval: 122 },
      received: { telemetryInterval: 122 },
      reported: { telemetryInterval: 122 },
    });
    expect(recorded.received).toContain(
      `PATCH /twins/demo-controller/modules/${module.moduleId}?api-version=`,
    );
    expect(recorded.received).toContain(`"${module.etag}"`);
    expect(recorded.received).toContain('"telemetryInterval":122');
  });

  test("sets a property on every device of the model by one job of the hub", () => {
    const { job } = recorded.result;
    expect(job).toMatchObject({
      type: "scheduleUpdateTwin",
      status: "completed",
      desired: { thermostat2: { __t: "c", targetTemperature: target } },
      devices: [{ deviceId: "demo-controller", outcome: "succeeded" }],
    });
    expect(recorded.received).toContain(`PUT /jobs/v2/${job.jobId}?api-version=`);
  });

  test("shows what was refused, and that only the hub's own refusal was ever sent", () => {
    expect(recorded.result.refused.map(({ code, sent }) => [code, sent])).toEqual([
      ["PNP_PAYLOAD_INVALID", false],
      ["PNP_PROPERTY_READ_ONLY", false],
      ["PNP_NAME_UNKNOWN", false],
      ["PNP_PAYLOAD_INVALID", false],
      ["PNP_CONFLICT", true],
    ]);
  });

  test("really speaks to the hub: CONNECT with the model id, the PATCH body, the method's answer", () => {
    const { received } = recorded;
    expect(received).toContain("MQTT\u0004");
    expect(received).toContain("model-id=dtmi:com:example:TemperatureController;1");
    expect(received).toContain("PATCH /twins/demo-controller?api-version=");
    expect(received).toContain(
      `"desired":{"thermostat1":{"__t":"c","targetTemperature":${target}}}`,
    );
    expect(received).toContain("PATCH /digitaltwins/demo-controller?api-version=");
    expect(received).toContain("$iothub/methods/res/200/?$rid=");
    expect(received).toContain('"methodName":"thermostat1*getMaxMinReport"');
    expect(received).not.toContain('"yesterday"');
  });

  test("narrates on the error stream without showing a key", () => {
    expect(recorded.narration).toContain("PATCH /twins/demo-controller");
    expect(recorded.narration + recorded.stdout).not.toMatch(/SharedAccessKey=|sig=/);
  });
});

test("another target changes every place where the value appears", async () => {
  const other = await runDemo(-3.5);
  expect(other.stdout).not.toContain(String(target));
  expect(other.result).toMatchObject({
    twinPatch: { thermostat1: { targetTemperature: -3.5 } },
    acknowledgement: { value: -3.5 },
    digitalTwinPatch: [{ value: -3.5 }],
    digitalTwin: { thermostat1: { targetTemperature: -3.5 } },
  });
});
