import { createServer, request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { sharedCertificates } from "../../src/hub/certificates.js";
import { type Hub, installRedirect } from "../../src/hub/index.js";

/**
 * What happens to one request. A number is a status that the front answers itself. `lost`: the connection breaks
 * before the hub is asked. `answerLost`: the hub does it, and the connection breaks then. `silent`: the hub does it,
 * and nobody answers.
 */
export type Fault = number | "lost" | "answerLost" | "silent" | "pass";

/** Stands between clients and the hub, and fails on purpose. */
export interface FaultyFront {
  /** Faults of the next requests, in order; then everything passes. */
  plan(...faults: readonly Fault[]): void;
  /** Requests that arrived, as `GET /twins/mydevice`. */
  readonly arrived: string[];
}

/** Puts a front before the hub for the rest of a test: all connections to the hub's name go to it. */
export async function faultyFront(hub: Hub): Promise<FaultyFront> {
  const { certificate, privateKey, caCertificate } = await sharedCertificates();
  const faults: Fault[] = [];
  const arrived: string[] = [];
  const server = createServer({ cert: certificate, key: privateKey }, (incoming, outgoing) => {
    const fault = faults.shift();
    arrived.push(`${incoming.method} ${incoming.url?.split("?")[0]}`);
    if (fault === "lost") {
      incoming.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      if (typeof fault === "number") {
        outgoing.writeHead(fault, { "Content-Type": "application/json; charset=utf-8" });
        outgoing.end(JSON.stringify({ Message: `ErrorCode:Planned;status ${fault}` }));
        return;
      }
      const onward = httpsRequest({
        // An address, so that the redirect of the hub's name leaves it alone.
        host: "127.0.0.1",
        servername: hub.hostName,
        port: hub.port,
        ca: caCertificate,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
        agent: false,
      });
      onward.on("response", (answer) => {
        if (fault === "answerLost") incoming.socket.destroy();
        if (fault !== undefined && fault !== "pass") return void answer.resume();
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on("error", () => incoming.socket.destroy());
      onward.end(Buffer.concat(chunks));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const undo = installRedirect([
    { hosts: [hub.hostName], address: "127.0.0.1", port, caCertificate: hub.caCertificate },
  ]);
  onTestFinished(async () => {
    undo();
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  });
  return { arrived, plan: (...next) => void faults.push(...next) };
}
