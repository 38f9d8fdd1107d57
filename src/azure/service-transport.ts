import type { CallOptions } from "../client/call-options.js";
import { checkTimeouts } from "../client/command-timeouts.js";
import { requireEtag } from "../client/etag.js";
import { requireTargetId } from "../client/target-id.js";
import type {
  CommandAnswer,
  CommandTimeouts,
  DigitalTwinPatched,
  ServiceTransport,
  TargetId,
  Twin,
} from "../client/transport.js";
import { toTwinJson } from "../client/twin-numbers.js";
import { exactJson, parseExactJson } from "../convention/json-text.js";
import { PnpError } from "../errors.js";
import type { Attempt } from "./attempt.js";
import { namingDirectMethod } from "./digital-twin-refusal.js";
import { bare, quoted } from "./entity-tag.js";
import { targetName } from "./error-translation.js";
import { requireExact, toExactJson } from "./exact-numbers.js";

/** A {@link ServiceTransport} over azure-iothub. */
export function createServiceTransport(attempt: Attempt): ServiceTransport {
  return {
    async readTwin(target, options) {
      requireTargetId(target);
      const { deviceId, moduleId } = target;
      const answer = await attempt(
        { action: "read the twin", target, repeatable: true, reads: true, options },
        ({ registry }) =>
          moduleId === undefined
            ? registry.getTwin(deviceId)
            : registry.getModuleTwin(deviceId, moduleId),
      );
      return twinOf(answer.responseBody, target);
    },

    async patchTwin(target, { tags, desired }, options = {}) {
      requireTargetId(target);
      requireEtag(options.etag);
      const { deviceId, moduleId } = target;
      const { etag = "*" } = options;
      const update = toTwinJson(
        {
          ...(tags === undefined ? {} : { tags }),
          ...(desired === undefined ? {} : { properties: { desired } }),
        },
        `The change of the twin of ${targetName(target)}`,
      ) as object;
      const action = desired === undefined ? "change the tags" : "change the desired properties";
      const answer = await attempt(
        { action, target, repeatable: isGuarded(etag), options },
        ({ registry }) =>
          moduleId === undefined
            ? registry.updateTwin(deviceId, update, etag)
            : registry.updateModuleTwin(deviceId, moduleId, update, etag),
      );
      return twinOf(answer.responseBody, target);
    },

    async replaceTwin(target, { tags, desired }, options = {}) {
      requireTargetId(target);
      requireEtag(options.etag);
      const { etag = "*" } = options;
      const what = `The new twin of ${targetName(target)}`;
      const body = exactJson(toTwinJson({ tags, properties: { desired } }, what));
      // The SDK reads, patches and lists twins, but cannot replace one.
      const answer = await attempt(
        { action: "replace the twin", target, repeatable: isGuarded(etag), options },
        ({ request }) =>
          request({ method: "PUT", path: twinPath(target), ifMatch: quoted(etag), body }),
      );
      return twinOf(parseExactJson(answer.text) as object, target);
    },

    async invokeMethod(target, call, options) {
      requireTargetId(target);
      const { deviceId, moduleId } = target;
      const times = timeouts(call);
      const request = {
        methodName: call.name,
        payload: toExactJson(call.payload ?? null, `the request of ${call.name}`),
        ...times,
      };
      const answer = await attempt(
        {
          action: `invoke ${call.name}`,
          target,
          repeatable: false,
          options: longEnough(times, options),
        },
        ({ methods }) =>
          moduleId === undefined
            ? methods.invokeDeviceMethod(deviceId, request)
            : methods.invokeDeviceMethod(deviceId, moduleId, request),
      );
      return exactAnswer(call.name, answer.result);
    },

    async readDigitalTwin(target, options) {
      const id = digitalTwinId(target);
      const answer = await attempt(
        { action: "read the digital twin", target, repeatable: true, reads: true, options },
        ({ digitalTwins }) => digitalTwins.getDigitalTwin(id),
      );
      // The SDK hangs the HTTP response on the document it returns.
      const { _response: response, ...digitalTwin } = answer as unknown as DigitalTwinAnswer;
      requireExact(digitalTwin, `the digital twin of ${id}`);
      return { digitalTwin, etag: bare(response.parsedHeaders.eTag ?? "") };
    },

    async patchDigitalTwin(target, patch, options = {}) {
      const id = digitalTwinId(target);
      requireEtag(options.etag);
      const { etag = "*" } = options;
      const what = `The patch for the digital twin of ${id}`;
      const operations = toTwinJson(patch, what) as object[];
      return attempt(
        { action: "patch the digital twin", target, repeatable: isGuarded(etag), options },
        ({ digitalTwins }) =>
          // The promise of the SDK is of the body, which there is none; its callback is given the headers.
          new Promise<DigitalTwinPatched>((resolve, reject) => {
            digitalTwins.updateDigitalTwin(id, operations, quoted(etag), (error, _, response) => {
              const after = response?.headers.get("etag");
              if (error) reject(error);
              else resolve(after === undefined ? {} : { etag: bare(after) });
            });
          }),
      );
    },

    async invokeDigitalTwinCommand(target, { component, command, payload, ...rest }, options) {
      const id = digitalTwinId(target);
      const name = component === undefined ? command : `${component}*${command}`;
      // The SDK refuses a request without payload, though the hub would take one.
      const request = toExactJson(payload ?? {}, `the request of ${name}`);
      const times = timeouts(rest);
      const answer = await attempt(
        {
          action: `invoke ${name}`,
          target,
          repeatable: false,
          options: longEnough(times, options),
        },
        ({ digitalTwins }) =>
          component === undefined
            ? digitalTwins.invokeCommand(id, command, request, times)
            : digitalTwins.invokeComponentCommand(id, component, command, request, times),
      ).catch(namingDirectMethod);
      const status = Number(answer?.xMsCommandStatuscode);
      return exactAnswer(name, { status, payload: answer?.body });
    },

    async close() {
      // Registry and method calls are single HTTP requests; there is no connection to close.
    },
  };
}

