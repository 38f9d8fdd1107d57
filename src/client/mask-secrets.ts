/** Keys of connection strings and signatures of tokens, wherever they may turn up in a text. */
const secrets =
  /\b(SharedAccessKey|SharedAccessSignature|sig|AccountKey|client_secret)=([^;&\s"']+)/gi;

/** Tokens of Entra, with the word that introduces them or without. */
const bearers = /\bBearer\s+[\w.~+/-]+=*/gi;
const webTokens = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;

/** Replaces keys, signatures and tokens in a text with `***`. */
export function maskSecrets(text: string): string {
  return text.replace(secrets, "$1=***").replace(bearers, "Bearer ***").replace(webTokens, "***");
}
