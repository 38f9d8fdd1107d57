/** Where the SDK's transports over MQTT and AMQP keep their sockets. Private, since they see to them themselves. */
const places = [
  ["_mqtt", "_mqttClient", "stream"],
  ["_amqp", "_rheaConnection", "socket"],
];

/**
 * Takes the socket away from a transport that cannot be closed: it says goodbye to a hub that is gone, waits for the
 * answer for ever, and keeps the process alive.
 */
export function dropSocket(transport: object): void {
  for (const place of places) {
    const socket = place.reduce<unknown>(memberOf, transport);
    const destroy = memberOf(socket, "destroy");
    if (typeof destroy === "function") Reflect.apply(destroy, socket, []);
  }
}

function memberOf(owner: unknown, name: string): unknown {
  return typeof owner === "object" && owner !== null ? Reflect.get(owner, name) : undefined;
}
