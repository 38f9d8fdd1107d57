import { PnpError } from "../errors.js";
import type { DeviceConnection } from "./device-connection.js";
import type { TelemetryConnection } from "./device-http.js";
import type { ConnectOptions, DeviceAddress, TwinProtocol } from "./device-options.js";
import { type DeviceSignIn, deviceSignIn } from "./device-sign-in.js";
import { targetName } from "./error-translation.js";

/** Options of a connection over HTTP, which announces no model. */
export type HttpConnectOptions = ConnectOptions & { readonly transport: "http" };

/** Options of a connection with a twin and commands. */
export type TwinConnectOptions = ConnectOptions & { readonly transport?: TwinProtocol };

/**
 * Connects a device: over MQTT, or the protocol that `transport` names; over HTTP it gets a connection for telemetry
 * only. Fails with `PNP_USAGE` for a string that is none or options that do not fit together, `PNP_UNAUTHORIZED` for
 * a proof the hub refuses, `PNP_TRANSPORT` or `PNP_TIMEOUT` when no hub answers. Once open, it reconnects by itself.
 */
export function connectDevice(
  device: string | DeviceAddress,
  options: HttpConnectOptions,
): Promise<TelemetryConnection>;
export function connectDevice(
  device: string | DeviceAddress,
  options?: TwinConnectOptions,
): Promise<DeviceConnection>;
export async function connectDevice(
  device: string | DeviceAddress,
  options: ConnectOptions = {},
): Promise<DeviceConnection | TelemetryConnection> {
  const signIn = deviceSignIn(device, "device", options);
  const protocol = protocolOf(options);
  if (protocol !== "http") return openTwinConnection(signIn, protocol, options);
  const { openTelemetryConnection } = await import("./device-http.js");
  return announced(await openTelemetryConnection(signIn), signIn, options);
}

/** Connects a module of a device; not over HTTP, which knows no modules. Fails as {@link connectDevice} does. */
export async function connectModule(
  module: string | DeviceAddress,
  options: TwinConnectOptions = {},
): Promise<DeviceConnection> {
  const signIn = deviceSignIn(module, "module", options);
  const protocol = protocolOf(options);
  if (protocol === "http") {
    throw new PnpError("PNP_USAGE", "A module cannot connect over HTTP.", {
      hint: "Use mqtt, mqtt-ws, amqp or amqp-ws.",
    });
  }
  return openTwinConnection(signIn, protocol, options);
}

async function openTwinConnection(
  signIn: DeviceSignIn,
  protocol: TwinProtocol,
  options: ConnectOptions,
): Promise<DeviceConnection> {
  const { openDeviceConnection } = await import("./device-connection.js");
  return announced(await openDeviceConnection(signIn, protocol, options), signIn, options);
}

/** The connection; who asked to announce a model over one that cannot is told, once. */
function announced<C extends DeviceConnection | TelemetryConnection>(
  connection: C,
  signIn: DeviceSignIn,
  { modelId, onWarning = warn }: ConnectOptions,
): C {
  if (modelId !== undefined && !connection.announcesModel) {
    onWarning(
      `${targetName(signIn)} cannot announce its model ${modelId} over ${connection.protocol}: azure-iot-device does that over MQTT only. Tell the service side the model, with --model or its descriptor.`,
    );
  }
  return connection;
}

function warn(message: string): void {
  process.emitWarning(message, { code: "PNP_MODEL_NOT_ANNOUNCED" });
}

const protocols = ["mqtt", "mqtt-ws", "amqp", "amqp-ws", "http"] as const;

/** Programs without types may name any. */
function protocolOf({ transport = "mqtt" }: ConnectOptions): (typeof protocols)[number] {
  if (protocols.includes(transport)) return transport;
  throw new PnpError("PNP_USAGE", `There is no transport "${String(transport)}".`, {
    hint: `Use one of ${protocols.join(", ")}.`,
  });
}
