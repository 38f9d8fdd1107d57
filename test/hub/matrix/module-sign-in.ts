import azureIotDevice from "azure-iot-device";
import { makeDeviceCertificate } from "../../../src/hub/index.js";
import type { Scope, Section } from "./cell.js";
import { adopt, newModule, transportClass, transportNames } from "./device-client.js";
import { accepted, type Make, refused, unauthorized } from "./proofs.js";

/** All but HTTP: `http.js` of the SDK addresses devices only. */
const transports = transportNames.filter((transport) => transport !== "Http");

const byConnectionString =
  (make: (scope: Scope) => string): Make =>
  async (scope, transport) => {
    const { ModuleClient } = azureIotDevice;
    return adopt(scope, ModuleClient.fromConnectionString(make(scope), transportClass(transport)));
  };

/** A module's certificate names it as its client id does. */
const byAuthority: Make = async (scope, transport) => {
  const [host, deviceId, moduleId] = [scope.hub.hostName, scope.device(), "mod1"];
  const authentication = { type: "certificateAuthority" };
  scope.hub.createModule(deviceId, moduleId, { authentication });
  const commonName = `${deviceId}/${moduleId}`;
  const x509 = await makeDeviceCertificate({ commonName, issuer: scope.authority });
  const { X509AuthenticationProvider, ModuleClient } = azureIotDevice;
  const provider = new X509AuthenticationProvider({ host, deviceId, moduleId, x509 });
  const made = ModuleClient.fromAuthenticationProvider(provider, transportClass(transport));
  return adopt(scope, made);
};

/** A new module with the key of another connection string. */
function withKeyOf(scope: Scope, choose: (deviceId: string) => string): string {
  const { deviceId, moduleId } = newModule(scope);
  const keys = choose(deviceId)
    .split(";")
    .filter((part) => part.startsWith("SharedAccess"));
  const ids = [`HostName=${scope.hub.hostName}`, `DeviceId=${deviceId}`, `ModuleId=${moduleId}`];
  return [...ids, ...keys].join(";");
}

export const moduleSignInSection: Section = {
  title: "How a module signs in",
  columns: transports,
  methods: [],
  rows: [
    accepted(
      "its key",
      "module sas",
      byConnectionString((scope) => {
        const { deviceId, moduleId } = newModule(scope);
        return scope.hub.deviceConnectionString(deviceId, moduleId);
      }),
      transports,
    ),
    accepted(
      "the key of the policy device",
      "hub sas",
      byConnectionString((scope) =>
        withKeyOf(scope, () => scope.hub.policyConnectionString("device")),
      ),
      transports,
    ),
    accepted("a certificate of a known authority", "module x509", byAuthority, transports),
    refused(
      "refused: its device's key",
      byConnectionString((scope) =>
        withKeyOf(scope, (deviceId) => scope.hub.deviceConnectionString(deviceId)),
      ),
      unauthorized,
      transports,
    ),
    refused(
      "refused: a module of a disabled device",
      byConnectionString((scope) => {
        const deviceId = scope.name();
        scope.hub.createDevice(deviceId, { status: "disabled" });
        scope.hub.createModule(deviceId, "mod1");
        return scope.hub.deviceConnectionString(deviceId, "mod1");
      }),
      unauthorized,
      transports,
    ),
  ],
};
