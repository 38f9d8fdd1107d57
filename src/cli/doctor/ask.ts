import { request } from "node:https";
import { text } from "node:stream/consumers";
import { isRecord } from "../../convention/record.js";

/** A request of `pnp doctor`. None of them changes anything. */
export interface Question {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** The service's name of a refusal; empty for none. */
  readonly error: string;
  /** The six digits of a refusal, where it has them. */
  readonly number: number;
  readonly message: string;
  /** The server's clock. */
  readonly date: Date | undefined;
}

const apiVersion = "2021-04-12";
const patience = 10_000;

/** Asks the hub; rejects where no answer comes. */
export function ask(
  host: string,
  port: number,
  authorization: string,
  { method, path, body, headers = {} }: Question,
): Promise<Answer> {
  const content = body === undefined ? "" : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host,
      port,
      method,
      path: `${path}${path.includes("?") ? "&" : "?"}api-version=${apiVersion}`,
      agent: false,
      timeout: patience,
      headers: {
        Authorization: authorization,
        ...headers,
        ...(body && {
          "Content-Type": "application/json; charset=utf-8",
          "Content-Length": Buffer.byteLength(content),
        }),
      },
    });
    outgoing.once("timeout", () =>
      outgoing.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })),
    );
    outgoing.once("error", reject);
    outgoing.once("response", (incoming) => {
      const { statusCode: status = 0, headers } = incoming;
      const header = headers["iothub-errorcode"];
      const date = headers.date === undefined ? undefined : new Date(headers.date);
      text(incoming).then((said) => {
        const refusal = status < 300 ? undefined : readRefusal(said);
        const error = typeof header === "string" ? header : (refusal?.error ?? "");
        resolve({ status, number: 0, message: "", ...refusal, error, date });
      }, reject);
    });
    outgoing.end(content);
  });
}

/** The service's bodies differ in form; all say `ErrorCode:<name>` or `errorCode: <number>` somewhere in a `Message`. */
function readRefusal(said: string): Pick<Answer, "error" | "number" | "message"> {
  let body: unknown;
  try {
    body = JSON.parse(said);
    // Some have JSON text inside JSON.
    if (isRecord(body) && typeof body.Message === "string" && body.Message.startsWith("{")) {
      body = { ...body, ...JSON.parse(body.Message) };
    }
  } catch {
    // Not the service's own words, then: a proxy's.
  }
  // The colours of a page look like numbers of the service.
  if (!isRecord(body)) return { error: "", number: 0, message: "" };
  const message = String(body.Message ?? body.message ?? "");
  const [, error = ""] = /ErrorCode:(\w+)/.exec(message) ?? [];
  const [number = "0"] = /\b[45]\d{5}\b/.exec(said) ?? [];
  return { error, number: Number(number), message: message.replace(/^ErrorCode:\w+;/, "") };
}
