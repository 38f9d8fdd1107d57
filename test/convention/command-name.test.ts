import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCommandName, parseCommandName } from "../../src/convention/command-name.js";

test("names a command of the root by its own name", () => {
  expect(formatCommandName(undefined, "reboot")).toBe("reboot");
  expect(parseCommandName("reboot")).toEqual({ command: "reboot" });
});

test("names a command of a component with one asterisk", () => {
  expect(formatCommandName("thermostat1", "getMaxMinReport")).toBe("thermostat1*getMaxMinReport");
  expect(parseCommandName("thermostat1*getMaxMinReport")).toEqual({
    component: "thermostat1",
    command: "getMaxMinReport",
  });
});

test("gives back any pair of names", () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !text.includes("*"));
  fc.assert(
    fc.property(fc.option(name, { nil: undefined }), name, (component, command) => {
      const parsed = parseCommandName(formatCommandName(component, command));
      expect([parsed.component, parsed.command]).toEqual([component, command]);
    }),
  );
});

test.each(["*", "*a", "a*", "a*b*c", "a**b", ""])("takes the odd method name %j whole", (name) => {
  expect(parseCommandName(name)).toEqual({ command: name });
});

test.each([
  [undefined, ""],
  ["", "reboot"],
  ["a*b", "reboot"],
  ["a", "re*boot"],
])("refuses to name a command of %j called %j", (component, command) => {
  expect(() => formatCommandName(component, command)).toThrowError(
    expect.objectContaining({ code: "PNP_USAGE" }),
  );
});
