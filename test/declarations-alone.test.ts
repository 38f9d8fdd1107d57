import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bareLibrary, compilers, globals, withFiles, writeProject } from "./codegen/compile.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const user = {
  path: "user.ts",
  text: 'import * as all from "twinplug";\n\nexport const toolkit: typeof all = all;\n',
};

/** What a compiler says of a project, errors and the files that it reads. */
function linesOf(folder: string, compiler: (typeof compilers)[number]): readonly string[] {
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, "node_modules", compiler, "lib/tsc.js"), "-p", folder, "--listFiles"],
    { cwd: folder, encoding: "utf8" },
  );
  return stdout.split("\n").map((line) => line.replaceAll("\\", "/"));
}

test.each(compilers)(
  "the declarations of twinplug need no types of Node.js, of an SDK or of the DOM with %s",
  async (compiler) => {
    await withFiles([globals, user], (folder) => {
      writeProject(folder, bareLibrary);
      const lines = linesOf(folder, compiler);
      expect(lines.filter((line) => line.includes("error TS"))).toEqual([]);
      expect(lines.filter((line) => line.includes("/dist/client/")).length).toBeGreaterThan(20);
      const packages = lines.filter((line) => line.includes("/node_modules/"));
      expect(packages.filter((line) => !/typescript[^/]*\/lib\//.test(line))).toEqual([]);
    });
  },
);
