import type { DtdlVersion } from "../model.js";
import type { LimitName } from "./contexts.js";

/** Characters that an identifier or a reference may have, generated ones aside. */
export function maxIdLength(limits: LimitName): number {
  return limits === "" ? 2048 : 512;
}

/** Characters that the identifier of an Interface may have. */
export function maxInterfaceIdLength(limits: LimitName): number {
  return limits === "" ? 128 : 256;
}

/** Levels by `schema` and `elementSchema` below a complex schema. */
export function maxSchemaDepth(version: DtdlVersion, limits: LimitName): number {
  if (version < 4) return 5;
  return { "": 8, aio_1: 12, onvif_1: 24 }[limits];
}

/** Levels of `extends` above an Interface. */
export function maxExtendsDepth(version: DtdlVersion): number {
  return version < 4 ? 10 : 12;
}

/** Ways by `extends` from an Interface to others, in all (v3, v4). */
export const maxExtendsCount = 1024;

/** Values under an Interface, in all (v3, v4). */
export const maxElementCount = 100_000;

/** Characters that the text of an Interface may have, without Interfaces nested in it (v3, v4). */
export const maxInterfaceText = 1_048_576;
