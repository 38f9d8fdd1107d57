/** Keys of connection strings and signatures of tokens, wherever they may turn up in a text. */
const secrets =
  /\b(SharedAccessKey|SharedAccessSignature|sig|AccountKey|client_secret)=([^;&\s"']+)/gi;

/** Replaces keys and signatures in a text with `***`. */
export function maskSecrets(text: string): string {
  return text.replace(secrets, "$1=***").replace(/\bBearer\s+[\w.~+/-]+=*/gi, "Bearer ***");
}
