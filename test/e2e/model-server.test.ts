import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sharedCertificates } from "../../src/hub/certificates.js";
import { tempFolder } from "../repository/temp-folder.js";
import { filesOf, modelText, pathOf } from "../repository/test-models.js";
import { closedPort, serve } from "../repository/test-server.js";

const pnpFile = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const thing = "dtmi:com:example:Thing;1";
const room = "dtmi:com:example:Room;1";

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `pnp`, since only a process of its own can be given another authority. */
function pnp(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [pnpFile, ...args], { env }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

test("models of an https server are kept in the user's cache, and used when it is gone", async () => {
  const { url, asked } = await serve(
    filesOf({ [room]: modelText(room, [thing]), [thing]: modelText(thing) }),
    true,
  );
  const { dir, write } = await tempFolder();
  const { caCertificate } = await sharedCertificates();
  const trusting = {
    XDG_CACHE_HOME: dir,
    NODE_EXTRA_CA_CERTS: await write("ca.pem", caCertificate),
    PNP_MODEL_REPO: url,
  };
  const get = ["model", "get", room, "--deps", "all"];
  const first = await pnp(get, trusting);
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  expect(asked).toEqual(["/metadata.json", pathOf(room), pathOf(thing)]);
  expect((await pnp(["model", "show", room], trusting)).exitCode).toBe(0);
  expect((await pnp([...get, "--offline"], trusting)).stdout).toBe(first.stdout);
  expect(asked).toHaveLength(3);
  expect((await pnp([...get, "--no-cache"], trusting)).exitCode).toBe(0);
  expect(asked).toHaveLength(6);
  const untrusting = await pnp([...get, "--no-cache"], { PNP_MODEL_REPO: url });
  expect(untrusting.exitCode).toBe(12);
  expect(untrusting.stderr).toContain("NODE_EXTRA_CA_CERTS");
});

test("a server that is down is told with its address", async () => {
  const url = `https://127.0.0.1:${await closedPort()}`;
  const { dir } = await tempFolder();
  const env = { XDG_CACHE_HOME: dir, PNP_MODEL_REPO: url };
  const { exitCode, stderr } = await pnp(["model", "show", room], env);
  expect(exitCode).toBe(12);
  expect(stderr).toContain(`Cannot read ${url}${pathOf(room)}: nothing listens there`);
});
