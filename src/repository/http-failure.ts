import { isPnpError, PnpError, type PnpErrorCode } from "../errors.js";

const tls = "the certificate or its chain is not trusted";

/** What the causes of failed requests mean, by their codes in Node. */
const causes: readonly (readonly [RegExp, string, string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, "the host name is not known", "Check the name and the network."],
  [/^ECONNREFUSED$/, "nothing listens there", "Check the port, or start the server."],
  [/CONNECT_TIMEOUT|^ETIMEDOUT$/, "it cannot be reached in time", "Check network and proxy."],
  [/ALTNAME/, "its certificate is for another name", "Check the host name."],
  [/CERT_HAS_EXPIRED/, "its certificate has expired", "Only its owner can renew it."],
  [
    /CERT|SIGNATURE|ISSUER/,
    tls,
    "For an authority of your own, name its file in NODE_EXTRA_CA_CERTS.",
  ],
  [/SSL|EPROTO|TLS/, "it does not speak TLS there", "Check the port; is it plain http?"],
  [/OVERFLOW/, "its headers are too large", "It does not look like a model repository."],
  [/^(Z_|ERR__ERROR_FORMAT)/, "its answer is compressed wrongly", "Only its owner can repair it."],
  [/RESET|SOCKET|EPIPE/, "the connection broke", "Try again."],
];

/** The error for a request that got no whole answer. */
export function requestFailure(name: string, error: unknown): unknown {
  if (isPnpError(error)) return error;
  const { code, message } = innermost(error);
  const row = causes.find(([pattern]) => pattern.test(code));
  const [, meaning, hint] = row ?? [undefined, "the request failed", "Check network and address."];
  return new PnpError("PNP_TRANSPORT", `Cannot read ${name}: ${meaning} (${code || message}).`, {
    hint,
    cause: error,
  });
}

/** The innermost cause; of several addresses that were tried, the first. */
function innermost(error: unknown): { readonly code: string; readonly message: string } {
  let found = { code: "", message: String(error) };
  let at = error;
  for (let depth = 0; depth < 5 && at instanceof Error; depth++) {
    const code = "code" in at && typeof at.code === "string" ? at.code : "";
    found = { code: code || found.code, message: at.message };
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return found;
}

/** The error for an answer whose status is neither success nor "not found". */
export function statusFailure(name: string, response: Response): PnpError {
  const { status } = response;
  const [code, hint] = statusMeaning(status, response.headers.get("retry-after"));
  return new PnpError(code, `${name} answered with status ${status}.`, { hint });
}

function statusMeaning(status: number, wait: string | null): readonly [PnpErrorCode, string] {
  if (status === 401 || status === 403) {
    return ["PNP_UNAUTHORIZED", "twinplug signs in to no model repository; it must be public."];
  }
  if (status === 429) {
    const seconds = /^\d{1,6}$/.test(wait ?? "") ? ` It asks for ${wait} seconds.` : "";
    return ["PNP_THROTTLED", `Wait, then try again.${seconds}`];
  }
  if (status >= 500) return ["PNP_TRANSPORT", "The server has a problem; try again later."];
  return ["PNP_TRANSPORT", "Check that the address is that of a model repository."];
}
