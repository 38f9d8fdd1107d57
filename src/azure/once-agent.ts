import type { ClientRequest } from "node:http";
import { Agent } from "node:https";

/**
 * An agent under which DigitalTwinClient sends a request once. The client repeats what ended with a socket code such
 * as ECONNRESET after half a minute, commands too, and offers no option against it; it knows the code only when it
 * stands alone. So the code gets a word in front, by which people and `sdk-failure.ts` still read it.
 */
export function onceAgent(): Agent {
  return new OnceAgent();
}

class OnceAgent extends Agent {
  // The types leave this method out; https calls it for every request, before anybody else can listen.
  addRequest(request: ClientRequest, ...rest: unknown[]): void {
    request.prependListener("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== undefined && !error.code.startsWith(prefix)) {
        error.code = `${prefix}${error.code}`;
      }
    });
    Reflect.apply(addRequest, this, [request, ...rest]);
  }
}

const prefix = "once ";
const addRequest: (...args: unknown[]) => void = Reflect.get(Agent.prototype, "addRequest");
