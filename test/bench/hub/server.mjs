// The process that is measured: the hub, or one that a peer of it is made of.
import { createServer as createHttps } from "node:https";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createServer as createTls } from "node:tls";
import { startBareEventEndpoint } from "./bare-event-endpoint.mjs";
import { offer } from "./program.mjs";

const loopDelay = monitorEventLoopDelay({ resolution: 1 });
let hub;

offer({
  startHub,
  closeHub: () => hub.close(),
  registerDevices,
  createDevices,
  encodedEvents,
  startAedes,
  startHttps,
  startEventEndpoint,
  watchLoop,
  loopDelayP99,
  collectGarbage,
  exit: () => process.exit(),
});

async function startHub(options) {
  const module = await import("twinplug/hub");
  const begin = performance.now();
  hub = await module.startHub(options);
  const seconds = (performance.now() - begin) / 1000;
  return { description: hub.describe(), port: hub.port, seconds };
}

function registerDevices(count) {
  for (let index = 0; index < count; index++) hub.createDevice(`dev${index}`);
}

/** Registers devices; what each connects with. */
async function createDevices(count) {
  const { createSasToken } = await import("twinplug/hub");
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;
  return Array.from({ length: count }, (_, index) => {
    const clientId = `dev${index}`;
    const { authentication } = hub.createDevice(clientId);
    const resource = `${hub.hostName}/devices/${clientId}`;
    return {
      clientId,
      username: `${hub.hostName}/${clientId}/?api-version=2021-04-12`,
      password: createSasToken(resource, authentication.primaryKey, inAnHour),
    };
  });
}

/** The kept events of each partition as they go over the wire, in base64. */
async function encodedEvents() {
  const { encodeEvent } = await import(
    new URL("../../../dist/hub/amqp/event-hub/message.js", import.meta.url).href
  );
  const partitions = [];
  for (const event of hub.events()) {
    partitions[event.partition] ??= [];
    partitions[event.partition].push(encodeEvent(event).toString("base64"));
  }
  return partitions;
}

async function startAedes(url, { certificate, privateKey }) {
  const { Aedes } = await import(url);
  const broker = await Aedes.createBroker();
  return listen(createTls({ cert: certificate, key: privateKey, noDelay: true }, broker.handle));
}

/** A bare server with one answer. */
function startHttps({ status, headers, body }, { certificate, privateKey }) {
  const server = createHttps({ cert: certificate, key: privateKey }, (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  });
  return listen(server);
}

function startEventEndpoint(hubName, partitions) {
  const decoded = partitions.map((events) => events.map((event) => Buffer.from(event, "base64")));
  return startBareEventEndpoint(hubName, decoded);
}

function listen(server) {
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(server.address().port)),
  );
}

function watchLoop() {
  loopDelay.enable();
  loopDelay.reset();
}

/** Milliseconds, the sampling's own one taken off. */
function loopDelayP99() {
  loopDelay.disable();
  return loopDelay.percentile(99) / 1e6 - 1;
}

function collectGarbage() {
  globalThis.gc();
}
