import { PnpError } from "../errors.js";
import { decodeText } from "./decode-text.js";
import { requestFailure, statusFailure } from "./http-failure.js";
import { type ModelFiles, maxFileBytes } from "./model-files.js";
import { isLoopback, repositoryUrl, shownUrl } from "./repository-url.js";
import { createSlots } from "./slots.js";
import { withTimeLimit } from "./time-limit.js";

/** How a server is asked. */
export interface HttpOptions {
  /** Gives up everything with `PNP_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds for one file; then `PNP_TIMEOUT`. Default 30. */
  readonly timeoutSeconds?: number | undefined;
  /** Requests at the same time. Default 8. */
  readonly parallel?: number | undefined;
  /** Makes the requests, such as through a proxy. Default: `fetch` of the platform. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

const maxRedirects = 5;

/** The files of an HTTPS server. It gets no cookies and no sign-in, wherever it redirects to. */
export function httpFiles(location: string | URL, options: HttpOptions = {}): ModelFiles {
  const base = repositoryUrl(location);
  const { timeoutSeconds = 30, parallel = 8, fetch = globalThis.fetch } = options;
  requireAbove(timeoutSeconds, 0, "timeoutSeconds");
  requireAbove(parallel, 0, "parallel");
  const inSlot = createSlots(Math.ceil(parallel));
  const urlOf = (path: string): URL => new URL(path, base);
  return {
    location: shownUrl(base).replace(/\/$/, ""),
    isRemote: true,
    nameOf: (path) => shownUrl(urlOf(path)),
    read(path, { signal }) {
      const url = urlOf(path);
      const name = shownUrl(url);
      return inSlot(() =>
        withTimeLimit(name, timeoutSeconds, [signal, options.signal], async (limit) => {
          try {
            return await readAnswer(name, await follow(url, fetch, limit));
          } catch (error) {
            throw requestFailure(name, error);
          }
        }),
      );
    },
  };
}

/** The answer of the last of a chain of redirects. They are followed here, so that each is looked at first. */
async function follow(
  url: URL,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Response> {
  let target = url;
  for (let hops = 0; hops <= maxRedirects; hops++) {
    const response = await fetch(target, {
      redirect: "manual",
      credentials: "omit",
      headers: { accept: "application/json" },
      signal,
    });
    const to = response.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(response.status) || to === null) return response;
    await response.body?.cancel();
    target = redirected(target, to);
  }
  throw refusedRedirect(url, `redirects more than ${maxRedirects} times`);
}

/** Redirects stay encrypted: only who began on this computer may be sent to plain `http`, and on it. */
function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to === undefined) throw refusedRedirect(from, "redirects to what is no address");
  const isPlain = to.protocol === "http:" && isLoopback(to) && from.protocol === "http:";
  if (to.protocol !== "https:" && !isPlain) {
    throw refusedRedirect(from, `redirects to ${shownUrl(to)}, which is not https`);
  }
  if (to.username !== "" || to.password !== "") {
    throw refusedRedirect(from, "redirects to an address with a sign-in");
  }
  return to;
}

function refusedRedirect(url: URL, what: string): PnpError {
  return new PnpError("PNP_TRANSPORT", `${shownUrl(url)} ${what}; it was not followed.`, {
    hint: "Give the address that the models really have, with https.",
  });
}

async function readAnswer(name: string, response: Response): Promise<string | undefined> {
  if (response.status === 200) return decodeText(await readBody(name, response), name);
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) return undefined;
  throw statusFailure(name, response);
}

async function readBody(name: string, { body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the body; counting what arrives also bounds what was compressed.
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > maxFileBytes) {
      throw new PnpError(
        "PNP_TRANSPORT",
        `${name} is larger than ${maxFileBytes} bytes; the rest was not read.`,
        { hint: "Check that the address is that of a model repository." },
      );
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function requireAbove(value: number, bound: number, name: string): void {
  if (typeof value === "number" && value > bound) return;
  throw new PnpError("PNP_USAGE", `${name} must be a number above ${bound}; got ${value}.`);
}