interface DigitalTwinAnswer extends Readonly<Record<string, unknown>> {
  readonly _response: { readonly parsedHeaders: { readonly eTag?: string } };
}

/** The SDK's Twin is an object with methods and a private member; what remains is the document as it came. */
function twinOf(answer: object, target: TargetId): Twin {
  const { _registry, ...twin } = answer as Twin & { readonly _registry: unknown };
  requireExact(twin, `the twin of ${targetName(target)}`);
  return twin as Twin;
}

function twinPath({ deviceId, moduleId }: TargetId): string {
  const device = `/twins/${encodeURIComponent(deviceId)}`;
  return moduleId === undefined ? device : `${device}/modules/${encodeURIComponent(moduleId)}`;
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
  const { connectTimeoutSeconds = 0, responseTimeoutSeconds = 30 } = checkTimeouts(call);
  return {
    connectTimeoutInSeconds: connectTimeoutSeconds,
    responseTimeoutInSeconds: responseTimeoutSeconds,
  };
}

/** Seconds that the hub may take beyond the time it gives a device. */
const spareSeconds = 30;

/** A caller who lets the device take longer than the usual deadline means to wait for it. */
function longEnough(times: SdkTimeouts, options: CallOptions = {}): CallOptions {
  const { connectTimeoutInSeconds, responseTimeoutInSeconds } = times;
  const timeoutSeconds = connectTimeoutInSeconds + responseTimeoutInSeconds + spareSeconds;
  return { timeoutSeconds, ...options };
}

function digitalTwinId(target: TargetId): string {
  requireTargetId(target);
  const { deviceId, moduleId } = target;
  if (moduleId === undefined) return deviceId;
  throw new PnpError("PNP_USAGE", `Module ${deviceId}/${moduleId} has no digital twin.`, {
    hint: "The hub keeps digital twins of devices only; use the twin of the module.",
  });
}

/** Whether the etag stands for one state, so that a repetition cannot undo what somebody else did in between. */
function isGuarded(etag: string): boolean {
  return etag !== "*";
}
