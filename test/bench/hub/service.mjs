// Service clients in one process: HTTPS requests over connections that stay open, on bare TLS sockets.
import { connect } from "node:tls";
import { offer } from "./program.mjs";

let sockets = [];

offer({ connect: connectAll, once, each, repeat, readEvents });

async function connectAll({ port, ca, connections }) {
  sockets = await Promise.all(Array.from({ length: connections }, () => connectOne(port, ca)));
}

function connectOne(port, ca) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, servername: "localhost", ca });
    socket.setNoDelay(true);
    socket.once("error", reject);
    socket.once("secureConnect", () => resolve(socket));
  });
}

/** One answer whole: `{ status, headers, body }`, headers as they came. */
async function once(request) {
  const [head, body] = await new Promise((resolve, reject) => {
    onAnswer(sockets[0], (bytes) => resolve(bytes.toString().split("\r\n\r\n")), reject);
    sockets[0].write(request);
  });
  const [status, ...lines] = head.split("\r\n");
  const headers = lines.map((line) => line.split(": ", 2));
  return { status: Number(status.split(" ")[1]), headers: Object.fromEntries(headers), body };
}

/** One request after the other, with a number from 0 on in place of its braces. */
async function each(template, count) {
  let next = 0;
  await Promise.all(
    sockets.map(async (socket) => {
      while (next < count) {
        const request = template.replace("{}", next++);
        const answer = await new Promise((resolve, reject) => {
          onAnswer(socket, resolve, reject);
          socket.write(request);
        });
        checkStatus(answer);
      }
    }),
  );
}

function checkStatus(answer) {
  if (answer.toString("latin1", 9, 12) !== "200") throw new Error(String(answer));
}

/** The requests in turn, one of each connection under way; their number and how long each took, in milliseconds. */
async function repeat(requests, seconds) {
  const took = [];
  let over = false;
  let next = 0;
  const start = performance.now();
  const finished = sockets.map(
    (socket) =>
      new Promise((resolve, reject) => {
        let begun = 0;
        const send = () => {
          begun = performance.now();
          socket.write(requests[next++ % requests.length]);
        };
        onAnswer(
          socket,
          (answer) => {
            checkStatus(answer);
            took.push(performance.now() - begun);
            if (over) resolve();
            else send();
          },
          reject,
        );
        send();
      }),
  );
  const timer = setTimeout(() => {
    over = true;
  }, seconds * 1000);
  await Promise.all(finished).finally(() => clearTimeout(timer));
  return { took, seconds: (performance.now() - start) / 1000 };
}

/** Hands over each answer when it is whole. */
function onAnswer(socket, answered, reject) {
  let waiting = [];
  let missing = 0;
  socket.removeAllListeners("data");
  socket.removeAllListeners("close");
  socket.once("close", () => reject(new Error("the server cut the connection")));
  socket.on("data", (chunk) => {
    waiting.push(chunk);
    if (missing > 0) missing -= chunk.length;
    else {
      const whole = Buffer.concat(waiting);
      waiting = [whole];
      const head = whole.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(whole.toString("latin1", 0, head))?.[1]);
      missing = head + 4 + length - whole.length;
    }
    if (missing > 0) return;
    const bytes = waiting.length === 1 ? waiting[0] : Buffer.concat(waiting);
    waiting = [];
    answered(bytes);
  });
}

/** Reads so many events with Azure's client, from the oldest on; answers how many seconds they took. */
async function readEvents(connectionString, count) {
  const { EventHubConsumerClient, earliestEventPosition } = await import("@azure/event-hubs");
  const client = new EventHubConsumerClient("$Default", connectionString);
  let read = 0;
  let start = 0;
  let subscription;
  try {
    await new Promise((resolve, reject) => {
      const handlers = {
        processEvents: async (events) => {
          if (events.length > 0 && read === 0) start = performance.now();
          read += events.length;
          if (read >= count) resolve();
        },
        processError: async (error) => reject(error),
      };
      const startPosition = earliestEventPosition;
      subscription = client.subscribe(handlers, { startPosition, maxBatchSize: 1000 });
    });
    return (performance.now() - start) / 1000;
  } finally {
    await subscription.close();
    await client.close();
  }
}
