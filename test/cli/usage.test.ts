import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { exitCodes } from "../../src/cli/exit-codes.js";
import { errorCodes } from "../../src/errors.js";
import { pnp } from "./test-io.js";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

test("an unknown command is a usage error that offers the nearest one", async () => {
  const { exitCode, stdout, stderr } = await pnp(["dmeo"]);
  expect(exitCode).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain("demo");
});

test("a missing argument is a usage error", async () => {
  const { exitCode, stderr } = await pnp(["command", "mydevice"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("command");
});

test("an output format that does not exist is a usage error naming those that do", async () => {
  const { exitCode, stderr } = await pnp(["model", "check", "models", "--output", "xml"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("human, json, ndjson");
});

test("prints its version", async () => {
  const { version } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  expect(await pnp(["--version"])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: "" });
});

test("without a sign-in and without a running hub it says how to get one", async () => {
  const { exitCode, stderr } = await pnp(["get", "mydevice"]);
  expect(exitCode).toBe(4);
  expect(stderr).toContain("pnp hub start");
});

test.each([
  ["", "PNP_USAGE"],
  ["HostName=hub.azure-devices.test", "PNP_USAGE"],
  ["HostName=hub.azure-devices.test;DeviceId=d;SharedAccessKey=c2VjcmV0LXNlY3JldA==", "PNP_USAGE"],
])("the connection string %j is refused without repeating its key", async (login, code) => {
  const { exitCode, stderr } = await pnp(["get", "mydevice", "--login", login]);
  expect(stderr).toContain(code);
  expect(exitCode).toBe(2);
  expect(stderr).not.toContain("c2VjcmV0");
});

test("a hub that is not there is a network error without a stack or a key", async () => {
  const login =
    "HostName=gone.azure-devices.test;SharedAccessKeyName=iothubowner;SharedAccessKey=c2VjcmV0LXNlY3JldA==";
  const { exitCode, stdout, stderr } = await pnp(["get", "mydevice"], {
    env: { IOTHUB_CONNECTION_STRING: login },
  });
  expect(exitCode).toBe(12);
  expect(stdout).toBe("");
  expect(stderr).toContain("PNP_TRANSPORT");
  expect(stderr).toContain("gone.azure-devices.test");
  expect(stderr).not.toContain("c2VjcmV0");
  expect(stderr).not.toMatch(/\.[jt]s:\d+:\d+/);
});

test("the README lists every error code with its exit code, and no other", () => {
  const listed = [...readme.matchAll(/^\| (\d+) \| (.+?) \|/gm)].flatMap(([, exit, codes = ""]) =>
    [...codes.matchAll(/`(PNP_[A-Z_]+)`/g)].map((match) => [match[1], Number(exit)]),
  );
  expect(Object.fromEntries(listed)).toEqual(exitCodes);
  expect(Object.keys(exitCodes).sort()).toEqual(Object.keys(errorCodes).sort());
});
