import { PnpError } from "../errors.js";

/** Whether a location is the address of a server; everything else is a folder. */
export function isRepositoryUrl(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(location);
}

/**
 * The address of a model repository, with a `/` at its end. Throws `PNP_USAGE` for what would be read by anybody on the
 * way (`http` beyond this computer), and for addresses that carry a sign-in, a query or a fragment.
 */
export function repositoryUrl(location: string | URL): URL {
  const url = URL.canParse(String(location)) ? new URL(location) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw refused(`A model repository is a folder or an https address, not ${shown(location)}.`);
  }
  if (url.protocol === "http:" && !isLoopback(url)) {
    throw refused(`${url.origin} is not encrypted: anybody on the way could change its models.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(`The address of the model repository ${url.host} holds a sign-in.`);
  }
  if (url.search !== "" || url.hash !== "") {
    throw refused(`The address of the model repository ${url.host} has a query or a fragment.`);
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

/** Whether only this computer can answer. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** An address for messages; a query may be a signature. */
export function shownUrl(url: URL): string {
  return url.origin + url.pathname;
}

function shown(location: string | URL): string {
  return String(location)
    .replace(/\/\/[^/]*@/, "//")
    .replace(/[?#].*$/s, "");
}

function refused(message: string): PnpError {
  return new PnpError("PNP_USAGE", message, {
    hint: "Give one like https://devicemodels.azure.com; nothing was sent.",
  });
}
