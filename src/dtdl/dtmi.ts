import { PnpError } from "../errors.js";
import type { DtdlVersion } from "./model.js";

const segment = "[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?";
const anySegment = "(?:_+[A-Za-z0-9]|[A-Za-z])(?:[A-Za-z0-9_]*[A-Za-z0-9])?";
const major = "[1-9][0-9]{0,8}";
const minor = "[1-9][0-9]{0,5}";

const anyDtmi = new RegExp(
  `^dtmi:${anySegment}(?::${anySegment})*(?:;${major}(?:\\.${minor})?)?(?:#(?:${anySegment})?)?$`,
);
const userDtmiV2 = new RegExp(`^dtmi:${segment}(?::${segment})*;${major}$`);
const userDtmi = new RegExp(`^dtmi:${segment}(?::${segment})*(?:;${major}(?:\\.${minor})?)?$`);

/** Length that no identifier may exceed, generated ones aside. */
export const maxDtmiLength = 2048;

/** Whether the text is a digital twin model identifier of any form, generated ones and fragments included. */
export function isDtmi(text: string): boolean {
  return anyDtmi.test(text);
}

/** Whether an author may write the text as identifier or reference in this DTDL version. */
export function isUserDtmi(text: string, version: DtdlVersion): boolean {
  return text.length <= maxDtmiLength && (version === 2 ? userDtmiV2 : userDtmi).test(text);
}

/** How a valid identifier looks in this DTDL version, for messages. */
export function dtmiForm(version: DtdlVersion): string {
  return version === 2
    ? "`dtmi:company:Thing;1`"
    : "`dtmi:company:Thing;1`, where the version may be left out";
}

/** What the parts of a DTMI say. */
export interface DtmiParts {
  /** Segments of the path. */
  readonly labels: readonly string[];
  /** 0 when there is no version. */
  readonly majorVersion: number;
  /** 0 when there is no minor version. */
  readonly minorVersion: number;
  /** Both in one number to compare by: the major version, and a millionth for each minor version. */
  readonly completeVersion: number;
  /** The identifier without its version; a fragment stays. */
  readonly versionless: string;
  /** Whether a segment or the fragment starts with `_`, which only generated identifiers have. */
  readonly isReserved: boolean;
  /** With its `#`; empty when there is none. */
  readonly fragment: string;
}

/** The parts of a DTMI; undefined when the text is none. */
export function dtmiParts(text: string): DtmiParts | undefined {
  if (!isDtmi(text)) return undefined;
  const hash = text.indexOf("#");
  const fragment = hash < 0 ? "" : text.slice(hash);
  const [path = "", version = ""] = (hash < 0 ? text : text.slice(0, hash)).split(";");
  const [majorText = "", minorText = ""] = version.split(".");
  const majorVersion = Number(majorText);
  const minorVersion = Number(minorText);
  return {
    labels: path.split(":").slice(1),
    majorVersion,
    minorVersion,
    completeVersion: majorVersion + minorVersion / 1_000_000,
    versionless: path + fragment,
    isReserved: path.includes(":_") || fragment.startsWith("#_"),
    fragment,
  };
}

/** The name at the end of an identifier: `metre` for `dtmi:standard:unit:metre;2`; other text as it is. */
export function lastLabel(dtmi: string): string {
  const [path = dtmi] = dtmi.split(";", 1);
  return path.slice(path.lastIndexOf(":") + 1);
}

/**
 * Where a model repository keeps the Interface: `dtmi:com:example:Thermostat;1` is
 * `dtmi/com/example/thermostat-1.json`. Throws `PNP_USAGE` for an identifier that has no such place, so no other
 * text can become a path.
 */
export function dtmiPath(dtmi: string): string {
  if (!isUserDtmi(dtmi, 2)) {
    throw new PnpError("PNP_USAGE", `\`${dtmi}\` is not a model identifier with a version.`, {
      hint: `Write it like ${dtmiForm(2)}.`,
    });
  }
  return `${dtmi.toLowerCase().replaceAll(":", "/").replace(";", "-")}.json`;
}

/** Identifier of an element without `@id`: the way from its parent goes in front of the version (DTDL: generated identifiers). */
export function generatedDtmi(parent: string, property: string, name?: string): string {
  const hash = parent.indexOf("#");
  const whole = hash < 0 ? parent : parent.slice(0, hash);
  const at = whole.indexOf(";");
  const path = at < 0 ? whole : whole.slice(0, at);
  const version = at < 0 ? "" : whole.slice(at);
  return `${path}:_${property}${name === undefined ? "" : `:__${name}`}${version}`;
}
