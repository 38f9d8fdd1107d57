import { requireObject } from "../client/require-argument.js";
import { PnpError } from "../errors.js";
import type { DeviceCertificate } from "./device-options.js";
import { checkCertificate } from "./device-sign-in.js";

/** What every registration needs. */
interface Registration {
  /** Default: `global.azure-devices-provisioning.net`, which serves all of the public cloud. */
  readonly provisioningHost?: string;
  /** Names the provisioning service, such as `0ne00000000`. */
  readonly idScope: string;
  /** Under which the device, or a device of a group, is enrolled. */
  readonly registrationId: string;
  /** DTMI that the provisioning service and the hub are told. */
  readonly modelId?: string;
  /** Default `mqtt`; `mqtt-ws` runs through WebSockets on port 443. The device connects over the same. */
  readonly transport?: "mqtt" | "mqtt-ws";
}

/** A registration by the enrollment's key. */
export interface KeyRegistration extends Registration {
  /** Base64, of the device itself: of an enrollment group the key derived for it. A secret. */
  readonly symmetricKey: string;
  readonly x509?: undefined;
}

/** A registration by certificate, whose common name is the registration id. */
export interface CertificateRegistration extends Registration {
  readonly x509: DeviceCertificate;
  readonly symmetricKey?: undefined;
}

/** What a device registers with. */
export type ProvisioningOptions = KeyRegistration | CertificateRegistration;

/** Host name of the provisioning service of the public cloud. */
export const globalProvisioningHost = "global.azure-devices-provisioning.net";

/** Refuses what is missing or none of its kind with `PNP_USAGE`; no message shows a key. Answers the host name. */
export function checkProvisioning(options: ProvisioningOptions): string {
  requireObject(options, "The registration");
  const { provisioningHost = globalProvisioningHost, idScope, registrationId } = options;
  for (const [name, value] of Object.entries({ idScope, registrationId })) {
    if (typeof value !== "string" || value === "") {
      throw usage(`The registration has no ${name}.`, "Give idScope and registrationId.");
    }
  }
  const { symmetricKey, x509, transport = "mqtt" } = options;
  if ((symmetricKey === undefined) === (x509 === undefined)) {
    throw usage(
      `The registration of ${registrationId} has ${x509 ? "two proofs" : "no proof"}.`,
      "Give either symmetricKey or x509.",
    );
  }
  if (symmetricKey !== undefined && !/^[A-Za-z0-9+/]+={0,2}$/.test(symmetricKey)) {
    throw usage(
      `The symmetric key of ${registrationId} is not base64 text.`,
      "Copy the key of the enrollment again.",
    );
  }
  if (x509 !== undefined) checkCertificate(x509);
  if (transport !== "mqtt" && transport !== "mqtt-ws") {
    throw usage(
      `There is no transport "${String(transport)}" for provisioning.`,
      "Use mqtt or mqtt-ws.",
    );
  }
  if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(provisioningHost)) {
    throw usage(
      `"${provisioningHost}" is no host name of a provisioning service.`,
      `It looks like ${globalProvisioningHost}, without https:// and slashes.`,
    );
  }
  return provisioningHost;
}

function usage(message: string, hint: string): PnpError {
  return new PnpError("PNP_USAGE", message, { hint });
}
