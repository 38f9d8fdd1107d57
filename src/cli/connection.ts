import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { clientSecretCredential, defaultCredential } from "../azure/default-credential.js";
import { hubHostName } from "../azure/host-name.js";
import { connectHub, type HubConnection, type HubConnectionOptions } from "../azure/service.js";
import { PnpError } from "../errors.js";
import type { HubDescription } from "../hub/description.js";
import { installRedirect } from "../hub/redirect-sockets.js";
import { readStateFile, stateFilePath } from "../hub/state-file.js";
import type { Io } from "./io.js";
import { say } from "./output.js";

/** How a command was told to reach a hub. */
export interface ConnectionOptions {
  /** A service connection string, `-` for standard input, or `@file`. */
  readonly login?: string;
  /** Host name of a hub to sign in to with Entra. */
  readonly hub?: string;
}

/**
 * Connects to the hub a command means: `--login`, else `IOTHUB_CONNECTION_STRING`, else `--hub` with Entra, else the
 * local hub that is running. Names of a running local hub are redirected to its ports.
 */
export async function openHub(
  options: ConnectionOptions,
  io: Io,
  more: HubConnectionOptions = {},
): Promise<HubConnection> {
  const running = await readStateFile(stateFilePath(io.env));
  if (running) installRedirect([running]);
  const given = await givenConnectionString(options, io);
  if (given !== undefined) return connectHub(given, more);
  if (options.hub !== undefined) {
    const credential = await credentialFor(options.hub, running, io);
    return connectHub({ host: options.hub, credential }, more);
  }
  if (running) {
    say(io, `using the local hub ${running.hostName}`);
    return connectHub(running.connectionStrings.iothubowner ?? "", more);
  }
  throw noHub();
}

/** The error of a command that was not told where its hub is. */
export function noHub(): PnpError {
  return new PnpError(
    "PNP_UNAUTHORIZED",
    "No hub to connect to: no sign-in was given and no local hub is running.",
    {
      hint: "Start one with `pnp hub start`, set IOTHUB_CONNECTION_STRING, or give --login or --hub.",
    },
  );
}

/** Opens the hub for one piece of work and closes it afterwards. */
export async function withHub<T>(
  options: ConnectionOptions,
  io: Io,
  act: (hub: HubConnection) => Promise<T>,
): Promise<T> {
  const hub = await openHub(options, io);
  try {
    return await act(hub);
  } finally {
    await hub.close();
  }
}

/** The local hub that is running has an app of its own to sign in as, unless the environment names another. */
export function credentialFor(
  host: string,
  running: HubDescription | undefined,
  io: Io,
): ReturnType<typeof defaultCredential> {
  const app = running?.clientApp;
  const isLocal = hubHostName(host).toLowerCase() === running?.hostName;
  return isLocal && app && !io.env.AZURE_CLIENT_ID
    ? clientSecretCredential(app)
    : defaultCredential();
}

/** The connection string of the policy that {@link openHub} would sign in with; nothing when it would use Entra. */
export async function policyConnectionString(
  options: ConnectionOptions,
  io: Io,
): Promise<string | undefined> {
  const given = await givenConnectionString(options, io);
  if (given !== undefined || options.hub !== undefined) return given;
  return (await readStateFile(stateFilePath(io.env)))?.connectionStrings.iothubowner;
}

async function givenConnectionString(
  options: ConnectionOptions,
  io: Io,
): Promise<string | undefined> {
  const { login } = options;
  if (login === "-") return (await io.readStdin()).trim();
  if (login?.startsWith("@")) return readLoginFile(login.slice(1), io);
  if (login !== undefined) return login;
  return options.hub === undefined ? io.env.IOTHUB_CONNECTION_STRING : undefined;
}

function readLoginFile(file: string, io: Io): string {
  try {
    return readFileSync(resolve(io.cwd, file), "utf8").trim();
  } catch (cause) {
    throw new PnpError("PNP_USAGE", `The file ${file} named by --login cannot be read.`, { cause });
  }
}
