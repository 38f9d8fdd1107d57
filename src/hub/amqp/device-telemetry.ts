import rhea, { type Message } from "rhea";
import { ServiceError } from "../service-error.js";
import type { Target } from "../target.js";
import type { TelemetryInput } from "../telemetry.js";
import { checkSize, telemetryBytes, withinLimits } from "../telemetry-limits.js";
import { ThrottledWork } from "../throttles/throttled-work.js";
import { amqpProblem } from "./conditions.js";
import { openWindow } from "./credit.js";
import type { DeviceSessions } from "./device-sessions.js";
import { answerAttach } from "./frames.js";
import type { LinkServer } from "./link.js";
import { bodyBytes, fieldMap, fieldText, idText, propertyText } from "./message-fields.js";

const messagesAhead = 200;
/** Message format: each data section is a whole message of its own. */
const batchFormat = 0x80013700;
const modelProperty = "com.microsoft:model-id";
const longestModelId = 256;

/** `/devices/{d}[/modules/{m}]/messages/events`: telemetry comes in; nothing ever leaves to a module's inputs. */
export function createDeviceTelemetry(sessions: DeviceSessions): LinkServer<"deviceEvents"> {
  return {
    send(_sender, { address: { target } }) {
      if (target.moduleId !== undefined) return undefined;
      throw new ServiceError("GenericNotFound", "Only modules have inputs to receive from");
    },
    receive(receiver, attachment) {
      const { peer } = attachment;
      const { target } = attachment.address;
      const { authMethod } = peer.grantFor(target);
      const session = sessions.of(attachment);
      const modelId = fieldText(fieldMap(receiver.properties)[modelProperty]);
      if (modelId !== undefined) {
        if (modelId.length > longestModelId) {
          throw new ServiceError("ArgumentInvalid", `The model id is over ${longestModelId} long`);
        }
        session.modelId = modelId;
        peer.core.twins.announceModel(target, modelId);
      }
      answerAttach(receiver, { max_message_size: telemetryBytes });
      const { throttles, clock } = peer.core;
      const throttled = throttles && new ThrottledWork(throttles, clock);
      receiver.on("message", ({ message, delivery, format }) => {
        if (!message || !delivery) return;
        peer.core.sessions.touch(target);
        try {
          const inputs = readTransfer(target, message, format, session.modelId);
          const work = (): void => {
            for (const input of inputs) peer.core.telemetry.accept({ ...input, authMethod });
            delivery.accept();
          };
          const bytes = inputs.reduce((sum, { body }) => sum + body.length, 0);
          if (throttled) throttled.run("telemetry", bytes, work);
          else work();
        } catch (error) {
          const refusal = asRefusal(error);
          peer.refused(refusal, "send telemetry", target);
          delivery.reject({ ...amqpProblem(refusal) });
        }
      });
      openWindow(receiver, messagesAhead);
      return () => throttled?.end();
    },
  };
}

/** All messages of a transfer: one, or those of a batch. */
function readTransfer(
  target: Target,
  message: Message | Buffer,
  format: number | undefined,
  modelId: string | undefined,
): readonly TelemetryInput[] {
  if (!Buffer.isBuffer(message)) return [readMessage(target, message, modelId)];
  checkSize(message.length);
  if (format === undefined || format >>> 0 !== batchFormat) {
    throw new ServiceError("ArgumentInvalid", `The hub does not take message format ${format}`);
  }
  const { body } = rhea.message.decode(message);
  const { content } = fieldMap(body);
  return [content].flat().map((encoded) => {
    if (!Buffer.isBuffer(encoded)) {
      throw new ServiceError("ArgumentInvalid", "A batch consists of data sections");
    }
    return readMessage(target, { body: undefined, ...rhea.message.decode(encoded) }, modelId);
  });
}

/** The names of the fields where readers of events look for them. */
function readMessage(
  target: Target,
  message: Message,
  modelId: string | undefined,
): TelemetryInput {
  const annotations = fieldMap(message.message_annotations);
  const { "iothub-outputname": output, ...properties } = fieldMap(message.application_properties);
  const body = bodyBytes(message.body);
  const system = {
    "message-id": idText(message.message_id),
    "correlation-id": idText(message.correlation_id),
    to: fieldText(message.to),
    "content-type": fieldText(message.content_type),
    "content-encoding": fieldText(message.content_encoding),
    "absolute-expiry-time": fieldText(message.absolute_expiry_time),
    "dt-subject": fieldText(annotations["dt-subject"]),
    "iothub-interface-id": fieldText(annotations["iothub-interface-id"]),
    "iothub-outputname": fieldText(output),
    "dt-dataschema": modelId,
  };
  return withinLimits({
    target,
    body,
    ...(Buffer.isBuffer(message.user_id) ? { userId: message.user_id } : {}),
    systemProperties: Object.fromEntries(
      Object.entries(system).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    applicationProperties: Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, propertyText(value)]),
    ),
  });
}

/** rhea throws plain errors at bytes that are no message. */
function asRefusal(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ServiceError("ArgumentInvalid", `What came is no AMQP message: ${reason}`);
}
