import { expect, test } from "vitest";
import { hasForm } from "../../src/dtdl/text-form.js";

const years = [1, 4, 96, 100, 400, 1600, 1900, 1996, 2000, 2023, 2024, 2026, 2100, 2400, 9999];

/** What the calendar of the language says. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month >= 1 && day >= 1;
}

const twoDigits = (number: number): string => String(number).padStart(2, "0");

test("takes the days of the calendar and no others", () => {
  for (const year of years) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const text = `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}`;
        const expected = isDay(year, month, day);
        expect([text, hasForm("date", text)]).toEqual([text, expected]);
        expect([text, hasForm("dateTime", `${text}T08:00:00Z`)]).toEqual([text, expected]);
      }
    }
  }
  expect(hasForm("date", "0000-01-01")).toBe(false);
});
