import type { JsonRecord } from "../convention/record.js";
import { contentKind } from "./configuration-content.js";
import type { ConfigurationRollout } from "./configuration-rollout.js";
import type { Configuration } from "./configurations.js";
import { countRows, type Rows } from "./query/run-query.js";

/** A configuration as service clients see it, its metrics counted now. */
export function configurationDocument(
  configuration: Configuration,
  rollout: ConfigurationRollout,
  rows: Rows,
): JsonRecord {
  const { id, schemaVersion, labels, content, targetCondition, priority, metricQueries } =
    configuration;
  const results = Object.entries(metricQueries).map(
    ([name, query]) => [name, countRows(String(query), rows)] as const,
  );
  return {
    id,
    schemaVersion,
    labels,
    content,
    targetCondition,
    createdTimeUtc: configuration.created,
    lastUpdatedTimeUtc: configuration.updated,
    priority,
    systemMetrics: { results: rollout.counts(id), queries: systemQueries(configuration) },
    metrics: { results: Object.fromEntries(results), queries: metricQueries },
    etag: configuration.etag,
  };
}

/** The queries that find the devices or modules behind the two counts. */
function systemQueries({ id, content }: Configuration): JsonRecord {
  const select =
    contentKind(content) === "moduleContent"
      ? "SELECT deviceId, moduleId FROM devices.modules"
      : "SELECT deviceId FROM devices";
  const status = `configurations.[[${id}]].status`;
  return {
    targetedCount: `${select} WHERE ${status} IN ['Targeted', 'Applied']`,
    appliedCount: `${select} WHERE ${status} = 'Applied'`,
  };
}
