import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));

const sdks =
  /^(azure-iothub|azure-iot-(common|device(-.+)?|provisioning-device(-.+)?|security-.+)|@azure\/.+)$/;

/** The adapters may also use what the SDKs leave to the caller: agents, requests of their own, AMQP, signatures, timers. */
const sdkOrNode = new RegExp(
  `${sdks.source}|^rhea$|^node:(crypto|events|https?|timers)(/promises)?$`,
);

/** Folder → the folders it may import, and the packages it may import. `errors` is open to all. */
const rules: Record<string, { folders: string[]; outside: RegExp | null }> = {
  dtdl: { folders: [], outside: null },
  schema: { folders: ["dtdl"], outside: null },
  // In Node, ajv is loaded when it is needed.
  validate: { folders: ["schema", "dtdl"], outside: /^(ajv\/.+|#load-ajv|node:module)$/ },
  views: { folders: ["dtdl"], outside: null },
  convention: { folders: ["dtdl"], outside: /^fast-json-patch$/ },
  client: { folders: ["validate", "schema", "convention", "dtdl"], outside: null },
  codegen: { folders: ["validate", "schema", "dtdl"], outside: null },
  repository: { folders: ["dtdl"], outside: /^node:(crypto|fs|path)/ },
  azure: { folders: ["client", "convention"], outside: sdkOrNode },
  hub: {
    folders: ["convention"],
    outside: /^(node:.+|fast-json-patch|mqtt-packet|rhea|ws|lmdb|asn1js)$/,
  },
  simulator: { folders: ["client", "schema", "dtdl"], outside: null },
  cli: {
    folders: [
      "azure",
      "client",
      "codegen",
      "convention",
      "dtdl",
      "hub",
      "repository",
      "schema",
      "simulator",
      "validate",
      "views",
    ],
    outside: /^(node:.+|commander)$/,
  },
};

const pure = ["dtdl", "schema", "validate", "views", "convention"];

interface ImportLine {
  readonly file: string;
  readonly folder: string;
  readonly specifier: string;
}

function importLines(): ImportLine[] {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(src, file), "utf8");
    const specifiers = text.matchAll(
      /^(?:import|export)\b[^;"]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm,
    );
    return [...specifiers].map((match) => ({
      file,
      folder: topFolder(file),
      specifier: match[1] ?? match[2] ?? match[3] ?? "",
    }));
  });
}

function topFolder(file: string): string {
  return file.includes("/") ? (file.split("/")[0] as string) : "";
}

function folderOf(line: ImportLine): string | undefined {
  if (!line.specifier.startsWith(".")) return undefined;
  return topFolder(relative(src, resolve(src, dirname(line.file), line.specifier)));
}

test("every folder imports only the folders below it", () => {
  const broken = importLines().flatMap((line) => {
    const rule = rules[line.folder];
    const target = folderOf(line);
    if (!rule || target === undefined || target === line.folder) return [];
    if (target === "" && line.specifier.endsWith("/errors.js")) return [];
    if (target === "") return [`${line.file}: only errors.ts may be imported from the top`];
    return rule.folders.includes(target)
      ? []
      : [`${line.file}: ${line.folder} may not import ${target}`];
  });
  expect(broken).toEqual([]);
});

test("every folder imports only the packages it is meant to know", () => {
  const broken = importLines().flatMap((line) => {
    const rule = rules[line.folder];
    if (!rule || line.specifier.startsWith(".")) return [];
    return rule.outside?.test(line.specifier)
      ? []
      : [`${line.file}: ${line.folder} may not import ${line.specifier}`];
  });
  expect(broken).toEqual([]);
});

test("every folder of the source has a rule", () => {
  const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((folder) => folder.name).filter((name) => !(name in rules))).toEqual([]);
});

test("the core uses no clock, randomness, environment or console", () => {
  const impure = /\b(Date\.now\(|new Date\(\)|Math\.random\(|process\.|console\.|setTimeout\()/;
  const files = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && pure.includes(topFolder(file)))
    .filter((file) => impure.test(readFileSync(join(src, file), "utf8")));
  expect(files).toEqual([]);
});

test("the front door loads no Azure SDK", () => {
  const lines = importLines();
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const line of lines.filter(
      (each) => each.file === file && each.specifier.startsWith("."),
    )) {
      visit(relative(src, resolve(src, dirname(file), line.specifier)).replace(/\.js$/, ".ts"));
    }
  };
  visit("index.ts");
  const azure = lines.filter((line) => reached.has(line.file) && sdks.test(line.specifier));
  expect(azure.map((line) => `${line.file} imports ${line.specifier}`)).toEqual([]);
});

test("every file that the architecture page names exists", () => {
  const page = readFileSync(join(src, "README.md"), "utf8");
  const named = [...page.matchAll(/`([a-z][\w/-]*\.ts)`/g)].map((match) => match[1] ?? "");
  const missing = named.filter((file) => !existsSync(join(src, file)));
  expect(named.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});
