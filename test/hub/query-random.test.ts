import fc from "fast-check";
import { expect, test } from "vitest";
import { quotedText } from "../../src/client/fleet/device-condition.js";
import { parseCondition } from "../../src/hub/query/condition.js";
import { readQuery } from "../../src/hub/query/read-query.js";
import { ServiceError } from "../../src/hub/service-error.js";

const words = fc.constantFrom(
  ..."SELECT TOP 3 * FROM devices devices.modules devices.jobs WHERE GROUP BY AND OR NOT IN NIN [ ] ( ) , . = != <> < <= > >= + - / % COUNT( AVG( IS_DEFINED( STARTSWITH( tags.a properties.desired.x deviceId 'text' \"text\" 1 0x2 1.5e3 true false null undefined AS b ['x']".split(
    " ",
  ),
);
const querylike = fc.array(words, { maxLength: 14 }).map((parts) => parts.join(" "));

/** Any code units, unpaired surrogates and control characters too. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 100 })
  .map((codes) => String.fromCharCode(...codes));

/** What a refusal may be; everything else is a fault of the hub. */
function refusalOf(read: () => unknown): unknown {
  try {
    read();
    return undefined;
  } catch (error) {
    return error;
  }
}

test("whatever a query says, it is read or refused at a place", () => {
  fc.assert(
    fc.property(fc.oneof(querylike, fc.string(), anyText), (text) => {
      for (const sql of [text, `SELECT ${text}`, `SELECT * FROM devices WHERE ${text}`]) {
        const refusal = refusalOf(() => readQuery(sql));
        if (refusal === undefined) continue;
        expect(refusal).toBeInstanceOf(ServiceError);
        expect(String(refusal)).toMatch(/at line \d+, column \d+/);
      }
    }),
  );
});

test("a condition that was read answers for every document", () => {
  fc.assert(
    fc.property(querylike, fc.jsonValue(), (text, value) => {
      const refusal = refusalOf(() => {
        const matches = parseCondition(text);
        const row = { deviceId: value, tags: value, properties: { desired: value } };
        expect(typeof matches(row)).toBe("boolean");
      });
      if (refusal !== undefined) expect(refusal).toBeInstanceOf(ServiceError);
    }),
  );
});

test("a text that the library quotes is the text that the hub compares", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(parseCondition(`tags.a = ${quotedText(text)}`)({ tags: { a: text } })).toBe(true);
    }),
  );
});

test("a condition and its negation never both match", () => {
  fc.assert(
    fc.property(querylike, fc.jsonValue(), (text, value) => {
      const row = { deviceId: "d", tags: { a: value }, properties: { desired: { x: value } } };
      const refusal = refusalOf(() => {
        expect(parseCondition(text)(row) && parseCondition(`NOT (${text})`)(row)).toBe(false);
      });
      if (refusal !== undefined) expect(refusal).toBeInstanceOf(ServiceError);
    }),
  );
});
