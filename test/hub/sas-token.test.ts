import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import {
  covers,
  createSasToken,
  isExpired,
  isSignedBy,
  parseSasToken,
} from "../../src/hub/sas-token.js";

const key = Buffer.alloc(32, 7).toString("base64");
const hosts = ["contoso.azure-devices.test"];

function signed(resource: string): string {
  const signature = createHmac("sha256", Buffer.from(key, "base64"))
    .update(`${resource}\n4000000000`)
    .digest("base64");
  return `SharedAccessSignature se=4000000000&sig=${encodeURIComponent(signature)}&sr=${resource}`;
}

test.each([
  "contoso.azure-devices.test",
  "Contoso.azure-devices.test:8443",
  "contoso.azure-devices.test%3A8443",
  "contoso.azure-devices.test%2Fdevices%2Fdev1",
  "contoso.azure-devices.test%2fdevices%2fdev1%2Fmodules%2Fmod1",
])(
  "a token for %s is verified over the text as it stands, and covers a module below it",
  (resource) => {
    const token = parseSasToken(signed(resource));
    expect(token && isSignedBy(token, ["AAAA", key])).toBe(true);
    expect(token && covers(token, hosts, ["devices", "dev1", "modules", "mod1"])).toBe(true);
  },
);

test("a token covers whole segments, and nothing beside or above", () => {
  const token = parseSasToken(signed("contoso.azure-devices.test%2Fdevices%2Fdev1"));
  if (!token) throw new Error("not a token");
  expect(covers(token, hosts, ["devices", "dev10"])).toBe(false);
  expect(covers(token, hosts, ["devices"])).toBe(false);
  expect(covers(token, ["other.azure-devices.test"], ["devices", "dev1"])).toBe(false);
});

test("another key, or a changed expiry, breaks the signature", () => {
  const text = createSasToken("contoso.azure-devices.test", key, 4_000_000_000, "service");
  const token = parseSasToken(text);
  const changed = parseSasToken(text.replace("4000000000", "4000000001"));
  expect(token?.policy).toBe("service");
  expect(token && isSignedBy(token, [key])).toBe(true);
  expect(token && isSignedBy(token, [Buffer.alloc(32, 8).toString("base64")])).toBe(false);
  expect(changed && isSignedBy(changed, [key])).toBe(false);
});

test("a token ends with its last second", () => {
  const token = parseSasToken(createSasToken("h", key, 1000));
  expect(token && isExpired(token, new Date(999_999))).toBe(false);
  expect(token && isExpired(token, new Date(1_000_000))).toBe(true);
});

test.each([
  "",
  "Bearer x",
  "SharedAccessSignature sr=a&sig=b",
  "SharedAccessSignature sr=%&sig=b&se=1",
])("%j is no token", (text) => expect(parseSasToken(text)).toBeUndefined());
