import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { resolveModel } from "../../src/dtdl/resolve.js";
import { isPnpError, type PnpError, type PnpErrorCode } from "../../src/errors.js";
import { createModelRepository } from "../../src/repository/index.js";
import {
  expandedPathOf,
  filesOf,
  modelText,
  offersExpanded,
  ownerText,
  pathOf,
} from "./test-models.js";
import { type Answers, closedPort, gate, serve } from "./test-server.js";

const house = "dtmi:com:example:House;1";
const room = "dtmi:com:example:Room;1";
const thing = "dtmi:com:example:Thing;1";
const models = {
  [house]: ownerText(house, room),
  [room]: modelText(room, [thing]),
  [thing]: modelText(thing),
};
const expandedHouse = `[${models[house]},${models[room]},${models[thing]}]`;

async function failure(promise: Promise<unknown>, code: PnpErrorCode): Promise<PnpError> {
  const error = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!isPnpError(error, code)) throw new Error(`expected ${code}`, { cause: error });
  return error;
}

/** What asking a server with one odd answer for `thing` ends with. */
async function failureOf(answer: Answers[string], code: PnpErrorCode): Promise<PnpError> {
  const { url } = await serve({ [pathOf(thing)]: answer });
  return failure(createModelRepository(url).getModels(thing), code);
}

test("a model comes with everything it depends on, the one asked for first", async () => {
  const { url, asked } = await serve(filesOf(models));
  const found = await createModelRepository(url).getModels(house);
  expect([...found.keys()]).toEqual([house, room, thing]);
  expect(found.get(room)).toEqual({ source: `${url}${pathOf(room)}`, text: models[room] });
  expect(asked).toEqual(["/metadata.json", pathOf(house), pathOf(room), pathOf(thing)]);
});

test("one expanded file is read where the metadata offers them", async () => {
  const { url, asked } = await serve({
    "/metadata.json": offersExpanded,
    [expandedPathOf(house)]: expandedHouse,
  });
  const found = await createModelRepository(url).getModels(house);
  expect([...found.keys()]).toEqual([house, room, thing]);
  expect(found.get(room)?.text).toBe(models[room]);
  expect(asked).toEqual(["/metadata.json", expandedPathOf(house)]);
});

test("an expanded file that is missing, or lacks a model, is completed by single files", async () => {
  const { url, asked } = await serve({
    "/metadata.json": offersExpanded,
    [expandedPathOf(house)]: `[${models[house]}]`,
    ...filesOf(models),
  });
  const found = await createModelRepository(url).getModels(house);
  expect([...found.keys()]).toEqual([house, room, thing]);
  expect(asked).toContain(pathOf(thing));
});

test("what an expanded file holds beside the model and its dependencies is left out", async () => {
  const { url } = await serve({
    "/metadata.json": offersExpanded,
    [expandedPathOf(thing)]: `[${models[thing]},${models[room]}]`,
  });
  expect([...(await createModelRepository(url).getModels(thing)).keys()]).toEqual([thing]);
});

test("tryFromExpanded asks for expanded files without asking for metadata", async () => {
  const { url, asked } = await serve({ [expandedPathOf(house)]: expandedHouse });
  const repository = createModelRepository(url, { dependencies: "tryFromExpanded" });
  expect((await repository.getModels(house)).size).toBe(3);
  expect(asked).toEqual([expandedPathOf(house)]);
});

test("disabled reads the models asked for and nothing else", async () => {
  const { url, asked } = await serve(filesOf(models));
  const found = await createModelRepository(url).getModels([house, thing], {
    dependencies: "disabled",
  });
  expect([...found.keys()]).toEqual([house, thing]);
  expect(asked.sort()).toEqual([pathOf(house), pathOf(thing)]);
});

test("the metadata is read once, whatever is asked afterwards", async () => {
  const { url, asked } = await serve({ "/metadata.json": "{}", ...filesOf(models) });
  const repository = createModelRepository(url);
  await Promise.all([repository.getModels(house), repository.getModels(thing)]);
  await repository.getModels(room);
  expect(asked.filter((path) => path === "/metadata.json")).toHaveLength(1);
});

