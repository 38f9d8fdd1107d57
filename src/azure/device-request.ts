import { request as httpsRequest } from "node:https";
import type { TransportConfig } from "azure-iot-common";

const apiVersion = "2021-04-12";
/** Milliseconds; the hub answers these at once. */
const silence = 30_000;

/** An answer of a status below 300. */
export interface DeviceAnswer {
  readonly status: number;
  /** Names as they were sent, values as text. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** One request of a device, signed by token or certificate. Rejects with an `Error` that `sdk-failure.ts` can read. */
export function deviceRequest(
  config: TransportConfig,
  method: string,
  path: string,
  more = "",
): Promise<DeviceAnswer> {
  const { sharedAccessSignature, x509 } = config;
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest({
      host: config.gatewayHostName ?? config.host,
      method,
      path: `${path}?api-version=${apiVersion}${more}`,
      headers: {
        ...(sharedAccessSignature && { Authorization: sharedAccessSignature.toString() }),
      },
      ...(x509 && { cert: x509.cert, key: x509.key, passphrase: x509.passphrase }),
    });
    outgoing.setTimeout(silence, () => {
      outgoing.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }));
    });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      incoming.toArray().then((chunks: Buffer[]) => {
        const { statusCode = 0, rawHeaders } = incoming;
        const body = Buffer.concat(chunks);
        if (statusCode < 300) resolve({ status: statusCode, headers: pairs(rawHeaders), body });
        else {
          const error = new Error(`the hub answered ${statusCode}`);
          reject(Object.assign(error, { statusCode, responseBody: body.toString("utf8") }));
        }
      }, reject);
    });
    outgoing.end();
  });
}

/** Texts travel in headers as UTF-8; Node reads each byte as one character. */
function pairs(rawHeaders: readonly string[]): DeviceAnswer["headers"] {
  const found: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const value = Buffer.from(rawHeaders[index + 1] ?? "", "latin1").toString("utf8");
    found.push([rawHeaders[index] ?? "", value]);
  }
  return found;
}
