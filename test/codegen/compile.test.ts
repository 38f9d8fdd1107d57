import { expect, test } from "vitest";
import { generate } from "../../src/codegen/index.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { compile, compilers, withFiles } from "./compile.js";
import { everyConstruct } from "./every-construct.js";

const files = generate(parseModel(everyConstruct));

test.each(compilers)(
  "what every construct generates compiles with %s at its strictest",
  async (compiler) => {
    expect(await withFiles(files, (folder) => compile(folder, compiler))).toEqual([]);
  },
);

const user = `
import type { PatchOf, ReportOf, TelemetryOf, TwinOf } from "twinplug";
import type { Base } from "./com/example/base-1.2.js";
import { type Everything, Mode } from "./com/example/everything-1.js";

export const patch: PatchOf<Everything> = {
  w_dateTime: new Date(0),
  w_long: 1,
  installed: "2026-01-01T00:00:00Z",
  tree: { since: new Date(0), children: [{ since: "2026-01-01T00:00:00Z" }] },
  limits: { hot: { max: 5 } },
  mode: Mode.reverse,
  then$: null,
  first: { value: 2 },
};
export const report: ReportOf<Everything> = { p_long: 1n, counter: 3, p_uuid: "" };
export const telemetry: TelemetryOf<Everything> = { temperature: 1, alive: true };
export function read(twin: TwinOf<Everything>): [bigint | undefined, string | undefined, number | undefined] {
  return [twin.w_long.reported, twin.tree.desired?.children?.[0]?.since, twin.first.value.desired];
}
export const base: PatchOf<Base> = { window: { from: new Date(0) } };

// @ts-expect-error a read-only property cannot be set
export const readOnly: PatchOf<Everything> = { p_long: 1n };
// @ts-expect-error no such mode
export const mode: PatchOf<Everything> = { mode: 7 };
// @ts-expect-error telemetry of a component
export const inner: TelemetryOf<Everything> = { inside: 1 };
`;

test.each(compilers)(
  "what generated types allow and refuse is the same with %s",
  async (compiler) => {
    const all = [...files, { path: "user.ts", text: user }];
    expect(await withFiles(all, (folder) => compile(folder, compiler))).toEqual([]);
  },
);
