import type { Descriptor } from "../../client/descriptor.js";
import { invokeCommand } from "../../client/service/invoke.js";
import { updateDesired } from "../../client/service/update.js";
import type { ServiceTarget } from "../../client/transport.js";
import { isPnpError, PnpError } from "../../errors.js";
import type { DemoRefusal } from "./demo-result.js";

/** Something that must not succeed. */
interface Attempt {
  readonly attempt: string;
  run(): Promise<unknown>;
}

/**
 * Tries what the model or the hub forbids and records each refusal. `countWrites` tells how many writing requests
 * have reached the hub so far, so that `sent` is an observation.
 */
export async function collectRefusals(
  target: ServiceTarget,
  descriptor: Descriptor,
  value: number,
  staleEtag: string,
  countWrites: () => number,
): Promise<readonly DemoRefusal[]> {
  const write = (component: string, property: string, written: unknown, etag?: string) => () =>
    updateDesired(
      target,
      descriptor,
      [{ component, property, value: written }],
      etag === undefined ? {} : { etag },
    );
  const attempts: readonly Attempt[] = [
    {
      attempt: "a string for thermostat1.targetTemperature",
      run: write("thermostat1", "targetTemperature", `${value}`),
    },
    {
      attempt: "a write to read-only thermostat1.maxTempSinceLastReboot",
      run: write("thermostat1", "maxTempSinceLastReboot", value),
    },
    {
      attempt: "a write to the unknown component thermostat3",
      run: write("thermostat3", "targetTemperature", value),
    },
    {
      attempt: "thermostat1*getMaxMinReport since yesterday, in words",
      run: () =>
        invokeCommand(
          target,
          descriptor,
          { component: "thermostat1", command: "getMaxMinReport" },
          "yesterday",
          {},
        ),
    },
    {
      attempt: `a write with the stale etag ${staleEtag}`,
      run: write("thermostat1", "targetTemperature", value, staleEtag),
    },
  ];
  const refusals: DemoRefusal[] = [];
  for (const { attempt, run } of attempts) {
    const before = countWrites();
    const error = await failureOf(run, attempt);
    refusals.push({
      attempt,
      code: error.code,
      message: error.message,
      sent: countWrites() > before,
    });
  }
  return refusals;
}

async function failureOf(run: () => Promise<unknown>, attempt: string): Promise<PnpError> {
  try {
    await run();
  } catch (error) {
    if (isPnpError(error)) return error;
    throw error;
  }
  throw new PnpError("PNP_CHECK_FAILED", `The demo expected a refusal: ${attempt}.`);
}
