// Many devices in one process, on bare TLS sockets, with packets that are encoded beforehand.
import { connect as connectTls } from "node:tls";
import mqttPacket from "mqtt-packet";
import { offer } from "./program.mjs";

const connectsAtOnce = 40;
const puback = 0x40;
const devices = [];

class Device {
  /** Set by whatever is being done. */
  received = (_chunk) => {};
  constructor(name, socket) {
    this.name = name;
    this.socket = socket;
    socket.on("data", (chunk) => this.received(chunk));
  }

  send(packet) {
    this.socket.write(mqttPacket.generate(packet));
  }

  /** From now on whole packets are received. */
  onPacket(listener) {
    const parser = mqttPacket.parser();
    parser.on("packet", listener);
    this.received = (chunk) => parser.parse(chunk);
  }
}

offer({ connect, publish, report, answerCommands });

/** Connects each of `[{ clientId, username, password }]`. */
async function connect({ port, ca, clients }) {
  const waiting = [...clients];
  const worker = async () => {
    for (let client = waiting.pop(); client; client = waiting.pop()) {
      devices.push(await connectOne(port, ca, client));
    }
  };
  await Promise.all(Array.from({ length: connectsAtOnce }, worker));
}

function connectOne(port, ca, { clientId, username, password }) {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: "127.0.0.1", port, servername: "localhost", ca });
    socket.setNoDelay(true);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error(`${clientId} was cut off`)));
    const device = new Device(clientId, socket);
    device.onPacket(({ cmd, returnCode }) => {
      if (cmd === "connack" && returnCode === 0) resolve(device);
      else reject(new Error(`${clientId}: ${cmd} ${returnCode}`));
    });
    device.send({
      cmd: "connect",
      protocolId: "MQTT",
      protocolVersion: 4,
      clean: true,
      keepalive: 1100,
      clientId,
      ...(username === undefined ? {} : { username, password: Buffer.from(password) }),
    });
  });
}

/**
 * Telemetry with QoS 1, so many messages of a device under way at once; answers how many were acknowledged and in how
 * many seconds.
 */
async function publish({ bytes, inFlight, seconds }) {
  let acknowledged = 0;
  let over = false;
  const finished = devices.map(
    (device) =>
      new Promise((resolve) => {
        const packets = encodeTelemetry(device.name, bytes, inFlight);
        const length = packets.length / inFlight / 2;
        let next = 0;
        let waiting = 0;
        let rest = 0;
        const send = (count) => {
          device.socket.write(packets.subarray(next * length, (next + count) * length));
          next = (next + count) % inFlight;
          waiting += count;
        };
        device.received = (chunk) => {
          // An acknowledgement has four bytes and nothing else comes.
          if (rest === 0 && chunk[0] !== puback) throw new Error(`a packet ${chunk[0]} came`);
          const count = (rest + chunk.length) >> 2;
          rest = (rest + chunk.length) & 3;
          acknowledged += count;
          waiting -= count;
          if (!over && count > 0) send(count);
          else if (waiting === 0) resolve();
        };
        send(inFlight);
      }),
  );
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  over = true;
  await Promise.all(finished);
  return { acknowledged, seconds: (performance.now() - start) / 1000 };
}

/** Twice in a row, so that any so many that follow one another can be cut out. */
function encodeTelemetry(name, bytes, inFlight) {
  const payload = JSON.stringify({ text: "x".repeat(bytes - 11) });
  const packets = Array.from({ length: inFlight }, (_, index) =>
    mqttPacket.generate({
      cmd: "publish",
      qos: 1,
      messageId: index + 1,
      topic: `devices/${name}/messages/events/%24.ct=application%2Fjson&%24.ce=utf-8`,
      payload,
    }),
  );
  return Buffer.concat([...packets, ...packets]);
}

/** Reported updates, one of each device under way; answers their number and how long each took, in milliseconds. */
async function report({ seconds }) {
  const took = [];
  let over = false;
  let updates = 0;
  const start = performance.now();
  const finished = devices.map(
    (device) =>
      new Promise((resolve, reject) => {
        let begun = 0;
        const send = () => {
          updates += 1;
          begun = performance.now();
          device.send({
            cmd: "publish",
            qos: 0,
            topic: `$iothub/twin/PATCH/properties/reported/?$rid=${updates}`,
            payload: JSON.stringify(reportedPatch(updates)),
          });
        };
        device.onPacket(({ cmd, topic }) => {
          if (cmd === "suback") return send();
          if (!topic?.startsWith("$iothub/twin/res/204/"))
            return reject(new Error(`${cmd} ${topic}`));
          took.push(performance.now() - begun);
          if (over) resolve();
          else send();
        });
        device.send({
          cmd: "subscribe",
          messageId: 1,
          subscriptions: [{ topic: "$iothub/twin/res/#", qos: 0 }],
        });
      }),
  );
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  over = true;
  await Promise.all(finished);
  return { took, seconds: (performance.now() - start) / 1000 };
}

function reportedPatch(count) {
  return { thermostat1: { __t: "c", temperature: 20 + (count % 100) / 10, count } };
}

/** From now on every direct method is answered at once. */
async function answerCommands() {
  await Promise.all(
    devices.map(
      (device) =>
        new Promise((resolve) => {
          device.onPacket(({ cmd, topic }) => {
            if (cmd === "suback") return resolve();
            const [, rid] = /\?\$rid=(.*)$/.exec(topic);
            device.send({
              cmd: "publish",
              qos: 0,
              topic: `$iothub/methods/res/200/?$rid=${rid}`,
              payload: '{"done":true}',
            });
          });
          device.send({
            cmd: "subscribe",
            messageId: 1,
            subscriptions: [{ topic: "$iothub/methods/POST/#", qos: 0 }],
          });
        }),
    ),
  );
}
