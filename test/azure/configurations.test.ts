import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type ConfigurationChange,
  connectHub,
  type HubConnection,
  type NewConfiguration,
} from "../../src/azure/service.js";
import { type Hub, startHub } from "../../src/hub/index.js";

let hub: Hub;
let byKey: HubConnection;
let byEntra: HubConnection;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  byKey = connectHub(hub.connectionString);
  byEntra = connectHub({ host: hub.hostName, credential: hub.credential() });
});

afterAll(() => hub.close());

const content = { deviceContent: { "properties.desired.level": 3 } };

test.each([
  ["a policy", () => byKey],
  ["Entra", () => byEntra],
] as const)(
  "configurations are made, changed, listed and deleted, signed in with %s",
  async (_, of) => {
    const { configurations } = of();
    const made = await configurations.create("level", {
      content,
      targetCondition: "tags.site = 'lab'",
      metrics: { low: "SELECT deviceId FROM devices WHERE properties.reported.level < 3" },
    });
    expect(made).toMatchObject({ id: "level", content, priority: 0, labels: {} });
    expect(made.metrics.low?.query).toMatch(/^SELECT/);
    expect(await configurations.get("level")).toEqual(made);
    const changed = await configurations.update("level", { priority: 5, labels: { a: "b" } });
    expect(changed).toMatchObject({ priority: 5, labels: { a: "b" }, metrics: made.metrics });
    await expect(
      configurations.update("level", { priority: 6 }, { etag: made.etag }),
    ).rejects.toMatchObject({ code: "PNP_CONFLICT" });
    await expect(configurations.delete("level", { etag: made.etag })).rejects.toMatchObject({
      code: "PNP_CONFLICT",
    });
    const ids: string[] = [];
    for await (const { id } of configurations.list()) ids.push(id);
    expect(ids).toEqual(["level"]);
    await expect(configurations.create("level", { content })).rejects.toMatchObject({
      code: "PNP_CONFLICT",
    });
    await configurations.delete("level", changed);
    await expect(configurations.get("level")).rejects.toMatchObject({ code: "PNP_NAME_UNKNOWN" });
  },
);

test("what cannot be is refused before anything is sent", async () => {
  const { configurations } = byKey;
  const refused = { code: "PNP_USAGE" };
  await expect(configurations.create("x", {} as NewConfiguration)).rejects.toMatchObject(refused);
  await expect(configurations.create("", { content })).rejects.toMatchObject(refused);
  const other = { content } as ConfigurationChange;
  await expect(configurations.update("x", other)).rejects.toThrow(/cannot be changed/);
  await expect(configurations.update("x", { priority: -1 })).rejects.toMatchObject({
    code: expect.stringMatching(/PNP_USAGE|PNP_NAME_UNKNOWN/),
  });
});

test("a condition that is none and a number that a twin cannot keep are told as such", async () => {
  const { configurations } = byKey;
  const wrong = configurations.create("wrong", { content, targetCondition: "tags.site ==" });
  await expect(wrong).rejects.toMatchObject({
    code: "PNP_QUERY_INVALID",
    issues: [{ location: { line: 1 } }],
  });
  await configurations.create("right", { content, targetCondition: "" });
  await expect(
    configurations.update("right", { targetCondition: "tags.site ==" }),
  ).rejects.toMatchObject({ code: "PNP_QUERY_INVALID" });
  const large = { deviceContent: { "properties.desired.count": 2n ** 60n } };
  await expect(configurations.create("large", { content: large })).rejects.toMatchObject({
    code: "PNP_PAYLOAD_INVALID",
    hint: expect.stringContaining("Nothing was sent"),
  });
});