test.each([
  ["a web page", "<!DOCTYPE html>"],
  ["a list", "[]"],
  ["null", "null"],
  ["features of a wrong kind", '{"features":"expanded"}'],
])("metadata that is %s offers nothing", async (_name, metadata) => {
  const { url, asked } = await serve({ "/metadata.json": metadata, ...filesOf(models) });
  expect((await createModelRepository(url).getModels(thing)).size).toBe(1);
  expect(asked).not.toContain(expandedPathOf(thing));
});

test("models that depend on each other are read once each", async () => {
  const { url, asked } = await serve(
    filesOf({ [room]: modelText(room, [thing, room]), [thing]: ownerText(thing, room) }),
  );
  expect((await createModelRepository(url).getModels(room)).size).toBe(2);
  expect(asked).toHaveLength(3);
});

test("a model written inside another is not looked for, what it extends is", async () => {
  const inner = { "@id": room, "@type": "Interface", extends: thing };
  const { url, asked } = await serve(
    filesOf({ [house]: ownerText(house, inner), [thing]: models[thing] as string }),
  );
  expect([...(await createModelRepository(url).getModels(house)).keys()]).toEqual([house, thing]);
  expect(asked).not.toContain(pathOf(room));
});

test("as a resolver it gives a parser what it asks for, round by round", async () => {
  const { url, asked } = await serve({ "/metadata.json": offersExpanded, ...filesOf(models) });
  const model = await resolveModel(models[house] as string, createModelRepository(url));
  expect([...model.interfaces.keys()].sort()).toEqual([house, room, thing]);
  expect(asked).toEqual([pathOf(room), pathOf(thing)]);
});

test("repositories are asked in order, each for what those before it lack", async () => {
  const first = await serve(filesOf({ [house]: models[house] as string }));
  const second = await serve(filesOf(models));
  const repository = createModelRepository([first.url, new URL(second.url)]);
  const found = await repository.getModels(house);
  expect(found.get(house)?.source).toContain(first.url);
  expect(found.get(room)?.source).toContain(second.url);
  expect(second.asked).not.toContain(pathOf(house));
  expect(repository.tried?.(room)).toEqual([
    `${first.url}${pathOf(room)}`,
    `${second.url}${pathOf(room)}`,
  ]);
});

test("the repository may lie below the root of its server", async () => {
  const { url } = await serve({ [`/models/v1${pathOf(thing)}`]: models[thing] as string });
  const found = await createModelRepository(`${url}/models/v1`).getModels(thing);
  expect(found.get(thing)?.source).toBe(`${url}/models/v1${pathOf(thing)}`);
});

test("a model that is nowhere names the address that was tried, and who refers to it", async () => {
  const { url } = await serve(filesOf({ [room]: models[room] as string }));
  const error = await failure(createModelRepository(url).getModels(room), "PNP_MODEL_NOT_FOUND");
  expect(error.message).toContain(`${url}${pathOf(thing)}`);
  expect(error.message).toContain(`to which ${room} refers`);
});

test("dependencies that are nowhere may be left out, models asked for may not", async () => {
  const { url } = await serve(filesOf({ [room]: models[room] as string }));
  const repository = createModelRepository(url);
  expect((await repository.getModels(room, { incomplete: true })).size).toBe(1);
  await failure(repository.getModels(house, { incomplete: true }), "PNP_MODEL_NOT_FOUND");
});

test("identifiers that are no model identifiers never become a request", async () => {
  const { url, asked } = await serve({});
  const repository = createModelRepository(url);
  const wrong = [
    "../../etc/passwd",
    "dtmi:com:..:x;1",
    "dtmi:com:x",
    "dtmi:a;1.2",
    "dtmi:a;1\n",
    "",
  ];
  for (const dtmi of wrong) await failure(repository.getModels(dtmi), "PNP_USAGE");
  expect(await repository.resolve(wrong)).toEqual([]);
  expect(asked).toEqual([]);
});

test("a file with another spelling of the identifier is refused", async () => {
  const error = await failureOf(modelText(thing.toLowerCase()), "PNP_MODEL_NOT_FOUND");
  expect(error.message).toContain(`should define ${thing}, but holds ${thing.toLowerCase()}`);
  expect(error.hint).toContain("upper and lower case");
});

