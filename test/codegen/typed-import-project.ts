import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pnp } from "../cli/test-io.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Compiler options of a strict project; the rest is what a test is about. */
export const strictOptions = {
  target: "es2022",
  lib: ["es2023", "esnext.disposable"],
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  noEmit: true,
  declaration: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  isolatedDeclarations: true,
};

/** A list of Interfaces in one file, one with what an Enum, an Object and an inherited property bring. */
const lamps = JSON.stringify(
  [
    {
      "@context": "dtmi:dtdl:context;3",
      "@id": "dtmi:com:example:DimmableLamp;1",
      "@type": "Interface",
      extends: "dtmi:com:example:Lamp;1",
      contents: [
        {
          "@type": "Property",
          name: "fade",
          writable: true,
          schema: { "@type": "Object", fields: [{ name: "seconds", schema: "double" }] },
        },
        { "@type": "Component", name: "sensor", schema: "dtmi:com:example:Thermostat;1" },
      ],
    },
    {
      "@context": "dtmi:dtdl:context;3",
      "@id": "dtmi:com:example:Lamp;1",
      "@type": "Interface",
      contents: [
        {
          "@type": "Property",
          name: "mode",
          description: "How it shines.",
          writable: true,
          schema: {
            "@type": "Enum",
            valueSchema: "string",
            enumValues: [
              { name: "warm", enumValue: "w" },
              { name: "cold", enumValue: "c" },
            ],
          },
        },
      ],
    },
  ],
  null,
  2,
);

/**
 * A folder with the repository's models, a list of two more, the files given, and a linked `twinplug`, as built: its compiled
 * declarations are what users have. It is removed when `use` has ended.
 */
export async function inProject<T>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-typed-"));
  try {
    cpSync(join(root, "models"), join(folder, "models"), { recursive: true });
    const all = {
      "package.json": '{ "type": "module" }',
      "models/lamp shop/lamps.json": lamps,
      ...files,
    };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/twinplug"));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs `pnp generate` in the folder; what it prints when it fails is the error. */
export async function generateIn(folder: string, ...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await pnp(["generate", ...args], { cwd: folder });
  if (exitCode !== 0) throw new Error(stderr);
}

/** Writes the compiler's configuration of the project. */
export function configure(folder: string, options: object, name = "tsconfig.json"): string {
  const path = join(folder, name);
  const config = { compilerOptions: { ...strictOptions, ...options }, include: ["*.ts"] };
  writeFileSync(path, JSON.stringify(config));
  return path;
}
