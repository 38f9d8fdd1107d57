import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { DeviceSettings, ModuleSettings, NewAuthentication } from "../azure/service.js";
import type { TargetId } from "../client/transport.js";
import { PnpError } from "../errors.js";
import type { ConnectionOptions } from "./connection.js";
import type { Io } from "./io.js";
import type { OutputFormat } from "./output.js";

/** What a registry command acts on. */
export type IdentityKind = "device" | "module";

/** Options of every registry command. */
export interface RegistryOptions extends ConnectionOptions {
  /** The device of a module. */
  readonly device?: string;
  readonly output?: OutputFormat;
}

/** Options that say what an identity shall be. */
export interface SettingsOptions {
  readonly status?: "enabled" | "disabled";
  readonly reason?: string;
  readonly managedBy?: string;
  readonly primaryKey?: string;
  readonly secondaryKey?: string;
  readonly thumbprint?: readonly string[];
  readonly x509Ca?: boolean;
}

/** The device of this id, or the module of this id of the device named by `-d`. */
export function targetOf(kind: IdentityKind, id: string, { device }: RegistryOptions): TargetId {
  return kind === "device" ? { deviceId: id } : { deviceId: device ?? "", moduleId: id };
}

/** What the options choose. */
export function settingsOf(options: SettingsOptions, io: Io): DeviceSettings & ModuleSettings {
  const { status, reason, managedBy } = options;
  const authentication = authenticationOf(options, io);
  return {
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { statusReason: reason || null }),
    ...(managedBy === undefined ? {} : { managedBy: managedBy || null }),
    ...(authentication === undefined ? {} : { authentication }),
  };
}

function authenticationOf(options: SettingsOptions, io: Io): NewAuthentication | undefined {
  const { thumbprint: thumbprints = [], x509Ca } = options;
  const primaryKey = keyText(options.primaryKey, io);
  const secondaryKey = keyText(options.secondaryKey, io);
  const keyed = primaryKey !== undefined || secondaryKey !== undefined;
  if ([keyed, thumbprints.length > 0, x509Ca === true].filter(Boolean).length > 1) {
    throw new PnpError("PNP_USAGE", "Keys, --thumbprint and --x509-ca exclude each other.");
  }
  if (thumbprints.length > 2) throw new PnpError("PNP_USAGE", "There are two thumbprints at most.");
  if (x509Ca) return { type: "certificateAuthority" };
  const [primaryThumbprint, secondaryThumbprint] = thumbprints;
  if (primaryThumbprint !== undefined) {
    return {
      type: "selfSigned",
      primaryThumbprint,
      ...(secondaryThumbprint === undefined ? {} : { secondaryThumbprint }),
    };
  }
  if (!keyed) return undefined;
  return {
    type: "sas",
    ...(primaryKey === undefined ? {} : { primaryKey }),
    ...(secondaryKey === undefined ? {} : { secondaryKey }),
  };
}

/** A key may come from a file, since command lines are seen by others and kept in histories. */
function keyText(given: string | undefined, io: Io): string | undefined {
  if (!given?.startsWith("@")) return given;
  try {
    return readFileSync(resolve(io.cwd, given.slice(1)), "utf8").trim();
  } catch (cause) {
    throw new PnpError("PNP_USAGE", `The file ${given.slice(1)} cannot be read.`, { cause });
  }
}
