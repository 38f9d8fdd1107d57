import { requireTargetId } from "../client/target-id.js";
import type {
  CommandAnswer,
  CommandTimeouts,
  ServiceTransport,
  TargetId,
  Twin,
} from "../client/transport.js";
import { PnpError } from "../errors.js";
import { targetName, translateSdkError } from "./error-translation.js";
import { requireExact, toExactJson } from "./exact-numbers.js";
import type { HubClients } from "./hub-clients.js";

/** Hands out the SDK's clients, loading the SDK the first time. */
export type LoadClients = () => Promise<HubClients>;

/** A {@link ServiceTransport} over azure-iothub. */
export function createServiceTransport(host: string, load: LoadClients): ServiceTransport {
  const attempt = async <T>(
    action: string,
    target: TargetId,
    call: (clients: HubClients) => Promise<T>,
  ): Promise<T> => {
    requireTargetId(target);
    const clients = await load();
    try {
      return await call(clients);
    } catch (error) {
      throw translateSdkError(error, { action, host, target });
    }
  };

  return {
    async readTwin(target) {
      const { deviceId, moduleId } = target;
      const answer = await attempt("read the twin", target, ({ registry }) =>
        moduleId === undefined
          ? registry.getTwin(deviceId)
          : registry.getModuleTwin(deviceId, moduleId),
      );
      return twinOf(answer.responseBody, target);
    },

    async patchDesired(target, patch, etag = "*") {
      const { deviceId, moduleId } = target;
      const desired = toExactJson(patch, `the desired properties of ${targetName(target)}`);
      const update = { properties: { desired } };
      const answer = await attempt("change the desired properties", target, ({ registry }) =>
        moduleId === undefined
          ? registry.updateTwin(deviceId, update, etag)
          : registry.updateModuleTwin(deviceId, moduleId, update, etag),
      );
      return twinOf(answer.responseBody, target);
    },

    async invokeMethod(target, call) {
      const { deviceId, moduleId } = target;
      const request = {
        methodName: call.name,
        payload: toExactJson(call.payload ?? null, `the request of ${call.name}`),
        ...timeouts(call),
      };
      const answer = await attempt(`invoke ${call.name}`, target, ({ methods }) =>
        moduleId === undefined
          ? methods.invokeDeviceMethod(deviceId, request)
          : methods.invokeDeviceMethod(deviceId, moduleId, request),
      );
      return exactAnswer(call.name, answer.result);
    },

    async readDigitalTwin(target) {
      const id = digitalTwinId(target);
      const answer = await attempt("read the digital twin", target, ({ digitalTwins }) =>
        digitalTwins.getDigitalTwin(id),
      );
      // The SDK hangs the HTTP response on the document it returns.
      const { _response: response, ...digitalTwin } = answer as unknown as DigitalTwinAnswer;
      requireExact(digitalTwin, `the digital twin of ${id}`);
      return { digitalTwin, etag: bare(response.parsedHeaders.eTag) };
    },

    async patchDigitalTwin(target, patch, etag) {
      const id = digitalTwinId(target);
      const operations = toExactJson(patch, `the patch for the digital twin of ${id}`) as object[];
      await attempt("patch the digital twin", target, ({ digitalTwins }) =>
        etag === undefined
          ? digitalTwins.updateDigitalTwin(id, operations)
          : digitalTwins.updateDigitalTwin(id, operations, quoted(etag)),
      );
    },

    async invokeDigitalTwinCommand(target, { component, command, payload, ...rest }) {
      const id = digitalTwinId(target);
      const name = component === undefined ? command : `${component}*${command}`;
      // The SDK refuses a request without payload, though the hub would take one.
      const request = toExactJson(payload ?? {}, `the request of ${name}`);
      const options = timeouts(rest);
      const answer = await attempt(`invoke ${name}`, target, ({ digitalTwins }) =>
        component === undefined
          ? digitalTwins.invokeCommand(id, command, request, options)
          : digitalTwins.invokeComponentCommand(id, component, command, request, options),
      );
      const status = Number(answer?.xMsCommandStatuscode);
      return exactAnswer(name, { status, payload: answer?.body });
    },

    async close() {
      // Registry and method calls are single HTTP requests; there is no connection to close.
    },
  };
}

interface DigitalTwinAnswer extends Readonly<Record<string, unknown>> {
  readonly _response: { readonly parsedHeaders: { readonly eTag: string } };
}

/** The SDK's Twin is an object with methods and a private member; what remains is the document as it came. */
function twinOf(answer: object, target: TargetId): Twin {
  const { _registry, ...twin } = answer as Twin & { readonly _registry: unknown };
  requireExact(twin, `the twin of ${targetName(target)}`);
  return twin as Twin;
}

function exactAnswer(name: string, { status, payload }: CommandAnswer): CommandAnswer {
  const response = { status, payload: payload ?? null };
  requireExact(response.payload, `the response of ${name}`, { response });
  return response;
}

interface SdkTimeouts {
  readonly connectTimeoutInSeconds: number;
  readonly responseTimeoutInSeconds: number;
}

function timeouts(call: CommandTimeouts): SdkTimeouts {
  return {
    connectTimeoutInSeconds: inRange("connectTimeoutSeconds", call.connectTimeoutSeconds ?? 0, 0),
    responseTimeoutInSeconds: inRange(
      "responseTimeoutSeconds",
      call.responseTimeoutSeconds ?? 30,
      5,
    ),
  };
}

/** The hub takes whole seconds up to 300; a value it would refuse is refused before the call. */
function inRange(name: string, seconds: number, minimum: number): number {
  if (Number.isInteger(seconds) && seconds >= minimum && seconds <= 300) return seconds;
  throw new PnpError(
    "PNP_USAGE",
    `${name} must be a whole number from ${minimum} to 300, not ${seconds}.`,
  );
}

function digitalTwinId({ deviceId, moduleId }: TargetId): string {
  if (moduleId === undefined) return deviceId;
  throw new PnpError("PNP_USAGE", `Module ${deviceId}/${moduleId} has no digital twin.`, {
    hint: "The hub keeps digital twins of devices only; use the twin of the module.",
  });
}

/** The digital twin's etag comes in the quotes of its header, the twin's without; callers see one form. */
function bare(etag: string): string {
  return etag.replace(/^(?:W\/)?"(.*)"$/, "$1");
}

/** An entity tag stands in quotes in `If-Match` (RFC 9110, 13.1.1); a twin carries its own without. */
function quoted(etag: string): string {
  return etag === "*" || /^(W\/)?".*"$/.test(etag) ? etag : `"${etag}"`;
}
