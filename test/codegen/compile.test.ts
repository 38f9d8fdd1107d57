import { expect, test } from "vitest";
import { type GeneratedFile, type GenerateOptions, generate } from "../../src/codegen/index.js";
import { parseModel } from "../../src/dtdl/parse.js";
import { compile, compilers, withFiles } from "./compile.js";
import { everyConstruct } from "./every-construct.js";

const model = parseModel(everyConstruct);

function inFolder(folder: string, options: GenerateOptions): readonly GeneratedFile[] {
  return generate(model, options).map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
}

/** Every form of the output; `imports: .ts` is what runs without a compiler. */
const files = [
  ...generate(model, { index: true }),
  ...inFolder("checked", { validators: true }),
  ...inFolder("alone", { typesOnly: true, index: true, obsolete: true }),
  ...inFolder("unions", { enums: "union", language: "de", importExtension: ".ts", index: true }),
];

const user = `
import type { PatchOf, Relationship, ReportOf, ServiceClient, TelemetryOf, TwinOf } from "twinplug";
import type { Everything as Alone } from "./alone/com/example/everything-1.js";
import type { Base } from "./com/example/base-1.2.js";
import { type Everything, type EverythingRelationships, Mode } from "./com/example/everything-1.js";
import { ComExampleSensor_1, ComExampleSensor_2, ComNulSensor_1_5, type ThirdZonesItem } from "./index.js";
import type { Mode as ModeUnion } from "./unions/com/example/everything-1.ts";

export const patch: PatchOf<Everything> = {
  w_dateTime: new Date(0),
  w_long: 1,
  installed: "2026-01-01T00:00:00Z",
  tree: { since: new Date(0), children: [{ since: "2026-01-01T00:00:00Z" }] },
  nest: [[], [[], [[[]]]]],
  times: [{ a: [{ b: [] }] }],
  counts: [[1, 2n]],
  limits: { hot: { max: 5 } },
  mode: Mode.reverse,
  then$: null,
  first: { value: 2 },
};
export const report: ReportOf<Everything> = { p_long: 1n, counter: 3, p_uuid: "", nest: [[]] };
export const telemetry: TelemetryOf<Everything> = { temperature: 1, alive: true, g_point: { coordinates: [1, 2] } };
export function read(twin: TwinOf<Everything>): [bigint | undefined, string | undefined, number | undefined] {
  return [twin.w_long.reported, twin.tree.desired?.children?.[0]?.since, twin.first.value.desired];
}
export function nested(twin: TwinOf<Everything>): readonly unknown[] | undefined {
  return twin.nest.desired?.[0]?.[0]?.[0];
}
export async function use(client: ServiceClient<Everything>): Promise<void> {
  await client.nest.$set([[[]]]);
  await client.perhaps();
  await client.schedule({ since: new Date(0) });
}
export const base: PatchOf<Base> = { window: { from: new Date(0) } };
export const union: ModeUnion = Mode.off;
export const zone: ThirdZonesItem = { width: 1 };
export const ids: readonly string[] = [ComExampleSensor_1, ComExampleSensor_2, ComNulSensor_1_5].map(({ id }) => id);
export function flow(feeds: EverythingRelationships["feeds"]): number | undefined {
  const any: Relationship = feeds;
  return any.properties === feeds.properties ? feeds.properties.flow : feeds.target.writable.leftOnly === 1n ? 1 : 0;
}

type Plain<S extends object> = Omit<S, "relationships">;
export const alone: (shape: Plain<Everything>) => Plain<Alone> = (shape) => shape;
export const whole: (shape: Plain<Alone>) => Plain<Everything> = (shape) => shape;
export const patchOfAlone: PatchOf<Alone> = patch;

// @ts-expect-error a read-only property cannot be set
export const readOnly: PatchOf<Everything> = { p_long: 1n };
// @ts-expect-error no such mode
export const mode: PatchOf<Everything> = { mode: 7 };
// @ts-expect-error telemetry of a component
export const inner: TelemetryOf<Everything> = { inside: 1 };
// @ts-expect-error a list of lists holds no number
export const nest: PatchOf<Everything> = { nest: [[1]] };
// @ts-expect-error a number deep in a list of lists
export const deep: PatchOf<Everything> = { nest: [[[[1]]]] };
`;

test.each(compilers)(
  "what every construct generates compiles with %s at its strictest, and allows and refuses the same",
  async (compiler) => {
    const all = [...files, { path: "user.ts", text: user }];
    expect(await withFiles(all, (folder) => compile(folder, compiler))).toEqual([]);
  },
  120_000,
);
