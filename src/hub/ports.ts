import { PnpError } from "../errors.js";
import type { HubCertificates } from "./certificates.js";
import type { Edges } from "./edges.js";
import type { HubOptions } from "./hub-options.js";
import { Listener } from "./listener.js";

type PortOptions = Pick<HubOptions, "port" | "mqttPort" | "plainPort" | "tap">;

/** The ports of a running hub, by number. */
export interface HubPorts {
  /** Speaks all protocols over TLS. */
  readonly tls: number;
  /** A second of the kind, where one was asked for. */
  readonly mqtt: number | undefined;
  /** Without TLS, for readers of events. */
  readonly plain: number;
  /** Frees them and cuts what is still connected. */
  close(): Promise<void>;
}

/** Opens a hub's ports. Rejects with `PNP_USAGE` when one is taken; then none stays open. */
export async function openPorts(
  certificates: HubCertificates,
  edges: Edges,
  options: PortOptions,
): Promise<HubPorts> {
  const listeners: Listener[] = [];
  const listen = async (listener: Listener, wanted = 0): Promise<number> => {
    const port = await listener.listen(wanted);
    listeners.push(listener);
    return port;
  };
  const secure = (): Listener => new Listener(certificates, edges.tls, options.tap);
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  try {
    const tls = await listen(secure(), options.port);
    const plain = await listen(
      new Listener(undefined, edges.plain, options.tap),
      options.plainPort,
    );
    const { mqttPort } = options;
    const mqtt = mqttPort === undefined ? undefined : await listen(secure(), mqttPort);
    return { tls, mqtt, plain, close };
  } catch (error) {
    await close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new PnpError("PNP_USAGE", `The hub cannot listen: ${reason}`, {
      hint: "Choose another port, or 0 for a free one.",
      cause: error,
    });
  }
}
