import type { ProvisioningDeviceClient } from "azure-iot-provisioning-device";
import type { CallOptions } from "../client/call-options.js";
import { systemClock } from "../client/clock.js";
import { PnpError } from "../errors.js";
import type { TwinConnectOptions } from "./connect-device.js";
import { patienceOf } from "./given-up.js";
import { provisioningFailure } from "./provisioning-failure.js";
import { checkProvisioning, type ProvisioningOptions } from "./provisioning-options.js";
import { openProvisioningTransport } from "./provisioning-transport.js";

/** Where a device was assigned, and what it connects there with. */
export interface ProvisionedDevice {
  /** Host name of the hub. */
  readonly host: string;
  /** Its id on that hub; often, not always, the registration id. */
  readonly deviceId: string;
  /** For `connectDevice`. A secret where the device has a key. */
  readonly connectionString: string;
  /** The second argument of `connectDevice`: the model id, transport and certificate given for the registration. */
  readonly connectOptions: TwinConnectOptions;
}

/**
 * Registers a device with Azure's Device Provisioning Service, waits until it is assigned to a hub, and tells what to
 * connect with. Doing it again is harmless: the device is assigned again. Fails with `PNP_UNAUTHORIZED` for an id
 * scope, key, certificate or enrollment that is refused, `PNP_TIMEOUT` after 60 seconds or `timeoutSeconds`,
 * `PNP_TRANSPORT` when no service answers, `PNP_USAGE` for options that do not fit together.
 */
export async function provisionDevice(
  options: ProvisioningOptions,
  call: CallOptions = {},
): Promise<ProvisionedDevice> {
  const host = checkProvisioning(options);
  const { registrationId, symmetricKey, x509, modelId, transport } = options;
  const patience = patienceOf(call, systemClock);
  const giveUp = (reason: "aborted" | "expired"): PnpError =>
    reason === "aborted"
      ? new PnpError("PNP_ABORTED", `Gave up to register ${registrationId} at ${host}.`)
      : new PnpError(
          "PNP_TIMEOUT",
          `Could not register ${registrationId} at ${host}: not assigned within ${patience.seconds} seconds.`,
          { hint: "Check the host name and the network; or give a longer time-out." },
        );
  try {
    const { register, stop } = await loadRegistration(host, options);
    const early = patience.reason();
    if (early !== undefined) throw giveUp(early);
    const { assignedHub, deviceId } = await patience.race(register(), (reason) => {
      stop();
      return giveUp(reason);
    });
    const proof = x509 === undefined ? `SharedAccessKey=${symmetricKey}` : "x509=true";
    return {
      host: assignedHub,
      deviceId,
      connectionString: `HostName=${assignedHub};DeviceId=${deviceId};${proof}`,
      connectOptions: {
        ...(modelId === undefined ? {} : { modelId }),
        ...(transport === undefined ? {} : { transport }),
        ...(x509 === undefined ? {} : { x509 }),
      },
    };
  } catch (error) {
    throw provisioningFailure(error, host, registrationId);
  }
}

interface Registration {
  register(): Promise<{ readonly assignedHub: string; readonly deviceId: string }>;
  stop(): void;
}

/** Loads the SDK; nothing is sent yet. */
async function loadRegistration(host: string, options: ProvisioningOptions): Promise<Registration> {
  const { default: sdk } = await import("azure-iot-provisioning-device");
  const { transport, stop } = await openProvisioningTransport(options.transport ?? "mqtt");
  const registration = sdk.ProvisioningDeviceClient.create(
    host,
    options.idScope,
    transport,
    await securityClient(options),
  );
  const { modelId } = options;
  if (modelId !== undefined) registration.setProvisioningPayload({ modelId });
  return {
    stop,
    register: () =>
      new Promise((resolve, reject) => {
        registration.register((error, result) => {
          if (result) resolve(result);
          else reject(error ?? new Error("the service answered nothing"));
        });
      }),
  };
}

type SecurityClient = Parameters<typeof ProvisioningDeviceClient.create>[3];

async function securityClient({
  registrationId,
  symmetricKey,
  x509,
}: ProvisioningOptions): Promise<SecurityClient> {
  if (x509 !== undefined) {
    const { default: security } = await import("azure-iot-security-x509");
    return new security.X509Security(registrationId, x509);
  }
  const { default: security } = await import("azure-iot-security-symmetric-key");
  const client = new security.SymmetricKeySecurityClient(registrationId, symmetricKey);
  // The two packages pin different versions of azure-iot-common, whose classes differ for the compiler only.
  return client as unknown as SecurityClient;
}
