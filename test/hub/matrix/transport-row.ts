import { expect } from "vitest";
import { absent, type Cell, type Row, type Run, row, type Scope } from "./cell.js";
import { type TransportName, transportNames } from "./device-client.js";

// Reasons, by the files of the SDK's packages that give them.
export const noConnection =
  "http.js: has no connection, so no twin, methods, inputs and outputs (NotImplementedError)";
export const noModule =
  "http.js: addresses /devices/{deviceId} only, which a module's key does not open";
export const noBatch =
  "mqtt.js, amqp.js: sendEventBatch and sendOutputEventBatch throw NotImplementedError";
export const noSettling = "mqtt.js: reject and abandon throw NotImplementedError";
export const noGateway =
  "method_client.js: calls a gateway's methods; a hub without IoT Edge does not take a module's key for them";

/** A run that must fail in the SDK itself. */
function refusesItself(run: Run): Run {
  return async (scope) => {
    await expect(run(scope)).rejects.toMatchObject({ name: "NotImplementedError" });
  };
}

/** Where a row cannot be green. */
export interface Gap {
  readonly on: (transport: TransportName) => boolean;
  readonly why: string;
  /** What shows the gap, where it is not that the SDK refuses the very same run. */
  readonly shown?: Run;
}

/** On what a gap may be. */
export const overHttp = (transport: TransportName): boolean => transport === "Http";
export const overMqtt = (transport: TransportName): boolean => transport.startsWith("Mqtt");
export const withoutHttp: Gap = { on: overHttp, why: noConnection };

/** A row for each of the device SDK's transports. */
export function transportRow(
  call: string,
  run: (scope: Scope, transport: TransportName) => Promise<void>,
  { use, gap = [] }: { readonly use?: string; readonly gap?: Gap | readonly Gap[] } = {},
): Row {
  return row(
    transportNames,
    call,
    (transport): Run | Cell => {
      const green: Run = async (scope) => run(scope, transport);
      const here = [gap].flat().find(({ on }) => on(transport));
      return here ? absent(here.why, here.shown ?? refusesItself(green)) : green;
    },
    use,
  );
}
