import type { JsonRecord } from "../../convention/record.js";
import type { HubCore } from "../hub-core.js";
import type { Identity } from "../registry.js";
import { clientId } from "../target.js";
import type { Keyed } from "./page.js";
import type { Rows } from "./run-query.js";

/** The collections of a hub, each ordered by its keys: ids of devices and modules, or the order jobs were made in. */
export function rowsOf(core: HubCore): Rows {
  return (source, after) => {
    if (source === "devices.jobs") return core.jobs.deviceRows();
    const devices = core.registry.devices();
    return twins(
      core,
      source === "devices"
        ? devices
        : devices.flatMap(({ deviceId }) => core.registry.modulesOf(deviceId)),
      after,
    );
  };
}

/** Twins are put together only while they are asked for. */
function* twins(
  core: HubCore,
  identities: readonly Identity[],
  after: string,
): Iterable<Keyed<JsonRecord>> {
  const byKey = new Map(identities.map((identity) => [clientId(identity), identity]));
  const keys = [...byKey.keys()].filter((key) => key > after).sort();
  for (const key of keys) {
    const identity = byKey.get(key);
    if (identity) yield { key, value: core.twinDocument(identity) };
  }
}
