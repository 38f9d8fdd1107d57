import { connectDevice } from "../../azure/device.js";
import { connectHub } from "../../azure/service.js";
import { descriptorOf } from "../../client/descriptor.js";
import { invokeCommand } from "../../client/service/invoke.js";
import { updateDesired } from "../../client/service/update.js";
import { updateDigitalTwin } from "../../client/service/update-digital-twin.js";
import { waitForAcknowledgement } from "../../client/service/wait.js";
import type { ServiceTarget } from "../../client/transport.js";
import type { Interface } from "../../dtdl/model.js";
import type { Hub } from "../../hub/index.js";
import { simulateDevice } from "../../simulator/index.js";
import { jsonText } from "../output.js";
import { DemoClock } from "./demo-clock.js";
import type { DemoCommand, DemoResult } from "./demo-result.js";
import { readNotifications, readTelemetry } from "./events-step.js";
import { runJob } from "./job-step.js";
import { type Listening, listen } from "./listening.js";
import { runModule } from "./module-step.js";
import { collectRefusals } from "./refusals.js";

/** What a demo runs on and with. */
export interface DemoSetup {
  readonly hub: Hub;
  /** The TemperatureController. */
  readonly root: Interface;
  readonly target: number;
  /** Writing requests that have reached the hub so far. */
  countWrites(): number;
  say(line: string): void;
  /** Called with everything still connected, before the demo takes it down. */
  hold?(deviceId: string): Promise<void>;
}

const deviceId = "demo-controller";
const property = { component: "thermostat1", property: "targetTemperature" };

/** The main job, end to end, against a running hub whose names are redirected. */
export async function runDemo(setup: DemoSetup): Promise<DemoResult> {
  const { root, say } = setup;
  const clock = new DemoClock(new Date(), 10);
  const hub = connectHub(setup.hub.connectionString);
  const identity = await hub.registry.ensure(deviceId);
  const connection = await connectDevice(await hub.registry.connectionString(identity), {
    modelId: root.id,
  });
  const device = simulateDevice(root, connection, { seed: "demo", clock });
  const descriptor = descriptorOf(root);
  const listening = await listen(hub.events({ device: deviceId, model: descriptor }));
  try {
    await device.start();
    say(`connected the simulated device ${deviceId} as ${root.id}`);
    const main = await drive(setup, hub.device(deviceId), listening, async (rounds) => {
      for (let round = 0; round < rounds; round++) {
        clock.advance(30);
        await device.sendTelemetry();
      }
    });
    const module = await runModule(hub, deviceId, say);
    const job = await runJob(hub, descriptor, setup.target, say);
    await setup.hold?.(deviceId);
    return { ...main, module, job };
  } finally {
    await listening.stop();
    await device.stop();
    await hub.close();
  }
}

async function drive(
  setup: DemoSetup,
  target: ServiceTarget,
  listening: Listening,
  sendTelemetry: (rounds: number) => Promise<void>,
): Promise<Omit<DemoResult, "module" | "job">> {
  const { say } = setup;
  const descriptor = descriptorOf(setup.root);
  const twin = await target.transport.readTwin(target);
  const modelId = String(twin.modelId);
  say(`read the twin: model ${modelId}, etag ${twin.etag}`);

  const update = await updateDesired(target, descriptor, [{ ...property, value: setup.target }], {
    etag: twin.etag,
  });
  say(`PATCH /twins/${deviceId}  If-Match "${update.etag}"  desired ${jsonText(update.patch)}`);
  const acknowledged = await waitForAcknowledgement(target, property, update.version, {});
  say(`acknowledged: ${jsonText(acknowledged)}`);

  await sendTelemetry(8);
  const dtUpdate = await updateDigitalTwin(
    target,
    descriptor,
    [{ ...property, value: setup.target }],
    {},
  );
  say(`PATCH /digitaltwins/${deviceId}  If-Match "${dtUpdate.etag}"  ${jsonText(dtUpdate.patch)}`);
  await waitForAcknowledgement(target, property, update.version + 1, {});
  const { digitalTwin } = await target.transport.readDigitalTwin(target);
  say(`read the digital twin: ${jsonText(digitalTwin)}`);
  await sendTelemetry(8);
  const telemetry = await readTelemetry(listening, say);
  const notifications = await readNotifications(listening, update.version, say);

  const commands: DemoCommand[] = [];
  for (const call of commandCalls(new Date(0))) {
    const { via, payload } = call;
    const answer = await invokeCommand(target, descriptor, call.command, payload, { via });
    commands.push({
      name: answer.name,
      via,
      request: answer.request,
      status: answer.status,
      response: answer.response,
    });
    say(
      `command ${answer.name} (${via}) ${jsonText(answer.request)} → ${answer.status} ${jsonText(answer.response)}`,
    );
  }

  const refused = await collectRefusals(
    target,
    descriptor,
    setup.target,
    update.etag,
    setup.countWrites,
  );
  for (const each of refused) {
    say(
      `refused ${each.attempt}: ${each.code}${each.sent ? " (by the hub)" : ", nothing was sent"}`,
    );
  }
  return {
    modelId,
    twinPatch: update.patch,
    acknowledgement: { ...property, ...acknowledged },
    digitalTwinPatch: dtUpdate.patch,
    digitalTwin,
    commands,
    refused,
    telemetry,
    notifications,
  };
}

function commandCalls(since: Date) {
  const report = { component: "thermostat1", command: "getMaxMinReport" };
  return [
    { command: report, via: "method", payload: since.toISOString() },
    { command: report, via: "digital-twin", payload: since.toISOString() },
    { command: { command: "reboot" }, via: "method", payload: 5 },
  ] as const;
}
