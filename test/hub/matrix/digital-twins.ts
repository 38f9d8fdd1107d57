import azureIothub from "azure-iothub";
import { expect } from "vitest";
import {
  absent,
  type Cell,
  methodsOf,
  type Row,
  type Run,
  row,
  type Scope,
  type Section,
} from "./cell.js";
import { newDevice } from "./device-client.js";
import { policyToken } from "./service-sign-in.js";

type DigitalTwins = InstanceType<typeof azureIothub.DigitalTwinClient>;

const columns = ["IoTHubTokenCredentials", "SAS token", "Entra"] as const;
type Column = (typeof columns)[number];

/** The SDK's own credentials, or ones that sign with a header of ours: it asks for nothing but these two members. */
function clientOf(scope: Scope, column: Column): DigitalTwins {
  const { hub } = scope;
  if (column === "IoTHubTokenCredentials") {
    const credentials = new azureIothub.IoTHubTokenCredentials(hub.connectionString);
    return new azureIothub.DigitalTwinClient(credentials);
  }
  const credentials = {
    getHubName: () => hub.hostName,
    signRequest: async (request: { headers: { set(name: string, value: string): void } }) => {
      const bearer = async () =>
        `Bearer ${(await hub.credential().getToken("https://iothubs.azure.net/.default")).token}`;
      const header = column === "Entra" ? await bearer() : policyToken(hub, "service");
      request.headers.set("authorization", header);
      return request;
    },
  };
  return new azureIothub.DigitalTwinClient(
    credentials as unknown as InstanceType<typeof azureIothub.IoTHubTokenCredentials>,
  );
}

function twinRow(
  call: string,
  run: (client: DigitalTwins, scope: Scope) => Promise<void>,
  keysOnly?: string,
): Row {
  return row(columns, call, (column): Cell | Run => {
    const green: Run = async (scope) => run(clientOf(scope, column), scope);
    if (keysOnly === undefined || column !== "Entra") return green;
    return absent(keysOnly, async (scope) => {
      await expect(green(scope)).rejects.toMatchObject({ statusCode: 401 });
    });
  });
}

/** A device of a model that answers every command with what it was asked. */
async function answering(scope: Scope): Promise<string> {
  const { deviceId, client } = await newDevice(scope, "Mqtt");
  for (const name of ["reboot", "thermostat1*getMaxMinReport"]) {
    client.onDeviceMethod(name, (request, response) => {
      void response.send(202, { got: request.payload });
    });
  }
  return deviceId;
}

const times = { connectTimeoutInSeconds: 10, responseTimeoutInSeconds: 10 };
const refused =
  "the service takes no Entra token for commands of digital twins, and neither does the hub";

export const digitalTwinSection: Section = {
  title: "azure-iothub, DigitalTwinClient",
  columns,
  rows: [
    twinRow("getDigitalTwin", async (client, scope) => {
      const deviceId = scope.device();
      expect(await client.getDigitalTwin(deviceId)).toMatchObject({ $dtId: deviceId });
    }),
    twinRow("updateDigitalTwin", async (client, scope) => {
      const deviceId = scope.device();
      const patch = [{ op: "add", path: "/targetTemperature", value: 21.5 }];
      const eTag = '"AAAAAAAAAAE="';
      await client.updateDigitalTwin(deviceId, patch, eTag);
      expect(await client.getDigitalTwin(deviceId)).toMatchObject({
        $metadata: { targetTemperature: { desiredValue: 21.5, desiredVersion: 2 } },
      });
      await expect(client.updateDigitalTwin(deviceId, patch, eTag)).rejects.toMatchObject({
        statusCode: 412,
      });
    }),
    twinRow(
      "invokeCommand",
      async (client, scope) => {
        const deviceId = await answering(scope);
        const answer = await client.invokeCommand(deviceId, "reboot", { delay: 3 }, times);
        expect(answer).toMatchObject({ xMsCommandStatuscode: 202, body: { got: { delay: 3 } } });
      },
      refused,
    ),
    twinRow(
      "invokeComponentCommand",
      async (client, scope) => {
        const deviceId = await answering(scope);
        const name = ["thermostat1", "getMaxMinReport"] as const;
        const answer = await client.invokeComponentCommand(deviceId, ...name, "since", times);
        expect(answer).toMatchObject({ xMsCommandStatuscode: 202, body: { got: "since" } });
      },
      refused,
    ),
  ],
  methods: methodsOf(azureIothub.DigitalTwinClient, Object.prototype),
};
