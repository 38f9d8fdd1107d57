import { expect, test } from "vitest";
import { maskSecrets } from "../../src/client/mask-secrets.js";

test.each([
  ["HostName=h;SharedAccessKey=a+b/c==;x=1", "HostName=h;SharedAccessKey=***;x=1"],
  ["sr=h%2fdevices&sig=a%2Bb%3D&se=1", "sr=h%2fdevices&sig=***&se=1"],
  [
    "DefaultEndpointsProtocol=https;AccountKey=abc==;",
    "DefaultEndpointsProtocol=https;AccountKey=***;",
  ],
  ["grant=1&client_secret=s3cret&x=2", "grant=1&client_secret=***&x=2"],
  ["Authorization: bearer ey.J0-_.x=", "Authorization: Bearer ***"],
  ["the design=round keeps", "the design=round keeps"],
])("keys, signatures and tokens in %j are not shown", (text, masked) => {
  expect(maskSecrets(text)).toBe(masked);
});
