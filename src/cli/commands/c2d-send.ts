import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseInstant } from "../../client/events/start-position.js";
import {
  type CloudMessage,
  type MessageAck,
  type PreparedMessage,
  prepareMessage,
} from "../../client/messages/cloud-message.js";
import { requireTargetId } from "../../client/target-id.js";
import { isPnpError, PnpError } from "../../errors.js";
import { type ConnectionOptions, withHub } from "../connection.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Options extends ConnectionOptions {
  readonly body?: string;
  readonly file?: string;
  readonly json?: string;
  readonly ack: MessageAck;
  readonly expiry?: string;
  readonly property?: readonly string[];
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly dryRun?: boolean;
  readonly output?: OutputFormat;
}

/** `pnp c2d send`: one message into the queue of a device. */
export async function c2dSend(device: string, options: Options, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  requireTargetId({ deviceId: device });
  // Checked before anything is opened; what is printed is what would go out, its id included.
  const prepared = prepareMessage(await messageOf(options, io), {
    now: new Date(),
    newId: randomUUID,
  });
  if (options.dryRun) {
    const planned = { sent: false, request: requestOf(device, prepared) };
    printResult(io, format, planned, () => humanRequest(planned.request));
    return;
  }
  await withHub(options, io, async ({ messages }) => {
    const sent = await messages.send(device, prepared, { signal: io.signal });
    printResult(
      io,
      format,
      { ...sent, sent: true },
      () => `message ${sent.messageId} is in the queue of ${device}`,
    );
  });
}

async function messageOf(options: Options, io: Io): Promise<CloudMessage> {
  const { ack, messageId, correlationId, expiry } = options;
  const isJson = options.json !== undefined;
  const contentType = options.contentType ?? (isJson ? "application/json" : undefined);
  const contentEncoding = options.contentEncoding ?? (isJson ? "utf-8" : undefined);
  return {
    body: await bodyOf(options, io),
    ack,
    properties: propertiesOf(options.property ?? []),
    ...(messageId !== undefined && { messageId }),
    ...(correlationId !== undefined && { correlationId }),
    ...(contentType !== undefined && { contentType }),
    ...(contentEncoding !== undefined && { contentEncoding }),
    ...(expiry !== undefined && { expiry: expiryOf(expiry) }),
  };
}

async function bodyOf({ body, file, json }: Options, io: Io): Promise<string | Uint8Array> {
  if ([body, file, json].filter((given) => given !== undefined).length !== 1) {
    throw new PnpError("PNP_USAGE", "A message needs one of --body, --file and --json.");
  }
  if (body !== undefined) return body;
  if (json !== undefined) {
    checkJson(json);
    return json;
  }
  if (file === "-") return io.readStdin();
  try {
    return readFileSync(resolve(io.cwd, file ?? ""));
  } catch (cause) {
    throw new PnpError("PNP_USAGE", `The file ${file} cannot be read.`, { cause });
  }
}

/** The text itself is sent, so that no number in it can change. */
function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new PnpError("PNP_PAYLOAD_INVALID", "--json is not JSON.", {
      hint: "Quote it for the shell: --json '{\"on\":true}'. For plain text use --body.",
      cause,
    });
  }
}

function propertiesOf(given: readonly string[]): Readonly<Record<string, string>> {
  const pairs = given.map((text) => {
    const equals = text.indexOf("=");
    if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)] as const;
    throw new PnpError("PNP_USAGE", `--property ${text} is not name=value.`);
  });
  return Object.fromEntries(pairs);
}

function expiryOf(text: string): Date | number {
  const seconds = Number(text);
  if (text.trim() !== "" && !Number.isNaN(seconds)) return seconds;
  try {
    return parseInstant(text);
  } catch (error) {
    if (!isPnpError(error)) throw error;
    throw new PnpError("PNP_USAGE", `--expiry: ${error.message}`, {
      hint: "Give seconds from now, or an instant such as 2026-11-20T08:00:00Z.",
    });
  }
}

/** The message as AMQP carries it. */
interface PlannedMessage {
  readonly address: "/messages/devicebound";
  readonly to: string;
  readonly message: Readonly<Record<string, unknown>>;
}

function requestOf(device: string, prepared: PreparedMessage): PlannedMessage {
  const { body, expiry, ...fields } = prepared;
  return {
    address: "/messages/devicebound",
    to: `/devices/${encodeURIComponent(device)}/messages/devicebound`,
    message: { ...fields, ...(expiry && { expiry: expiry.toISOString() }), body: shown(body) },
  };
}

/** Text as text, other bytes as base64. */
function shown(body: Uint8Array): Readonly<Record<string, string>> {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body) };
  } catch {
    return { base64: Buffer.from(body).toString("base64") };
  }
}

function humanRequest({ address, to, message }: PlannedMessage): string {
  const fields = Object.entries(message).map(([name, value]) => {
    return `  ${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
  });
  return [`AMQP ${address}`, `  to: ${to}`, ...fields, "  nothing was sent"].join("\n");
}
