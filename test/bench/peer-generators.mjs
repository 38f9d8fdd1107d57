import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const packages = [
  "json-schema-to-typescript@16.0.0",
  "openapi-typescript@7.13.0",
  "typescript@5.9.3",
];

/**
 * The two generators of types that are compared with: the URLs of their modules and the paths of their command lines.
 * Installed into a cache folder when they are not there yet; undefined when that fails.
 */
export function peerGenerators() {
  const folder = join(tmpdir(), "twinplug-bench-generators-1");
  const modules = join(folder, "node_modules");
  if (!existsSync(join(modules, "openapi-typescript"))) {
    const what = ["install", "--prefix", folder, "--no-audit", "--no-fund", ...packages];
    console.error(`npm ${what.join(" ")}`);
    spawnSync("npm", what, {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
  }
  if (!existsSync(join(modules, "openapi-typescript"))) return undefined;
  const jsonSchema = join(modules, "json-schema-to-typescript", "dist", "src");
  const openApi = join(modules, "openapi-typescript");
  return {
    jsonSchema: {
      module: pathToFileURL(join(jsonSchema, "index.js")).href,
      cli: join(jsonSchema, "cli.js"),
    },
    openApi: {
      module: pathToFileURL(join(openApi, "dist", "index.mjs")).href,
      cli: join(openApi, "bin", "cli.js"),
    },
  };
}
