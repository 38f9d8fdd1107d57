import rhea, { type Message, type Receiver, type Sender } from "rhea";
import { detailErrorBody } from "../error-body.js";
import type { RegistrationAnswer } from "../provisioning/registrar.js";
import { ServiceError } from "../service-error.js";
import { type AmqpProblem, amqpProblem } from "./conditions.js";
import { openWindow } from "./credit.js";
import type { AmqpPeer, Attachment, LinkServer } from "./link.js";
import { bodyBytes, fieldMap, fieldText } from "./message-fields.js";
import { Outbox } from "./outbox.js";

const requestsAhead = 10;

/** Whether a SASL user name is that of a device which registers: `<id scope>/registrations/<registration id>`. */
export function isRegistrantName(userName: string): boolean {
  return /^[^/]+\/registrations\/[^/]+$/.test(userName);
}

type Registering = Attachment<"registration">;

/**
 * `{id scope}/registrations/{registration id}`: devices ask on one link and are answered on the other, each answer
 * with the correlation id of its question. Refusals are rejected deliveries; the service's error is their description.
 */
export function createRegistrationServer(): LinkServer<"registration"> {
  /** Where the devices of each connection are answered, by address. */
  const outboxes = new WeakMap<AmqpPeer, Map<string, Outbox>>();
  return {
    send(sender, attachment) {
      if (!isAdmitted(sender, attachment)) return undefined;
      const { peer, address } = attachment;
      const own = outboxes.get(peer) ?? new Map<string, Outbox>();
      outboxes.set(peer, own);
      const outbox = new Outbox(sender, peer.trace);
      own.set(address.registrationId, outbox);
      return () => {
        if (own.get(address.registrationId) === outbox) own.delete(address.registrationId);
      };
    },
    receive(receiver, attachment) {
      if (!isAdmitted(receiver, attachment)) return undefined;
      const { peer, address } = attachment;
      receiver.on("message", ({ message, delivery }) => {
        if (!message || !delivery) return;
        try {
          const outbox = outboxes.get(peer)?.get(address.registrationId);
          if (!outbox) throw new ServiceError("GenericBadRequest", "There is no link to answer on");
          const answer = answerTo(message, attachment);
          delivery.accept();
          outbox.put(answerMessage(message, answer));
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          peer.refused(error, `register ${address.registrationId}`);
          delivery.reject({ ...problemOf(error, peer) });
        }
      });
      openWindow(receiver, requestsAhead);
      return undefined;
    },
  };
}

/** Closes the link of a device that means another service. */
function isAdmitted(link: Sender | Receiver, { peer, address }: Registering): boolean {
  const { idScope } = peer.core.provisioning;
  if (address.idScope === idScope) return true;
  const problem = `the id scope is ${address.idScope}, this service's is ${idScope}`;
  const error = new ServiceError("IotHubUnauthorizedAccess", `Unauthorized: ${problem}`);
  peer.refused(error, `attach ${address.idScope}/registrations/${address.registrationId}`);
  // Node's SDK waits 45 seconds for more when a link alone is refused to it.
  link.session.close({ ...problemOf(error, peer) });
  return false;
}

function answerTo(message: Message, { peer, address }: Registering): RegistrationAnswer {
  const { registrar } = peer.core.provisioning;
  const registrant = peer.registrant(address.registrationId);
  const properties = fieldMap(message.application_properties);
  const operation = fieldText(properties["iotdps-operation-type"]);
  switch (operation) {
    case "iotdps-register":
      return registrar.register(registrant, bodyBytes(message.body).toString("utf8"));
    case "iotdps-get-operationstatus":
      return registrar.outcome(registrant, fieldText(properties["iotdps-operation-id"]) ?? "");
    case "iotdps-get-registration":
      return { document: registrar.state(registrant) };
    default:
      throw new ServiceError(
        "ArgumentInvalid",
        `iotdps-operation-type is ${JSON.stringify(operation ?? null)}; expected iotdps-register or iotdps-get-operationstatus`,
      );
  }
}

function answerMessage(
  { correlation_id }: Message,
  { document, retryAfter }: RegistrationAnswer,
): Message {
  return {
    ...(correlation_id === undefined ? {} : { correlation_id }),
    ...(retryAfter === undefined
      ? {}
      : // As text: Node's SDK takes the number 0 for no answer.
        { application_properties: { "retry-after": String(retryAfter) } }),
    body: rhea.message.data_section(Buffer.from(JSON.stringify(document))),
  };
}

function problemOf(error: ServiceError, { core }: AmqpPeer): AmqpProblem {
  const occasion = { trackingId: core.ids.uuid(), now: core.clock.now() };
  return { ...amqpProblem(error), description: detailErrorBody(error, occasion) };
}
