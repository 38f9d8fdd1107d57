import azureIotDeviceHttp from "azure-iot-device-http";
import { Mqtt } from "azure-iot-device-mqtt";
import { expect, test } from "vitest";
import { callHub, receivingDevice } from "./device-messages-sdk.js";
import { registry, testHub } from "./sdk.js";

const { Http } = azureIotDeviceHttp;
const path = "/devices/dev1/messages/deviceBound";
const headers = {
  "iothub-messageid": "m/1?&=",
  "iothub-correlationid": "c 1",
  "iothub-ack": "full",
  "iothub-app-color": "blue & green/=?%",
  "content-type": "text/plain; charset=utf-8",
  "content-encoding": "utf-8",
};

test("a message that is posted reaches a device over MQTT with everything that was said about it", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const { next } = await receivingDevice(hub, "dev1", Mqtt);
  const bytes = Buffer.from([0, 1, 254, 255]);
  expect(await callHub(hub, "POST", path, headers, bytes)).toMatchObject({ status: 204 });
  const received = await next();
  expect(received.getBytes()).toEqual(bytes);
  expect(received).toMatchObject({
    messageId: "m/1?&=",
    correlationId: "c 1",
    to: "/devices/dev1/messages/deviceBound",
    contentType: "text/plain; charset=utf-8",
    contentEncoding: "utf-8",
  });
  expect(received.properties.propertyList).toEqual([
    { key: "iothub-ack", value: "full" },
    { key: "color", value: "blue & green/=?%" },
  ]);
});

test("messages wait for a device that is away, and its acknowledgement completes them", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  await callHub(hub, "POST", path, headers, "one");
  await callHub(hub, "POST", path, headers, "two");
  const { responseBody: before } = await registry(hub).get("dev1");
  expect(before.cloudToDeviceMessageCount).toBe(2);
  const { next } = await receivingDevice(hub, "dev1", Mqtt);
  expect((await next()).getData().toString()).toBe("one");
  expect((await next()).getData().toString()).toBe("two");
  const count = async () =>
    (await registry(hub).get("dev1")).responseBody.cloudToDeviceMessageCount;
  await expect.poll(count).toBe(0);
  // One batch or two, as the hub's pause between them falls; each is handed out once.
  const records: unknown[] = [];
  const collect = async () => {
    const { text } = await callHub(hub, "GET", "/messages/serviceBound/feedback");
    if (text) records.push(...JSON.parse(text));
    return records;
  };
  await expect.poll(collect).toHaveLength(2);
  const success = { originalMessageId: "m/1?&=", statusCode: "Success", deviceId: "dev1" };
  expect(records).toMatchObject([success, success]);
});

test("over HTTP a device polls; it completes, rejects, and gives back what then comes again", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  for (const text of ["one", "two"]) await callHub(hub, "POST", path, headers, text);
  const { client, next } = await receivingDevice(hub, "dev1", Http, { interval: 0.02 });
  const one = await next();
  expect(one).toMatchObject({ messageId: "m/1?&=", correlationId: "c 1" });
  expect(one.getData()).toBe("one");
  const two = await next();
  await client.abandon(one);
  const again = await next();
  expect(again.getData()).toBe("one");
  expect(again.lockToken).not.toBe(one.lockToken);
  await expect(client.complete(one)).rejects.toThrow();
  await client.complete(again);
  await client.reject(two);
  const feedback = "/messages/serviceBound/feedback";
  const statuses: string[] = [];
  await expect
    .poll(async () => {
      const answer = await callHub(hub, "GET", feedback);
      const records = JSON.parse(answer.text || "[]") as { readonly statusCode: string }[];
      statuses.push(...records.map(({ statusCode }) => statusCode));
      return statuses;
    })
    .toEqual(["Success", "Rejected"]);
});

test("feedback is locked for its reader, given back by abandon and removed by delete", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  await callHub(hub, "POST", path, headers, "one");
  const purged = await callHub(hub, "DELETE", "/devices/dev1/commands");
  expect(JSON.parse(purged.text)).toEqual({
    totalMessagesPurged: 1,
    deviceId: "dev1",
    moduleId: null,
  });
  const feedback = "/messages/serviceBound/feedback";
  const read = () => callHub(hub, "GET", feedback);
  const token = async (): Promise<string> => {
    const answer = await read();
    return answer.status === 200 ? String(answer.headers.etag).replaceAll('"', "") : "";
  };
  let lock = "";
  await expect
    .poll(async () => {
      lock ||= await token();
      return lock;
    })
    .not.toBe("");
  expect(await read()).toMatchObject({ status: 204 });
  expect(await callHub(hub, "POST", `${feedback}/${lock}/abandon`)).toMatchObject({ status: 204 });
  const next = await token();
  expect(await callHub(hub, "DELETE", `${feedback}/${lock}`)).toMatchObject({ status: 412 });
  expect(await callHub(hub, "DELETE", `${feedback}/${next}`)).toMatchObject({ status: 204 });
  expect(await read()).toMatchObject({ status: 204 });
});

test("a device reads its own messages only, and a service cannot read them", async () => {
  const hub = await testHub();
  hub.createDevice("dev1");
  const asService = await callHub(hub, "GET", path, {}, "", "service");
  expect(asService).toMatchObject({ status: 401 });
  expect(await callHub(hub, "POST", "/devices/other/messages/deviceBound")).toMatchObject({
    status: 404,
  });
});
