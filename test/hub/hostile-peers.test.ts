import { request } from "node:https";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSasToken, type Hub } from "../../src/hub/index.js";
import { testHub } from "./sdk.js";

/** Requests as they should be; `{}` stands for an id. */
const requests: readonly (readonly [method: string, path: string, body: unknown])[] = [
  ["PUT", "/devices/{}", { deviceId: "dev1", status: "enabled", authentication: { type: "sas" } }],
  ["POST", "/devices", [{ id: "dev3", importMode: "create", tags: { site: "lab" } }]],
  ["PATCH", "/twins/{}", { tags: { site: "lab" }, properties: { desired: { rate: [1, "x"] } } }],
  ["PUT", "/twins/{}", { tags: {}, properties: { desired: { rate: 5 } } }],
  [
    "POST",
    "/twins/{}/methods",
    { methodName: "x", payload: { a: 1 }, responseTimeoutInSeconds: 5 },
  ],
  ["PATCH", "/digitaltwins/{}", [{ op: "add", path: "/a", value: { $metadata: {}, b: 1 } }]],
  ["POST", "/devices/query", { query: "SELECT tags.site AS s FROM devices WHERE tags.rate > 1" }],
  [
    "PUT",
    "/jobs/v2/{}",
    {
      jobId: "j",
      type: "scheduleUpdateTwin",
      updateTwin: { etag: "*", tags: { site: "lab" } },
      queryCondition: "deviceId = 'dev1'",
      startTime: null,
      maxExecutionTimeInSeconds: 60,
    },
  ],
  [
    "PUT",
    "/configurations/{}",
    {
      id: "c1",
      content: { deviceContent: { "properties.desired.a": { b: 1 } } },
      labels: { a: "b" },
      metrics: { queries: { m: "SELECT deviceId FROM devices" } },
      targetCondition: "*",
      priority: 1,
    },
  ],
  [
    "POST",
    "/configurations/testQueries",
    { targetCondition: "*", customMetricQueries: { a: "x" } },
  ],
];

/** Stands for arrays in one another, more than any stack is deep. */
const abyss = "abyss";
const abyssText = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
const wrongValue = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, -1, 1.5, 2 ** 53, "", "__proto__", "\0", "\ud800", "x".repeat(5000)],
    ...[[], {}, [[[[[[[[[[[[]]]]]]]]]]]], JSON.parse('{"__proto__":{"a":1},"toString":1,"a.b":1}')],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const wrongId = fc.constantFrom("dev1", "j", "__proto__", "constructor", "%00", "%", "a%2Fb", "..");

/** The value with another in one of its places, counted from the outside in. */
function withValueAt(value: unknown, at: number, wrong: unknown): unknown {
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const choice = at % (names.length + 1);
  const name = names[choice - 1];
  if (name === undefined) return wrong;
  const inner = (value as Readonly<Record<string, unknown>>)[name];
  const changed = withValueAt(inner, Math.floor(at / (names.length + 1)), wrong);
  if (Array.isArray(value)) return value.map((one, index) => (`${index}` === name ? changed : one));
  return { ...(value as object), [name]: changed };
}

function statusOf(hub: Hub, method: string, path: string, body: string): Promise<number> {
  const key = /SharedAccessKey=(.*)$/.exec(hub.connectionString)?.[1] ?? "";
  const authorization = createSasToken(hub.hostName, key, 4_000_000_000, "iothubowner");
  return new Promise((resolve, reject) => {
    const headers = { authorization, "content-length": Buffer.byteLength(body) };
    request({ host: hub.hostName, method, path: `${path}?api-version=2021-04-12`, headers })
      .on("response", (answer) => resolve(answer.resume().statusCode ?? 0))
      .on("error", reject)
      .end(body);
  });
}

test("whatever stands in a request, the hub does it or says what is wrong with it", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  await fc.assert(
    fc.asyncProperty(fc.nat(), wrongId, fc.nat(), wrongValue, async (which, id, at, wrong) => {
      const [method, path, body] = requests[which % requests.length] ?? ["GET", "/", ""];
      const text = JSON.stringify(withValueAt(body, at, wrong));
      expect(await statusOf(hub, method, path.replace("{}", id), text)).toBeLessThan(500);
    }),
  );
  for (const path of ["/twins/dev1", "/devices", "/configurations", "/jobs/v2/query"]) {
    expect(await statusOf(hub, "GET", path, "")).toBe(200);
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("a body with arrays in one another without end is refused", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  for (const [method, path, body] of requests) {
    for (let at = 0; at < 12; at += 1) {
      const text = JSON.stringify(withValueAt(body, at, abyss)).replace(`"${abyss}"`, abyssText);
      expect(await statusOf(hub, method, path.replace("{}", "dev1"), text)).toBe(400);
    }
  }
});

test.each<readonly [what: string, method: string, path: string, body: unknown, status: number]>([
  [
    "an import mode that every object has",
    "POST",
    "/devices",
    [{ id: "dev1", importMode: "constructor" }],
    400,
  ],
  [
    "a job id that cannot be text",
    "PUT",
    "/jobs/v2/j",
    { jobId: { toString: 1 }, type: "scheduleUpdateTwin", updateTwin: { tags: {} } },
    400,
  ],
  [
    "a metric that cannot be text",
    "POST",
    "/configurations/testQueries",
    { targetCondition: "*", customMetricQueries: { m: { toString: 1 } } },
    200,
  ],
])("%s is judged as it stands", async (_what, method, path, body, status) => {
  const hub = await testHub();
  hub.createDevice("dev1");
  expect(await statusOf(hub, method, path, JSON.stringify(body))).toBe(status);
});
