import { expect, test } from "vitest";
import { parseAddress } from "../../src/hub/amqp/addresses.js";

const target = { deviceId: "dev1" };
const module = { deviceId: "dev1", moduleId: "mod1" };

test.each([
  ["$cbs", { kind: "cbs" }],
  ["$management", { kind: "eventHubManagement" }],
  ["/messages/devicebound", { kind: "serviceMessages" }],
  ["/messages/deviceBound", { kind: "serviceMessages" }],
  ["amqps://h.azure-devices.test:5671/messages/devicebound", { kind: "serviceMessages" }],
  ["/messages/serviceBound/feedback", { kind: "feedback" }],
  ["/messages/servicebound/fileNotifications", { kind: "fileNotifications" }],
  ["/messages/events/$management", { kind: "eventsRedirect", rest: "$management" }],
  ["messages/events", { kind: "eventsRedirect", rest: "" }],
  ["/devices/dev1/messages/events", { kind: "deviceEvents", target }],
  ["/devices/dev1/messages/deviceBound", { kind: "deviceMessages", target }],
  ["/devices/dev1/twin", { kind: "deviceTwin", target }],
  ["/devices/dev1/methods/devicebound", { kind: "deviceMethods", target }],
  ["/devices/dev1/modules/mod1/messages/events", { kind: "deviceEvents", target: module }],
  ["/devices/dev1/modules/mod1/twin", { kind: "deviceTwin", target: module }],
  ["/devices/a%23b/twin", { kind: "deviceTwin", target: { deviceId: "a#b" } }],
  ["/devices/a%zz/twin", { kind: "deviceTwin", target: { deviceId: "a%zz" } }],
  [
    "hub1/ConsumerGroups/$Default/Partitions/3",
    { kind: "partition", eventHub: "hub1", consumerGroup: "$Default", partition: "3" },
  ],
])("the address %s is understood", (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

test.each([
  "",
  "/",
  "queue",
  "/messages",
  "/messages/other",
  "/messages/servicebound/other",
  "/devices/dev1",
  "/devices//twin",
  "/devices/dev1/modules//twin",
  "/devices/dev1/other",
  "hub1/ConsumerGroups/$Default/Partitions",
])("the address %s is none of the hub's", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});
