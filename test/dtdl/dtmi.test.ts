import { expect, test } from "vitest";
import { dtmiParts, dtmiPath, generatedDtmi, isDtmi, isUserDtmi } from "../../src/dtdl/dtmi.js";
import { isPnpError } from "../../src/errors.js";

test.each(["dtmi:a;1", "dtmi:com:Ex_ample:T1;12.3", "dtmi:a", "dtmi:a:_b:__c;1", "dtmi:a;1#f"])(
  "%s is a DTMI",
  (text) => expect(isDtmi(text)).toBe(true),
);

test.each([
  "",
  "dtmi:",
  "DTMI:a;1",
  "dtmi:1a;1",
  "dtmi:a_;1",
  "dtmi:a;0",
  "dtmi:a;01",
  "dtmi:a;1\n",
  "dtmi:a b;1",
])("%j is not a DTMI", (text) => expect(isDtmi(text)).toBe(false));

test("authors write no generated identifiers, and need a version in DTDL v2", () => {
  expect(isUserDtmi("dtmi:a:_b;1", 3)).toBe(false);
  expect(isUserDtmi("dtmi:a", 2)).toBe(false);
  expect(isUserDtmi("dtmi:a", 3)).toBe(true);
});

test("a model identifier has one path in a repository", () => {
  expect(dtmiPath("dtmi:com:Example:Thermostat;1")).toBe("dtmi/com/example/thermostat-1.json");
});

test.each(["dtmi:com:example", "dtmi:com:..:x;1", "../../etc/passwd", "dtmi:a/b;1", "dtmi:a:_b;1"])(
  "%s has no path",
  (text) => {
    try {
      dtmiPath(text);
      expect.unreachable();
    } catch (error) {
      expect(isPnpError(error, "PNP_USAGE")).toBe(true);
    }
  },
);

test("the parts of a DTMI are told apart", () => {
  expect(dtmiParts("dtmi:foo_bar:_16:baz;12.3#frag")).toEqual({
    labels: ["foo_bar", "_16", "baz"],
    majorVersion: 12,
    completeVersion: 12.000003,
    isReserved: true,
    minorVersion: 3,
    versionless: "dtmi:foo_bar:_16:baz#frag",
    fragment: "#frag",
  });
});

test("generated identifiers lead from the parent over the property to the name", () => {
  expect(generatedDtmi("dtmi:ex:dev;1", "contents", "t")).toBe("dtmi:ex:dev:_contents:__t;1");
  expect(generatedDtmi("dtmi:ex:dev", "schema")).toBe("dtmi:ex:dev:_schema");
});
