const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * A header's text: UTF-8 where it is that, else Latin-1 as HTTP once meant it and Node's SDK still writes it. Node hands
 * over each byte as one character.
 */
export function headerText(text: string): string {
  const bytes = Buffer.from(text, "latin1");
  try {
    return utf8.decode(bytes);
  } catch {
    return text;
  }
}
