import { expect, test } from "vitest";
import { sasToken } from "../../src/azure/sas-token.js";
import { registry, testHub } from "./sdk.js";

interface BulkAnswer {
  readonly isSuccessful: boolean;
  readonly errors: readonly Record<string, unknown>[];
}

test("the service SDK adds, updates and removes devices in bulk", async () => {
  const hub = await testHub();
  const sdk = registry(hub);
  const ids = [{ deviceId: "one" }, { deviceId: "two" }];
  const added = (await sdk.addDevices(ids)).responseBody as unknown as BulkAnswer;
  expect(added).toEqual({ isSuccessful: true, errors: [], warnings: [] });
  const [one, two] = (await sdk.list()).responseBody;
  await sdk.updateDevices([{ ...one, deviceId: "one", status: "disabled" }], true);
  expect((await sdk.get("one")).responseBody.status).toBe("disabled");
  await sdk.updateDevices([{ ...two, deviceId: "two", status: "disabled" }], false);
  expect((await sdk.get("two")).responseBody.status).toBe("disabled");
  const stale = sdk.removeDevices([{ ...two, deviceId: "two" }], false);
  await expect(stale).rejects.toMatchObject({ response: { statusCode: 400 } });
  await sdk.removeDevices([{ deviceId: "one" }, { deviceId: "two" }], true);
  expect((await sdk.list()).responseBody).toEqual([]);
});

test("one that fails keeps no other from being done, and is named in the answer", async () => {
  const hub = await testHub();
  const sdk = registry(hub);
  hub.createDevice("there");
  const failed = await sdk
    .addDevices([{ deviceId: "there" }, { deviceId: "new" }, { deviceId: "a" }, { deviceId: "a" }])
    .then(
      () => undefined,
      (error) => JSON.parse(error.responseBody) as BulkAnswer,
    );
  expect(failed?.isSuccessful).toBe(false);
  expect(failed?.errors).toMatchObject([
    { deviceId: "there", errorCode: "DeviceAlreadyExists", operation: "create" },
    { deviceId: "a", errorCode: "DeviceDefinedMultipleTimes" },
    { deviceId: "a", errorCode: "DeviceDefinedMultipleTimes" },
  ]);
  expect((await sdk.get("new")).responseBody.deviceId).toBe("new");
  await expect(sdk.get("a")).rejects.toThrow();
});

test("a bulk entry sets tags and desired properties with the identity, all or nothing", async () => {
  const hub = await testHub();
  const post = bulkCaller(hub.connectionString);
  const good = { id: "good", importMode: "create", tags: { site: "lab" } };
  const bad = { id: "bad", importMode: "CREATE", tags: { "a.b": 1 } };
  const module = {
    id: "good",
    moduleId: "m1",
    importMode: "create",
    properties: { desired: { a: 1 } },
  };
  const first = await post([good, bad]);
  expect(first.errors).toMatchObject([{ deviceId: "bad", errorCode: "ArgumentInvalid" }]);
  expect((await post([module])).isSuccessful).toBe(true);
  const sdk = registry(hub);
  expect((await sdk.getTwin("good")).responseBody.tags).toEqual({ site: "lab" });
  expect((await sdk.getModuleTwin("good", "m1")).responseBody.properties.desired.a).toBe(1);
  await expect(sdk.get("bad")).rejects.toThrow();
  const { etag } = (await sdk.getTwin("good")).responseBody as unknown as { etag: string };
  const twin = { id: "good", tags: { site: "attic" } };
  const stale = { ...twin, importMode: "updateTwinIfMatchETag", twinETag: "AAAA" };
  expect((await post([stale])).errors).toMatchObject([{ errorCode: "PreconditionFailed" }]);
  expect((await post([{ ...stale, twinETag: etag }])).isSuccessful).toBe(true);
  expect((await post([{ ...twin, importMode: "updateTwin" }])).isSuccessful).toBe(true);
  const star = { id: "good", importMode: "deleteIfMatchEtag", eTag: "*" };
  expect((await post([star])).isSuccessful).toBe(true);
  expect((await post([{ id: "x", importMode: "dance" }])).errors).toMatchObject([
    { errorCode: "ArgumentInvalid" },
  ]);
});

/** Bulk calls that the SDK has no method for. */
function bulkCaller(connectionString: string): (entries: readonly object[]) => Promise<BulkAnswer> {
  const token = sasToken(connectionString);
  const [, host] = /HostName=([^;]+)/.exec(connectionString) ?? [];
  return async (entries) => {
    const answer = await fetch(`https://${host}/devices?api-version=2021-04-12`, {
      method: "POST",
      headers: { Authorization: token, "Content-Type": "application/json" },
      body: JSON.stringify(entries),
    });
    return (await answer.json()) as BulkAnswer;
  };
}
