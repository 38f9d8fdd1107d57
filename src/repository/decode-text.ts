import { PnpError } from "../errors.js";

/** The text that the bytes of a file are, without byte order mark. Throws `PNP_DTDL_INVALID` when they are not UTF-8. */
export function decodeText(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new PnpError("PNP_DTDL_INVALID", `${source} is not UTF-8 text.`, {
      hint: "Save it as UTF-8; JSON knows no other encoding.",
      cause,
    });
  }
}
