import { isRecord, type JsonRecord } from "../../convention/record.js";
import { readEtag } from "../etag.js";
import { parseExactJson } from "../exact-json.js";
import { ServiceError } from "../service-error.js";
import type { Target } from "../target.js";

const plainVersion = /^api-version=([\w-]+)$/;

/** A request that has found its route. */
export class RestRequest {
  /** The body as it came; empty when there was none. */
  readonly bytes: Buffer;
  readonly #params: Readonly<Record<string, string>>;
  readonly #headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly #rawHeaders: readonly string[];
  readonly #search: string;
  #query: URLSearchParams | undefined;

  /** `search` is what stands behind the question mark of the path. */
  constructor(
    params: Readonly<Record<string, string>>,
    search: string,
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
    bytes: Buffer,
    rawHeaders: readonly string[],
  ) {
    this.#params = params;
    this.#search = search;
    this.#headers = headers;
    this.bytes = bytes;
    this.#rawHeaders = rawHeaders;
  }

  /** The body as text; empty when there was none. */
  get body(): string {
    return this.bytes.length === 0 ? "" : this.bytes.toString("utf8");
  }

  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.#search);
    return this.#query;
  }

  /** The parameter that all requests have, and most no other. */
  get apiVersion(): string | null {
    return plainVersion.exec(this.#search)?.[1] ?? this.query.get("api-version");
  }

  /** A parameter of the route's path, decoded. */
  param(name: string): string {
    return this.#params[name] ?? "";
  }

  /** All headers by their lower-case names. */
  get headers(): Readonly<Record<string, string | readonly string[] | undefined>> {
    return this.#headers;
  }

  /** All headers in their order, names in the letters they were sent with. */
  get headerPairs(): readonly (readonly [string, string])[] {
    return this.#rawHeaders.flatMap((name, index, all) =>
      index % 2 === 0 ? [[name, all[index + 1] ?? ""] as const] : [],
    );
  }

  header(name: string): string | undefined {
    const value = this.#headers[name];
    return typeof value === "string" ? value : undefined;
  }

  /** The device, or the module where the path names one. */
  get target(): Target {
    const moduleId = this.#params.moduleId;
    const deviceId = this.param("deviceId");
    return moduleId === undefined ? { deviceId } : { deviceId, moduleId };
  }

  /** The entity tag asked for, bare. Clients send it with and without quotes, `*` too. */
  get ifMatch(): string | undefined {
    return readEtag(this.header("if-match"));
  }

  /** The body as JSON, numbers exact. */
  json(): unknown {
    if (this.body === "") {
      throw new ServiceError("ArgumentNull", "The request has no body; expected JSON");
    }
    return parseExactJson(this.body, "The request body");
  }

  /** The body as a JSON object. */
  jsonObject(): JsonRecord {
    const value = this.json();
    if (isRecord(value)) return value;
    throw new ServiceError("ArgumentInvalid", "The request body must be a JSON object");
  }

  /** A whole number from the query, absent when it is not there. */
  queryNumber(name: string): number | undefined {
    const text = this.query.get(name);
    if (text === null || text === "") return undefined;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new ServiceError(
      "ArgumentInvalid",
      `${name} is ${JSON.stringify(text)}; expected a whole number`,
    );
  }
}
