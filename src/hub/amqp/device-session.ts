import rhea from "rhea";
import type { JsonRecord } from "../../convention/record.js";
import type { MethodDelivery, Session } from "../sessions.js";
import type { Target } from "../target.js";
import type { Outbox } from "./outbox.js";

/** A device or module that has links on an AMQP connection. */
export class DeviceSession implements Session {
  readonly target: Target;
  /** The links on which direct methods go to the client. */
  readonly methods: Set<Outbox> = new Set();
  /** The links of the twin, by the id that joins both directions. */
  readonly twins: Map<string, Outbox> = new Map();
  /** Those of them that desired changes go to. */
  readonly desired: Set<Outbox> = new Set();
  /** The model announced on the connection. */
  modelId: string | undefined;
  readonly protocol = "amqp";
  readonly #end: (reason: string, rule?: string) => void;

  constructor(target: Target, end: (reason: string, rule?: string) => void) {
    this.target = target;
    this.#end = end;
  }

  get takesMethods(): boolean {
    return this.methods.size > 0;
  }

  deliverMethod({ requestId, name, payload }: MethodDelivery): void {
    const [outbox] = this.methods;
    outbox?.put({
      correlation_id: requestId,
      application_properties: { "IoThub-methodname": name },
      body: rhea.message.data_section(Buffer.from(payload)),
    });
  }

  deliverDesired(patch: JsonRecord): void {
    // Without a correlation id: that tells it from the answer to a request.
    const body = rhea.message.data_section(Buffer.from(JSON.stringify(patch)));
    for (const outbox of this.desired) outbox.put({ body });
  }

  end(reason: string, rule?: string): void {
    this.#end(reason, rule);
  }
}
