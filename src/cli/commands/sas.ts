import { sasToken } from "../../azure/service.js";
import { PnpError } from "../../errors.js";
import { type ConnectionOptions, noHub, policyConnectionString, withHub } from "../connection.js";
import type { Io } from "../io.js";
import { type OutputFormat, outputFormat, printResult } from "../output.js";

interface Options extends ConnectionOptions {
  readonly device?: string;
  readonly module?: string;
  readonly valid: number;
  readonly output?: OutputFormat;
}

/** `pnp sas`: a token to stdout, and nothing else. */
export async function sas(options: Options, io: Io): Promise<void> {
  const format = outputFormat(options.output, io);
  const token = sasToken(await sourceOf(options, io), { validSeconds: options.valid });
  const [, expiry] = /[?&]se=(\d+)/.exec(token) ?? [];
  const expiresOn = new Date(Number(expiry) * 1000).toISOString();
  printResult(io, format, { token, expiresOn }, () => token);
}

async function sourceOf({ device, module, ...options }: Options, io: Io): Promise<string> {
  if (device !== undefined) {
    const target =
      module === undefined ? { deviceId: device } : { deviceId: device, moduleId: module };
    return withHub(options, io, ({ registry }) =>
      registry.connectionString(target, { signal: io.signal }),
    );
  }
  if (module !== undefined)
    throw new PnpError("PNP_USAGE", "Name the device of the module with -d.");
  const given = await policyConnectionString(options, io);
  if (given !== undefined) return given;
  if (options.hub === undefined) throw noHub();
  throw new PnpError(
    "PNP_USAGE",
    "There is no key to make a token with: the sign-in is by Entra.",
    {
      hint: "Give a connection string with --login, or name a device with -d.",
    },
  );
}
