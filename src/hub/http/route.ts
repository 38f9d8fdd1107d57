import type { DeviceGrant, ServiceDemand } from "../access.js";
import type { HubCore } from "../hub-core.js";
import type { RestRequest } from "./request.js";

/** What a handler answers. Without a body nothing but status and headers is sent. */
export interface RestResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text; or bytes of any kind, whose `Content-Type`, if any, is among the headers. */
  readonly body?: string | Uint8Array;
}

/** Of every answer that is JSON text. */
export const jsonContentType = "application/json; charset=utf-8";

/** One endpoint. Segments in braces are parameters; the others are matched without regard to letter case. */
export interface Route {
  readonly method: "GET" | "PUT" | "PATCH" | "POST" | "DELETE";
  readonly path: string;
  /** `device`: only the device or module of the path itself may call it. */
  readonly demand: ServiceDemand | "device";
  /** Bodies with keys in them stay out of traces. */
  readonly secret?: boolean;
  /** `device` is who calls, where the route demands one. */
  handle(
    core: HubCore,
    request: RestRequest,
    device: DeviceGrant | undefined,
  ): RestResponse | Promise<RestResponse>;
}

/** 200 with a JSON value. */
export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): RestResponse {
  return { status: 200, headers, body: JSON.stringify(value) };
}

/** An entity tag as HTTP headers have it. */
export function quoted(etag: string): string {
  return `"${etag}"`;
}
