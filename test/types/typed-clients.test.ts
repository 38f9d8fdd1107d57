import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compilers } from "../codegen/compile.js";
import { everyConstruct } from "../codegen/every-construct.js";
import { compileProgram, type Messages } from "./compile-program.js";
import { misuseHead, misuses } from "./misuses.js";
import { type RouteFiles, routeFiles, routes } from "./routes.js";

const models = fileURLToPath(new URL("../../models", import.meta.url));

const published = readdirSync(models, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json"))
  .map((file) => readFileSync(`${models}/${file}`, "utf8"));

const model = routeFiles([...everyConstruct, ...published]);

/** What users see of a shape. */
const views = [
  "ServiceClient",
  "DeviceClient",
  "DeviceHandlers",
  "TelemetryClient",
  "TwinOf",
  "PatchOf",
  "ReportOf",
  "TelemetryOf",
  "DesiredOf",
  "Links",
];

/** A line for each view of each Interface by each pair of routes: an error unless the types are the same. */
function comparison({ ids, imports }: RouteFiles): string {
  const pairs = routes.flatMap((left, index) =>
    routes.slice(index + 1).map((right) => [left, right] as const),
  );
  return [
    `import type { ${views.filter((view) => view !== "Links").join(", ")} } from "twinplug";`,
    "type Links<S> = S extends { relationships: infer R } ? R : 'none';",
    ...imports,
    "type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : 'right is less') : [B] extends [A] ? 'left is less' : 'neither';",
    ...ids.flatMap((id, index) =>
      pairs.flatMap(([left, right]) =>
        views.map(
          (view) =>
            `const _: Same<${view}<${left}${index}>, ${view}<${right}${index}>> = true; // ${id}`,
        ),
      ),
    ),
    "// @ts-expect-error one has more members",
    "const _: Same<{ a: 1 }, { a: 1; b: 1 }> = true;",
    "// @ts-expect-error two Interfaces",
    "const _: Same<ServiceClient<Generated0>, ServiceClient<Inferred1>> = true;",
    "",
  ]
    .map((line, index) => line.replace("const _:", `export const same${index}:`))
    .join("\n");
}

const inOtherForms = routeFiles([...everyConstruct, ...published], {
  long: "number",
  dates: "date",
});

const controller = model.ids.indexOf("dtmi:com:example:TemperatureController;1");
const thermostat = model.ids.indexOf("dtmi:com:example:Thermostat;1");

/** The routes, and inferred shapes to which the program gives names. */
const ways = [...routes, "Named"] as const;

type Way = (typeof ways)[number];

/** The lines before the misuses, for one way. */
function misuseTop(way: Way): readonly string[] {
  const shapes =
    way === "Named"
      ? [
          `interface Controller extends Inferred${controller} {}`,
          `interface Thermostat extends Inferred${thermostat} {}`,
        ]
      : [`type Controller = ${way}${controller};`, `type Thermostat = ${way}${thermostat};`];
  return [...model.imports, ...shapes, ...misuseHead];
}

const misuseFiles = ways.map((route) => ({
  path: `misuse-${route}.ts`,
  text: [...misuseTop(route), ...Object.values(misuses), ""].join("\n"),
}));

const compiled = new Map(
  compilers.map((compiler) => {
    const files = [
      ...model.files,
      { path: "comparison.ts", text: comparison(model) },
      ...misuseFiles,
    ];
    return [compiler, compileProgram(files, compiler)];
  }),
);

test("the routes are assignable to each other in other forms of values, too", async () => {
  const files = [
    ...inOtherForms.files,
    { path: "comparison.ts", text: comparison(inOtherForms) },
    { path: "forms.ts", text: formsProgram(inOtherForms) },
  ];
  expect(await compileProgram(files, "typescript")).toEqual(new Map());
});

/** Reads a long and an instant by each route. An imported document's forms are said again, since it cannot know them. */
function formsProgram({ ids, imports }: RouteFiles): string {
  const everything = ids.indexOf("dtmi:com:example:Everything;1");
  return [
    'import { describeImport, type ServiceTarget, serviceClient, type TwinOf } from "twinplug";',
    ...imports,
    "declare const target: ServiceTarget;",
    `describeImport(document${everything}, { long: "number", dates: "date" });`,
    "// @ts-expect-error long is left out",
    `describeImport(document${everything}, { dates: "date" });`,
    "// @ts-expect-error both are",
    `describeImport(document${everything});`,
    "// @ts-expect-error only a descriptor knows them",
    `serviceClient(document${everything}, target);`,
    "type Is<A, B> = [A, B] extends [B, A] ? true : false;",
    ...routes.flatMap((route) => {
      const shape = `${route}${everything}`;
      return [
        `export const long${route}: Is<NonNullable<TwinOf<${shape}>["counter"]["reported"]>, number> = true;`,
        `export const date${route}: Is<NonNullable<TwinOf<${shape}>["installed"]["reported"]>, Date> = true;`,
      ];
    }),
    "",
  ].join("\n");
}

async function messagesOf(
  file: string,
  compiler: (typeof compilers)[number],
): Promise<Messages | undefined> {
  return (await compiled.get(compiler))?.get(file);
}

/** What the compiler says to each misuse. */
async function answers(
  route: Way,
  compiler: (typeof compilers)[number],
): Promise<Readonly<Record<string, string>>> {
  const messages = await messagesOf(`misuse-${route}.ts`, compiler);
  const first = misuseTop(route).length + 1;
  return Object.fromEntries(
    Object.keys(misuses).map((name, index) => [name, messages?.get(first + index) ?? "no error"]),
  );
}

test.each(compilers)(
  "generated, imported and inferred clients are assignable to each other in both directions (%s)",
  async (compiler) => {
    expect(await messagesOf("comparison.ts", compiler)).toBeUndefined();
  },
);

test.each(compilers)("all of it compiles but for the wrong uses (%s)", async (compiler) => {
  const first = misuseTop("Generated").length + 1;
  const others = [...((await compiled.get(compiler)) ?? [])].flatMap(([file, messages]) =>
    [...messages].filter(([line]) => !file.startsWith("misuse-") || line < first),
  );
  expect(others).toEqual([]);
});

test.each(ways)("wrong uses of clients get readable messages: %s", async (route) => {
  expect(await answers(route, "typescript")).toMatchSnapshot();
});

/** Inferred shapes have no names unless the program gives them some, so messages spell them out. */
const longest: Readonly<Record<Way, number>> = {
  Generated: 300,
  Sidecar: 300,
  Inferred: 660,
  Named: 300,
};

test.each(compilers.flatMap((compiler) => ways.map((route) => [route, compiler] as const)))(
  "wrong uses of clients are refused, in lines short enough to read: %s (%s)",
  async (route, compiler) => {
    const unfit = Object.entries(await answers(route, compiler)).filter(
      ([, message]) =>
        !message.startsWith("TS") ||
        message.split("\n").some((line) => line.length > longest[route]),
    );
    expect(Object.fromEntries(unfit)).toEqual({});
  },
);
