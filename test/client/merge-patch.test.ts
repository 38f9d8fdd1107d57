import fc from "fast-check";
import { expect, test } from "vitest";
import { mergePatch, replacement } from "../../src/client/merge-patch.js";

test("a replacement merged into the present value gives the next one", () => {
  const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean());
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(leaf),
      fc.dictionary(fc.string(), tie("node")),
    ),
  })).node;
  fc.assert(
    fc.property(value, value, (present, next) => {
      const merged = mergePatch(present, replacement(present, next));
      expect(JSON.stringify(sorted(merged))).toBe(JSON.stringify(sorted(next)));
    }),
  );
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, sorted(member)]);
}
