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
  skipLibCheck: false,
  allowImportingTsExtensions: true,
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

/**
 * The declarations of twinplug as users have them instead of its sources, every declaration checked too, with nothing but
 * the language and {@link globals} around.
 */
export const bareLibrary = {
  paths: { twinplug: [join(root, "dist/index.d.ts")] },
  lib: ["es2023", "esnext.disposable"],
  types: [],
  skipLibCheck: false,
};

/** What the declarations of twinplug need beside the language; Node.js and browsers have it. */
export const globals: GeneratedFile = {
  path: "globals.d.ts",
  text: "interface AbortSignal {\n  readonly aborted: boolean;\n}\n",
};

/** Makes the folder a project that is compiled at the strictest; more options take the place of these. */
export function writeProject(folder: string, more: object = {}): void {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const paths = { twinplug: [join(root, "dist/index.d.ts")] };
  const config = {
    compilerOptions: { ...strictest, paths, ...more },
    include: ["**/*.ts"],
    exclude: ["node_modules"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
}

/** What the compiler has to say about the files; nothing if they are fine. Sources of twinplug are not judged. */
export function compile(
  folder: string,
  compiler: (typeof compilers)[number],
  more: object = {},
): readonly string[] {
  writeProject(folder, more);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules", compiler, "lib/tsc.js"), "-p", folder, "--pretty", "false"],
    { cwd: folder, encoding: "utf8" },
  );
  return `${stdout}${stderr}`
    .split("\n")
    .filter((line) => line !== "" && !/^(\.\.\/|\s)/.test(line));
}
