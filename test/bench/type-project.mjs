// Projects that use a model of so many Interfaces through typed clients, for measuring what the types cost a compiler.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseModel } from "twinplug";
import { generate, generateSidecars } from "twinplug/codegen";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The ways to a typed client that are measured. */
export const routes = ["generated", "sidecar", "inferred"];

/** Compilers by the name they are installed under. */
export const compilers = ["typescript-5.9", "typescript"];

const context = "dtmi:dtdl:context;2";
const groupSize = 10;

/** An Interface with 12 contents of all kinds; some names are its own, as they are in models that people write. */
function part(number) {
  return {
    "@context": context,
    "@id": `dtmi:com:example:Part${number};1`,
    "@type": "Interface",
    displayName: `Part ${number}`,
    contents: [
      property(`target${number}`, "double", { writable: true }),
      property("mode", mode, { writable: true }),
      property("window", window, { writable: true }),
      property(`serial${number}`, "string"),
      property("total", "long"),
      property("labels", labels),
      { "@type": "Telemetry", name: `level${number}`, schema: "double" },
      {
        "@type": "Telemetry",
        name: "counts",
        schema: { "@type": "Array", elementSchema: "integer" },
      },
      { "@type": ["Telemetry", "Temperature"], name: "heat", unit: "kelvin", schema: "double" },
      {
        "@type": "Command",
        name: `report${number}`,
        request: { name: "since", schema: "dateTime" },
        response: { name: "report", schema: report },
      },
      { "@type": "Command", name: "calibrate", request: { name: "offset", schema: "double" } },
      { "@type": "Command", name: "reset" },
    ],
  };
}

function property(name, schema, more = {}) {
  return { "@type": "Property", name, schema, ...more };
}

const mode = {
  "@type": "Enum",
  valueSchema: "string",
  enumValues: ["off", "slow", "fast"].map((name) => ({ name, enumValue: name })),
};
const window = {
  "@type": "Object",
  fields: [
    { name: "from", schema: "dateTime" },
    { name: "to", schema: "dateTime" },
  ],
};
const labels = {
  "@type": "Map",
  mapKey: { name: "key", schema: "string" },
  mapValue: { name: "label", schema: "string" },
};
const report = {
  "@type": "Object",
  fields: ["max", "min", "mean"].map((name) => ({ name, schema: "double" })),
};

/** An Interface that has the parts of one group as components. */
function group(number, parts) {
  return {
    "@context": context,
    "@id": `dtmi:com:example:Group${number};1`,
    "@type": "Interface",
    contents: [
      property("name", "string"),
      property("pause", "integer", { writable: true }),
      ...parts.map((each) => ({
        "@type": "Component",
        name: `part${each}`,
        schema: `dtmi:com:example:Part${each};1`,
      })),
    ],
  };
}

/** Which parts each group has, for a model of `size` Interfaces. */
function layout(size) {
  const groups = [];
  let next = 0;
  for (let left = size; left > 0; left -= groupSize) {
    const parts = Array.from({ length: Math.min(left, groupSize) - 1 }, () => next++);
    groups.push(parts);
  }
  return groups;
}

function documents(groups) {
  return groups.flatMap((parts, number) => [group(number, parts), ...parts.map(part)]);
}

/** A service sets, reads and calls every part, rightly and, for the compiler to refuse, wrongly. */
function serviceLines(groups, { descriptor }) {
  return groups.flatMap((parts, number) => {
    const group = `group${number}`;
    const patch = parts.map((each) => `part${each}: { target${each}: 1, mode: "slow" }`);
    return [
      `const ${group} = serviceClient(${descriptor(`Group${number}`)}, target);`,
      `await ${group}.$update({ pause: 5, ${patch.join(", ")} });`,
      `const twin${number} = await ${group}.$read();`,
      ...parts.flatMap((each) => [
        `await ${group}.part${each}.target${each}.$set(2);`,
        `export const total${each}: bigint | undefined = twin${number}.part${each}.total.reported;`,
        `const report${each} = await ${group}.part${each}.report${each}("2026-01-01T00:00:00Z");`,
        `export const max${each}: number | undefined = report${each}.max;`,
        "// @ts-expect-error read-only",
        `await ${group}.part${each}.$update({ serial${each}: "a" });`,
        "// @ts-expect-error the request is missing",
        `await ${group}.part${each}.report${each}();`,
      ]),
    ];
  });
}

