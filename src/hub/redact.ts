/** Keys of connection strings and signatures of tokens, with the names that introduce them. */
const named =
  /\b(SharedAccessKey|SharedAccessSignature|sig|client_secret|password|token|code)=([^;&\s"']+)/gi;
/** Tokens of Entra, and keys of 32 or 64 bytes wherever they stand. */
const bare = /\bBearer\s+[\w.~+/-]+=*|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|[A-Za-z0-9+/]{43,86}={1,2}/g;

const longest = 500;

/** A text of a client, without what may be a secret in it, and no longer than a line should be. */
export function redact(text: string): string {
  // Far beyond what is shown, so that a secret that is cut here is not shown.
  const masked = text
    .slice(0, 4 * longest)
    .replace(named, "$1=***")
    .replace(bare, "***");
  return masked.length > longest ? `${masked.slice(0, longest)}…` : masked;
}
