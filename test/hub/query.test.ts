import azureIothub from "azure-iothub";
import { beforeAll, describe, expect, test } from "vitest";
import { type Hub, startHub } from "../../src/hub/index.js";
import { parseCondition } from "../../src/hub/query/condition.js";
import { registry, testHub } from "./sdk.js";

type Row = Record<string, unknown>;

async function rows(hub: Hub, sql: string): Promise<readonly Row[]> {
  return (await registry(hub).createQuery(sql).next()).result as Row[];
}

async function devicesOf(hub: Hub, condition: string): Promise<readonly unknown[]> {
  const found = await rows(hub, `SELECT deviceId FROM devices WHERE ${condition}`);
  return found.map(({ deviceId }) => deviceId);
}

let hub: Hub;

beforeAll(async () => {
  hub = await startHub();
  const undo = hub.redirect();
  const devices = registry(hub);
  const twins: readonly [string, Row, Row][] = [
    ["a", { site: "lab", floor: 1 }, { rate: 5 }],
    ["b", { site: "lab", floor: 2 }, { rate: 0, unit: "C" }],
    ["c", { site: "plant", floor: "2" }, { climate: { min: -3.5, list: [1] } }],
    ["d", { Site: "lab", "odd-name": true, nothing: false }, {}],
  ];
  for (const [deviceId, tags, desired] of twins) {
    hub.createDevice(deviceId);
    await devices.updateTwin(deviceId, { tags, properties: { desired } }, "*");
  }
  hub.createModule("a", "m1");
  hub.createModule("b", "m1");
  return async () => {
    undo();
    await hub.close();
  };
});

describe("conditions", () => {
  test.each([
    ["deviceId = 'a'", ["a"]],
    ['DEVICEID = "a" or deviceid="d"', ["a", "d"]],
    ["tags.site = 'lab' AND NOT is_defined(properties.desired.unit)", ["a", "d"]],
    ["tags.site != 'lab'", ["c"]],
    ["tags.floor <> 1", ["b"]],
    ["tags.floor >= 1", ["a", "b"]],
    ["tags.floor = '2'", ["c"]],
    ["tags.site IN ['plant', 'sea']", ["c"]],
    ["tags.floor NIN [1]", ["b", "c"]],
    ["tags.floor NOT IN [1, '2']", ["b"]],
    ["properties.desired.rate", []],
    ["properties.desired.rate = 0", ["b"]],
    ["properties.desired.rate * 2 + 1 = 11", ["a"]],
    ["properties.desired.rate % 5 = 0 AND properties.desired.rate / 0 = 1", []],
    ["properties.desired.climate.min < -3", ["c"]],
    ["properties.desired.climate = 1", []],
    ["properties.desired.climate.list = 1", []],
    ["tags.absent = 1 OR tags.absent != 1 OR NOT (tags.absent = 1)", []],
    ["tags.absent = undefined", []],
    ['tags["odd-name"] = true', ["d"]],
    ["ARRAY_CONTAINS(properties.desired.climate.list, 1)", ["c"]],
    ["array_contains(properties.desired.climate.list, 2) OR array_contains(tags.site, 'l')", []],
    ["NOT ARRAY_CONTAINS(properties.desired.climate.list, 'x')", ["c"]],
    ["STARTSWITH(devices.deviceId, 'a')", ["a"]],
    ["STARTSWITH(tags.site, 'pl') OR ends_with(deviceId, 'a')", ["a", "c"]],
    ["capabilities.iotEdge = false AND tags.floor = 0x1", ["a"]],
    ["status = 'enabled' AND connectionState = 'Disconnected' AND deviceId > 'b'", ["c", "d"]],
    ["is_defined(properties.desired.$metadata.unit.$lastUpdated)", ["b"]],
    ["devices.deviceId = 'a'", ["a"]],
    ["tags.site = 'l\\u0061b' AND tags.floor = 2", ["b"]],
  ])("%s", async (condition, expected) => {
    expect(await devicesOf(hub, condition)).toEqual(expected);
  });

  test("a condition alone is what jobs and configurations have; * and nothing mean all", () => {
    expect(parseCondition("tags.x = 1")({ tags: { x: 1 } })).toBe(true);
    expect(parseCondition("tags.x = 1")({ tags: {} })).toBe(false);
    expect(parseCondition("*")({})).toBe(true);
    expect(parseCondition("")({})).toBe(true);
  });
});

describe("lists", () => {
  test("a projection ignores letter case and answers in the real one, under last names and aliases", async () => {
    expect(
      await rows(
        hub,
        "SELECT DeviceId, TAGS.Floor, properties.desired.climate.min AS lowest, tags.none FROM devices WHERE deviceId IN ['a','c']",
      ),
    ).toEqual([
      { deviceId: "a", floor: 1 },
      { deviceId: "c", floor: "2", lowest: -3.5 },
    ]);
  });

  test("TOP ends the answer, over pages as well", async () => {
    const query = registry(hub).createQuery("SELECT TOP 3 deviceId FROM devices", 2);
    const pages: unknown[] = [];
    while (query.hasMoreResults) pages.push((await query.next(query.continuationToken)).result);
    expect(pages).toEqual([[{ deviceId: "a" }, { deviceId: "b" }], [{ deviceId: "c" }]]);
  });

  test("aggregates count, add and compare, for all and by group", async () => {
    const sql = `SELECT COUNT() AS n, AVG(properties.desired.rate) AS mean, SUM(properties.desired.rate) AS sum,
      MIN(properties.desired.rate) AS low, MAX(properties.desired.rate), MAX(deviceId) FROM devices`;
    expect(await rows(hub, sql)).toEqual([{ n: 4, mean: 2.5, sum: 5, low: 0, Max: 5, Max2: "d" }]);
    const grouped = "SELECT tags.site AS site, COUNT() AS n FROM devices GROUP BY tags.site";
    expect(await rows(hub, grouped)).toEqual([
      { site: "lab", n: 3 },
      { site: "plant", n: 1 },
    ]);
    expect(await rows(hub, "SELECT COUNT() AS n FROM devices WHERE deviceId = 'nobody'")).toEqual([
      { n: 0 },
    ]);
  });

  test("modules are a collection of their own", async () => {
    expect(await rows(hub, "SELECT deviceId, moduleId FROM devices.modules")).toEqual([
      { deviceId: "a", moduleId: "m1" },
      { deviceId: "b", moduleId: "m1" },
    ]);
    const one = await rows(hub, "SELECT * FROM devices.modules WHERE deviceId = 'b'");
    expect(one).toMatchObject([{ deviceId: "b", moduleId: "m1", properties: { desired: {} } }]);
  });
});

