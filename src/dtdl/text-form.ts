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

/** Every month has so many days. */
const daysOfFebruary = 28;

/**
 * Judges the first ten characters, already known to be digits in their places. By character codes, and mostly by the day
 * alone: making substrings and numbers of them takes ten times as long as the pattern.
 */
function isCalendarDay(text: string): boolean {
  const day = twoDigits(text, 8);
  if (day <= daysOfFebruary) return true;
  const month = twoDigits(text, 5);
  if (month === 2) return day === 29 && isLeapYear(twoDigits(text, 0), twoDigits(text, 2));
  return day <= 30 || !(month === 4 || month === 6 || month === 9 || month === 11);
}

function isLeapYear(century: number, yearOfCentury: number): boolean {
  return yearOfCentury === 0 ? century % 4 === 0 : yearOfCentury % 4 === 0;
}

const zero = 0x30;

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - zero) * 10 + text.charCodeAt(at + 1) - zero;
}
