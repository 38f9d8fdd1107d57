import type { Message } from "rhea";
import type { MethodAnswer } from "../methods.js";
import { ServiceError } from "../service-error.js";
import { amqpProblem } from "./conditions.js";
import { openWindow } from "./credit.js";
import type { DeviceSessions } from "./device-sessions.js";
import type { LinkServer } from "./link.js";
import { bodyBytes, fieldMap, idText } from "./message-fields.js";
import { Outbox } from "./outbox.js";

const answersAhead = 100;
const statusProperty = "IoThub-status";

/** `/devices/{d}[/modules/{m}]/methods/devicebound`: direct methods go out, their answers come in. */
export function createDeviceMethods(sessions: DeviceSessions): LinkServer<"deviceMethods"> {
  return {
    send(sender, attachment) {
      attachment.peer.core.throttles?.checkTier("method");
      const session = sessions.of(attachment);
      const outbox = new Outbox(sender, attachment.peer.trace);
      session.methods.add(outbox);
      attachment.peer.core.methods.ready(session);
      return () => session.methods.delete(outbox);
    },
    receive(receiver, { peer, address: { target } }) {
      peer.core.throttles?.checkTier("method");
      receiver.on("message", ({ message, delivery }) => {
        if (!message || !delivery) return;
        peer.core.sessions.touch(target);
        try {
          // Node answers on a link of its own, so only the id tells which call it is.
          peer.core.methods.answer(target, idText(message.correlation_id) ?? "", answerOf(message));
          delivery.accept();
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          peer.refused(error, "answer a direct method", target);
          delivery.reject({ ...amqpProblem(error) });
        }
      });
      openWindow(receiver, answersAhead);
      return undefined;
    },
  };
}

function answerOf(message: Message): MethodAnswer {
  const status = fieldMap(message.application_properties)[statusProperty];
  if (typeof status === "number" && Number.isInteger(status)) {
    return { status, payload: bodyBytes(message.body).toString("utf8") };
  }
  throw new ServiceError(
    "ArgumentInvalid",
    `${statusProperty} of the answer is ${JSON.stringify(status ?? null)}; expected an integer`,
  );
}