test("an expanded file without the model it is named for is refused", async () => {
  const { url } = await serve({
    "/metadata.json": offersExpanded,
    [expandedPathOf(thing)]: `[${models[room]}]`,
  });
  const error = await failure(createModelRepository(url).getModels(thing), "PNP_MODEL_NOT_FOUND");
  expect(error.message).toContain(`but holds ${room}`);
});

test("a web page in place of a model is shown with its first line", async () => {
  const error = await failureOf("<!DOCTYPE html>\n<html></html>", "PNP_DTDL_INVALID");
  expect(error.hint).toContain("web page");
  expect(error.issues[0]?.frame).toContain("<!DOCTYPE html>");
});

test.each<[string, string]>([
  ["a text", '"model"'],
  ["a number", "42"],
  ["null", "null"],
  ["an empty list", "[]"],
  ["a list of lists", "[[{}]]"],
  ["an identifier that is no text", '{"@id":{"@id":"dtmi:com:example:Thing;1"}}'],
  ["a prototype", '{"__proto__":{"@id":"dtmi:com:example:Thing;1"}}'],
])("JSON that holds no such model is refused: %s", async (_name, text) => {
  await failureOf(text, "PNP_MODEL_NOT_FOUND");
  expect(Object.hasOwn(Object.prototype, "@id")).toBe(false);
});

test("a byte order mark is skipped; bytes that are no UTF-8 are refused", async () => {
  const { url } = await serve({ [pathOf(thing)]: `\uFEFF${models[thing]}` });
  const found = await createModelRepository(url).getModels(thing);
  expect(found.get(thing)?.text).toBe(models[thing]);
  await failureOf(
    (_, response) => void response.end(Buffer.from([0x22, 0xff, 0x22])),
    "PNP_DTDL_INVALID",
  );
});

test.each<[number, PnpErrorCode]>([
  [400, "PNP_TRANSPORT"],
  [401, "PNP_UNAUTHORIZED"],
  [403, "PNP_UNAUTHORIZED"],
  [410, "PNP_MODEL_NOT_FOUND"],
  [429, "PNP_THROTTLED"],
  [500, "PNP_TRANSPORT"],
  [503, "PNP_TRANSPORT"],
  [204, "PNP_TRANSPORT"],
  [304, "PNP_TRANSPORT"],
])("status %d is told as it is", async (status, code) => {
  const error = await failureOf((_, response) => void response.writeHead(status).end(), code);
  expect(error.message).toContain(status === 410 ? "Nothing defines" : String(status));
});

test("an answer that never ends is given up at its limit, compressed or not", async () => {
  const megabyte = Buffer.alloc(1024 * 1024, " ");
  const error = await failureOf((_, response) => {
    const more = (): void => void (response.destroyed || response.write(megabyte, more));
    more();
  }, "PNP_TRANSPORT");
  expect(error.message).toContain("is larger than");
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));
  const other = await failureOf(
    (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    "PNP_TRANSPORT",
  );
  expect(other.message).toContain("is larger than");
});

test("a compressed answer is read, a wrongly compressed one refused", async () => {
  const gzip = { "content-encoding": "gzip" };
  const { url } = await serve({
    [pathOf(thing)]: (_, response) =>
      void response.writeHead(200, gzip).end(gzipSync(models[thing] as string)),
  });
  expect((await createModelRepository(url).getModels(thing)).size).toBe(1);
  await failureOf(
    (_, response) => void response.writeHead(200, gzip).end("no gzip"),
    "PNP_TRANSPORT",
  );
});

test("a connection that breaks in the middle is no model", async () => {
  await failureOf((_, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("{", () => response.destroy());
  }, "PNP_TRANSPORT");
});

test.each(["silent", "slow"])("a %s server is given up after the time allowed", async (kind) => {
  const { url } = await serve({
    [pathOf(thing)]: (_, response) => {
      if (kind === "slow") response.write("{");
    },
  });
  const repository = createModelRepository(url, { timeoutSeconds: 0.05 });
  const error = await failure(repository.getModels(thing), "PNP_TIMEOUT");
  expect(error.message).toContain(`${url}${pathOf(thing)}`);
});

