import { requireObject } from "../client/require-argument.js";
import { toTwinJson } from "../client/twin-numbers.js";
import { PnpError } from "../errors.js";
import { toExactJson } from "./exact-numbers.js";
import type { PlannedRequest } from "./registry-requests.js";

/** What an automatic configuration sets: of devices, of modules, or of edge devices. */
export interface ConfigurationContent {
  /** By the path of the device twin: `{"properties.desired.climate": {…}}`. */
  readonly deviceContent?: Readonly<Record<string, unknown>>;
  /** By the path of the module twin. */
  readonly moduleContent?: Readonly<Record<string, unknown>>;
  /** By module, for edge devices. */
  readonly modulesContent?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What may change of a configuration. */
export interface ConfigurationChange {
  /** The condition after WHERE of a query on devices, such as `tags.site = 'lab'`; empty: no device. */
  readonly targetCondition?: string;
  /** Where two configurations set the same, the higher one wins; a whole number from 0, default 0. */
  readonly priority?: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** By name, queries whose counts the hub tells. */
  readonly metrics?: Readonly<Record<string, string>>;
}

/** What a configuration is made with. */
export interface NewConfiguration extends ConfigurationChange {
  /** Can not be changed later. */
  readonly content: ConfigurationContent;
}

/** An automatic configuration as the hub keeps it. */
export interface Configuration extends Required<Omit<NewConfiguration, "metrics">> {
  /** 1 to 128 lower-case letters, digits and some punctuation. */
  readonly id: string;
  readonly etag: string;
  /** RFC 3339. */
  readonly createdTime: string;
  readonly lastUpdatedTime: string;
  /** By name, the query and the count it last gave. */
  readonly metrics: Readonly<Record<string, ConfigurationMetric>>;
  /** The hub's own, such as `targetedCount` and `appliedCount`. */
  readonly systemMetrics: Readonly<Record<string, ConfigurationMetric>>;
}

/** A query of a configuration and the count it last gave. */
export interface ConfigurationMetric {
  readonly query?: string;
  readonly result?: number;
}

/** A configuration as the REST API has it. */
export type WireConfiguration = Readonly<Record<string, unknown>> & { readonly id: string };
/** Makes a configuration. */
export function createConfigurationRequest(id: string, settings: NewConfiguration): PlannedRequest {
  requireObject(settings, "The configuration");
  const content = toTwinJson(contentOf(settings), `The content of configuration ${id}`);
  const chosen = { id, schemaVersion: "1.0", ...wireChange(settings), content };
  const body = toExactJson(chosen, `The configuration ${id}`);
  return { method: "PUT", path: configurationPath(id), body };
}

/** The path of a configuration. */
export function configurationPath(id: string): string {
  return `/configurations/${encodeURIComponent(id)}`;
}

function contentOf({ content }: NewConfiguration): ConfigurationContent {
  const kinds = ["deviceContent", "moduleContent", "modulesContent"] as const;
  if (typeof content === "object" && content !== null && kinds.some((kind) => content[kind])) {
    return content;
  }
  throw new PnpError("PNP_USAGE", `A configuration needs a content with ${kinds.join(" or ")}.`);
}

/** What a caller chose, in the words of the REST API. */
export function wireChange(change: ConfigurationChange): Readonly<Record<string, unknown>> {
  const { targetCondition, priority, labels, metrics } = change;
  if (
    priority !== undefined &&
    !(Number.isInteger(priority) && priority >= 0 && priority < 2 ** 31)
  ) {
    throw new PnpError(
      "PNP_USAGE",
      `priority must be a whole number from 0 to 2147483647, not ${priority}.`,
    );
  }
  return {
    ...(targetCondition === undefined ? {} : { targetCondition }),
    ...(priority === undefined ? {} : { priority }),
    ...(labels === undefined ? {} : { labels }),
    ...(metrics === undefined ? {} : { metrics: { queries: metrics, results: {} } }),
  };
}

/** What a configuration of the REST API says. */
export function configurationOf(wire: WireConfiguration): Configuration {
  return {
    id: wire.id,
    etag: textOf(wire.etag),
    content: (wire.content ?? {}) as ConfigurationContent,
    targetCondition: textOf(wire.targetCondition),
    priority: typeof wire.priority === "number" ? wire.priority : 0,
    labels: (wire.labels ?? {}) as Readonly<Record<string, string>>,
    createdTime: textOf(wire.createdTimeUtc),
    lastUpdatedTime: textOf(wire.lastUpdatedTimeUtc),
    metrics: metricsOf(wire.metrics),
    systemMetrics: metricsOf(wire.systemMetrics),
  };
}

interface WireMetrics {
  readonly results?: Readonly<Record<string, number>> | null;
  readonly queries?: Readonly<Record<string, string>> | null;
}

function metricsOf(value: unknown): Readonly<Record<string, ConfigurationMetric>> {
  const { results, queries } = (value ?? {}) as WireMetrics;
  const names = new Set([...Object.keys(queries ?? {}), ...Object.keys(results ?? {})]);
  return Object.fromEntries(
    [...names].map((name) => {
      const query = queries?.[name];
      const result = results?.[name];
      const metric = {
        ...(query === undefined ? {} : { query }),
        ...(result === undefined ? {} : { result }),
      };
      return [name, metric];
    }),
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
