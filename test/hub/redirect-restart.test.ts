import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { createCertificates } from "../../src/hub/certificates.js";
import { type Hub, type HubOptions, startHub, writeStateFile } from "../../src/hub/index.js";
import { eventually } from "./eventually.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = fileURLToPath(new URL("redirect-program.cjs", import.meta.url));
/** Built: Node itself loads it. */
const preload = `--import=${pathToFileURL(join(root, "dist/hub/redirect.js")).href}`;
const primaryKey = Buffer.alloc(32, "key").toString("base64");
const authentication = { symmetricKey: { primaryKey, secondaryKey: primaryKey } };

async function stateFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twinplug-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "hub.json");
}

/** On a port that no other has, with the device `dev1`, whose key is always the same. */
async function newHub(options: HubOptions): Promise<Hub> {
  const hub = await startHub(options);
  onTestFinished(() => hub.close());
  hub.createDevice("dev1", { authentication });
  return hub;
}

/** See the file; it runs while the test does. */
class Program {
  stderr = "";
  readonly #child: ChildProcess;

  constructor(env: Readonly<Record<string, string>>) {
    const { NODE_OPTIONS: _vitests, ...inherited } = process.env;
    this.#child = fork(program, {
      cwd: root,
      env: { ...inherited, NODE_OPTIONS: preload, ...env },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    onTestFinished(() => void this.#child.kill());
  }

  /** What it answers. */
  async tell(order: Readonly<Record<string, string>>): Promise<unknown> {
    const answer = once(this.#child, "message");
    this.#child.send(order);
    return (await answer)[0];
  }
}

test("a device goes on when its hub is back on another port, with another certificate", async () => {
  const name = "comes-back";
  const TWINPLUG_HUB_STATE = await stateFile();
  const first = await newHub({ name });
  await writeStateFile(TWINPLUG_HUB_STATE, first.describe());
  // As `pnp hub env` says it.
  const TWINPLUG_HUB_PORT = String(first.port);
  const device = new Program({ TWINPLUG_HUB_STATE, TWINPLUG_HUB_PORT });
  expect(await device.tell({ device: first.deviceConnectionString("dev1") })).toBe("open");
  expect(await device.tell({ say: "1" })).toBe("sent");

  const second = await newHub({ name, certificates: await createCertificates() });
  expect(second.caCertificate).not.toBe(first.caCertificate);
  const arrived = second.next("telemetry", { deviceId: "dev1", timeoutSeconds: 30 });
  await writeStateFile(TWINPLUG_HUB_STATE, second.describe());
  await first.close();
  expect(await device.tell({ say: "2" })).toBe("sent");
  await arrived;
  await eventually(() => device.stderr).toContain(
    `go to the local hub at 127.0.0.1:${second.port}\n`,
  );
});

test("a program that began before the hub reaches it once it is up, and one that stops is refused at its port", async () => {
  const TWINPLUG_HUB_STATE = await stateFile();
  const asking = new Program({ TWINPLUG_HUB_STATE });
  const ask = "later.azure-devices.test";
  expect(await asking.tell({ ask })).toBe("ENOTFOUND");
  await eventually(() => asking.stderr).toContain("no local hub is running");

  const hub = await newHub({ name: "later" });
  await writeStateFile(TWINPLUG_HUB_STATE, hub.describe());
  expect(await asking.tell({ ask })).toBe(401);

  await rm(TWINPLUG_HUB_STATE);
  await hub.close();
  expect(await asking.tell({ ask })).toBe("ECONNREFUSED");
});

test("another hub than before has its own names, and the connections of the former stay its own", async () => {
  const TWINPLUG_HUB_STATE = await stateFile();
  const [one, two] = [await newHub({ name: "former" }), await newHub({ name: "latter" })];
  await writeStateFile(TWINPLUG_HUB_STATE, one.describe());
  const asking = new Program({ TWINPLUG_HUB_STATE });
  expect(await asking.tell({ ask: two.hostName })).toBe("ENOTFOUND");
  await writeStateFile(TWINPLUG_HUB_STATE, two.describe());
  expect(await asking.tell({ ask: two.hostName })).toBe(401);
  expect(await asking.tell({ ask: one.hostName })).toBe(401);
});

test.each([
  ["is torn", () => "{"],
  [
    "names a host that may be real",
    (hub: Hub) => JSON.stringify({ ...hub.describe(), hosts: ["contoso.azure-devices.net"] }),
  ],
  [
    "names another machine",
    (hub: Hub) => JSON.stringify({ ...hub.describe(), address: "10.0.0.1" }),
  ],
])(
  "a state file that %s is not followed, which is said, and the hub known before stays",
  async (_how, textOf) => {
    const TWINPLUG_HUB_STATE = await stateFile();
    const hub = await newHub({});
    await writeStateFile(TWINPLUG_HUB_STATE, hub.describe());
    const asking = new Program({ TWINPLUG_HUB_STATE });
    expect(await asking.tell({ ask: hub.hostName })).toBe(401);
    await writeFile(TWINPLUG_HUB_STATE, textOf(hub));
    expect(await asking.tell({ ask: hub.hostName })).toBe(401);
    await eventually(() => asking.stderr).toContain("the state file is not followed: ");
  },
);
