import type { CommandAnswer, DeviceTransport } from "../client/transport.js";
import { isPnpError } from "../errors.js";
import { requireExact, toExactJson } from "./exact-numbers.js";

/** Bytes of a response that the hub takes; over MQTT it would end the connection over twice as much. */
const largest = 128 * 1024;

type CommandHandler = Parameters<DeviceTransport["onCommand"]>[0];

/**
 * The handler's answer to one command, in a form the SDK can send. What goes wrong is answered too, with 400 for a
 * request that did not arrive exactly and 500 for the rest, so that the caller need not wait for its time-out.
 */
export async function answerCommand(
  handler: CommandHandler,
  name: string,
  request: unknown,
): Promise<CommandAnswer> {
  const payload = request ?? null;
  try {
    requireExact(payload, `the request of ${name}`);
  } catch (error) {
    return failure(400, error);
  }
  try {
    const answer = await handler(name, payload);
    // The SDK throws for status 0 and sends nothing for an undefined payload.
    if (!Number.isInteger(answer.status) || answer.status === 0) {
      throw new Error(`${name} was answered with status ${answer.status}, which cannot be sent.`);
    }
    const response = toExactJson(answer.payload ?? null, `the response of ${name}`);
    const size = Buffer.byteLength(JSON.stringify(response) ?? "");
    if (size > largest) {
      throw new Error(
        `The response of ${name} has ${size} bytes; the hub takes at most ${largest}.`,
      );
    }
    return { status: answer.status, payload: response };
  } catch (error) {
    return failure(500, error);
  }
}

function failure(status: number, error: unknown): CommandAnswer {
  const message = isPnpError(error) || error instanceof Error ? error.message : String(error);
  return { status, payload: { message } };
}
