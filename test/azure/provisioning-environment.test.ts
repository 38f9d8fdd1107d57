import { expect, test } from "vitest";
import { provisioningFromEnvironment } from "../../src/azure/provisioning-environment.js";

const dps = {
  IOTHUB_DEVICE_SECURITY_TYPE: "DPS",
  IOTHUB_DEVICE_DPS_ID_SCOPE: "0ne00000001",
  IOTHUB_DEVICE_DPS_DEVICE_ID: "reg-1",
  IOTHUB_DEVICE_DPS_DEVICE_KEY: "a2V5",
};

function refusal(env: Record<string, string>): unknown {
  try {
    return provisioningFromEnvironment(env);
  } catch (error) {
    return error;
  }
}

test("the variables of Azure's samples give a registration, at the public cloud's service by default", () => {
  const provisioning = {
    provisioningHost: "global.azure-devices-provisioning.net",
    idScope: "0ne00000001",
    registrationId: "reg-1",
    symmetricKey: "a2V5",
  };
  expect(provisioningFromEnvironment(dps)).toEqual({ securityType: "DPS", provisioning });
  const elsewhere = { ...dps, IOTHUB_DEVICE_DPS_ENDPOINT: "dps.example" };
  expect(provisioningFromEnvironment(elsewhere)).toEqual({
    securityType: "DPS",
    provisioning: { ...provisioning, provisioningHost: "dps.example" },
  });
});

test("without a security type, the connection string counts", () => {
  const env = { IOTHUB_DEVICE_CONNECTION_STRING: "HostName=h;DeviceId=d;SharedAccessKey=a2V5" };
  const expected = {
    securityType: "connectionString",
    connectionString: env.IOTHUB_DEVICE_CONNECTION_STRING,
  };
  expect(provisioningFromEnvironment(env)).toEqual(expected);
  const named = { ...dps, ...env, IOTHUB_DEVICE_SECURITY_TYPE: "connectionString" };
  expect(provisioningFromEnvironment(named)).toEqual(expected);
});

test("all missing variables are named at once", () => {
  expect(
    refusal({ IOTHUB_DEVICE_SECURITY_TYPE: "DPS", IOTHUB_DEVICE_DPS_DEVICE_ID: " " }),
  ).toMatchObject({
    code: "PNP_USAGE",
    message:
      "IOTHUB_DEVICE_DPS_ID_SCOPE, IOTHUB_DEVICE_DPS_DEVICE_ID, IOTHUB_DEVICE_DPS_DEVICE_KEY are not set; IOTHUB_DEVICE_SECURITY_TYPE=DPS needs them.",
  });
  expect(refusal({})).toMatchObject({
    code: "PNP_USAGE",
    message: expect.stringContaining("IOTHUB_DEVICE_CONNECTION_STRING is not set"),
  });
  expect(refusal({ IOTHUB_DEVICE_SECURITY_TYPE: "tpm" })).toMatchObject({
    code: "PNP_USAGE",
    message: 'IOTHUB_DEVICE_SECURITY_TYPE is "tpm".',
    hint: "Set it to DPS or connectionString.",
  });
});
