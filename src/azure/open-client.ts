import { createAnyMethodClient } from "./any-method-client.js";
import { createCredentials } from "./device-credentials.js";
import type { OpenClient } from "./device-link.js";
import type { TwinProtocol } from "./device-options.js";
import type { DeviceSignIn } from "./device-sign-in.js";
import { dropSocket } from "./drop-socket.js";
import { gatherMessages } from "./early-messages.js";
import { systemLater } from "./given-up.js";

/** Seconds for a connection to end properly; the hub may be gone. */
const goodbyeSeconds = 5;

/** Makes a client of the SDK and opens it. This module loads the SDK when it is imported. */
export async function openClient(
  signIn: DeviceSignIn,
  protocol: TwinProtocol,
  modelId: string | undefined,
): Promise<OpenClient> {
  const kind = signIn.moduleId === undefined ? "device" : "module";
  const credentials = createCredentials(signIn);
  const made = await createAnyMethodClient(kind, protocol, credentials.provider);
  const { client, transport } = made;
  const onMessage = gatherMessages(transport);
  const isMqtt = protocol === "mqtt" || protocol === "mqtt-ws";

  let lost: { readonly reason: unknown } | undefined;
  let listeners: ((reason: unknown) => void)[] = [];
  const lose = (reason: unknown): void => {
    if (lost !== undefined) return;
    lost = { reason };
    const told = listeners;
    listeners = [];
    for (const listener of told) listener(reason);
  };

  const close = async (): Promise<void> => {
    listeners = [];
    // Also at once: a client that never gets closed must not go on renewing.
    credentials.stop();
    let cancel = (): void => undefined;
    const dropped = new Promise<void>((resolve) => {
      cancel = systemLater(goodbyeSeconds * 1000, () => {
        dropSocket(transport);
        resolve();
      });
    });
    try {
      await Promise.race([client.close(), dropped]);
    } finally {
      cancel();
      credentials.stop();
    }
  };

  try {
    if (isMqtt && modelId !== undefined) await client.setOptions({ modelId });
    await client.open();
  } catch (error) {
    close().catch(() => undefined);
    throw error;
  }
  transport.on("disconnect", lose);
  // AMQP: one of the links broke, which nothing but a new connection repairs.
  transport.on("error", lose);
  return {
    ...made,
    onMessage,
    onLost(listener) {
      if (lost === undefined) listeners.push(listener);
      else listener(lost.reason);
      return () => {
        listeners = listeners.filter((each) => each !== listener);
      };
    },
    // AMQP takes a new token over the connection that stands; MQTT has to connect again.
    onReplaced(listener) {
      if (isMqtt) credentials.onRenewed(listener);
    },
    close,
  };
}
