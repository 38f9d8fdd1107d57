import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { sharedCertificates } from "../../src/hub/certificates.js";

/** A server of a test: what it answers by path, and what it was asked. */
export interface TestServer {
  readonly url: string;
  /** Paths in the order asked. */
  readonly asked: string[];
}

/** An answer: the text of a file, or whatever a server may do. */
export type Answers = Readonly<Record<string, string | RequestListener>>;

/** Serves files on 127.0.0.1 until the test ends; what is not there is answered with 404. */
export async function serve(answers: Answers, secure = false): Promise<TestServer> {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    if (typeof answer === "function") answer(request, response);
    else response.writeHead(answer === undefined ? 404 : 200).end(answer ?? "nothing here");
  };
  const server = secure ? await tlsServer(listener) : createServer(listener);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${secure ? "https" : "http"}://127.0.0.1:${port}`, asked };
}

async function tlsServer(listener: RequestListener): Promise<Server> {
  const { certificate, privateKey } = await sharedCertificates();
  return createTlsServer({ cert: certificate, key: privateKey }, listener);
}

/** A port of 127.0.0.1 on which nobody listens any more. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Something to wait for. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
