import { isRecord, type JsonRecord } from "../convention/record.js";
import { type HubClock, twinTimestamp } from "./clock.js";
import { parseCondition } from "./query/condition.js";
import { readQuery } from "./query/read-query.js";
import { ServiceError } from "./service-error.js";

/** An automatic configuration. The hub stores and shows it; it applies it to no device. */
export interface Configuration extends ConfigurationSettings {
  readonly id: string;
  readonly created: string;
  readonly updated: string;
  /** Base64 of the count of its writes. */
  readonly etag: string;
}

/** What the caller chooses. */
interface ConfigurationSettings {
  readonly schemaVersion: string;
  readonly labels: JsonRecord;
  /** Never changes after the creation. */
  readonly content: JsonRecord;
  /** A condition of the query language; empty: no device. */
  readonly targetCondition: string;
  readonly priority: number;
  /** By the metric's name. */
  readonly metricQueries: JsonRecord;
}

const idPattern = /^[a-z0-9\-:+%_#*?!(),=@$']{1,128}$/;
const contentKinds = ["deviceContent", "modulesContent", "moduleContent"];
const mostConfigurations = 100;

/** Keeps the configurations, in the order of their creation. */
export class Configurations {
  readonly #all = new Map<string, Configuration>();
  readonly #clock: HubClock;

  constructor(clock: HubClock) {
    this.#clock = clock;
  }

  /** Throws `ConfigurationAlreadyExists` when there is one of this id. */
  create(id: string, body: JsonRecord): Configuration {
    if (!idPattern.test(id)) {
      throw new ServiceError(
        "ArgumentInvalid",
        `The configuration id ${JSON.stringify(id)} is not valid: 1 to 128 lower-case letters, digits and - : + % _ # * ? ! ( ) , = @ $ '`,
      );
    }
    if (this.#all.has(id)) {
      throw new ServiceError("ConfigurationAlreadyExists", `Configuration ${id} already exists`);
    }
    if (this.#all.size >= mostConfigurations) {
      throw new ServiceError(
        "IotHubQuotaExceeded",
        `The hub has ${mostConfigurations} configurations already, the most there can be`,
      );
    }
    const now = twinTimestamp(this.#clock.now());
    return this.#keep({ ...readSettings(body), id, created: now, updated: now, etag: etag(1) });
  }

  /** Replaces all that may change; a changed content is ignored, as the cloud ignores it. */
  update(id: string, body: JsonRecord, ifMatch: string): Configuration {
    const before = this.get(id);
    checkEtag(before, ifMatch);
    return this.#keep({
      ...readSettings(body),
      content: before.content,
      id,
      created: before.created,
      updated: twinTimestamp(this.#clock.now()),
      etag: etag(writesOf(before.etag) + 1),
    });
  }

  delete(id: string, ifMatch: string | undefined): void {
    const before = this.get(id);
    if (ifMatch !== undefined) checkEtag(before, ifMatch);
    this.#all.delete(id);
  }

  /** Throws `ConfigurationNotFound`. */
  get(id: string): Configuration {
    const found = this.#all.get(id);
    if (found) return found;
    throw new ServiceError("ConfigurationNotFound", `Configuration ${id} not found`);
  }

  list(): readonly Configuration[] {
    return [...this.#all.values()];
  }

  #keep(configuration: Configuration): Configuration {
    this.#all.set(configuration.id, configuration);
    return configuration;
  }
}

/** A configuration as service clients see it. No device has it applied, so its counts are 0. */
export function configurationDocument(configuration: Configuration): JsonRecord {
  const { id, schemaVersion, labels, content, targetCondition, priority } = configuration;
  return {
    id,
    schemaVersion,
    labels,
    content,
    targetCondition,
    createdTimeUtc: configuration.created,
    lastUpdatedTimeUtc: configuration.updated,
    priority,
    systemMetrics: { results: { targetedCount: 0, appliedCount: 0 }, queries: {} },
    metrics: { results: {}, queries: configuration.metricQueries },
    etag: configuration.etag,
  };
}

function readSettings(body: JsonRecord): ConfigurationSettings {
  const { schemaVersion = "1.0", labels, content, targetCondition, priority, metrics } = body;
  if (!isRecord(content) || !contentKinds.some((kind) => isRecord(content[kind]))) {
    throw new ServiceError(
      "InvalidConfigurationContent",
      `content must be an object with one of ${contentKinds.join(", ")}`,
    );
  }
  const rank = priority ?? 0;
  if (typeof rank !== "number" || !Number.isInteger(rank) || rank < 0) {
    throw new ServiceError("ArgumentInvalid", "priority must be a whole number, 0 or more");
  }
  if (typeof schemaVersion !== "string" || typeof (targetCondition ?? "") !== "string") {
    throw new ServiceError("ArgumentInvalid", "schemaVersion and targetCondition must be texts");
  }
  const problem = conditionProblem(targetCondition);
  if (problem !== "") throw new ServiceError("InvalidConfigurationTargetCondition", problem);
  const queries = isRecord(metrics) && isRecord(metrics.queries) ? metrics.queries : {};
  return {
    schemaVersion,
    labels: isRecord(labels) ? labels : {},
    content,
    targetCondition: typeof targetCondition === "string" ? targetCondition : "",
    priority: rank,
    metricQueries: queries,
  };
}

/** What a caller who tries a target condition and metric queries out is told. */
export function testQueries({ targetCondition, customMetricQueries }: JsonRecord): JsonRecord {
  const queries = isRecord(customMetricQueries) ? Object.entries(customMetricQueries) : [];
  const problems = queries.map(
    ([name, query]) =>
      [
        name,
        typeof query === "string" ? problemOf(() => readQuery(query)) : "The query must be a text",
      ] as const,
  );
  return {
    targetConditionError: conditionProblem(targetCondition),
    customMetricQueryErrors: Object.fromEntries(problems.filter(([, problem]) => problem !== "")),
  };
}

/** Empty when there is none. Conditions for modules name their collection first. */
function conditionProblem(targetCondition: unknown): string {
  const text = typeof targetCondition === "string" ? targetCondition : "";
  return problemOf(() =>
    parseCondition(text.replace(/^\s*FROM\s+devices\.modules\s+WHERE\s/i, "")),
  );
}

function problemOf(read: () => unknown): string {
  try {
    read();
    return "";
  } catch (error) {
    if (error instanceof ServiceError) return error.message;
    throw error;
  }
}

function checkEtag(configuration: Configuration, ifMatch: string): void {
  if (ifMatch === "*" || ifMatch === configuration.etag) return;
  throw new ServiceError(
    "PreconditionFailed",
    `Precondition failed: the etag ${ifMatch} is not the configuration's, which is ${configuration.etag}`,
  );
}

function etag(writes: number): string {
  return Buffer.from(String(writes)).toString("base64");
}

function writesOf(text: string): number {
  return Number(Buffer.from(text, "base64").toString());
}
