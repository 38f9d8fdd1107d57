import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../hub/eventually.js";

const pnpFile = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Prints the signals that it gets; two seconds after the first SIGINT it asks its hub something, and ends. */
const patient = `
  let interrupted = false;
  const end = async () => {
    console.log("hub", (await fetch("https://" + process.env.IOTHUB_HOST_NAME + "/devices")).status);
    process.exit(7);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => {
    console.log(name);
    if (name === "SIGINT" && !interrupted) {
      interrupted = true;
      setTimeout(end, 2000);
    }
  });
  setTimeout(() => process.exit(1), 60_000);
  console.log("ready");`;

const execPatient = [pnpFile, "hub", "exec", "--", process.execPath, "-e", patient];

/** Runs while the test does, with a home and a folder for temporary files of its own. */
class Running {
  stdout = "";
  readonly child: ChildProcess;
  readonly end: Promise<unknown[]>;
  readonly temporary = mkdtempSync(join(tmpdir(), "twinplug-test-"));

  constructor(file: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) {
    const PATH = process.env.PATH ?? "";
    const env = { PATH, XDG_STATE_HOME: this.temporary, TMPDIR: this.temporary, ...more };
    // In a group of its own, so that nothing outlives the test.
    this.child = spawn(file, args, { env, stdio: ["pipe", "pipe", "ignore"], detached: true });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.end = once(this.child, "exit");
    onTestFinished(() => {
      spawnSync("kill", ["-KILL", "--", `-${this.child.pid}`]);
      rmSync(this.temporary, { recursive: true });
    });
  }

  lines(): readonly string[] {
    return this.stdout.split(/\r?\n/).filter(Boolean);
  }
}

test("a program under exec gets each signal once and ends when and how it likes, its hub beside it", async () => {
  const exec = new Running(process.execPath, execPatient, { NO_COLOR: "1" });
  const expected = ["ready"];
  await eventually(() => exec.lines()).toEqual(expected);
  for (const signal of ["SIGHUP", "SIGTERM", "SIGINT", "SIGINT"] as const) {
    exec.child.kill(signal);
    expected.push(signal);
    await eventually(() => exec.lines()).toEqual(expected);
  }
  expect(await exec.end).toEqual([7, null]);
  await eventually(() => exec.lines()).toEqual([...expected, "hub 401"]);
  expect(readdirSync(exec.temporary)).toEqual([]);
});

/** Of util-linux: it runs a command in a terminal, and is its keyboard and screen. */
const terminal = "script";
const isThere = process.platform === "linux" && spawnSync(terminal, ["--version"]).status === 0;

test.skipIf(!isThere)("Ctrl-C in a terminal reaches a program under exec once", async () => {
  const command = 'exec "$NODE" "$PNP" hub exec -- "$NODE" -e "$PROGRAM"';
  const exec = new Running(terminal, ["--quiet", "--return", "--command", command, "/dev/null"], {
    NODE: process.execPath,
    PNP: pnpFile,
    PROGRAM: patient,
    SHELL: "/bin/sh",
  });
  const program = () => exec.lines().filter((line) => !line.startsWith("twinplug/redirect: "));
  await eventually(program).toEqual(["ready"]);
  exec.child.stdin?.write("\x03");
  expect(await exec.end).toEqual([7, null]);
  await eventually(() => program().map((line) => line.replace("^C", ""))).toEqual([
    "ready",
    "SIGINT",
    "hub 401",
  ]);
  expect(readdirSync(exec.temporary)).toEqual([]);
});

test("exec leaves no keys behind when its own process is ended before the program", async () => {
  const ending = `data:text/javascript,process.on("SIGUSR2", () => process.exit(3))`;
  const exec = new Running(process.execPath, ["--import", ending, ...execPatient]);
  await eventually(() => exec.lines()).toEqual(["ready"]);
  expect(readdirSync(exec.temporary)).toHaveLength(1);
  exec.child.kill("SIGUSR2");
  expect(await exec.end).toEqual([3, null]);
  expect(readdirSync(exec.temporary)).toEqual([]);
});

test.skipIf(process.platform === "win32")(
  "a command in a folder that is gone says so",
  async () => {
    const command =
      'mkdir "$TMPDIR/gone" && cd "$TMPDIR/gone" && rmdir "$TMPDIR/gone" && "$@" 2>&1';
    const exec = new Running("sh", ["-c", command, "sh", process.execPath, ...execPatient]);
    expect(await exec.end).toEqual([2, null]);
    await eventually(() => exec.stdout).toContain(`The folder ${exec.temporary}/gone is gone.`);
  },
);
