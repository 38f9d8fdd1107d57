import fc from "fast-check";
import { expect, test } from "vitest";
import { buildTelemetry, parseTelemetry } from "../../src/convention/telemetry.js";

test("sends telemetry of the root as JSON in UTF-8", () => {
  expect(buildTelemetry(undefined, { temperature: 21.5, humidity: 40 })).toEqual({
    body: '{"temperature":21.5,"humidity":40}',
    contentType: "application/json",
    contentEncoding: "utf-8",
  });
});

test("names the component outside the body", () => {
  const message = buildTelemetry("thermostat1", { temperature: 21.5 });
  expect(message.component).toBe("thermostat1");
  expect(parseTelemetry(message)).toEqual({
    component: "thermostat1",
    values: { temperature: 21.5 },
  });
});

test("carries integers beyond 2^53 exactly", () => {
  const values = { pulses: 9223372036854775807n, floor: -9223372036854775808n };
  const message = buildTelemetry(undefined, values);
  expect(message.body).toBe('{"pulses":9223372036854775807,"floor":-9223372036854775808}');
  expect(parseTelemetry(message).values).toEqual(values);
});

test("gives back any values", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (values) => {
      expect(parseTelemetry(buildTelemetry("c", values)).values).toEqual({ ...values });
    }),
  );
});

test.each(["5", "[]", "null", '"x"'])("refuses the body %s, which is no object", (body) => {
  expect(() => parseTelemetry({ body })).toThrowError(
    expect.objectContaining({ code: "PNP_PAYLOAD_INVALID" }),
  );
});

test("refuses an empty component name", () => {
  expect(() => buildTelemetry("", {})).toThrowError(expect.objectContaining({ code: "PNP_USAGE" }));
});
