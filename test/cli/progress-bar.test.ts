import { expect, test } from "vitest";
import type { Io } from "../../src/cli/io.js";
import { progressBar } from "../../src/cli/progress-bar.js";

function io(isTerminal: boolean): { readonly io: Io; readonly written: string[] } {
  const written: string[] = [];
  const sink = { write: (text: string) => void written.push(text), isTerminal };
  return {
    written,
    io: {
      stdout: sink,
      stderr: sink,
      env: {},
      cwd: "/",
      readStdin: async () => "",
      signal: new AbortController().signal,
    },
  };
}

test("a terminal shows a bar that fills, and nothing is left of it at the end", () => {
  const { io: terminal, written } = io(true);
  const bar = progressBar(terminal);
  bar.show(0, 4, "");
  bar.show(3, 4, "1 failed");
  bar.end();
  expect(written).toEqual([
    `\r\u001b[K${"░".repeat(24)} 0/4`,
    `\r\u001b[K${"█".repeat(18)}${"░".repeat(6)} 3/4, 1 failed`,
    "\r\u001b[K",
  ]);
});

test("elsewhere nothing is written", () => {
  const { io: file, written } = io(false);
  const bar = progressBar(file);
  bar.show(1, 4, "");
  bar.end();
  expect(written).toEqual([]);
});
