import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GeneratedFile } from "../../src/codegen/index.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The compilers that generated code must please. */
export const compilers = ["typescript", "typescript-5.9"] as const;

const strictest = {
  target: "es2022",
  lib: ["es2023"],
  module: "nodenext",
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  noEmit: true,
  declaration: true,
  skipLibCheck: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  isolatedDeclarations: true,
};

/** Runs `use` with a folder that holds the files, and removes the folder afterwards. */
export async function withFiles<T>(
  files: readonly GeneratedFile[],
  use: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-codegen-"));
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the compiler has to say about the files; nothing if they are fine. Sources of twinplug are not judged. */
export function compile(folder: string, compiler: (typeof compilers)[number]): readonly string[] {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const config = {
    compilerOptions: { ...strictest, paths: { twinplug: [join(root, "src/index.ts")] } },
    include: ["**/*.ts"],
    exclude: ["node_modules"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules", compiler, "lib/tsc.js"), "-p", folder, "--pretty", "false"],
    { cwd: folder, encoding: "utf8" },
  );
  return `${stdout}${stderr}`
    .split("\n")
    .filter((line) => line !== "" && !/^(\.\.\/|\s)/.test(line));
}
