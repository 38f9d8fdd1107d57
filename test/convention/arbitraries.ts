import fc from "fast-check";
import { hasMarker, type PropertyWrite } from "../../src/convention/property-patch.js";

/** Names a twin could hold, with those that meet prototypes, pointers and the wire's own marks. */
export const hostileName: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(
      "__proto__",
      "constructor",
      "prototype",
      "toString",
      "hasOwnProperty",
      "a/b",
      "~",
      "~1",
      "0",
    ),
    fc.string({ minLength: 1, maxLength: 6 }),
  )
  .filter((name) => !name.startsWith("$") && name !== "__t");

/** Names that DTDL allows. */
export const dtdlName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "constructor",
    "prototype",
    "toString",
    "valueOf",
    "hasOwnProperty",
    "value",
    "ac",
  ),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,5}$/),
);

/** Writes of the root and of components, at most one a place, no name used for both. */
export function writesOf(
  name: fc.Arbitrary<string>,
  value: fc.Arbitrary<unknown>,
): fc.Arbitrary<PropertyWrite[]> {
  const write = fc
    .tuple(fc.option(name, { nil: undefined }), name, value)
    .filter(([component, , given]) => component !== undefined || !hasMarker(given))
    .map(([component, property, given]): PropertyWrite => {
      return component === undefined
        ? { property, value: given }
        : { component, property, value: given };
    });
  return fc
    .uniqueArray(write, {
      maxLength: 8,
      selector: ({ component, property }) => JSON.stringify([component ?? null, property]),
    })
    .map((writes) => {
      const components = new Set(writes.map(({ component }) => component));
      return writes.filter(
        ({ component, property }) => component !== undefined || !components.has(property),
      );
    });
}
