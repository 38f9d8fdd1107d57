import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { pnp } from "./test-io.js";

function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-exec-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const exec = (line: string) => pnp(["hub", "exec", "--", "sh", "-c", line]);

test("exec ends when its program ends, though what the program has started goes on with its output", async () => {
  const { exitCode, stdout } = await exec("tail -f /dev/null & echo $!; exit 7");
  expect(stdout).toMatch(/^[1-9]\d*\n$/);
  // It is there still.
  expect(process.kill(Number(stdout))).toBe(true);
  expect(exitCode).toBe(7);
});

test("exec passes on all that its program has printed until its end", async () => {
  const { stdout, stderr } = await exec("echo to the other >&2; yes ä | head -n 30000");
  expect(stdout === "ä\n".repeat(30_000)).toBe(true);
  expect(stderr).toBe("to the other\n");
});

test.each([
  ["nosuchprogram", "it is not found in PATH.\n  help: Check its name, or give its path."],
  ["./nosuchprogram", "there is no such file.\n  help: Check its path."],
  ["./plain.js", "it is not executable.\n  help: Make it executable"],
  ["./script", "what its first line says runs it is not found.\n  help: Correct that line"],
  ["./plain.js/x", "spawn ENOTDIR.\n  help: Give a program that this system can run"],
  ["", "it has no name.\n  help: Give the program and its arguments after --."],
])("exec says why the program %j cannot be started", async (program, problem) => {
  const cwd = testFolder();
  writeFileSync(join(cwd, "plain.js"), "");
  writeFileSync(join(cwd, "script"), "#!/nonexistent/interpreter\n", { mode: 0o755 });
  const { exitCode, stderr } = await pnp(["hub", "exec", "--", program], { cwd });
  expect(stderr).toContain(`The program ${program} cannot be started: ${problem}`);
  expect(exitCode).toBe(2);
});

test("exec names the folder that is gone instead of the program", async () => {
  const cwd = join(testFolder(), "gone");
  const { exitCode, stderr } = await pnp(["hub", "exec", "--", "sh", "-c", "true"], { cwd });
  expect(stderr).toContain(`The program sh cannot be started: the folder ${cwd} is gone.`);
  expect(exitCode).toBe(2);
});

test("exec waits for a program that it may not signal, and says so", async () => {
  // What Node does when the program has become another user's: `exec -- sudo …`.
  const refuse = (message: unknown): void => {
    const { process: child } = message as { readonly process: ChildProcess };
    child.kill = () =>
      child.emit("error", Object.assign(new Error("kill EPERM"), { code: "EPERM" }));
    child.once("spawn", () => child.kill());
  };
  subscribe("child_process", refuse);
  onTestFinished(() => void unsubscribe("child_process", refuse));
  const { exitCode, stderr } = await exec("exit 7");
  expect(stderr).toBe("sh cannot be signalled and goes on: kill EPERM\n");
  expect(exitCode).toBe(7);
});
