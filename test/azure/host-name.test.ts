import { expect, test } from "vitest";
import { hubHostName } from "../../src/azure/host-name.js";
import { connectHub } from "../../src/azure/service.js";

test.each([
  "contoso.azure-devices.net",
  "https://contoso.azure-devices.net",
  "https://contoso.azure-devices.net/",
  "contoso.azure-devices.net:443",
  "  HTTPS://contoso.azure-devices.net:443/  ",
])("%j is taken as a host name", (text) => {
  expect(hubHostName(text)).toBe("contoso.azure-devices.net");
});

test.each([
  ["", "empty"],
  ["http://contoso.azure-devices.net", "no host name"],
  ["contoso.azure-devices.net/devices", "no host name"],
  ["contoso.azure-devices.net:8443", "port 443"],
  ["user@contoso.azure-devices.net", "no host name"],
  [undefined as unknown as string, "empty"],
])("%j is refused: %s", (host, message) => {
  const credential = { getToken: async () => null };
  expect(() => connectHub({ host, credential })).toThrow(message);
});
