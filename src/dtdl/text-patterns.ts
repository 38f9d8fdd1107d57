/**
 * What the text of DTDL's string-valued primitives looks like, as sources of regular expressions (ECMA-262, also
 * with the `u` flag). They are exact but for the number of days in a month.
 */

/** Digits, with a fraction only before the designator that ends the text: ISO 8601 lets the last part have one. */
const amount = "\\d+(?:\\.\\d+(?=[YMWDHS]$))?";

const day = "(?!0000)\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";

const hourMinute = "(?:[01]\\d|2[0-3]):[0-5]\\d";

/** RFC 3339 full-time, the offset required. DTDL knows no leap second. */
const timeOfDay = `${hourMinute}:[0-5]\\d(?:\\.\\d+)?(?:Z|[+-]${hourMinute})`;

const base64Digit = "[A-Za-z0-9+/]";

/** Primitives whose values are text of a certain form. */
export type TextCode = "bytes" | "date" | "dateTime" | "decimal" | "duration" | "time" | "uuid";

/** The pattern of every primitive that is text of a certain form. */
export const textPatterns: Readonly<Record<TextCode, string>> = {
  bytes: `^(?:${base64Digit}{4})*(?:${base64Digit}{2}==|${base64Digit}{3}=)?$`,
  date: `^${day}$`,
  dateTime: `^${day}T${timeOfDay}$`,
  decimal: "^[+-]?(?:0|[1-9]\\d*)(?:\\.\\d*)?$",
  duration: [
    "^P(?=[\\dT])",
    `(?:(?:${amount}Y)?(?:${amount}M)?|${amount}W)`,
    `(?:${amount}D)?`,
    `(?:T(?=\\d)(?:${amount}H)?(?:${amount}M)?(?:${amount}S)?)?$`,
  ].join(""),
  time: `^${timeOfDay}$`,
  uuid: "^[\\dA-Fa-f]{8}-(?:[\\dA-Fa-f]{4}-){3}[\\dA-Fa-f]{12}$",
};
