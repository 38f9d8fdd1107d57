/** One thing that crossed the hub's edge, or that it refused. Never holds a key, token or password. */
export type HubTraceEvent =
  | {
      readonly kind: "http";
      readonly method: string;
      /** With the query, as sent. */
      readonly path: string;
      /** Only those that matter to the protocol and hold no secret. */
      readonly headers: Readonly<Record<string, string>>;
      /** As text; absent when empty or when it may hold keys. */
      readonly body?: string;
      readonly status: number;
    }
  | {
      readonly kind: "mqtt";
      /** As the hub sees it. */
      readonly direction: "in" | "out";
      /** The client id: `dev1` or `dev1/mod1`. */
      readonly deviceId: string;
      readonly packet: MqttPacketName;
      readonly topic?: string;
      readonly payload?: string;
      /** On `connect`: the model the device announced. */
      readonly modelId?: string;
    }
  | {
      readonly kind: "amqp";
      /** Where messages go on the link, as the hub sees it. */
      readonly direction: "in" | "out";
      readonly event: "attach" | "transfer";
      /** The address of the link, as the client wrote it. */
      readonly address: string;
      /** Of a transfer: the body as text. */
      readonly payload?: string;
    }
  | RefusedEvent;

/** Something the hub did not do, or a connection that it ended. */
export interface RefusedEvent {
  readonly kind: "refused";
  readonly protocol: HubProtocol;
  /** What the client was doing: `PATCH /twins/dev1`, `publish devices/dev1/…`, `attach /devices/dev1/…`. */
  readonly operation: string;
  /** Name of the rule: a service error's name, or a short name of a protocol rule. */
  readonly rule: string;
  readonly detail: string;
  /** The device or module, `dev1/mod1`, where one was named. */
  readonly deviceId?: string;
  /** Who asked, where that is no device: `policy service`, `Entra sign-in`. */
  readonly client?: string;
}

/** How a client talks to the hub; `tcp` where it has not said anything that the hub knows. */
export type HubProtocol = "http" | "mqtt" | "amqp" | "websocket" | "tcp";

/** The MQTT packets that a trace tells of. */
export type MqttPacketName =
  | "connect"
  | "connack"
  | "publish"
  | "puback"
  | "subscribe"
  | "unsubscribe"
  | "disconnect";

/** Takes trace events as they happen. */
export interface HubTrace {
  (event: HubTraceEvent): void;
  /** Where it can say that at the moment it only wants refusals, the others are not even made. */
  readonly wantsTraffic?: () => boolean;
}

/** Whether a trace wants to be told of what goes well, too. */
export function wantsTraffic(trace: HubTrace): boolean {
  return trace.wantsTraffic === undefined || trace.wantsTraffic();
}
