import azureIotDevice from "azure-iot-device";
import { expect } from "vitest";
import { createSasToken, makeDeviceCertificate, type PolicyName } from "../../../src/hub/index.js";
import { type Row, row, type Scope } from "./cell.js";
import {
  adopt,
  type DeviceClient,
  deviceClient,
  type ModuleClient,
  type TransportName,
  transportClass,
  transportNames,
} from "./device-client.js";
import { keyOf } from "./service-sign-in.js";

const { Message } = azureIotDevice;

/** Makes the client that a cell is about, not yet connected. */
export type Make = (scope: Scope, transport: TransportName) => Promise<DeviceClient | ModuleClient>;

/** Lets the client in: its message arrives, with the proof that it gave. */
export function accepted(
  name: string,
  proof: string,
  make: Make,
  transports: readonly TransportName[] = transportNames,
): Row {
  return row(transports, name, (transport) => async (scope) => {
    const client = await make(scope, transport);
    const arrival = new Promise<string>((resolve) => {
      const body = `{"by":"${scope.name()}"}`;
      const stop = scope.hub.onTelemetry((event) => {
        if (Buffer.from(event.body).toString() !== body) return;
        const { scope: of, type } = event.origin?.authMethod ?? {};
        resolve(`${of} ${type}`);
      });
      scope.defer(stop);
      void client.sendEvent(new Message(body)).catch((error: Error) => resolve(error.name));
    });
    expect(await arrival).toBe(proof);
  });
}

/** Keeps the client out, each transport in its own words. */
export function refused(
  name: string,
  make: Make,
  errors: { readonly connection: string; readonly http: string },
  transports: readonly TransportName[] = transportNames,
): Row {
  return row(transports, name, (transport) => async (scope) => {
    const client = await make(scope, transport);
    const wanted = transport === "Http" ? errors.http : errors.connection;
    await expect(client.sendEvent(new Message("{}"))).rejects.toMatchObject({ name: wanted });
  });
}

/** What a client without a good proof is told. */
export const unauthorized = { connection: "UnauthorizedError", http: "UnauthorizedError" };
/** "AMQP and MQTT translate to Unauthorized but HTTP to DeviceNotFound", as the SDK's own tests of the service say. */
export const notFound = { connection: "UnauthorizedError", http: "DeviceNotFoundError" };

/** Clients made by a connection string. */
export const byConnectionString =
  (make: (scope: Scope) => string): Make =>
  async (scope, transport) =>
    deviceClient(scope, make(scope), transport);

/** Clients made by a token. */
export const byToken =
  (make: (scope: Scope) => string): Make =>
  async (scope, transport) => {
    const { Client } = azureIotDevice;
    return adopt(scope, Client.fromSharedAccessSignature(make(scope), transportClass(transport)));
  };

/** A token of a device's own key, good for so many seconds; it may name another device. */
export function ownToken(
  scope: Scope,
  deviceId: string,
  seconds: number,
  named = deviceId,
): string {
  const key = keyOf(scope.hub.deviceConnectionString(deviceId));
  const expiry = Math.floor(Date.now() / 1000) + seconds;
  return createSasToken(`${scope.hub.hostName}/devices/${named}`, key, expiry);
}

/** A connection string with the key of a policy in place of the device's own. */
export function byPolicy(scope: Scope, policy: PolicyName): string {
  const key = scope.hub.policyConnectionString(policy).replace(/^[^;]*;/, "");
  return `HostName=${scope.hub.hostName};DeviceId=${scope.device()};${key}`;
}

/** Clients that show a certificate. */
export const byCertificate =
  (
    prepare: (
      scope: Scope,
    ) => Promise<{ readonly deviceId: string; readonly cert: string; readonly key: string }>,
  ): Make =>
  async (scope, transport) => {
    const { deviceId, cert, key } = await prepare(scope);
    const { X509AuthenticationProvider, Client } = azureIotDevice;
    const provider = X509AuthenticationProvider.fromX509Options(deviceId, scope.hub.hostName, {
      cert,
      key,
    });
    return adopt(scope, Client.fromAuthenticationProvider(provider, transportClass(transport)));
  };

/** A device registered with a thumbprint, and its certificate. */
export async function selfSigned(
  scope: Scope,
  thumbprint: "sha1Thumbprint" | "sha256Thumbprint",
  primary: boolean,
) {
  const certificate = await makeDeviceCertificate({ commonName: "any" });
  const other = "ab".repeat(32);
  const own = certificate[thumbprint];
  const x509Thumbprint = primary
    ? { primaryThumbprint: own, secondaryThumbprint: other }
    : { primaryThumbprint: other, secondaryThumbprint: own };
  const deviceId = scope.name();
  scope.hub.createDevice(deviceId, { authentication: { type: "selfSigned", x509Thumbprint } });
  return { deviceId, ...certificate };
}

/** A device whose certificate the hub's authority, or another, has signed. */
export async function byAuthority(scope: Scope, issuer = scope.authority) {
  const deviceId = scope.name();
  scope.hub.createDevice(deviceId, { authentication: { type: "certificateAuthority" } });
  const certificate = await makeDeviceCertificate({ commonName: deviceId, issuer });
  return { deviceId, ...certificate };
}
