import { inspect } from "node:util";
import { expect, test } from "vitest";
import { translateSdkError } from "../../src/azure/error-translation.js";
import { PnpError } from "../../src/errors.js";

const failed = {
  action: "read the twin",
  host: "hub.azure-devices.test",
  target: { deviceId: "d1" },
};

/** An error as azure-iothub throws it. */
function restError(statusCode: number, body: object, name = "Error"): Error {
  const error = Object.assign(new Error("Not found"), {
    response: { statusCode, req: { headers: { authorization: "SharedAccessSignature sig=abc" } } },
    responseBody: JSON.stringify(body),
  });
  error.name = name;
  return error;
}

const nested = (errorCode: number, message: string) => ({
  Message: JSON.stringify({ errorCode, message, trackingId: "t" }),
  ExceptionMessage: "",
});

test("what the SDK refuses by itself is no failure of the network", () => {
  for (const error of [
    new ReferenceError("params.methodName cannot be ''"),
    new TypeError('Invalid character in header content ["If-Match"]'),
  ]) {
    expect(translateSdkError(error, failed)).toMatchObject({
      code: "PNP_USAGE",
      hint: expect.stringContaining("Nothing was sent."),
    });
  }
});

test.each([
  [404, nested(404103, "Timed out waiting for device to connect."), "PNP_DEVICE_OFFLINE"],
  [404, nested(404104, "Closed."), "PNP_DEVICE_OFFLINE"],
  [404, { Message: "ErrorCode:DeviceNotFound;d1 is not registered" }, "PNP_DEVICE_NOT_FOUND"],
  [404, { errorCode: 404010, message: "no such module" }, "PNP_MODULE_NOT_FOUND"],
  [404, {}, "PNP_DEVICE_NOT_FOUND"],
  [401, { Message: "ErrorCode:IotHubUnauthorizedAccess;Unauthorized" }, "PNP_UNAUTHORIZED"],
  [403, { Message: "ErrorCode:DeviceDisabled;off" }, "PNP_UNAUTHORIZED"],
  [403, { Message: "ErrorCode:IotHubQuotaExceeded;enough" }, "PNP_THROTTLED"],
  [400, { Message: "ErrorCode:ArgumentInvalid;bad" }, "PNP_PAYLOAD_INVALID"],
  [409, { Message: "ErrorCode:DeviceAlreadyExists;there" }, "PNP_CONFLICT"],
  [412, { Message: "ErrorCode:PreconditionFailed;stale" }, "PNP_CONFLICT"],
  [429, { Message: "ErrorCode:ThrottlingException;slow" }, "PNP_THROTTLED"],
  [502, {}, "PNP_COMMAND_FAILED"],
  [503, {}, "PNP_TRANSPORT"],
  [504, nested(504101, "Timed out waiting for the response from device."), "PNP_TIMEOUT"],
])("an answer with status %i and body %j", (status, body, code) => {
  expect(translateSdkError(restError(status, body), failed).code).toBe(code);
});

test("says what was tried, where, and what the hub said", () => {
  const error = restError(404, { Message: "ErrorCode:DeviceNotFound;Device d1 not registered" });
  const translated = translateSdkError(error, failed);
  expect(translated.message).toBe(
    "Could not read the twin of d1 at hub.azure-devices.test: Device d1 not registered.",
  );
  expect(translated.cause).toBe(error);
});

test("a missing module is told from a missing device by the target", () => {
  const target = { deviceId: "d1", moduleId: "m1" };
  expect(translateSdkError(restError(404, {}), { ...failed, target }).code).toBe(
    "PNP_MODULE_NOT_FOUND",
  );
});

test("reads the errors of the digital twin client", () => {
  const error = Object.assign(new Error('{"Message":"ErrorCode:InvalidDigitalTwinPatch;no"}'), {
    statusCode: 400,
  });
  const { code, message } = translateSdkError(error, failed);
  expect([code, message]).toEqual([
    "PNP_PAYLOAD_INVALID",
    "Could not read the twin of d1 at hub.azure-devices.test: no.",
  ]);
});

test("asks about the local hub when a reserved name leads nowhere", () => {
  const error = Object.assign(new Error("getaddrinfo ENOTFOUND hub.azure-devices.test"), {
    code: "ENOTFOUND",
  });
  const translated = translateSdkError(error, failed);
  expect(translated.code).toBe("PNP_TRANSPORT");
  expect(translated.hint).toContain("pnp hub start");
  const elsewhere = translateSdkError(error, { ...failed, host: "contoso.azure-devices.net" });
  expect(elsewhere.hint).not.toContain("pnp hub start");
});

test("speaks of certificates when TLS failed", () => {
  const error = Object.assign(new Error("self-signed certificate in certificate chain"), {
    code: "SELF_SIGNED_CERT_IN_CHAIN",
  });
  const translated = translateSdkError(error, { ...failed, host: "contoso.azure-devices.net" });
  expect([translated.code, translated.hint]).toEqual([
    "PNP_TRANSPORT",
    expect.stringContaining("NODE_EXTRA_CA_CERTS"),
  ]);
});

test("finds the cause behind the device SDK's blanket 'not authorized'", () => {
  const sdkError = (reason: string): Error => {
    const text = `mqtt.js returned Failure on first connection (Not authorized): ${reason} error`;
    return Object.assign(new Error(text), { name: "UnauthorizedError" });
  };
  const codeOf = (reason: string) => translateSdkError(sdkError(reason), failed).code;
  expect(codeOf("connect ECONNREFUSED 127.0.0.1:8883")).toBe("PNP_TRANSPORT");
  expect(codeOf("unable to verify the first certificate")).toBe("PNP_TRANSPORT");
  expect(codeOf("Connection refused: Not authorized")).toBe("PNP_UNAUTHORIZED");
});

test("shows no secret, neither in the message nor when the cause is printed", () => {
  const error = restError(401, {
    Message: "ErrorCode:Unauthorized;bad SharedAccessSignature sr=h&sig=abc%3D&se=1",
  });
  const translated = translateSdkError(error, failed);
  expect(translated.message).toContain("sig=***");
  expect(inspect(translated, { depth: 9 })).not.toContain("authorization");
});

test("leaves a PnpError as it is", () => {
  const error = new PnpError("PNP_TIMEOUT", "too late");
  expect(translateSdkError(error, failed)).toBe(error);
});
