import { beforeAll, expect, test } from "vitest";
import { connectHub, type HubConnection } from "../../src/azure/service.js";
import { type Hub, startHub } from "../../src/hub/index.js";
import { connectedDevice } from "../hub/sdk.js";

let hub: Hub;
let connection: HubConnection;

beforeAll(async () => {
  hub = await startHub();
  hub.redirect();
  connection = connectHub(hub.connectionString);
  for (const id of ["a", "b", "c", "d", "e"]) {
    hub.createDevice(id);
    await connection.transport.patchTwin({ deviceId: id }, { tags: { name: id } });
  }
  hub.createModule("a", "m1");
  return async () => {
    await connection.close();
    await hub.close();
  };
});

test("rows come one by one, over as many pages as there are", async () => {
  const ids: string[] = [];
  const sql = "SELECT deviceId FROM devices";
  for await (const row of connection.query<{ deviceId: string }>(sql, { pageSize: 2 })) {
    ids.push(row.deviceId);
  }
  expect(ids).toEqual(["a", "b", "c", "d", "e"]);
});

test("pages can be taken up again at their continuation", async () => {
  const sql = "SELECT deviceId FROM devices";
  const sizes: number[] = [];
  let continuation: string | undefined;
  for await (const page of connection.query(sql, { pageSize: 2 }).pages()) {
    sizes.push(page.rows.length);
    if (sizes.length === 2) continuation = page.continuation;
  }
  expect(sizes).toEqual([2, 2, 1]);
  expect(await connection.query(sql, { continuation: continuation ?? "" }).all()).toEqual([
    { deviceId: "e" },
  ]);
});

test("devices and modules are twins, and a condition narrows them", async () => {
  const [twin] = await connection.devices("tags.name = 'c'").all();
  expect(twin).toMatchObject({ deviceId: "c", etag: expect.any(String), tags: { name: "c" } });
  expect((await connection.devices().all()).length).toBe(5);
  expect(await connection.modules().all()).toMatchObject([{ deviceId: "a", moduleId: "m1" }]);
});

test("a bad query is one error with the place the hub names", async () => {
  const sql = "SELECT * FROM devices\nWHERE tags.name == 'c'";
  await expect(connection.query(sql).all()).rejects.toMatchObject({
    code: "PNP_QUERY_INVALID",
    issues: [
      {
        location: { source: "<query>", line: 2, column: 18 },
        frame: expect.stringContaining("2 | WHERE tags.name == 'c'\n  |                  ^"),
      },
    ],
  });
  expect(() => connection.query(" ")).toThrow(expect.objectContaining({ code: "PNP_USAGE" }));
  expect(() => connection.query("x", { pageSize: 101 })).toThrow(/1 to 100/);
});

test("a row with a number that may have been rounded is refused, not passed on", async () => {
  const device = await connectedDevice(hub.deviceConnectionString("e"));
  device.onDeviceMethod("count", (_, response) => {
    // The SDK writes the number with all its digits: 2^60 is a double.
    response.send(200, 2 ** 60, () => {});
  });
  const { jobId } = await connection.jobs.scheduleMethod({
    where: "deviceId = 'e'",
    name: "count",
  });
  await connection.jobs.wait(jobId);
  await expect(connection.jobs.results(jobId).all()).rejects.toMatchObject({
    code: "PNP_PAYLOAD_INVALID",
    message: expect.stringContaining("deviceMethodResponse/payload"),
  });
});

test("a signal gives a query up between its pages", async () => {
  const stop = new AbortController();
  const read = async (): Promise<void> => {
    const sql = "SELECT deviceId FROM devices";
    for await (const _ of connection.query(sql, { pageSize: 1, signal: stop.signal })) stop.abort();
  };
  await expect(read()).rejects.toMatchObject({ code: "PNP_ABORTED" });
});
