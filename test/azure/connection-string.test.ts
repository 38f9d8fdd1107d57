import { expect, test } from "vitest";
import {
  parseDeviceConnectionString,
  parseServiceConnectionString,
} from "../../src/azure/connection-string.js";
import { isPnpError, type PnpError } from "../../src/errors.js";

const key = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
const service = `HostName=hub.azure-devices.test;SharedAccessKeyName=service;SharedAccessKey=${key}`;
const device = `HostName=hub.azure-devices.test;DeviceId=d1;SharedAccessKey=${key}`;
const module = `${device};ModuleId=m1`;

function refusal(parse: () => unknown): PnpError {
  try {
    parse();
  } catch (error) {
    if (isPnpError(error, "PNP_USAGE")) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("takes a service connection string apart, white space around it left out", () => {
  expect(parseServiceConnectionString(`  ${service}\n`)).toEqual({
    host: "hub.azure-devices.test",
    policy: "service",
    text: service,
  });
});

test("takes device and module connection strings apart", () => {
  expect(parseDeviceConnectionString(device)).toMatchObject({ deviceId: "d1" });
  expect(parseDeviceConnectionString(module, "module")).toMatchObject({
    deviceId: "d1",
    moduleId: "m1",
  });
});

test("takes a ready-made token in place of a device's key", () => {
  const signature = "SharedAccessSignature sr=hub%2Fdevices%2Fd1&sig=abc%3D&se=1";
  const text = `HostName=h;DeviceId=d1;SharedAccessSignature=${signature}`;
  expect(parseDeviceConnectionString(text).deviceId).toBe("d1");
});

test.each([
  ["an empty string", " ", "The service connection string is empty."],
  ["no host", service.replace(/^HostName=[^;]*;/, ""), "has no HostName"],
  ["a host with https://", service.replace("hub.", "https://hub."), "which is no host name"],
  ["no policy", service.replace(/SharedAccessKeyName=[^;]*;/, ""), "has no SharedAccessKeyName"],
  ["no key", service.replace(/;SharedAccessKey=.*$/, ""), "has no SharedAccessKey"],
  [
    "an empty key",
    service.replace(key, ""),
    "SharedAccessKey of the service connection string is empty",
  ],
  ["a cut key", service.replace(key, "abc def"), "is not base64 text"],
  ["a device's string", device, 'the connection string of device "d1"'],
  ["quotation marks", `"${service}"`, "stands in quotation marks"],
  ["a name in other letters", service.replace("HostName", "hostname"), '"hostname"'],
  ["a part twice", `${service};HostName=other`, "has HostName twice"],
  ["an unknown part", `${service};Color=red`, "is none that exists"],
  ["text without parts", "hello", 'Part 1 of the service connection string has no "="'],
])("refuses as a service connection string %s", (_, text, message) => {
  const error = refusal(() => parseServiceConnectionString(text));
  expect(error.message).toContain(message);
});

test("refuses a service connection string where a device's is needed", () => {
  const error = refusal(() => parseDeviceConnectionString(service));
  expect(error.message).toContain('the service connection string of policy "service"');
  expect(error.hint).toContain("DeviceId=…");
});

test("tells device and module connection strings apart", () => {
  expect(refusal(() => parseDeviceConnectionString(module)).hint).toContain("connectModule");
  expect(refusal(() => parseDeviceConnectionString(device, "module")).message).toContain(
    "has no ModuleId",
  );
});

test("tells what a device signs in with", () => {
  const proof = (text: string) => parseDeviceConnectionString(text).proof;
  expect(proof(device)).toBe("key");
  expect(proof("HostName=h;DeviceId=d1;x509=true")).toBe("x509");
  const signed =
    "HostName=h;DeviceId=d1;SharedAccessSignature=SharedAccessSignature sr=h&sig=s&se=1";
  expect(proof(signed)).toBe("token");
});

test("never shows a key", () => {
  for (const text of [
    device,
    `"${service}"`,
    `${key};${service}`,
    `${service};${key}`,
    `${service};SharedAccessKey=${key}`,
    service.replace("HostName", "hostname"),
  ]) {
    const { message, hint } = refusal(() => parseServiceConnectionString(text));
    expect(message + hint).not.toContain("c2VjcmV0");
  }
});
