import { isRecord, type JsonRecord } from "../convention/record.js";
import { checkContent, contentKind } from "./configuration-content.js";
import { type Condition, parseCondition } from "./query/condition.js";
import { readQuery } from "./query/read-query.js";
import { ServiceError } from "./service-error.js";

/** What the caller chooses about a configuration. */
export interface ConfigurationSettings {
  readonly schemaVersion: string;
  readonly labels: JsonRecord;
  /** Never changes after the creation. */
  readonly content: JsonRecord;
  /** A condition of the query language; `*`: every device; empty: none. */
  readonly targetCondition: string;
  readonly priority: number;
  /** By the metric's name. */
  readonly metricQueries: JsonRecord;
}

/** Reads a new configuration, or the new settings of one whose content stays. */
export function readSettings(
  body: JsonRecord,
  content: unknown = body.content,
): ConfigurationSettings {
  const { schemaVersion = "1.0", labels, targetCondition, priority, metrics } = body;
  if (!isRecord(body.content)) {
    throw new ServiceError("InvalidConfigurationContent", "content must be an object");
  }
  checkContent(content);
  const rank = priority ?? 0;
  if (typeof rank !== "number" || !Number.isInteger(rank) || rank < 0) {
    throw new ServiceError("ArgumentInvalid", "priority must be a whole number, 0 or more");
  }
  if (typeof schemaVersion !== "string" || typeof (targetCondition ?? "") !== "string") {
    throw new ServiceError("ArgumentInvalid", "schemaVersion and targetCondition must be texts");
  }
  const problem = conditionProblem(targetCondition);
  if (problem !== "") throw new ServiceError("InvalidConfigurationTargetCondition", problem);
  const condition = typeof targetCondition === "string" ? targetCondition : "";
  if (fromModules.test(condition) && contentKind(content) === "deviceContent") {
    throw new ServiceError(
      "InvalidConfigurationTargetCondition",
      "The target condition is for modules, but the content is for devices",
    );
  }
  const metricQueries = isRecord(metrics) && isRecord(metrics.queries) ? metrics.queries : {};
  for (const [name, query] of Object.entries(metricQueries)) {
    const wrong = queryProblem(query);
    if (wrong === "") continue;
    throw new ServiceError("InvalidConfigurationCustomMetricsQuery", `${name}: ${wrong}`);
  }
  return {
    schemaVersion,
    labels: isRecord(labels) ? labels : {},
    content,
    targetCondition: condition,
    priority: rank,
    metricQueries,
  };
}

/** Conditions for modules name their collection first. */
const fromModules = /^\s*FROM\s+devices\.modules\s*(?:WHERE\s|$)/i;

/** Whether a twin is meant. An empty condition means none. */
export function parseTargetCondition(text: string): Condition {
  const rest = text.replace(fromModules, "");
  if (rest.trim() === "" && rest === text) return () => false;
  const isForModules = rest !== text;
  // Blanks take the place of what is cut off: places in refusals are those of the whole text.
  return parseCondition(rest.padStart(text.length), ([first = "", second]) => {
    if (first === "deviceid" || first === "tags") return undefined;
    if (first === "properties" && second === "reported") return undefined;
    if (first === "moduleid" && isForModules) return undefined;
    const own = isForModules ? ", moduleId" : "";
    return `a target condition knows deviceId${own}, tags and properties.reported only`;
  });
}

/** What a caller who tries a target condition and metric queries out is told. */
export function testQueries({ targetCondition, customMetricQueries }: JsonRecord): JsonRecord {
  const queries = isRecord(customMetricQueries) ? Object.entries(customMetricQueries) : [];
  const problems = queries.map(([name, query]) => [name, queryProblem(query)] as const);
  return {
    targetConditionError: conditionProblem(targetCondition),
    customMetricQueryErrors: Object.fromEntries(problems.filter(([, problem]) => problem !== "")),
  };
}

/** Empty when there is none. */
function conditionProblem(targetCondition: unknown): string {
  return problemOf(() =>
    parseTargetCondition(typeof targetCondition === "string" ? targetCondition : ""),
  );
}

function queryProblem(query: unknown): string {
  return typeof query === "string" ? problemOf(() => readQuery(query)) : "The query must be a text";
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
