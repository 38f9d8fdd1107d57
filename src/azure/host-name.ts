import { PnpError } from "../errors.js";

/**
 * The host name of a hub as a person gives it: `https://` before it and a slash or the usual port behind it do no
 * harm. Fails with `PNP_USAGE` for anything more.
 */
export function hubHostName(given: string): string {
  const trimmed = typeof given === "string" ? given.trim() : "";
  if (trimmed === "") {
    throw new PnpError("PNP_USAGE", "The host name of the hub is empty.", { hint: form });
  }
  const [, host = "", port] =
    /^(?:https:\/\/)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d+))?\/?$/i.exec(trimmed) ?? [];
  if (host === "") {
    throw new PnpError("PNP_USAGE", `"${trimmed}" is no host name of a hub.`, { hint: form });
  }
  if (port !== undefined && port !== "443") {
    throw new PnpError("PNP_USAGE", `A hub is reached at port 443, not ${port}.`, {
      hint: "Give the host name alone; a local hub's name is redirected to its port.",
    });
  }
  return host;
}

const form = "Give the host name alone, such as contoso.azure-devices.net.";
