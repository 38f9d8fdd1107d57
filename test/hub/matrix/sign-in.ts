import azureIotDevice from "azure-iot-device";
import { expect } from "vitest";
import { makeDeviceCertificate } from "../../../src/hub/index.js";
import { eventually, row, type Scope, type Section } from "./cell.js";
import { type TransportName, transportNames } from "./device-client.js";
import {
  accepted,
  byAuthority,
  byCertificate,
  byConnectionString,
  byPolicy,
  byToken,
  notFound,
  ownToken,
  refused,
  selfSigned,
  unauthorized,
} from "./proofs.js";

const { Message } = azureIotDevice;

/** What became of a call: `done`, or the name of its error. */
function outcomeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "done",
    (error: Error) => error.name,
  );
}

/** A client that has sent with a token that ends soon; the busier the machine, the longer that has to be. */
async function connectedBriefly(scope: Scope, transport: TransportName) {
  for (const seconds of [2, 5, 15]) {
    const client = await byToken(() => ownToken(scope, scope.device(), seconds))(scope, transport);
    const gone = new Promise((resolve) => client.once("disconnect", resolve));
    const outcome = await outcomeOf(client.sendEvent(new Message("{}")));
    if (outcome === "done") return { client, gone };
  }
  throw new Error("the token ended before the client was connected");
}

export const signInSection: Section = {
  title: "How a device signs in",
  columns: transportNames,
  methods: [],
  rows: [
    accepted(
      "its key",
      "device sas",
      byConnectionString((scope) => scope.hub.deviceConnectionString(scope.device())),
    ),
    accepted(
      "its secondary key",
      "device sas",
      byConnectionString((scope) => {
        const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)].map((key) =>
          key.toString("base64"),
        );
        const [primaryKey, secondaryKey] = keys;
        const deviceId = scope.name();
        const symmetricKey = { primaryKey, secondaryKey };
        scope.hub.createDevice(deviceId, { authentication: { type: "sas", symmetricKey } });
        return `HostName=${scope.hub.hostName};DeviceId=${deviceId};SharedAccessKey=${secondaryKey}`;
      }),
    ),
    accepted(
      "a token of its key",
      "device sas",
      byToken((scope) => ownToken(scope, scope.device(), 3600)),
    ),
    accepted(
      "the key of the policy device",
      "hub sas",
      byConnectionString((scope) => byPolicy(scope, "device")),
    ),
    accepted(
      "a certificate, SHA-1 thumbprint",
      "device x509",
      byCertificate((scope) => selfSigned(scope, "sha1Thumbprint", true)),
    ),
    accepted(
      "a certificate, SHA-256 thumbprint, the secondary",
      "device x509",
      byCertificate((scope) => selfSigned(scope, "sha256Thumbprint", false)),
    ),
    accepted(
      "a certificate of a known authority",
      "device x509",
      byCertificate((scope) => byAuthority(scope)),
    ),
    row(transportNames, "cut off when its token ends", (transport) => async (scope) => {
      const { client, gone } = await connectedBriefly(scope, transport);
      // HTTP has no connection to lose.
      if (transport !== "Http") await gone;
      await eventually(
        () => outcomeOf(client.sendEvent(new Message("{}"))),
        (outcome) => expect(outcome).toBe("UnauthorizedError"),
      );
    }),
    refused(
      "refused: a wrong key",
      byConnectionString((scope) =>
        scope.hub
          .deviceConnectionString(scope.device())
          .replace(/SharedAccessKey=.*/, `SharedAccessKey=${"A".repeat(43)}=`),
      ),
      unauthorized,
    ),
    refused(
      "refused: an expired token",
      byToken((scope) => ownToken(scope, scope.device(), -1)),
      unauthorized,
    ),
    refused(
      "refused: a token for another device",
      byToken((scope) => ownToken(scope, scope.device(), 3600, scope.device())),
      unauthorized,
    ),
    refused(
      "refused: a policy without DeviceConnect",
      byConnectionString((scope) => byPolicy(scope, "registryReadWrite")),
      unauthorized,
    ),
    refused(
      "refused: a device that is not registered",
      byConnectionString((scope) => {
        const known = scope.device();
        return scope.hub.deviceConnectionString(known).replace(known, `${known}-not`);
      }),
      notFound,
    ),
    refused(
      "refused: a device that is disabled",
      byConnectionString((scope) => {
        const deviceId = scope.name();
        scope.hub.createDevice(deviceId, { status: "disabled" });
        return scope.hub.deviceConnectionString(deviceId);
      }),
      notFound,
    ),
    refused(
      "refused: a certificate with another thumbprint",
      byCertificate(async (scope) => ({
        ...(await selfSigned(scope, "sha256Thumbprint", true)),
        ...(await makeDeviceCertificate({ commonName: "any" })),
      })),
      unauthorized,
    ),
    refused(
      "refused: a certificate of an unknown authority",
      byCertificate(async (scope) =>
        byAuthority(scope, await makeDeviceCertificate({ commonName: "other", authority: true })),
      ),
      unauthorized,
    ),
    refused(
      "refused: a certificate for another device",
      byCertificate(async (scope) => {
        const { deviceId } = await byAuthority(scope);
        const other = await makeDeviceCertificate({ commonName: "else", issuer: scope.authority });
        return { deviceId, ...other };
      }),
      unauthorized,
    ),
  ],
};
