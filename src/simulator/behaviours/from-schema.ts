import type { ContentInfo, PayloadSchema } from "../../schema/interface-schema.js";
import { generateValue } from "../generate-value.js";
import type { Behaviour, BehaviourContext, Values } from "./behaviour.js";

/** Behaviour that knows no more than the schemas: each value is generated, each command is answered. */
export function fromSchema({ schema, random, clock }: BehaviourContext): Behaviour {
  const generate = (payload: PayloadSchema, info?: ContentInfo): unknown =>
    generateValue(payload, {
      random,
      clock,
      ...(schema.schemas === undefined ? {} : { schemas: schema.schemas }),
      ...(info === undefined ? {} : { info }),
    });
  const generateAll = (
    contents: Readonly<Record<string, ContentInfo & { readonly schema: PayloadSchema }>> = {},
  ): Values =>
    Object.fromEntries(
      Object.entries(contents).map(([name, content]) => [name, generate(content.schema, content)]),
    );

  return {
    initialValues: () => generateAll(schema.properties),
    setProperty: () => undefined,
    nextTelemetry: () => generateAll(schema.telemetry),
    telemetrySent: () => ({}),
    invoke(command) {
      const response = schema.commands?.[command]?.response;
      return response === undefined ? undefined : generate(response.schema);
    },
    restart: () => ({}),
  };
}
