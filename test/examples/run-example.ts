import { type MockInstance, vi } from "vitest";

/** What an example printed. */
export interface ExampleRun {
  /** Each call of `console.log`, as the text it would print. */
  readonly lines: readonly string[];
}

/**
 * Runs an example as a reader would: a program that finds its settings in the environment and ends by itself. The
 * hub's names must be redirected before.
 */
export async function runExample(
  load: () => Promise<unknown>,
  env: Readonly<Record<string, string>>,
): Promise<ExampleRun> {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const log: MockInstance = vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
    lines.push(values.map(String).join(" "));
  });
  try {
    await load();
    return { lines };
  } finally {
    log.mockRestore();
    vi.unstubAllEnvs();
  }
}
