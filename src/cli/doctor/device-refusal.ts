import type { DeviceConnectionString } from "../../azure/connection-string.js";
import { type Finding, problem } from "./finding.js";

type Named = Pick<DeviceConnectionString, "deviceId" | "moduleId">;

/** `sensor`, or `sensor/climate` for a module. */
export function nameOf({ deviceId, moduleId }: Named): string {
  return moduleId === undefined ? deviceId : `${deviceId}/${moduleId}`;
}

interface Row {
  readonly fits: RegExp;
  /** What it is about; the hub's own words follow. */
  readonly rule: (who: string) => string;
  readonly advice: (device: Named) => string;
}

/** What hubs say, and what is behind it; the first row that fits. The local hub says more than the cloud does. */
const rows: readonly Row[] = [
  {
    fits: /is not registered/,
    rule: (who) => `the hub does not know ${who}`,
    advice: (device) =>
      `Create it: \`${command("create", device)}\`; ids are case-sensitive. Or the string is of another hub.`,
  },
  {
    fits: /is disabled/,
    rule: (who) => `${who} is disabled`,
    advice: ({ deviceId }) => `Enable it: \`pnp device update ${deviceId} --status enabled\`.`,
  },
  {
    fits: /signature is wrong/,
    rule: (who) => `the key is not that of ${who}`,
    advice: (device) =>
      `Take its connection string anew: \`${command("connection-string", device)}\`. Keys that were renewed are over.`,
  },
  {
    fits: /has expired/,
    rule: (who) => `the token of ${who} is over`,
    advice: () => "Make a new one, and compare the clocks; from a key a new one is always made.",
  },
  {
    fits: /with a certificate/,
    rule: (who) => `${who} does not sign in with a key`,
    advice: (device) =>
      `Use a string with x509=true and the certificate, or register it with keys: \`${command("update", device)}\`.`,
  },
  {
    // The service says the same of both.
    fits: /DeviceNotFound/,
    rule: (who) => `the hub does not know ${who}, or has it disabled`,
    advice: (device) =>
      `See which with the sign-in of a service: \`${command("show", device)}\`; ids are case-sensitive.`,
  },
];

/** Why a device or module is not let in, as far as the hub says. */
export function deviceRefusal(device: Named, said: string): Finding {
  const row = rows.find(({ fits }) => fits.test(said));
  if (row) {
    const detail = `${row.rule(nameOf(device))}: ${said}`;
    return problem("sign-in", "PNP_UNAUTHORIZED", detail, row.advice(device));
  }
  return problem(
    "sign-in",
    "PNP_UNAUTHORIZED",
    `the hub does not let ${nameOf(device)} in: ${said}`,
    `It does not say why: the id is unknown (they are case-sensitive) or disabled, the key is wrong or was renewed, or the identity has a certificate. \`${command("show", device)}\` with the sign-in of a service tells; for the local hub, \`pnp hub logs\`.`,
  );
}

function command(verb: string, { deviceId, moduleId }: Named): string {
  return moduleId === undefined
    ? `pnp device ${verb} ${deviceId}`
    : `pnp module ${verb} ${moduleId} -d ${deviceId}`;
}
