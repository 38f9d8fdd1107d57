import { once } from "node:events";
import { request } from "node:https";
import azureIotCommon from "azure-iot-common";
import azureIotDevice from "azure-iot-device";
import type azureIothub from "azure-iothub";
import { onTestFinished } from "vitest";
import { createSasToken, type Hub, type PolicyName } from "../../src/hub/index.js";

export type Message = InstanceType<typeof azureIotCommon.Message>;
export type DeviceSdkClient = InstanceType<typeof azureIotDevice.Client>;
export type DeviceTransportClass = Parameters<typeof azureIotDevice.Client.fromConnectionString>[1];

/** What can be said about a message beside its body. */
export interface MessageParts {
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly ack?: string;
  readonly expiryTimeUtc?: number;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly properties?: Readonly<Record<string, string>>;
}

/** A message of the SDK's own class. */
export function message(body: Buffer | string, parts: MessageParts = {}): Message {
  const { properties = {}, ...rest } = parts;
  const made = new azureIotCommon.Message(body);
  Object.assign(made, rest);
  for (const [name, value] of Object.entries(properties)) made.properties.add(name, value);
  return made;
}

/** The unmodified device SDK over any of its transports, connected; what it receives is queued for `next`. */
export async function receivingDevice(
  hub: Hub,
  deviceId: string,
  transport: DeviceTransportClass,
  options?: object,
): Promise<{ readonly client: DeviceSdkClient; next(): Promise<Message> }> {
  const client = azureIotDevice.Client.fromConnectionString(
    hub.deviceConnectionString(deviceId),
    transport,
  );
  client.setRetryPolicy(new azureIotCommon.NoRetry());
  client.on("error", () => {});
  onTestFinished(async () => {
    await client.close().catch(() => {});
  });
  await client.open();
  // The HTTP transport takes its options only once it is open.
  if (options !== undefined) await client.setOptions(options);
  const received: Message[] = [];
  const waiting: ((message: Message) => void)[] = [];
  client.on("message", (arrived: Message) => {
    const waiter = waiting.shift();
    if (waiter) waiter(arrived);
    else received.push(arrived);
  });
  const next = async (): Promise<Message> =>
    received.shift() ?? new Promise((resolve) => waiting.push(resolve));
  return { client, next };
}

type Headers = Readonly<Record<string, string | undefined>>;

/** A request without an SDK, signed with the key of a policy. */
export async function callHub(
  hub: Hub,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body: Buffer | string = "",
  policy: PolicyName = "iothubowner",
): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
  const key = /SharedAccessKey=(.*)$/.exec(hub.policyConnectionString(policy))?.[1] ?? "";
  const authorization = createSasToken(hub.hostName, key, 4_000_000_000, policy);
  const outgoing = request({
    host: hub.hostName,
    path: `${path}?api-version=2021-04-12`,
    method,
    agent: false,
    headers: { authorization, ...headers },
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, "response");
  const text = Buffer.concat(await incoming.toArray()).toString();
  return { status: incoming.statusCode, headers: incoming.headers, text };
}

export type ServiceSdkClient = InstanceType<typeof azureIothub.Client>;
