import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A file and a place in it; line and column count from 0. */
export interface Definition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What an editor asks its language server. */
export interface Editor {
  /** Where F12 goes from the character behind the text that stands once in the file. */
  definition(file: string, behind: string): Promise<readonly Definition[]>;
  /** What is shown over the character behind the text. */
  hover(file: string, behind: string): Promise<string>;
  close(): void;
}

/** Reads messages that each come behind a `Content-Length` header, as both language servers send them. */
function readMessages(child: ChildProcess, receive: (message: unknown) => void): void {
  let pending = Buffer.alloc(0);
  child.stdout?.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const head = pending.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = /Content-Length: (\d+)/i.exec(pending.subarray(0, head).toString());
      const end = head + 4 + Number(length?.[1] ?? 0);
      if (pending.length < end) return;
      const text = pending.subarray(head + 4, end).toString();
      pending = pending.subarray(end);
      receive(JSON.parse(text));
    }
  });
}

interface PromiseWithResolvers {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface Calls {
  readonly child: ChildProcess;
  ask(message: (id: number) => object): Promise<unknown>;
  settle(id: unknown, value: unknown): void;
}

function createCalls(args: readonly string[]): Calls {
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "ignore"] });
  const waiting = new Map<unknown, PromiseWithResolvers>();
  let last = 0;
  child.once("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("the language server ended"));
  });
  return {
    child,
    ask: (message) => {
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        send(child, message(id));
      });
    },
    settle: (id, value) => {
      waiting.get(id)?.resolve(value);
      waiting.delete(id);
    },
  };
}

/** tsserver reads a message a line, the other one behind a header. */
function send(child: ChildProcess, message: object): void {
  const text = JSON.stringify(message);
  const isLsp = "jsonrpc" in message;
  child.stdin?.write(
    isLsp ? `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}` : `${text}\n`,
  );
}

function placeBehind(
  file: string,
  behind: string,
): { readonly line: number; readonly column: number } {
  const text = readFileSync(file, "utf8");
  const at = text.indexOf(behind);
  if (at < 0) throw new Error(`${file} does not hold ${behind}`);
  const lines = text.slice(0, at + behind.length).split("\n");
  return { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 };
}

interface ServerSpan {
  readonly file: string;
  readonly start: { readonly line: number; readonly offset: number };
}

/** TypeScript 5.9's `tsserver`. */
export function openTsserver(): Editor {
  const calls = createCalls([
    join(root, "node_modules/typescript-5.9/lib/tsserver.js"),
    "--disableAutomaticTypingAcquisition",
  ]);
  readMessages(calls.child, (message) => {
    const { type, request_seq, body } = message as Record<string, unknown>;
    if (type === "response") calls.settle(request_seq, body);
  });
  const opened = new Set<string>();
  const ask = async (command: string, file: string, behind: string): Promise<unknown> => {
    if (!opened.has(file)) {
      opened.add(file);
      send(calls.child, { seq: 0, type: "request", command: "open", arguments: { file } });
    }
    const { line, column } = placeBehind(file, behind);
    const place = { file, line: line + 1, offset: column + 1 };
    return calls.ask((seq) => ({ seq, type: "request", command, arguments: place }));
  };
  return {
    definition: async (file, behind) =>
      ((await ask("definition", file, behind)) as readonly ServerSpan[]).map((each) => ({
        file: each.file,
        line: each.start.line - 1,
        column: each.start.offset - 1,
      })),
    hover: async (file, behind) => {
      const found = (await ask("quickinfo", file, behind)) as Record<string, unknown> | undefined;
      return `${found?.displayString}\n${JSON.stringify(found?.documentation)}${JSON.stringify(found?.tags)}`;
    },
    close: () => calls.child.kill(),
  };
}

interface LspLocation {
  readonly uri?: string;
  readonly targetUri?: string;
  readonly range?: { readonly start: { readonly line: number; readonly character: number } };
  readonly targetSelectionRange?: {
    readonly start: { readonly line: number; readonly character: number };
  };
}

/** TypeScript 7's language server. */
export function openLanguageServer(folder: string): Editor {
  const calls = createCalls([join(root, "node_modules/typescript/lib/tsc.js"), "--lsp", "--stdio"]);
  readMessages(calls.child, (message) => {
    const { id, method, result } = message as Record<string, unknown>;
    if (method === undefined) calls.settle(id, result);
    // Questions of the server, such as for settings: it goes on without answers worth the name.
    else if (id !== undefined) send(calls.child, { jsonrpc: "2.0", id, result: null });
  });
  const notify = (method: string, params: object): void =>
    send(calls.child, { jsonrpc: "2.0", method, params });
  const request = (method: string, params: object): Promise<unknown> =>
    calls.ask((id) => ({ jsonrpc: "2.0", id, method, params }));
  const rootUri = pathToFileURL(folder).href;
  const ready = request("initialize", {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: "test" }],
    capabilities: {
      textDocument: { definition: { linkSupport: false }, hover: { contentFormat: ["markdown"] } },
    },
  }).then(() => notify("initialized", {}));
  const opened = new Set<string>();
  const ask = async (method: string, file: string, behind: string): Promise<unknown> => {
    await ready;
    const uri = pathToFileURL(file).href;
    if (!opened.has(file)) {
      opened.add(file);
      const text = readFileSync(file, "utf8");
      notify("textDocument/didOpen", {
        textDocument: { uri, languageId: "typescript", version: 1, text },
      });
    }
    const { line, column } = placeBehind(file, behind);
    return request(method, { textDocument: { uri }, position: { line, character: column } });
  };
  return {
    definition: async (file, behind) => {
      const found = ((await ask("textDocument/definition", file, behind)) ?? []) as
        | LspLocation
        | readonly LspLocation[];
      return [found].flat().map((each) => {
        const { uri, targetUri, range, targetSelectionRange } = each as LspLocation;
        const start = (targetSelectionRange ?? range)?.start;
        return {
          file: fileURLToPath(targetUri ?? uri ?? ""),
          line: start?.line ?? -1,
          column: start?.character ?? -1,
        };
      });
    },
    hover: async (file, behind) => JSON.stringify(await ask("textDocument/hover", file, behind)),
    close: () => calls.child.kill(),
  };
}
