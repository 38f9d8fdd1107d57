import { type TextCode, textPatterns } from "./text-patterns.js";

const forms: Readonly<Record<TextCode, (text: string) => boolean>> = {
  bytes: isBase64,
  date: (text) => patterns.date.test(text) && isCalendarDay(text),
  dateTime: (text) => patterns.dateTime.test(text) && isCalendarDay(text),
  decimal: (text) => patterns.decimal.test(text),
  duration: (text) => patterns.duration.test(text),
  time: (text) => patterns.time.test(text),
  uuid: (text) => patterns.uuid.test(text),
};

const patterns = Object.fromEntries(
  Object.entries(textPatterns).map(([code, source]) => [code, new RegExp(source)]),
) as Readonly<Record<TextCode, RegExp>>;

/** Whether a text has the form of a primitive, by DTDL's rules; dates must be days of the calendar. */
export function hasForm(code: TextCode, text: string): boolean {
  return forms[code](text);
}

const base64Digits = /^[A-Za-z0-9+/]*={0,2}$/;

/** The pattern counts its digits in fours and runs out of stack on a text of some megabytes; this one does not. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && base64Digits.test(text);
}

const longMonths: ReadonlySet<number> = new Set([1, 3, 5, 7, 8, 10, 12]);

/** Judges the first ten characters, already known to be digits in their places. */
function isCalendarDay(text: string): boolean {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  if (month !== 2) return day <= (longMonths.has(month) ? 31 : 30);
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (isLeapYear ? 29 : 28);
}
