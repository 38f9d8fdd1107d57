import { expect, test } from "vitest";
import { descriptorOf, parseModel } from "../../src/index.js";

const text = JSON.stringify([
  {
    "@context": "dtmi:dtdl:context;2",
    "@id": "dtmi:com:example:Two;1",
    "@type": "Interface",
    contents: [
      { "@type": "Component", name: "left", schema: "dtmi:com:example:Part;1" },
      { "@type": "Component", name: "right", schema: "dtmi:com:example:Part;1" },
    ],
  },
  {
    "@context": "dtmi:dtdl:context;2",
    "@id": "dtmi:com:example:Part;1",
    "@type": "Interface",
    contents: [{ "@type": "Property", name: "level", schema: "long", writable: true }],
  },
]);

test("gives one descriptor for one Interface, shared by its components", () => {
  const two = parseModel(text).interfaces.get("dtmi:com:example:Two;1");
  if (two === undefined) throw new Error("The model has no such Interface.");
  const descriptor = descriptorOf(two);
  expect(descriptorOf(two)).toBe(descriptor);
  expect(descriptor.schema.components?.left).toBe(descriptor.schema.components?.right);
  expect(descriptor.schema.components?.left).toMatchObject({
    id: "dtmi:com:example:Part;1",
    schema: { properties: { level: { schema: "long", writable: true } } },
  });
});