test("a request can be called off, before and while it runs", async () => {
  const begun = gate();
  const { url, asked } = await serve({ [pathOf(thing)]: () => begun.open() });
  const controller = new AbortController();
  const repository = createModelRepository(url);
  const running = repository.getModels(thing, { signal: controller.signal });
  await begun.opened;
  controller.abort();
  await failure(running, "PNP_ABORTED");
  const before = asked.length;
  await failure(repository.getModels(thing, { signal: AbortSignal.abort() }), "PNP_ABORTED");
  const stopped = createModelRepository(url, { signal: AbortSignal.abort() });
  await failure(stopped.resolve([thing]), "PNP_ABORTED");
  expect(asked).toHaveLength(before);
});

test("a call that was called off while it read the metadata does not decide for others", async () => {
  const begun = gate();
  let calls = 0;
  const { url } = await serve({
    "/metadata.json": (_, response) => {
      calls++;
      if (calls === 1) begun.open();
      else response.end(offersExpanded);
    },
    [expandedPathOf(thing)]: `[${models[thing]}]`,
  });
  const controller = new AbortController();
  const repository = createModelRepository(url);
  const running = repository.getModels(thing, { signal: controller.signal });
  const beside = repository.getModels(thing);
  await begun.opened;
  controller.abort();
  await failure(running, "PNP_ABORTED");
  expect((await beside).size).toBe(1);
  expect((await repository.getModels(thing)).size).toBe(1);
});

test("when one model cannot be had, requests for the others are given up", async () => {
  const closed = gate();
  const begun = gate();
  const { url } = await serve({
    [pathOf(room)]: (request) => {
      request.on("close", closed.open);
      begun.open();
    },
    [pathOf(thing)]: (_, response) => void begun.opened.then(() => response.writeHead(500).end()),
  });
  await failure(createModelRepository(url).getModels([room, thing]), "PNP_TRANSPORT");
  await closed.opened;
});

test("so many requests run at the same time and no more", async () => {
  const ids = Array.from({ length: 20 }, (_, at) => `dtmi:com:example:Many${at};1`);
  let running = 0;
  let most = 0;
  const answers = ids.map((id): [string, Answers[string]] => [
    pathOf(id),
    (_, response) => {
      running++;
      most = Math.max(most, running);
      setImmediate(() => {
        running--;
        response.end(modelText(id));
      });
    },
  ]);
  const { url } = await serve(Object.fromEntries(answers));
  const found = await createModelRepository(url, { parallel: 3 }).getModels(ids);
  expect([...found.keys()]).toEqual(ids);
  expect(most).toBeLessThanOrEqual(3);
});

test("redirects are followed, a few of them", async () => {
  const to =
    (location: string): Answers[string] =>
    (_, response) =>
      void response.writeHead(302, { location }).end();
  const { url } = await serve({
    [pathOf(thing)]: to("/a"),
    "/a": to("b?signature=secret"),
    "/b?signature=secret": models[thing] as string,
    [pathOf(room)]: to(pathOf(room)),
  });
  expect((await createModelRepository(url).getModels(thing)).get(thing)?.text).toBe(models[thing]);
  const error = await failure(createModelRepository(url).getModels(room), "PNP_TRANSPORT");
  expect(error.message).toContain("redirects more than 5 times");
});

test.each([
  "http://models.example.test/x.json",
  "file:///etc/passwd",
  "data:application/json,{}",
  "https://user:secret@models.example.test/",
  "https://",
])("a redirect to %s is not followed", async (location) => {
  const error = await failureOf(
    (_, response) => void response.writeHead(301, { location }).end(),
    "PNP_TRANSPORT",
  );
  expect(error.message).toContain("was not followed");
  expect(error.message).not.toContain("secret");
});

test("a redirect from https to plain http on this computer is not followed", async () => {
  const fetch = async () => Response.redirect("http://127.0.0.1:9/x.json", 302);
  const repository = createModelRepository("https://models.example.test", { fetch });
  const error = await failure(repository.getModels(thing), "PNP_TRANSPORT");
  expect(error.message).toContain("which is not https");
});

