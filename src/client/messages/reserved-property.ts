const reserved = /^(\$\.|dt-subject$|dt-dataschema$|iothub-|__proto__$)/i;

/**
 * Whether an application property of this name would not arrive as one: the protocols carry fields of the message
 * under such names, and the hub stamps others on it; AMQP for JavaScript loses `__proto__`.
 */
export function isReservedProperty(name: string): boolean {
  return reserved.test(name);
}
