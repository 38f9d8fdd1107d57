import { once } from "node:events";
import { type AddressInfo, connect as connectPlain, createServer, type Server } from "node:net";
import { connect } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { createCertificates, sharedCertificates } from "../../src/hub/certificates.js";
import type { Edges } from "../../src/hub/edges.js";
import { Listener } from "../../src/hub/listener.js";
import { type HubPorts, openPorts, type StandardPorts } from "../../src/hub/ports.js";
import { testHub } from "./sdk.js";

const silent: Edges = {
  tls: { unknown: () => {} },
  plain: { unknown: () => {} },
  patience: 30_000,
  close: () => {},
};

/** A port of loopback that somebody has. */
async function taken(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, server };
}

/** Ports that were free a moment ago. */
async function free(): Promise<Required<StandardPorts>> {
  const found = await Promise.all(["https", "mqtts", "amqps", "amqp"].map(() => taken()));
  await Promise.all(found.map(({ server }) => new Promise((done) => server.close(done))));
  const [https = 0, mqtts = 0, amqps = 0, amqp = 0] = found.map(({ port }) => port);
  return { https, mqtts, amqps, amqp };
}

async function open(...[options, standard]: [object, Required<StandardPorts>]): Promise<HubPorts> {
  const ports = await openPorts(await sharedCertificates(), silent, options, standard);
  onTestFinished(() => ports.close());
  return ports;
}

test("nothing but free ports is taken unless the standard ones are asked for", async () => {
  const ports = await open({}, await free());
  expect(ports.standard).toEqual({});
  expect(ports.tls).toBeGreaterThan(0);
  expect(ports.plain).toBeGreaterThan(0);
});

test("the protocols' own ports are had where they are free, never 443, and missed where they are not", async () => {
  const { amqps, ...standard } = await free();
  const { port: theirs } = await taken();
  const ports = await open({ standardPorts: "if-free" }, { ...standard, amqps: theirs });
  expect(ports.standard).toEqual({ mqtts: standard.mqtts, amqp: standard.amqp });
  expect(ports.plain).toBe(standard.amqp);
  expect(amqps).toBeGreaterThan(0);
});

test("the port that is asked for may be one of the standard ones", async () => {
  const standard = await free();
  const ports = await open({ port: standard.https, standardPorts: "all" }, standard);
  expect(ports).toMatchObject({ tls: standard.https, standard });
});

test("all of them are had on request, or none", async () => {
  const standard = await free();
  const ports = await open({ standardPorts: "all" }, standard);
  expect(ports.standard).toEqual(standard);
  await ports.close();
  const { port: theirs } = await taken();
  const wanting = open({ standardPorts: "all" }, { ...standard, amqp: theirs });
  await expect(wanting).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: expect.stringContaining(`127.0.0.1:${theirs}`),
    hint: `Another program has it, the standard port of AMQP without TLS. End that program, or leave out --standard-ports: then the hub goes without ${theirs}.`,
  });
  // What was open before the refusal is free again.
  expect((await open({ standardPorts: "all" }, standard)).standard).toEqual(standard);
});

test("a port that only administrators may have is refused with what to do", async () => {
  const listen = Listener.prototype.listen;
  onTestFinished(() => {
    Listener.prototype.listen = listen;
  });
  Listener.prototype.listen = async (port) => {
    if (port === 443) throw Object.assign(new Error("listen EACCES"), { code: "EACCES" });
    return 1;
  };
  const standard = { https: 443, mqtts: 1, amqps: 1, amqp: 1 };
  await expect(open({ standardPorts: "all" }, standard)).rejects.toMatchObject({
    code: "PNP_USAGE",
    message: expect.stringContaining("127.0.0.1:443"),
    hint: expect.stringMatching(/ip_unprivileged_port_start=443.*setcap/),
  });
});

test("an address that the machine does not have is refused", async () => {
  await expect(open({ host: "192.0.2.1" }, await free())).rejects.toMatchObject({
    code: "PNP_USAGE",
    hint: expect.stringContaining("0.0.0.0"),
  });
});

test("a hub listens on loopback alone, unless it is told another address, which its certificate then has", async () => {
  const inside = await testHub();
  expect(inside.describe().address).toBe("127.0.0.1");
  const outside = await testHub({ host: "127.0.0.2" });
  const answered = async (host: string, port: number, ca: string): Promise<string> => {
    const socket = connect({ host, port, ca });
    onTestFinished(() => void socket.destroy());
    return new Promise((resolve) => {
      socket.once("secureConnect", () => resolve("trusted"));
      socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
    });
  };
  expect(await answered("127.0.0.2", outside.port, outside.caCertificate)).toBe("trusted");
  // Programs of this machine reach it as they reach every other.
  expect((await fetch(`https://${outside.hostName}/devices`)).status).toBe(401);
  expect(await answered("127.0.0.2", inside.port, inside.caCertificate)).toBe("ECONNREFUSED");
});

test("closing frees the ports, whoever is still connected and however far they have come", async () => {
  const standard = await free();
  const ports = await openPorts(
    await createCertificates(),
    silent,
    { standardPorts: "all" },
    standard,
  );
  // In the middle of a TLS handshake, and before it.
  const halfway = [standard.mqtts, ports.tls].map((port) => connectPlain(port, "127.0.0.1"));
  await Promise.all(halfway.map((socket) => once(socket, "connect")));
  halfway[0]?.write(Buffer.from([22, 3, 1]));
  const closed = Promise.all(
    halfway.map((socket) => {
      socket.on("error", () => {}).resume();
      return new Promise((resolve) => socket.once("close", resolve));
    }),
  );
  await ports.close();
  await closed;
  expect((await open({ standardPorts: "all" }, standard)).standard).toEqual(standard);
});

test.runIf(process.platform === "linux")(
  "a port that is free on one of the hub's addresses only is given up on that one too",
  async () => {
    const { port: theirs } = await taken();
    const host = "127.0.0.2";
    const last = new Map([["tls", theirs]]);
    const ports = await openPorts(await sharedCertificates(), silent, { host }, await free(), last);
    onTestFinished(() => ports.close());
    expect(ports.tls).not.toBe(theirs);
    expect(last.get("tls")).toBe(ports.tls);
    const refused = connectPlain({ host, port: theirs });
    await expect(once(refused, "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  },
);
