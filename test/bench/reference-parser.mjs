import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const name = "@digicatapult/dtdl-parser";
const version = "1.1.83";

/**
 * URL of the reference parser of DTDL, built as WebAssembly by others: `getInterop()` gives a parser, `parse(text)` of it
 * the model as JSON. Installed into a cache folder when it is not there yet; undefined when that fails.
 */
export function referenceParser() {
  const folder = join(tmpdir(), `twinplug-bench-${version}`);
  const entry = join(folder, "node_modules", name, "build", "index.js");
  if (!existsSync(entry)) {
    const what = ["install", "--prefix", folder, "--no-audit", "--no-fund", `${name}@${version}`];
    console.error(`npm ${what.join(" ")}`);
    spawnSync("npm", what, {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
  }
  return existsSync(entry) ? pathToFileURL(entry).href : undefined;
}