test("requests carry no cookies and no sign-in", async () => {
  const headers: object[] = [];
  const { url } = await serve({
    [pathOf(room)]: (request, response) => {
      headers.push(request.headers);
      response.writeHead(200, { "set-cookie": "session=1" }).end(models[room]);
    },
    [pathOf(thing)]: (request, response) => {
      headers.push(request.headers);
      response.end(models[thing]);
    },
  });
  await createModelRepository(url).getModels(room);
  expect(headers).toHaveLength(2);
  for (const each of headers) {
    expect(Object.keys(each)).not.toContain("cookie");
    expect(Object.keys(each)).not.toContain("authorization");
  }
});

test.each([
  "http://models.example.test",
  "https://user:secret@models.example.test",
  "https://models.example.test?sig=secret",
  "ftp://user:secret@models.example.test",
  "https://",
  "  ",
])("the address %s is refused before anything is sent", (location) => {
  const make = () => createModelRepository(location);
  expect(make).toThrowError(expect.objectContaining({ code: "PNP_USAGE" }));
  expect(make).not.toThrowError(/secret/);
});

test.each<[string, object]>([
  ["dependencies", { dependencies: "some" }],
  ["timeoutSeconds", { timeoutSeconds: 0 }],
  ["timeoutSeconds", { timeoutSeconds: Number.NaN }],
  ["parallel", { parallel: -1 }],
])("wrong options are refused: %s", async (name, options) => {
  const call = async () =>
    createModelRepository("https://models.example.test", options).getModels(thing);
  expect((await failure(call(), "PNP_USAGE")).message).toContain(name);
});

test("a server that cannot be reached, or is not to be trusted, says why", async () => {
  const { url } = await serve({}, true);
  const untrusted = await failure(createModelRepository(url).getModels(thing), "PNP_TRANSPORT");
  expect(untrusted.message).toContain("not trusted");
  expect(untrusted.hint).toContain("NODE_EXTRA_CA_CERTS");
  const plain = createModelRepository((await serve({})).url.replace("http:", "https:"));
  expect((await failure(plain.getModels(thing), "PNP_TRANSPORT")).message).toContain("TLS");
  const nobody = createModelRepository(`https://127.0.0.1:${await closedPort()}`);
  expect((await failure(nobody.getModels(thing), "PNP_TRANSPORT")).message).toContain(
    "ECONNREFUSED",
  );
});

test("a port that browsers never ask, such as that of mail, is refused with the reason", async () => {
  const repository = createModelRepository("https://127.0.0.1:25");
  expect((await failure(repository.getModels(thing), "PNP_TRANSPORT")).message).toContain(
    "bad port",
  );
});

test("a host name that nobody knows says so", async () => {
  const fetch = async () => {
    throw new TypeError("fetch failed", {
      cause: Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }),
    });
  };
  const repository = createModelRepository("https://models.example.test", { fetch });
  const error = await failure(repository.getModels(thing), "PNP_TRANSPORT");
  expect(error.message).toContain("the host name is not known (ENOTFOUND)");
});

test("many models asked for by name are no endless repository", async () => {
  const ids = Array.from({ length: 10_001 }, (_, at) => `dtmi:com:example:Many${at};1`);
  const byPath = new Map(ids.map((id) => [pathOf(id), JSON.stringify({ "@id": id })]));
  const fetch = async (url: string | URL | Request) =>
    new Response(byPath.get(new URL(String(url)).pathname) ?? "{}");
  const repository = createModelRepository("https://models.example.test", { fetch });
  expect((await repository.getModels(ids)).size).toBe(10_001);
});

test("a repository that never ends is left", async () => {
  const fetch = async (url: string | URL | Request) => {
    const number = Number(/endless(\d+)-1\.json$/.exec(String(url))?.[1] ?? "-1");
    if (number < 0) return new Response("", { status: 404 });
    const bases = Array.from({ length: 100 }, (_, at) => endless(100 * number + at + 1));
    return new Response(modelText(endless(number), bases));
  };
  const endless = (number: number): string => `dtmi:com:example:Endless${number};1`;
  const repository = createModelRepository("https://models.example.test", { fetch });
  const error = await failure(repository.getModels(endless(0)), "PNP_DTDL_INVALID");
  expect(error.message).toContain("more than 10000");
});
