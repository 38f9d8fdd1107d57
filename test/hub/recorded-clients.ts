import { once } from "node:events";
import { Readable } from "node:stream";
import { EventHubConsumerClient, earliestEventPosition } from "@azure/event-hubs";
import azureIotDevice from "azure-iot-device";
import azureIotDeviceHttp from "azure-iot-device-http";
import type { HubMessages } from "../../src/azure/service.js";
import type { Hub } from "../../src/hub/index.js";
import { receivingDevice } from "./device-messages-sdk.js";
import { provisioningService, register, type TransportName } from "./provisioning-sdk.js";
import { service } from "./sdk.js";

/** A device over HTTP: telemetry, one by one and together, a message that it fetches and settles, and a file. */
export async function talkOverHttp(hub: Hub, messages: HubMessages): Promise<void> {
  const { Message } = azureIotDevice;
  const { Http } = azureIotDeviceHttp;
  await messages.send("dev1", { body: "hello", ack: "full" });
  const { client, next } = await receivingDevice(hub, "dev1", Http, { interval: 0.02 });
  await client.complete(await next());
  await client.sendEvent(new Message("one"));
  await client.sendEventBatch([new Message("two"), new Message("three")]);
  await client.uploadToBlob("a b/file.txt", Readable.from(["hello world"]), 11);
  await client.close();
}

/** A device that registers, over each protocol, and asks what has become of it. */
export async function registerOverAll(hub: Hub): Promise<void> {
  const names: readonly TransportName[] = ["Mqtt", "MqttWs", "Amqp", "AmqpWs", "Http"];
  for (const transport of names) {
    const registrationId = `reg-${transport}`.toLowerCase();
    await register(hub.addEnrollment({ registrationId }), { transport, payload: { zone: 1 } });
  }
}

/** The service API of the provisioning service. */
export async function enroll(hub: Hub): Promise<void> {
  const client = provisioningService(hub);
  const attestation = { type: "symmetricKey" } as const;
  const { responseBody } = await client.createOrUpdateIndividualEnrollment({
    registrationId: "reg-service",
    attestation,
    initialTwin: { tags: { site: "lab" }, properties: { desired: { rate: 5 } } },
  } as never);
  await client.createOrUpdateEnrollmentGroup({ enrollmentGroupId: "group", attestation } as never);
  await client.getIndividualEnrollmentAttestationMechanism("reg-service");
  await client.createIndividualEnrollmentQuery({ query: "SELECT * FROM enrollments" }, 2).next();
  const bulk = { mode: "update", enrollments: [responseBody] } as never;
  await new Promise((resolve) => client.runBulkEnrollmentOperation(bulk, resolve));
  await client.getDeviceRegistrationState("reg-http");
  await client.deleteEnrollmentGroup("group");
}

/** A service that receives over AMQP: feedback, news of files, and events by the Event Hubs client. */
export async function receiveOverAmqp(hub: Hub): Promise<void> {
  const client = service(hub);
  await client.open();
  const { result: feedback } = await client.getFeedbackReceiver();
  if (feedback) await once(feedback, "message");
  const { result: files } = await client.getFileNotificationReceiver();
  if (files) await once(files, "message");
  await client.close();
  const consumer = new EventHubConsumerClient("$Default", hub.eventHubsConnectionString);
  await new Promise<void>((resolve, reject) => {
    consumer.subscribe(
      {
        processEvents: async (events) => void (events.length > 0 && resolve()),
        processError: async (error) => reject(error),
      },
      { startPosition: earliestEventPosition, maxWaitTimeInSeconds: 1 },
    );
  });
  await consumer.close();
}
