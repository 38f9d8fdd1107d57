import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Tests import the package by its own name, as users do, and get the sources. */
const doors = {
  "twinplug/dtdl": "dtdl/index",
  "twinplug/service": "azure/service",
  "twinplug/device": "azure/device",
  "twinplug/hub": "hub/index",
  "twinplug/redirect": "hub/redirect",
  "twinplug/simulator": "simulator/index",
  "twinplug/codegen": "codegen/index",
  "twinplug/repository": "repository/index",
  twinplug: "index",
};

export default defineConfig({
  resolve: {
    alias: Object.entries({ ...doors, "#load-ajv": "validate/load-ajv-node" }).map(
      ([name, file]) => ({ find: new RegExp(`^${name}$`), replacement: `${root}src/${file}.ts` }),
    ),
  },
  test: {
    root,
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/random-cases.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most tests wait for sockets, not for the processor.
    pool: "threads",
    // Loading Azure's SDKs anew for each file took a third of the time; files leave nothing behind for the next.
    isolate: false,
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    expect: { poll: { timeout: 10_000 } },
  },
});
