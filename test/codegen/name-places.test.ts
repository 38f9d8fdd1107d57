import { expect, test } from "vitest";
import { namePlaceFinder } from "../../src/codegen/name-places.js";
import type { Element, ObjectSchema, Property } from "../../src/dtdl/model.js";
import { parseModel } from "../../src/dtdl/parse.js";

const source = "lamp-1.json";

/** The characters that an element's place covers, with the place in front. */
function places(text: string): (element: Element) => string {
  const find = namePlaceFinder(new Map([[source, text]]));
  return (element) => {
    const place = find(element);
    if (!place) return "nowhere";
    const line =
      text.replace(/^\uFEFF/, "").split(/\r\n|[\n\r\u2028\u2029]/)[place.start.line] ?? "";
    const { start, end } = place;
    return `${start.line + 1}:${start.column + 1} ${line.slice(start.column, end.column)}`;
  };
}

const lamp = `{
  "@context": "dtmi:dtdl:context;3", "@id": "dtmi:com:example:Lamp;1", "@type": "Interface",
  "contents": [
    { "name": "color", "@type": "Property", "schema":
      { "@type": "Object", "fields": [ { "schema": "string", "name" : "red" }, { "name": "blue", "schema": "double" } ] } },
    { "@type": "Property", "schema": "double", "name":
      "level" }
  ]
}`;

function readLamp(text: string): {
  readonly place: (element: Element) => string;
  readonly iface: Element;
  readonly color: Property;
  readonly level: Property;
} {
  const model = parseModel({ source, text });
  const iface = model.interfaces.get("dtmi:com:example:Lamp;1");
  if (!iface) throw new Error("no Interface");
  return {
    place: places(text),
    iface,
    color: iface.contents.get("color") as Property,
    level: iface.contents.get("level") as Property,
  };
}

test("an element is found where its name is written", () => {
  const { place, color, level } = readLamp(lamp);
  const [red, blue] = (color.schema as ObjectSchema).fields;
  expect(place(color)).toBe("4:16 color");
  expect(place(level)).toBe("7:8 level");
  expect(place(red as Element)).toBe("5:72 red");
  expect(place(blue as Element)).toBe("5:91 blue");
});

test("an element without a name is found where its identifier is written, or where it begins", () => {
  const { place, iface, color } = readLamp(lamp);
  expect(place(iface)).toBe("2:46 dtmi:com:example:Lamp;1");
  expect(place(color.schema)).toBe("5:7 ");
});

test("a built-in element is nowhere", () => {
  const { place, level } = readLamp(lamp);
  expect(place(level.schema)).toBe("nowhere");
});

test.each([
  ["carriage returns", lamp.replaceAll("\n", "\r\n")],
  ["old line ends", lamp.replaceAll("\n", "\r")],
  ["a byte order mark on the line of a name", `\uFEFF${lamp.replaceAll("\n", " ")}`],
  [
    "line separators in a text before a name",
    lamp.replace('"@context"', '"displayName": "a\u2028b\u2029c", "@context"'),
  ],
])("lines and columns are an editor's, with %s", (_what, text) => {
  const { place, color, level } = readLamp(text);
  expect(place(color)).toMatch(/^\d+:\d+ color$/);
  expect(place(level)).toMatch(/^\d+:\d+ level$/);
});
