import { Command } from "commander";
import { expect, test } from "vitest";
import type { Io } from "../../src/cli/io.js";
import { commandGroups, createProgram } from "../../src/cli/program.js";
import { pnp } from "./test-io.js";

const io: Io = {
  stdout: { write: () => undefined, isTerminal: false },
  stderr: { write: () => undefined, isTerminal: false },
  env: {},
  cwd: ".",
  readStdin: async () => "",
  signal: new AbortController().signal,
};

test("each group of commands declares just the commands that it is known by", async () => {
  for (const group of commandGroups) {
    const program = new Command();
    await group.declare(program, io, { exitCode: 0 });
    expect(program.commands.map((command) => command.name()).sort()).toEqual(
      [...group.names].sort(),
    );
  }
});

test("help, a misspelt command and none at all know every command", async () => {
  const all = commandGroups.flatMap(({ names }) => names).sort();
  for (const words of [[], ["help"], ["--help"], ["moniter"], ["help", "set"]]) {
    const program = await createProgram(io, { exitCode: 0 }, words);
    expect(program.commands.map((command) => command.name()).sort()).toEqual(all);
  }
  expect((await pnp(["moniter"])).stderr).toContain("monitor");
  expect((await pnp(["help", "set"])).stdout).toContain("component.property=value");
});
