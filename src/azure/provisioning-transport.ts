import { EventEmitter } from "node:events";
import type { Mqtt } from "azure-iot-provisioning-device-mqtt";

/** The SDK's transport for one registration. */
export interface ProvisioningTransport {
  readonly transport: Mqtt;
  /** Ends the registration: nothing more is asked. */
  stop(): void;
}

/** Makes a transport of the SDK, and mends what would harm the program it runs in. Loads the SDK. */
export async function openProvisioningTransport(
  protocol: "mqtt" | "mqtt-ws",
): Promise<ProvisioningTransport> {
  const { default: sdk } = await import("azure-iot-provisioning-device-mqtt");
  const transport = protocol === "mqtt-ws" ? new sdk.MqttWs() : new sdk.Mqtt();
  surviveBrokenConnections(transport);
  return { transport, stop: makeStoppable(transport) };
}

/**
 * When a connection breaks under a request, the SDK lets the request fail, closes, and is then told of the break once
 * more, which it answers by calling a callback that is not there: an exception that nobody can catch.
 */
function surviveBrokenConnections(transport: Mqtt): void {
  // A break between two requests is no harm: the next one connects again.
  transport.on("error", () => undefined);
  const base = baseOf(transport);
  if (base === undefined) return;
  base.removeAllListeners("error");
  base.on("error", () => transport.disconnect(() => undefined));
}

/** The SDK would wait for a service that is silent, up to a minute, and the program could not end before. */
function cutConnection(transport: Mqtt): void {
  const client: unknown = Reflect.get(baseOf(transport) ?? {}, "_mqttClient");
  if (!(client instanceof EventEmitter)) return;
  const end: unknown = Reflect.get(client, "end");
  const force = true;
  if (typeof end === "function") Reflect.apply(end, client, [force]);
}

/** The SDK's private MQTT connection, under the transport. */
function baseOf(transport: Mqtt): EventEmitter | undefined {
  const base: unknown = Reflect.get(transport, "_mqttBase");
  return base instanceof EventEmitter ? base : undefined;
}

/** The SDK's own cancelling stops a request, not the waiting between two: it would go on asking. */
function makeStoppable(transport: Mqtt): () => void {
  let isOver = false;
  const givenUp = new Error("the registration was given up");
  const register = transport.registrationRequest.bind(transport);
  const query = transport.queryOperationStatus.bind(transport);
  transport.registrationRequest = (request, done) =>
    isOver ? done(givenUp) : register(request, done);
  transport.queryOperationStatus = (request, operationId, done) =>
    isOver ? done(givenUp) : query(request, operationId, done);
  return () => {
    isOver = true;
    cutConnection(transport);
    transport.disconnect(() => undefined);
  };
}
