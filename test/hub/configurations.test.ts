import { expect, test } from "vitest";
import { registry, testHub } from "./sdk.js";

const content = { deviceContent: { "properties.desired.climate": { minTemperature: 18 } } };

test("the service SDK adds, reads, updates and removes a configuration", async () => {
  const sdk = registry(await testHub());
  const made = await sdk.addConfiguration({
    id: "climate",
    schemaVersion: "1.0",
    content,
    targetCondition: "tags.site = 'lab'",
    priority: 10,
    labels: { owner: "me" },
  } as never);
  expect(made.responseBody).toMatchObject({
    id: "climate",
    content,
    priority: 10,
    etag: "MQ==",
    createdTimeUtc: expect.stringMatching(/Z$/),
  });
  const read = (await sdk.getConfiguration("climate")).responseBody as unknown as object;
  expect(read).toEqual(made.responseBody);
  const changed = { ...read, priority: 20, content: { deviceContent: { other: 1 } } };
  const updated = await sdk.updateConfiguration(changed as never);
  expect(updated?.responseBody).toMatchObject({ priority: 20, content, etag: "Mg==" });
  await expect(sdk.updateConfiguration(changed as never)).rejects.toMatchObject({
    response: { statusCode: 412 },
  });
  await sdk.updateConfiguration(changed as never, true);
  expect((await sdk.getConfigurations()).responseBody).toHaveLength(1);
  await sdk.removeConfiguration("climate");
  await expect(sdk.getConfiguration("climate")).rejects.toMatchObject({
    response: { statusCode: 404 },
  });
});

test.each([
  ["without content", { id: "a" }, 400],
  ["with content of no known kind", { id: "a", content: { x: {} } }, 400],
  [
    "with a path longer than any twin is deep",
    { id: "a", content: { deviceContent: { [`properties.desired${".a".repeat(100_000)}`]: 1 } } },
    400,
  ],
  ["with capital letters in its id", { id: "Big", content }, 400],
  ["with a negative priority", { id: "a", content, priority: -1 }, 400],
  ["with a target condition that is none", { id: "a", content, targetCondition: "tags." }, 400],
  ["for devices in a state", { id: "a", content, targetCondition: "status = 'enabled'" }, 400],
  ["for a desired value", { id: "a", content, targetCondition: "properties.desired.a = 1" }, 400],
  ["that exists already", { id: "there", content }, 409],
])("a configuration %s is refused", async (_, configuration, statusCode) => {
  const sdk = registry(await testHub());
  await sdk.addConfiguration({ id: "there", content } as never);
  await expect(sdk.addConfiguration(configuration as never)).rejects.toMatchObject({
    response: { statusCode },
  });
});
