import { PnpError } from "../errors.js";
import { isRecord, ownMember } from "./record.js";

/** What a device reports for a writable property: the value in effect and how it took the desired one. */
export interface WritablePropertyAck {
  /** The value in effect on the device. */
  readonly value: unknown;
  /** Status like HTTP's: 200 done, 202 in progress, 203 the device's own initial value, 400 refused, 500 failed. */
  readonly ac: number;
  /** The desired `$version` this answers; 0 with an initial value. */
  readonly av: number;
  /** Text for people. */
  readonly ad?: string;
}

/**
 * The acknowledgement of a desired value: `value` is what is in effect now, `version` the desired `$version`
 * acted on, `code` 200 unless given. Throws `PNP_USAGE` for a version or code that is no whole number.
 */
export function buildAck(
  value: unknown,
  version: number,
  code: number = 200,
  description?: string,
): WritablePropertyAck {
  if (!Number.isSafeInteger(version) || version < 0) {
    throw new PnpError(
      "PNP_USAGE",
      `An acknowledgement names the desired $version it answers, a whole number from 0; got ${version}.`,
      { hint: "Take $version from the desired properties that were acted on." },
    );
  }
  if (!Number.isInteger(code) || code < 100 || code > 599) {
    throw new PnpError(
      "PNP_USAGE",
      `The code of an acknowledgement is a status like HTTP's, 100 to 599; got ${code}.`,
      { hint: "Use 200 done, 202 in progress, 400 refused or 500 failed." },
    );
  }
  const ack = { value, ac: code, av: version };
  return description === undefined ? ack : { ...ack, ad: description };
}

/** The report of a writable property's initial value, set by the device itself: code 203, version 0. */
export function initialAck(value: unknown, description?: string): WritablePropertyAck {
  return buildAck(value, 0, 203, description);
}

/**
 * Reads a reported value as an acknowledgement; undefined when it is none, that is without `value` or without
 * whole numbers in `ac` and `av`. Members beside the four are the device's own and are not looked at.
 */
export function parseAck(reported: unknown): WritablePropertyAck | undefined {
  if (!isRecord(reported) || !Object.hasOwn(reported, "value")) return undefined;
  const ac = ownMember(reported, "ac");
  const av = ownMember(reported, "av");
  const ad = ownMember(reported, "ad") ?? undefined;
  if (!isWhole(ac) || !isWhole(av)) return undefined;
  if (ad !== undefined && typeof ad !== "string") return undefined;
  const ack = { value: reported.value, ac, av };
  return ad === undefined ? ack : { ...ack, ad };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
