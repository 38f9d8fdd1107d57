/** What to do about a refusal: by its rule, and where a rule has several reasons by its sentence. The first row counts. */
const rows: readonly (readonly [rule: string, sentence: RegExp | null, advice: string])[] = [
  [
    "IotHubUnauthorizedAccess",
    /signature is wrong/,
    "Take the key anew: `pnp device connection-string` for a device, `pnp hub env` for a service; it belongs to this hub and this identity.",
  ],
  [
    "IotHubUnauthorizedAccess",
    /expired/,
    "Make a new token, or let the SDK make it from a connection string; compare the clocks when the token is new.",
  ],
  [
    "IotHubUnauthorizedAccess",
    /this needs/,
    "Sign in with a policy that has the permission; `iothubowner` has all.",
  ],
  [
    "IotHubUnauthorizedAccess",
    /no role of the token/,
    "Give the app a role with this action; IoT Hub Data Contributor has all.",
  ],
  [
    "IotHubUnauthorizedAccess",
    /is not registered/,
    "Create the device first: `pnp device create`; ids are case-sensitive.",
  ],
  [
    "IotHubUnauthorizedAccess",
    /is disabled/,
    "Enable the device: `pnp device update --status enabled`.",
  ],
  [
    "IotHubUnauthorizedAccess",
    /not for|another hub/,
    "Sign for this hub's host name, or for the device's own resource `<host>/devices/<id>`.",
  ],
  [
    "IotHubUnauthorizedAccess",
    /certificate/,
    "Register the device with the kind of sign-in it uses, and with this certificate's thumbprint or authority.",
  ],
  [
    "IotHubUnauthorizedAccess",
    null,
    "Sign in with a connection string of this hub, a token made from its keys, or an Entra token for it.",
  ],
  ["DeviceNotFound", null, "Create the device first: `pnp device create`; ids are case-sensitive."],
  ["ModuleNotFound", null, "Create the module first: `pnp module create`."],
  [
    "DeviceNotOnline",
    null,
    "Connect the device and let it ask for direct methods, or give a connect time-out to wait for it.",
  ],
  ["DeviceConnectionClosedRemotely", null, "See why the device went away; then call again."],
  ["GatewayTimeout", null, "Answer on the device in time, or give a longer response time-out."],
  ["GenericBadGateway", null, "Let the device answer with JSON of at most 128 KB."],
  [
    "ConnectionForcefullyClosedOnNewConnection",
    null,
    "Let only one program connect with this device id: a newer connection ends the older.",
  ],
  [
    "PreconditionFailed",
    null,
    "Read the resource again and repeat the change with its new etag, or send If-Match: *.",
  ],
  ["DeviceAlreadyExists", null, "Use the device that there is, or another id."],
  ["ModuleAlreadyExistsOnDevice", null, "Use the module that there is, or another id."],
  ["DeviceMessageLockLost", null, "Settle a message within its lock time, and once only."],
  [
    "DeviceMaximumQueueDepthExceeded",
    null,
    "Let the device receive what waits, or purge it: `pnp c2d purge`.",
  ],
  ["DeviceMaximumInflightMethodExceeded", null, "Wait for the answers of the methods under way."],
  ["MessageTooLarge", null, "Send less at once; a large file goes by file upload."],
  [
    "messageTooLarge",
    null,
    "Send at most 256 KB in one message; a large file goes by file upload.",
  ],
  ["tooLarge", null, "Send smaller frames and messages."],
  ["OperationNotAvailableInCurrentTier", null, "Use a hub of the Free or a Standard tier."],
  [
    "GenericNotFound",
    null,
    "Check method and path of the request against the REST API of IoT Hub.",
  ],
  ["MethodNotAllowed", null, "Use a method that this path has."],
  ["InvalidProtocolVersion", null, "Send a known api-version, such as 2021-04-12."],
  ["ServerError", null, "This is a bug in twinplug; please report it with what the client did."],
  ["qos2", null, "Publish with QoS 0 or 1: IoT Hub ends connections that use QoS 2."],
  [
    "unknownTopic",
    null,
    "Use the topics of IoT Hub, such as devices/<id>/messages/events/; a device has no others.",
  ],
  ["tooManySubscriptions", null, "Subscribe to at most five topics on one connection."],
  ["connect", /client id/, "Connect with the device id, or <device>/<module>, as client id."],
  ["connect", /user name/, "Send the user name <host>/<client id>/?api-version=2021-04-12."],
  ["connect", /MQTT 3\.1\.1/, "Let the client speak MQTT 3.1.1 (protocol level 4)."],
  ["connect", /no connect came/, "Send CONNECT at once after the TLS handshake."],
  ["will", null, "Let the will go to devices/<device>/messages/events/, properties behind it."],
  ["connect", null, "Check what the client sends in CONNECT."],
  ["keepAlive", null, "Send something, or PINGREQ, within one and a half keep-alive times."],
  ["tokenExpired", null, "Connect again with a new token; SDKs do so before the old one ends."],
  ["protocol", null, "Speak HTTPS, MQTT 3.1.1 or AMQP 1.0 on this port, over TLS."],
  ["malformed", null, "Check the client: what it sent is not the protocol it began with."],
  ["webSocket", null, "Connect to /$iothub/websocket with the subprotocol mqtt or AMQPWSB10."],
  ["closed", /closes/, "The hub was stopped; connect again when it runs."],
  ["closed", /disabled/, "Enable the device: `pnp device update --status enabled`."],
  ["closed", /removed/, "Create the device again before it connects."],
  [
    "handshake",
    null,
    "Let the client trust the hub's CA: NODE_EXTRA_CA_CERTS, or start it by `pnp hub exec`.",
  ],
  [
    "amqp:not-found",
    null,
    "Attach to an address of IoT Hub, such as /devices/<id>/messages/events.",
  ],
  ["amqp:connection:forced", /closes/, "The hub was stopped; connect again when it runs."],
];

const byStatus: Readonly<Record<string, string>> = {
  "400": "Correct the request; the sentence says what is wrong in it.",
  "403": "Wait, then try again more slowly.",
  "404": "Check the name; ids are case-sensitive.",
  "409": "Use what exists already, or another name.",
  "413": "Send less at once.",
  "429": "Wait, then try again more slowly.",
};

/** One sentence for people; nothing for a rule that says it all. */
export function advice(rule: string, detail: string, number?: number): string | undefined {
  const row = rows.find(([name, sentence]) => name === rule && (sentence?.test(detail) ?? true));
  return row?.[2] ?? byStatus[String(number ?? "").slice(0, 3)];
}
