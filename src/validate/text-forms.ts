import { type TextCode, textPatterns } from "../schema/text-patterns.js";

const patterns = Object.fromEntries(
  Object.entries(textPatterns).map(([code, source]) => [code, new RegExp(source)]),
) as Readonly<Record<TextCode, RegExp>>;

/** Whether a text has the form of a primitive, by DTDL's rules; dates must be days of the calendar. */
export function hasForm(code: TextCode, text: string): boolean {
  if (!patterns[code].test(text)) return false;
  return code === "date" || code === "dateTime" ? isCalendarDay(text) : true;
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
