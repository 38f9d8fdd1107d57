const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** An integer of 31 bits and a sign as source maps write it: five bits a digit, lowest first, the sign in the lowest bit. */
export function vlq(value: number): string {
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let text = "";
  do {
    const more = rest >= 32;
    text += digits.charAt((rest % 32) + (more ? 32 : 0));
    rest = Math.floor(rest / 32);
  } while (rest > 0);
  return text;
}
