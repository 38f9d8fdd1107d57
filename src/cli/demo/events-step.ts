import { PnpError } from "../../errors.js";
import { jsonText } from "../output.js";
import type { DemoDigitalTwinChange, DemoTelemetry, DemoTwinChange } from "./demo-result.js";
import type { Listening } from "./listening.js";

const parts = [undefined, "thermostat1", "thermostat2"];

/** The last telemetry message of each part of the device, typed by its model. */
export async function readTelemetry(
  listening: Listening,
  say: (line: string) => void,
): Promise<readonly DemoTelemetry[]> {
  const latest: DemoTelemetry[] = [];
  for (const part of parts) {
    const events = await listening.take("telemetry", 1, ({ component }) => component === part);
    const event = events.at(-1);
    if (event?.valid !== true) {
      throw new PnpError("PNP_CHECK_FAILED", `Telemetry of ${part ?? "the root"} does not fit.`, {
        issues: event?.issues ?? [],
      });
    }
    const readings = event.readings.map(({ name, value, unit, semanticType }) => ({
      name,
      value,
      ...(unit === undefined ? {} : { unit }),
      ...(semanticType === undefined ? {} : { semanticType }),
    }));
    say(`telemetry ${part ?? "root"}: ${jsonText(readings)}`);
    latest.push({
      deviceId: event.deviceId,
      interfaceId: event.interfaceId,
      ...(part === undefined ? {} : { component: part }),
      readings,
      enqueuedTime: event.enqueuedTime.toISOString(),
    });
  }
  return latest;
}

/** What the hub told of one desired update: the change of the twin, and that of the digital twin which it means. */
export async function readNotifications(
  listening: Listening,
  version: number,
  say: (line: string) => void,
): Promise<readonly [DemoTwinChange, DemoDigitalTwinChange]> {
  const [change] = await listening.take(
    "twinChange",
    1,
    ({ desired }) => desired?.version === version,
  );
  const operationTimestamp = change?.operationTimestamp ?? "";
  const [digital] = await listening.take(
    "digitalTwinChange",
    1,
    (event) => event.operationTimestamp === operationTimestamp,
  );
  if (change?.desired === undefined || digital === undefined) {
    throw new PnpError("PNP_CHECK_FAILED", `The hub told nothing of the update ${version}.`);
  }
  const desired = change.desired.values;
  say(`notified: twin change, desired ${version}: ${jsonText(desired)}`);
  say(`notified: digital twin change: ${jsonText(digital.patch)}`);
  const { deviceId, operation } = change;
  return [
    { kind: "twinChange", deviceId, operation, desired, version, operationTimestamp },
    { kind: "digitalTwinChange", deviceId, patch: digital.patch, operationTimestamp },
  ];
}
