import { isRecord } from "../../convention/record.js";
import { parseExactJson } from "../exact-json.js";
import { ServiceError } from "../service-error.js";

/** What a device says when it registers. */
export interface RegistrationRequest {
  /** The model it is of, from a payload as Plug and Play devices send it. */
  readonly modelId: string | undefined;
  /** Any JSON, for a custom allocation; null where there is none. */
  readonly payload: unknown;
}

const longestModelId = 256;

/** Reads the body of a registration; an empty one is fine. Throws 400. */
export function readRegistration(registrationId: string, text: string): RegistrationRequest {
  const body = text.trim() === "" ? {} : parseExactJson(text, "The registration");
  if (!isRecord(body)) refuse("A registration is a JSON object");
  const named = body.registrationId ?? registrationId;
  if (typeof named !== "string" || named.toLowerCase() !== registrationId.toLowerCase()) {
    refuse(`registrationId is ${JSON.stringify(named)}; the device is ${registrationId}`);
  }
  const payload = body.payload ?? null;
  return { modelId: readModelId(payload), payload };
}

function readModelId(payload: unknown): string | undefined {
  const modelId = isRecord(payload) ? payload.modelId : undefined;
  if (modelId === undefined || modelId === "") return undefined;
  if (typeof modelId === "string" && modelId.length <= longestModelId) return modelId;
  return refuse(`payload.modelId must be a text of at most ${longestModelId} characters`);
}

function refuse(problem: string): never {
  throw new ServiceError("ArgumentInvalid", problem);
}
