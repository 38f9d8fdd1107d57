import { PnpError } from "../../errors.js";
import { stateFilePath } from "../../hub/state-file.js";
import { openHub } from "../connection.js";
import { hubCaFile } from "../hub-ca-file.js";
import { runningHub } from "../hub-control.js";
import { type Environment, hubEnvironment } from "../hub-environment.js";
import type { Io } from "../io.js";
import { jsonText } from "../output.js";

interface Options {
  readonly shell?: boolean;
  readonly dotenv?: boolean;
  readonly json?: boolean;
  readonly device?: string;
}

/** `pnp hub env`: the variables by which programs find the running hub, for a shell, a file or a program. */
export async function hubEnv(options: Options, io: Io): Promise<void> {
  const forms = (["shell", "dotenv", "json"] as const).filter((form) => options[form]);
  if (forms.length > 1) {
    throw new PnpError("PNP_USAGE", `Only one of --${forms.join(" and --")} can be meant.`);
  }
  const hub = await runningHub(io);
  const stateFile = stateFilePath(io.env);
  const caFile = hubCaFile(stateFile);
  const device = options.device === undefined ? undefined : await connection(options.device, io);
  const parts = { hub, stateFile, caFile, env: io.env, ...(device && { device }) };
  // A program that is not on Node, or is told `localhost` and the port, has to trust the CA by itself.
  const environment = { ...hubEnvironment(parts), NODE_EXTRA_CA_CERTS: caFile };
  io.stdout.write(`${texts[forms[0] ?? "shell"](environment)}\n`);
}

const texts: Readonly<Record<"shell" | "dotenv" | "json", (environment: Environment) => string>> = {
  shell: (environment) =>
    Object.entries(environment)
      .map(([name, value]) =>
        value === undefined
          ? `unset ${name}`
          : `export ${name}='${value.replaceAll("'", "'\\''")}'`,
      )
      .join("\n"),
  dotenv: (environment) =>
    set(environment)
      .map(([name, value]) => `${name}="${value}"`)
      .join("\n"),
  json: (environment) => jsonText(Object.fromEntries(set(environment)), 2),
};

function set(environment: Environment): readonly (readonly [string, string])[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
}

/** Makes the device when there is none of this id. */
async function connection(
  id: string,
  io: Io,
): Promise<{ readonly id: string; readonly connectionString: string }> {
  // The running hub, whatever the environment says about others.
  const hub = await openHub({}, { ...io, env: { ...io.env, IOTHUB_CONNECTION_STRING: undefined } });
  try {
    const identity = await hub.registry.ensure(id);
    return { id, connectionString: await hub.registry.connectionString(identity) };
  } finally {
    await hub.close();
  }
}
