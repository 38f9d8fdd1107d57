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
  | {
      readonly kind: "refused";
      /** Name of the rule: a service error's name, or a short name of a protocol rule. */
      readonly rule: string;
      readonly detail: string;
      readonly deviceId?: string;
    };

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
export type HubTrace = (event: HubTraceEvent) => void;
