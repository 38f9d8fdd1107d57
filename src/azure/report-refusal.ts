/** Answers that are not about the patch: the same one may do later. */
const passing = /throttl|internal|unavailable|time/i;

/**
 * Over MQTT the SDK keeps of the hub's answer to a report nothing but its sentence. Since connections break with errors
 * of other classes, a plain one is the hub's refusal of the patch, and gets the status that it came with.
 */
export function reportRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== "Error" || "code" in error) return error;
  // Over AMQP the SDK's own error hangs on a plain one.
  if ("amqpError" in error || passing.test(error.message)) return error;
  return Object.assign(error, { statusCode: 400 });
}
