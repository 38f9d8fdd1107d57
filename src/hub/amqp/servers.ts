import { deviceMessagesServer } from "./device-messages.js";
import { createDeviceMethods } from "./device-methods.js";
import { DeviceSessions } from "./device-sessions.js";
import { createDeviceTelemetry } from "./device-telemetry.js";
import { createDeviceTwin } from "./device-twin.js";
import { createEventHubManagement } from "./event-hub/management.js";
import { createPartitionServer } from "./event-hub/partition-server.js";
import { createEventsRedirect } from "./event-hub/redirect.js";
import { feedbackServer } from "./feedback.js";
import { fileNotificationsServer } from "./file-notifications.js";
import type { LinkServers } from "./link.js";
import { createRegistrationServer } from "./registration.js";
import { serviceMessagesServer } from "./service-messages.js";

/** The servers of the Event Hubs-compatible endpoint. */
export function createEventServers(): LinkServers {
  return {
    eventHubManagement: createEventHubManagement(),
    partition: createPartitionServer(),
  };
}

/** The servers of all kinds of address that the hub offers over AMQP; `$cbs` belongs to each connection. */
export function createLinkServers(events: LinkServers): LinkServers {
  const sessions = new DeviceSessions();
  return {
    ...events,
    deviceEvents: sessions.keep(createDeviceTelemetry(sessions)),
    deviceTwin: sessions.keep(createDeviceTwin(sessions)),
    deviceMethods: sessions.keep(createDeviceMethods(sessions)),
    deviceMessages: sessions.keep(deviceMessagesServer),
    feedback: feedbackServer,
    fileNotifications: fileNotificationsServer,
    serviceMessages: serviceMessagesServer,
    registration: createRegistrationServer(),
    eventsRedirect: createEventsRedirect(),
  };
}