describe("refusals name the place", () => {
  test.each([
    ["SELECT * FROM devices WHERE tags.site == 'lab'", "line 1, column 40"],
    ["SELECT *\nFROM device", "line 2, column 6"],
    ["SELECT * FROM devices WHERE tags.site = 'lab", "column 41"],
    ["SELECT * FROM devices ORDER BY deviceId", "column 23"],
    ["SELECT DISTINCT tags.site FROM devices", "no DISTINCT"],
    ["SELECT * FROM devices WHERE LIKE(deviceId, 'a')", "no function LIKE"],
    ["SELECT * FROM devices WHERE IS_DEFINED(deviceId, 'a')", "takes 1 argument"],
    ["SELECT * FROM devices WHERE deviceId IN [tags.x]", "expected a constant"],
    ["SELECT * FROM devices WHERE tags.n = 9007199254740993", "cannot be compared exactly"],
    ["SELECT deviceId, COUNT() FROM devices", "GROUP BY"],
    ["SELECT COUNT() FROM devices.modules", "for devices only"],
    ["SELECT deviceId FROM devices.jobs", "as * only"],
    ["SELECT * FROM devices GROUP BY tags.x", "not *"],
    ["SELECT tags.a.x, tags.b.x FROM devices", "two columns are called x"],
    ["SELECT TOP 0 * FROM devices", "above 0"],
    ["SELECT * FROM devices.cars", "no other collection"],
    ["SELECT * FROM devices WHERE tags.x = 'a\\n'", "backslash"],
    ["SELECT * FROM devices WHERE tags.x = ;", "means nothing"],
  ])("%s", async (sql, place) => {
    expect(await refusal(sql)).toContain(place);
  });

  test("a query that is too deep or too long is refused, too", async () => {
    expect(await refusal(`SELECT * FROM devices WHERE ${"(".repeat(500)}1`)).toContain("100");
    const long = `SELECT * FROM devices WHERE deviceId = '${"x".repeat(9000)}'`;
    expect(await refusal(long)).toContain("8192");
  });

  async function refusal(sql: string): Promise<string> {
    const refused = await registry(hub)
      .createQuery(sql)
      .next()
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: "ArgumentError" });
    return JSON.parse((refused as { responseBody: string }).responseBody).Message;
  }
});

describe("pages", () => {
  test("a page begins behind the last row given, whatever came and went in between", async () => {
    const own = await testHub();
    for (const id of ["a", "b", "c", "d", "e"]) own.createDevice(id);
    const query = registry(own).createQuery("SELECT * FROM devices", 2);
    const first = await query.nextAsTwin();
    await registry(own).delete("a");
    await registry(own).delete("b");
    own.createDevice("bb");
    const second = await query.nextAsTwin();
    const third = await query.nextAsTwin();
    const ids = [first, second, third].map(({ result }) => result.map((twin) => twin.deviceId));
    expect(ids).toEqual([
      ["a", "b"],
      ["bb", "c"],
      ["d", "e"],
    ]);
    expect(query.hasMoreResults).toBe(false);
  });

  test("twins of a query can be used to update", async () => {
    const own = await testHub();
    own.createDevice("a");
    const { result } = await registry(own).createQuery("SELECT * FROM devices").nextAsTwin();
    await result[0]?.update({ tags: { seen: true } });
    expect((await registry(own).getTwin("a")).responseBody.tags).toEqual({ seen: true });
  });

  test("a continuation of another query, or of nobody, is refused", async () => {
    const query = registry(hub).createQuery("SELECT * FROM devices", 1);
    await query.next();
    const other = registry(hub).createQuery("SELECT deviceId FROM devices", 1);
    await expect(other.next(query.continuationToken)).rejects.toThrow(/another query/);
    await expect(other.next("nonsense")).rejects.toThrow(/not one that this hub/);
  });

  test("the header tells what the rows are", async () => {
    const types = await Promise.all(
      ["SELECT * FROM devices", "SELECT deviceId FROM devices", "SELECT * FROM devices.jobs"].map(
        async (sql) =>
          (await registry(hub).createQuery(sql).next()).message.headers["x-ms-item-type"],
      ),
    );
    expect(types).toEqual(["Twin", "Raw", "DeviceJob"]);
  });

  test("a policy that may neither read the registry nor connect may not ask", async () => {
    const { Registry } = azureIothub;
    const stranger = Registry.fromConnectionString(hub.policyConnectionString("device"));
    await expect(stranger.createQuery("SELECT * FROM devices").next()).rejects.toMatchObject({
      name: "UnauthorizedError",
    });
  });
});
