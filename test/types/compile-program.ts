import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GeneratedFile } from "../../src/codegen/index.js";
import { type compilers, withFiles } from "../codegen/compile.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const options = {
  target: "es2022",
  lib: ["es2023", "esnext.disposable"],
  module: "nodenext",
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  noEmit: true,
  skipLibCheck: true,
  allowArbitraryExtensions: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  // As users have it: the declarations.
  paths: { twinplug: [join(root, "dist/index.d.ts")] },
};

/** What a compiler says about a file, by the line's number: the message and what it explains it by. */
export type Messages = ReadonlyMap<number, string>;

/** Compiles the files; gives the messages by file. */
export function compileProgram(
  files: readonly GeneratedFile[],
  compiler: (typeof compilers)[number],
): Promise<ReadonlyMap<string, Messages>> {
  return withFiles(files, (folder) => {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const config = { compilerOptions: options, include: ["**/*.ts"], exclude: ["node_modules"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(root, "node_modules", compiler, "lib/tsc.js");
    const args = [tsc, "-p", folder, "--pretty", "false"];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    return messagesIn(stdout);
  });
}

function messagesIn(output: string): ReadonlyMap<string, Messages> {
  const found = new Map<string, Map<number, string>>();
  for (const message of output.split(/\n(?=\S)/)) {
    const [, file = "", line, text = ""] =
      /^(\S+?)\((\d+),\d+\): error (TS[\s\S]*?)\s*$/.exec(message) ?? [];
    if (message.trim() === "") continue;
    if (line === undefined) throw new Error(message);
    const inFile = found.get(file) ?? new Map<number, string>();
    inFile.set(Number(line), text);
    found.set(file, inFile);
  }
  return found;
}
