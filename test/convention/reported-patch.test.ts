import fc from "fast-check";
import { expect, test } from "vitest";
import { buildAck } from "../../src/convention/ack.js";
import { buildReportedPatch, splitReportedPatch } from "../../src/convention/reported-patch.js";
import { hostileName, writesOf } from "./arbitraries.js";

test("reports values and acknowledgements of a component in one object", () => {
  expect(
    buildReportedPatch([
      { component: "thermostat1", property: "maxTemp", value: 38.7 },
      { component: "thermostat1", property: "targetTemperature", value: buildAck(21, 3) },
      { property: "serialNumber", value: "s-1" },
    ]),
  ).toEqual({
    thermostat1: { __t: "c", maxTemp: 38.7, targetTemperature: { value: 21, ac: 200, av: 3 } },
    serialNumber: "s-1",
  });
});

test("reads all the reported properties of a twin", () => {
  expect(
    splitReportedPatch({
      a: { __t: "c", x: 1 },
      y: { value: 1, ac: 200, av: 2 },
      $version: 7,
      $metadata: {},
    }),
  ).toEqual([
    { component: "a", property: "x", value: 1 },
    { property: "y", value: { value: 1, ac: 200, av: 2 } },
  ]);
});

test("reads a removed component as a removed root member", () => {
  expect(splitReportedPatch({ a: null }, () => true)).toEqual([{ property: "a", value: null }]);
});

test("gives back any writes", () => {
  fc.assert(
    fc.property(writesOf(hostileName, fc.jsonValue()), (writes) => {
      const read = splitReportedPatch(buildReportedPatch(writes));
      expect(new Set(read.map((write) => JSON.stringify(write)))).toEqual(
        new Set(writes.map((write) => JSON.stringify(write))),
      );
    }),
  );
});
