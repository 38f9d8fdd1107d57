import { descriptorOf } from "../client/descriptor.js";
import type { DeviceClient } from "../client/device/device-types.js";
import { deviceClient } from "../client/device-client.js";
import type { DeviceTransport } from "../client/transport.js";
import type { Interface } from "../dtdl/model.js";
import { PnpError } from "../errors.js";
import { memberName } from "../schema/member-name.js";
import type { BehaviourFactory, Values } from "./behaviours/behaviour.js";
import { fromSchema } from "./behaviours/from-schema.js";
import { knownBehaviours } from "./behaviours/index.js";
import { createRandom } from "./random.js";
import { byMember, handlersOf, initialReport, type SimulatedPart } from "./simulated-part.js";

/** How a device is simulated. */
export interface SimulateOptions {
  /** The same seed, clock and calls give the same values. Default 0. */
  readonly seed?: number | string;
  readonly clock: { now(): Date };
  /** Behaviours by the DTMI of their Interface, in addition to the known ones or in their place. */
  readonly behaviours?: Readonly<Record<string, BehaviourFactory>>;
  /** Told in one line of each property set and each command. */
  readonly log?: (line: string) => void;
  /** Told what the connection tells of itself. */
  readonly onConnectionChange?: (connected: boolean) => void;
}

/** A device that behaves like one of its model. */
export interface SimulatedDevice {
  /** Takes commands and desired properties, and reports the state: read-only properties, initial values of the rest. */
  start(): Promise<void>;
  /** One round: one message for the device itself and for each component that has telemetry. */
  sendTelemetry(): Promise<void>;
  /** Closes the connection. */
  stop(): Promise<void>;
}

/**
 * A device of any model over a connection. It acknowledges writable properties and answers commands by their
 * schemas; a thermostat, and what other Interfaces have a behaviour, also acts.
 */
export function simulateDevice(
  iface: Interface,
  connection: DeviceTransport,
  options: SimulateOptions,
): SimulatedDevice {
  const { seed = 0, clock, behaviours = {}, log = () => undefined, onConnectionChange } = options;
  const root = descriptorOf(iface);
  const components = Object.entries(root.schema.components ?? {});
  const parts: readonly SimulatedPart[] = [
    makePart(undefined, root),
    ...components.map(([name, descriptor]) => makePart(name, descriptor)),
  ];
  let client: DeviceClient<unknown> | undefined;
  // Restarting answers a command, which does not wait for the report that follows from it.
  let restartReported: Promise<unknown> = Promise.resolve();

  function makePart(component: string | undefined, descriptor: typeof root): SimulatedPart {
    const create = behaviours[descriptor.id] ?? knownBehaviours[descriptor.id] ?? fromSchema;
    const behaviour = create({
      schema: descriptor.schema,
      // Each part has numbers of its own, so that what one does leaves the others as they were.
      random: createRandom(`${seed}/${component ?? ""}`),
      clock,
      restartDevice,
    });
    const settled = new Set<string>();
    return { ...(component === undefined ? {} : { component }), descriptor, behaviour, settled };
  }

  function restartDevice(): void {
    log("restarted");
    const changes = parts.map((part) => report(part, part.behaviour.restart()));
    restartReported = Promise.all(changes).catch((error: unknown) => {
      log(`could not report the state after the restart: ${String(error)}`);
    });
  }

  async function report(part: SimulatedPart, values: Values): Promise<void> {
    if (Object.keys(values).length > 0) await clientOf(part).$report(byMember(values));
  }

  function clientOf({ component }: SimulatedPart): DeviceClient<unknown>[string] {
    const owner = component === undefined ? client : client?.[memberName(component)];
    if (owner === undefined) throw notStarted();
    return owner;
  }

  return {
    async start() {
      const handlers = parts.map((part) => {
        const own = handlersOf(part, log);
        return part.component === undefined ? own : { [memberName(part.component)]: own };
      });
      // What was set before is gone with the last run, so every desired value is acted on again.
      client = deviceClient(root, connection, Object.assign({}, ...handlers), {
        replay: "all",
        ...(onConnectionChange === undefined ? {} : { onConnectionChange }),
        onError: (error) => log(`failed: ${String(error)}`),
      });
      await client.$ready();
      const state = parts.map((part) => {
        const values = initialReport(part);
        if (part.component === undefined) return values;
        return Object.keys(values).length === 0 ? {} : { [memberName(part.component)]: values };
      });
      const values: Values = Object.assign({}, ...state);
      if (Object.keys(values).length > 0) await client.$report(values);
    },

    async sendTelemetry() {
      if (client === undefined) throw notStarted();
      for (const part of parts) {
        const values = part.behaviour.nextTelemetry();
        if (Object.keys(values).length === 0) continue;
        await clientOf(part).$telemetry(byMember(values));
        await report(part, part.behaviour.telemetrySent(values));
      }
    },

    async stop() {
      await restartReported;
      await (client === undefined ? connection.close() : client.$close());
    },
  };
}

function notStarted(): PnpError {
  return new PnpError("PNP_USAGE", "The simulated device has not been started.", {
    hint: "Call start() first.",
  });
}
