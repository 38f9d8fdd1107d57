import azureIotProvisioningDevice from "azure-iot-provisioning-device";
import azureIotProvisioningDeviceAmqp from "azure-iot-provisioning-device-amqp";
import azureIotProvisioningDeviceHttp from "azure-iot-provisioning-device-http";
import azureIotProvisioningDeviceMqtt from "azure-iot-provisioning-device-mqtt";
import azureIotProvisioningService from "azure-iot-provisioning-service";
import azureIotSecuritySymmetricKey from "azure-iot-security-symmetric-key";
import azureIotSecurityX509 from "azure-iot-security-x509";
import type { DeviceCertificate, DeviceEnrollment, Hub } from "../../src/hub/index.js";

const { ProvisioningDeviceClient } = azureIotProvisioningDevice;
type Create = typeof ProvisioningDeviceClient.create;
type Transport = Parameters<Create>[2];
type SecurityClient = Parameters<Create>[3];

/** All transports of the provisioning device SDK. */
export const transports = {
  Mqtt: () => new azureIotProvisioningDeviceMqtt.Mqtt(),
  MqttWs: () => new azureIotProvisioningDeviceMqtt.MqttWs(),
  Amqp: () => new azureIotProvisioningDeviceAmqp.Amqp(),
  AmqpWs: () => new azureIotProvisioningDeviceAmqp.AmqpWs(),
  Http: () => new azureIotProvisioningDeviceHttp.Http(),
};

export type TransportName = keyof typeof transports;
export const transportNames = Object.keys(transports) as TransportName[];

/** What the SDK's packages of transports offer. */
export const offeredTransports = [
  azureIotProvisioningDeviceMqtt,
  azureIotProvisioningDeviceAmqp,
  azureIotProvisioningDeviceHttp,
].flatMap((sdk) => Object.keys(sdk));

/** How a device registers, where that is not over MQTT, by its key, with nothing to say. */
export interface Registering {
  readonly transport?: TransportName;
  readonly x509?: DeviceCertificate | undefined;
  readonly payload?: object;
}

/** Registers by the unmodified provisioning SDK of a device. */
export async function register(
  { provisioningHost, idScope, registrationId, symmetricKey }: DeviceEnrollment,
  { transport = "Mqtt", x509, payload }: Registering = {},
): Promise<Readonly<Record<string, unknown>>> {
  // The packages pin different versions of azure-iot-common, whose classes differ for the compiler only.
  const security = x509
    ? new azureIotSecurityX509.X509Security(registrationId, x509)
    : new azureIotSecuritySymmetricKey.SymmetricKeySecurityClient(registrationId, symmetricKey);
  const client = ProvisioningDeviceClient.create(
    provisioningHost,
    idScope,
    transports[transport]() as unknown as Transport,
    security as unknown as SecurityClient,
  );
  if (payload) client.setProvisioningPayload(payload);
  return { ...(await client.register()) };
}

/** The unmodified provisioning SDK of a service. */
export function provisioningService(
  hub: Hub,
): InstanceType<typeof azureIotProvisioningService.ProvisioningServiceClient> {
  return azureIotProvisioningService.ProvisioningServiceClient.fromConnectionString(
    hub.provisioningConnectionString,
  );
}
