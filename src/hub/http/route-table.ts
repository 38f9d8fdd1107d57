import { ServiceError } from "../service-error.js";

/** What a table of routes needs to know of each. */
export interface Routed {
  readonly method: string;
  /** Segments in braces are parameters; the others are matched without regard to letter case. */
  readonly path: string;
}

/** A route and what its braces stand for. */
export interface RouteMatch<R extends Routed> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request. Throws 404 for a path that does not exist, 405 for a method that it does not have. */
export type FindRoute<R extends Routed> = (method: string, pathname: string) => RouteMatch<R>;

/** A path as it is compared. */
interface Pattern<R extends Routed> {
  readonly route: R;
  /** In lower case; undefined where a parameter stands. */
  readonly segments: readonly (string | undefined)[];
  /** By position, without their braces. */
  readonly names: readonly string[];
}

/** A finder for the routes of one service. */
export function createRouter<R extends Routed>(routes: readonly R[]): FindRoute<R> {
  const patterns = routes.map(patternOf).sort((one, other) => braces(one) - braces(other));
  /** By how many segments they have: most paths are told apart by that. */
  const byLength = new Map<number, readonly Pattern<R>[]>();
  for (const pattern of patterns) {
    const { length } = pattern.segments;
    byLength.set(length, [...(byLength.get(length) ?? []), pattern]);
  }
  const matching = (segments: readonly string[]): readonly Pattern<R>[] =>
    byLength.get(segments.length)?.filter((pattern) => fits(pattern, segments)) ?? [];
  return (method, pathname) => {
    let segments = segmentsOf(pathname);
    let matches = matching(segments);
    if (matches.length === 0) {
      // Azure IoT explorer encodes the slashes of the path as well.
      segments = segmentsOf(pathname.replace(/%2f/gi, "/"));
      matches = matching(segments);
    }
    if (matches.length === 0) {
      throw new ServiceError("GenericNotFound", `There is nothing at ${pathname}`);
    }
    const match = matches.find(({ route }) => route.method === method);
    if (match) return { route: match.route, params: paramsOf(match, segments) };
    const offered = [...new Set(matches.map(({ route }) => route.method))].join(", ");
    throw new ServiceError(
      "MethodNotAllowed",
      `${method} is not offered at ${pathname}; only ${offered}`,
    );
  };
}

function patternOf<R extends Routed>(route: R): Pattern<R> {
  const parts = route.path.split("/").slice(1);
  const segments = parts.map((part) => (part.startsWith("{") ? undefined : part.toLowerCase()));
  return { route, names: parts.map((part) => part.replace(/^\{|\}$/g, "")), segments };
}

/** Fewer come first: `/devices/query` before a device called "query". */
function braces({ segments }: Pattern<Routed>): number {
  return segments.filter((segment) => segment === undefined).length;
}

/** Decoded; empty where a segment is not encoded properly, which matches nothing. */
function segmentsOf(pathname: string): readonly string[] {
  const bare = pathname.endsWith("/") ? pathname.slice(0, -1) : pathname;
  return bare.split("/").slice(1).map(decode);
}

/** Of as many segments. */
function fits({ segments }: Pattern<Routed>, found: readonly string[]): boolean {
  return segments.every((expected, index) => {
    const segment = found[index] ?? "";
    if (expected === undefined) return segment !== "";
    return expected === segment || expected === segment.toLowerCase();
  });
}

function paramsOf(
  { segments, names }: Pattern<Routed>,
  found: readonly string[],
): Readonly<Record<string, string>> {
  const params: Record<string, string> = {};
  for (let index = 0; index < found.length; index += 1) {
    if (segments[index] === undefined) params[names[index] ?? ""] = found[index] ?? "";
  }
  return params;
}

function decode(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}