/** A device handles every part, and sends its telemetry, rightly and wrongly. */
function deviceLines(groups, { descriptor, shape }) {
  return groups.flatMap((parts, number) => [
    ...parts.flatMap((each) => [
      `const handlers${each}: DeviceHandlers<${shape(`Part${each}`)}> = {`,
      `  target${each}: (value) => void value.toFixed(1),`,
      "  mode: () => ({ code: 200 }),",
      "  window: () => {},",
      `  report${each}: (since) => ({ max: since.length }),`,
      "  calibrate: () => {},",
      "  reset: () => {},",
      "};",
    ]),
    `const device${number} = deviceClient(${descriptor(`Group${number}`)}, connection, {`,
    "  pause: (seconds) => void seconds.toFixed(1),",
    ...parts.map((each) => `  part${each}: handlers${each},`),
    "});",
    ...parts.flatMap((each) => [
      `await device${number}.part${each}.$telemetry({ level${each}: 1 });`,
      "// @ts-expect-error a number is needed",
      `await device${number}.part${each}.$telemetry({ level${each}: "high" });`,
    ]),
  ]);
}

/** What a program is: hardly any is both. */
const programs = {
  service: {
    lines: serviceLines,
    head: [
      'import { type ServiceTarget, serviceClient } from "twinplug";',
      "declare const target: ServiceTarget;",
    ],
  },
  device: {
    lines: deviceLines,
    head: [
      'import { type DeviceHandlers, type DeviceTransport, deviceClient, type ShapeOf } from "twinplug";',
      "declare const connection: DeviceTransport;",
    ],
  },
};

/** The sides of the connection that a program can be on. */
export const sides = Object.keys(programs);

/** The files of a program on one side, for a model of `size` Interfaces. */
export function projectFiles(route, side, size) {
  const groups = layout(size);
  const models = documents(groups);
  const { lines, head } = programs[side];
  const program = (top, names) => ({
    path: "program.ts",
    text: [...top, ...head, ...lines(groups, names), ""].join("\n"),
  });
  if (route === "inferred") {
    const descriptor = (label) => `model["dtmi:com:example:${label};1"]`;
    const shape = (label) => `ShapeOf<typeof ${descriptor(label)}>`;
    const model = `const model = defineModel(${JSON.stringify(models, null, 2)});`;
    return [program(['import { defineModel } from "twinplug";', model], { descriptor, shape })];
  }
  if (route === "sidecar") {
    const shape = (label) => `ShapeOf<typeof ${label}>`;
    return [
      ...typedDocuments(models),
      program(models.map(typedImport), { descriptor: (label) => label, shape }),
    ];
  }
  const imports = models.map(({ "@id": id }) => {
    const [, label] = /([^:]+);1$/.exec(id) ?? [];
    return `import { ${label} } from "./com/example/${label.toLowerCase()}-1.js";`;
  });
  const name = (label) => label;
  return [
    ...generate(parseModel(models.map((each) => JSON.stringify(each)))),
    program(imports, { descriptor: name, shape: name }),
  ];
}

function labelOf({ "@id": id }) {
  return /([^:]+);1$/.exec(id)?.[1] ?? "";
}

function typedImport(model) {
  const label = labelOf(model);
  return `import ${label} from "./${label}.json" with { type: "json" };`;
}

/** Each model in a file of its own, and what types its import. */
function typedDocuments(models) {
  const files = models.map((model) => {
    const path = `${labelOf(model)}.json`;
    return { source: path, path, text: JSON.stringify(model, null, 2) };
  });
  return [...files, ...generateSidecars(parseModel(files), files)];
}

const options = {
  allowArbitraryExtensions: true,
  target: "es2022",
  lib: ["es2023"],
  module: "nodenext",
  types: [],
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
};

/** What the compiler counts; throws with what it complains about. `instantiations` are the same in every run. */
export function measure(files, compiler) {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-types-"));
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/twinplug"));
    symlinkSync(join(root, "node_modules/@types"), join(folder, "node_modules/@types"));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, include: ["**/*.ts"], exclude: ["node_modules"] }),
    );
    const tsc = join(root, "node_modules", compiler, "lib/tsc.js");
    const args = [tsc, "-p", folder, "--extendedDiagnostics", "--pretty", "false"];
    const { stdout, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`${compiler}: ${stdout.slice(0, 4000)}`);
    const figure = (name) => Number(new RegExp(`^${name}: +([\\d.]+)`, "m").exec(stdout)?.[1]);
    return { instantiations: figure("Instantiations"), seconds: figure("Check time") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
