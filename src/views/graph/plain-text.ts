/** Text on one line: without controls, line ends of any script, and halves of surrogate pairs. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, " ");
}
