import { expect, test } from "vitest";
import { type GeneratedFile, generate, generateSidecars } from "../../src/codegen/index.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { everyConstruct } from "./every-construct.js";

const model = parseModel(everyConstruct);

test("types alone import nothing and hold no value", () => {
  const files = generate(model, { typesOnly: true, enums: "const" });
  expect(files.map(({ path }) => path)).toEqual(generate(model).map(({ path }) => path));
  for (const { text } of files) {
    expect(text).not.toMatch(/^import\b|\bimport\(|\brequire\(/m);
    expect(text).not.toMatch(/^(export )?(const|let|var|function|class|enum)\b/m);
  }
});

test("a file of types alone declares what its Interface extends, contains and is made of", () => {
  const text = (path: string): string =>
    generate(model, { typesOnly: true }).find((file) => file.path === path)?.text ?? "";
  const everything = text("com/example/everything-1.ts");
  for (const declared of ["Base", "Left", "Right", "Inner", "Sensor", "Sensor_2", "Sensor_3"]) {
    expect(everything).toContain(`\nexport interface ${declared} {\n`);
  }
  expect(everything).toContain("\nexport type DateTime = string;\n");
  expect(everything).toContain(
    '  feeds: Relationship<{ readonly id: "dtmi:com:example:Left;1" }, EverythingFeeds>;\n',
  );
  expect(text("com/example/sensor-1.ts")).not.toContain("DateTime");
});

test("the index exports every name once, longer ones where several files have the same", () => {
  const text = generate(model, { index: true }).find(({ path }) => path === "index.ts")?.text ?? "";
  const blocks = [...text.matchAll(/^export (?:type )?\{\n((?: {2}.+,\n)+)\} from "(.+)";$/gm)];
  expect(blocks.map(([, , path]) => path)).toContain("./com/example/everything-1.js");
  const names = blocks.flatMap(([, lines = ""]) =>
    lines
      .split(",\n")
      .filter(Boolean)
      .map((line) => line.split(" ").at(-1)),
  );
  expect(new Set(names).size).toBe(names.length);
  expect(text).toContain("// Names that several files have are longer here.\n");
  expect(text).toContain("  Sensor as ComExampleSensor_1,\n");
  expect(text).toContain("  type SensorWritable as ComExampleSensorWritable_2,\n");
  expect(text).toMatch(/ {2}Sensor as ComExampleSensor_2_x[0-9a-f]{8},\n/);
  expect(text).toContain("  Sensor as ComNulSensor_1_5,\n");
  expect(text).toContain("  type EverythingWritable as ComExampleClashEverythingWritable_1,\n");
  expect(text).toContain("  Aux,\n");
});

test("the index of types alone exports types", () => {
  const files = generate(model, { index: true, typesOnly: true });
  const text = files.find(({ path }) => path === "index.ts")?.text ?? "";
  expect(text.match(/^export \{/gm)).toBeNull();
  expect(text.match(/^export type \{/gm)).toHaveLength(files.length - 1);
});

test("no Interface takes the place of the index", () => {
  const index = { "@context": "dtmi:dtdl:context;3", "@id": "dtmi:index", "@type": "Interface" };
  const files = generate(parseModel(JSON.stringify(index)), { index: true });
  expect(files.map(({ path }) => path)).toEqual([
    expect.stringMatching(/^index-x[0-9a-f]{8}\.ts$/),
    "index.ts",
  ]);
});

test("imports can do without an ending, and come from another module", () => {
  const text = generate(model, { importExtension: "", runtime: "@me/toolkit" })
    .map((file) => file.text)
    .join("");
  expect(text).toContain('from "./left-1";');
  expect(text).toContain('from "@me/toolkit";');
  expect(text).not.toMatch(/from "(twinplug|.+\.[jt]s)"/);
});

test("values in other forms are typed so, and the descriptor says it to the client", () => {
  const forms = { long: "number", dates: "date" } as const;
  const textOf = (files: readonly GeneratedFile[]): string =>
    files.map(({ text }) => text).join("");
  const text = textOf(generate(model, forms));
  expect(text).toContain("  readonly counter: number;\n");
  expect(text).toContain("  installed: DateTimeInput;\n");
  expect(text).toContain("  installed: globalThis.Date;\n");
  expect(text).toContain('  forms: {\n    long: "number",\n    dates: "date",\n  },\n});\n');
  expect(text).not.toMatch(/: (?:bigint|DateTime);/);
  expect(generate(model, { long: "bigint", dates: "string" })).toEqual(generate(model));
  expect(textOf(generate(model, { ...forms, typesOnly: true }))).not.toContain("  forms: ");
});

test("a sidecar with other forms carries them, so that programs have to name them too", () => {
  const path = "meter.json";
  const contents = [{ "@type": "Telemetry", name: "count", schema: "long" }];
  const id = "dtmi:com:example:Meter;1";
  const text = JSON.stringify({
    "@context": "dtmi:dtdl:context;3",
    "@id": id,
    "@type": "Interface",
    contents,
  });
  const document = { source: path, path, text };
  const [sidecar] = generateSidecars(parseModel([document]), [document], { long: "number" });
  expect(sidecar?.text).toContain('export { id as "@id", shape as "~shape", forms as "~forms" };');
  expect(sidecar?.text).toContain('declare const forms: { long: "number" } | undefined;');
  expect(sidecar?.text).toContain("  count: number;\n");
});
