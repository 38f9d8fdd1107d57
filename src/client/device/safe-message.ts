import { maskSecrets } from "../mask-secrets.js";

/** Longest text that is told; the rest would fill twins and answers. */
const longest = 500;

/** What an error tells the other side: its message, never its stack, without keys, signatures and tokens. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : typeof error === "string" ? error : "";
  const masked = maskSecrets(text);
  if (masked === "") return "The handler failed.";
  return masked.length > longest ? `${masked.slice(0, longest)}…` : masked;
}
