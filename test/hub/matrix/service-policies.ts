import azureIotCommon from "azure-iot-common";
import azureIothub from "azure-iothub";
import { expect } from "vitest";
import { createSasToken, type PolicyName } from "../../../src/hub/index.js";
import { absent, type Cell, type Run, row, type Scope, type Section } from "./cell.js";
import { keyOf, policyToken } from "./service-sign-in.js";

const policies = ["iothubowner", "service", "device", "registryRead", "registryReadWrite"] as const;

/** What each policy opens, and nothing else; each call once with its name and whether a policy may make it. */
const serviceCalls: readonly (readonly [
  name: string,
  allowed: readonly PolicyName[],
  call: (scope: Scope, connectionString: string) => Promise<unknown>,
])[] = [
  [
    "Registry.get",
    ["iothubowner", "registryRead", "registryReadWrite"],
    (scope, text) => azureIothub.Registry.fromConnectionString(text).get(scope.device()),
  ],
  [
    "Registry.create",
    ["iothubowner", "registryReadWrite"],
    (scope, text) =>
      azureIothub.Registry.fromConnectionString(text).create({ deviceId: scope.name() }),
  ],
  [
    "Registry.getTwin",
    ["iothubowner", "service"],
    (scope, text) => azureIothub.Registry.fromConnectionString(text).getTwin(scope.device()),
  ],
  [
    "Registry.createQuery",
    ["iothubowner", "service", "registryRead", "registryReadWrite"],
    (_scope, text) =>
      azureIothub.Registry.fromConnectionString(text)
        .createQuery("SELECT TOP 1 deviceId FROM devices")
        .next(),
  ],
  [
    "Registry.getRegistryStatistics",
    ["iothubowner", "registryRead", "registryReadWrite"],
    (_scope, text) => azureIothub.Registry.fromConnectionString(text).getRegistryStatistics(),
  ],
  [
    "Registry.addConfiguration",
    ["iothubowner", "registryReadWrite"],
    (scope, text) =>
      azureIothub.Registry.fromConnectionString(text).addConfiguration({
        id: scope.name(),
        schemaVersion: "1.0",
        content: { deviceContent: { "properties.desired.a": 1 } },
        targetCondition: "tags.site = 'nowhere'",
        priority: 1,
      }),
  ],
  [
    "JobClient.scheduleTwinUpdate",
    ["iothubowner", "service"],
    (scope, text) =>
      azureIothub.JobClient.fromConnectionString(text).scheduleTwinUpdate(
        scope.name(),
        "deviceId = 'nobody'",
        { tags: { a: 1 } },
        new Date(),
        60,
      ),
  ],
  [
    "DigitalTwinClient.getDigitalTwin",
    ["iothubowner", "service"],
    (scope, text) =>
      new azureIothub.DigitalTwinClient(
        new azureIothub.IoTHubTokenCredentials(text),
      ).getDigitalTwin(scope.device()),
  ],
  ["Client.send, Amqp", ["iothubowner", "service"], (scope, text) => send(scope, text, "Amqp")],
  ["Client.send, AmqpWs", ["iothubowner", "service"], (scope, text) => send(scope, text, "AmqpWs")],
];

async function send(scope: Scope, text: string, transport: "Amqp" | "AmqpWs"): Promise<void> {
  const client = azureIothub.Client.fromConnectionString(text, azureIothub[transport]);
  client.setRetryPolicy(new azureIotCommon.NoRetry());
  scope.defer(() => client.close());
  await client.send(scope.device(), "hello");
}

const mayNot = "refused, as the policy's permissions say";

/** Each policy and what its permissions open, and tokens that open nothing. */
export const serviceSignInSection: Section = {
  title: "What a service's policy opens",
  columns: policies,
  methods: [],
  rows: serviceCalls.map(([name, allowed, call]) =>
    row(policies, name, (policy): Cell | Run => {
      const run: Run = async (scope) => {
        await call(scope, scope.hub.policyConnectionString(policy));
      };
      if (allowed.includes(policy)) return run;
      return absent(mayNot, async (scope) => {
        const error = await run(scope).then(
          () => undefined,
          (thrown: Error & { statusCode?: number }) => thrown,
        );
        expect(error?.statusCode ?? error?.name).toBeOneOf([401, "UnauthorizedError"]);
      });
    }),
  ),
};

const signings = ["expired", "wrong key", "unknown policy"] as const;

/** Service tokens that prove nothing. */
export const badTokenSection: Section = {
  title: "Service tokens that are refused",
  columns: signings,
  methods: [],
  rows: ["Registry.get", "Client.send"].map((name) =>
    row(signings, name, (signing) => async (scope) => {
      const { hub } = scope;
      const hour = Math.floor(Date.now() / 1000) + 3600;
      const token = {
        expired: () => policyToken(hub, "iothubowner", -1),
        "wrong key": () => createSasToken(hub.hostName, "AAAA", hour, "iothubowner"),
        "unknown policy": () =>
          createSasToken(hub.hostName, keyOf(hub.connectionString), hour, "nobody"),
      }[signing]();
      const call = async (): Promise<unknown> => {
        if (name === "Registry.get") {
          return azureIothub.Registry.fromSharedAccessSignature(token).get(scope.device());
        }
        const client = azureIothub.Client.fromSharedAccessSignature(token);
        client.setRetryPolicy(new azureIotCommon.NoRetry());
        scope.defer(() => client.close());
        return client.send(scope.device(), "hello");
      };
      const error = await call().then(
        () => undefined,
        (thrown: Error & { readonly amqpError?: Error }) => thrown.amqpError ?? thrown,
      );
      expect(error?.name).toBe("UnauthorizedError");
    }),
  ),
};
