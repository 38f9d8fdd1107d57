import { type CallOptions, sharedTime } from "../call-options.js";
import { systemClock } from "../clock.js";
import type { Descriptor } from "../descriptor.js";
import type { ServiceTarget, Twin } from "../transport.js";
import { requireModel } from "./require-model.js";
import type { ServiceClientOptions } from "./service-types.js";

/** Whether a device follows the model of its client. */
export interface ModelCheck {
  /** The twin of a device that does. Throws `PNP_MODEL_NOT_FOUND` for another. */
  readTwin(options?: CallOptions): Promise<Twin>;
  /**
   * For a call that reads no twin of its own: the first one reads it, the others trust that. `check` comes before, so
   * that what the model forbids does not even read. Answers the options with the time that is left.
   */
  before<O extends CallOptions>(options: O, check: () => void): Promise<O>;
}

export function createModelCheck(
  target: ServiceTarget,
  descriptor: Descriptor,
  options: ServiceClientOptions,
): ModelCheck {
  let follows = options.assumeModel === true || descriptor.id === "";
  const readTwin = async (call?: CallOptions): Promise<Twin> => {
    const twin = await target.transport.readTwin(target, call);
    requireModel(target, descriptor, twin.modelId, options);
    follows = true;
    return twin;
  };
  return {
    readTwin,
    async before(call, check) {
      if (follows) return call;
      check();
      const time = sharedTime(call, options.clock ?? systemClock);
      await readTwin(time());
      return call.timeoutSeconds === undefined ? call : { ...call, ...time() };
    },
  };
}
