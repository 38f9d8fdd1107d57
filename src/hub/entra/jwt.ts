import { isRecord, type JsonRecord } from "../../convention/record.js";

/** A JSON Web Token taken apart; nothing about it has been checked. */
export interface Jwt {
  readonly header: JsonRecord;
  readonly claims: JsonRecord;
  /** The text that the signature is over. */
  readonly signed: string;
  readonly signature: Buffer;
}

/** Takes a token apart; nothing when the text is none. */
export function readJwt(token: string): Jwt | undefined {
  const [head, body, signature, ...rest] = token.split(".");
  if (!head || !body || !signature || rest.length > 0) return undefined;
  const header = readPart(head);
  const claims = readPart(body);
  if (!header || !claims) return undefined;
  return {
    header,
    claims,
    signed: `${head}.${body}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

/** One part of a token as text. */
export function jwtPart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function readPart(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
