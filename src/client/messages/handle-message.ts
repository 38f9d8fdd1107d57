import { PnpError } from "../../errors.js";
import type { DeviceMessage, MessageHandler, MessageVerdict } from "./device-message.js";

const verdicts: readonly unknown[] = ["complete", "reject", "abandon"] satisfies MessageVerdict[];

/** What the handler makes of a message. An error, or a verdict that is none, gives it back and is told. */
export async function handleMessage(
  handler: MessageHandler,
  message: DeviceMessage,
  onError: (error: unknown) => void,
): Promise<MessageVerdict> {
  try {
    const verdict = (await handler(message)) ?? "complete";
    if (verdicts.includes(verdict)) return verdict;
    throw new PnpError(
      "PNP_USAGE",
      `A message was answered with ${JSON.stringify(verdict)}; expected ${verdicts.join(", ")}.`,
    );
  } catch (error) {
    onError(error);
    return "abandon";
  }
}
