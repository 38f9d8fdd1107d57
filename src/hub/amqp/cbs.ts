import { isPnpError } from "../../errors.js";
import type { LinkServer } from "./link.js";
import { serveRequests } from "./requests.js";

/** Claims-based security: where a client shows the tokens that open the addresses of its other links. */
export function createCbs(present: (name: string, token: string) => void): LinkServer<"cbs"> {
  return {
    send: () => undefined,
    receive: (receiver) =>
      serveRequests(receiver, "$cbs", ({ operation, properties, body }) => {
        if (operation !== "put-token") {
          return { status: 501, description: `$cbs knows put-token, not ${operation}` };
        }
        if (typeof body !== "string") {
          return { status: 400, description: "the token must be a string in an AMQP value" };
        }
        try {
          present(String(properties.name), body);
          return { status: 200, description: "OK" };
        } catch (error) {
          if (!isPnpError(error)) throw error;
          return { status: 401, description: error.message };
        }
      }),
  };
}
