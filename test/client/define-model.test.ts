import { expect, expectTypeOf, test } from "vitest";
import {
  createInMemoryHub,
  type DeviceClient,
  defineModel,
  deviceClient,
  isPnpError,
  type PropertyState,
  type Relationship,
  type ServiceClient,
  type ShapeOf,
  serviceClient,
  telemetryClient,
} from "../../src/index.js";

const context = "dtmi:dtdl:context;3";

const model = defineModel([
  {
    "@context": context,
    "@id": "dtmi:com:example:Room;1",
    "@type": "Interface",
    extends: ["dtmi:com:example:Named;1"],
    contents: [
      { "@type": "Component", name: "heater", schema: "dtmi:com:example:Heater;1" },
      { "@type": "Property", name: "mode", writable: true, schema: "dtmi:com:example:Room:mode;1" },
      { "@type": "Command", name: "air", request: { name: "until", schema: "dateTime" } },
    ],
    schemas: {
      "@id": "dtmi:com:example:Room:mode;1",
      "@type": "Enum",
      valueSchema: "integer",
      enumValues: [
        { name: "off", enumValue: 0 },
        { name: "on", enumValue: 1 },
      ],
    },
  },
  {
    "@context": context,
    "@id": "dtmi:com:example:Heater;1",
    "@type": ["Interface"],
    contents: [
      { "@type": "Property", name: "target", schema: "double", writable: true },
      { "@type": "Telemetry", name: "heat", schema: "double" },
    ],
  },
  {
    "@context": context,
    "@id": "dtmi:com:example:Named;1",
    "@type": "Interface",
    contents: { "@type": "Property", name: "label", schema: "string" },
  },
]);

type Room = ShapeOf<(typeof model)["dtmi:com:example:Room;1"]>;

/** What the function throws. */
function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("a model in the program types both sides without a build step", async () => {
  const hub = createInMemoryHub();
  const room = serviceClient(model["dtmi:com:example:Room;1"], hub.create("room1"));
  const aired: string[] = [];
  const announced = { modelId: "dtmi:com:example:Room;1" };
  const device = deviceClient(model["dtmi:com:example:Room;1"], hub.connect("room1", announced), {
    mode: (value) => {
      expectTypeOf(value).toEqualTypeOf<0 | 1>();
    },
    air: (until) => {
      aired.push(until);
    },
    heater: { target: () => ({ code: 200 }) },
  });
  await device.$ready();
  await device.$report({ label: "north" });
  await device.heater.$telemetry({ heat: 20.5 });
  await room.$update({ mode: 1, heater: { target: 21 } });
  await room.air(new Date(0));
  const twin = await room.$read();
  expectTypeOf(twin.heater.target).toEqualTypeOf<PropertyState<number>>();
  expectTypeOf(twin.label).toEqualTypeOf<PropertyState<string>>();
  expect([twin.heater.target.desired, twin.label.reported, aired]).toEqual([
    21,
    "north",
    ["1970-01-01T00:00:00.000Z"],
  ]);
  await device.$close();
});

test("inferred clients refuse what the model does not have", () => {
  const wrong = (room: ServiceClient<Room>, device: DeviceClient<Room>) => [
    // @ts-expect-error label is read-only
    room.$update({ label: "a" }),
    // @ts-expect-error no such mode
    room.$update({ mode: 2 }),
    // @ts-expect-error the request is missing
    room.air(),
    // @ts-expect-error telemetry of the component
    device.$telemetry({ heat: 1 }),
    // @ts-expect-error no such Interface
    model["dtmi:com:example:Cellar;1"],
  ];
  expect(wrong).toBeTypeOf("function");
});

test("descriptors of a defined model serve wherever descriptors do", () => {
  const heater = model["dtmi:com:example:Heater;1"];
  const client = telemetryClient(heater, createInMemoryHub().connect("heater1"));
  expectTypeOf(client.$telemetry).parameter(0).toEqualTypeOf<{ readonly heat?: number }>();
  expect(heater.id).toBe("dtmi:com:example:Heater;1");
  expect(Object.keys(model)).toEqual([
    "dtmi:com:example:Room;1",
    "dtmi:com:example:Heater;1",
    "dtmi:com:example:Named;1",
  ]);
});

test("one Interface may be given without a list", () => {
  const single = defineModel({
    "@context": context,
    "@id": "dtmi:com:example:Lamp;1",
    "@type": "Interface",
    contents: [{ "@type": "Telemetry", name: "on", schema: "boolean" }],
  });
  expectTypeOf<ShapeOf<(typeof single)["dtmi:com:example:Lamp;1"]>["telemetry"]>().toEqualTypeOf<{
    on: boolean;
  }>();
  expect(single["dtmi:com:example:Lamp;1"].schema.telemetry).toEqual({ on: { schema: "boolean" } });
});

test("a wrong model fails at once, with every issue and its place in the literal", () => {
  const error = thrownBy(() =>
    defineModel([
      {
        "@context": context,
        "@id": "dtmi:com:example:Broken;1",
        "@type": "Interface",
        contents: [
          { "@type": "Property", name: "a", schema: "dobule" },
          { "@type": "Telemetri", name: "b", schema: "double" },
        ],
      },
    ]),
  );
  if (!isPnpError(error, "PNP_DTDL_INVALID")) throw error;
  expect(error.issues.length).toBeGreaterThan(1);
  for (const { location, frame } of error.issues) {
    expect(location?.source).toBe("defineModel");
    expect(frame).toMatch(/dobule|Telemetri/);
  }
});

test("a model that mentions what it does not hold says which Interface is missing", () => {
  const error = thrownBy(() =>
    defineModel({
      "@context": context,
      "@id": "dtmi:com:example:Lonely;1",
      "@type": "Interface",
      extends: "dtmi:com:example:Nowhere;1",
    }),
  );
  expect(isPnpError(error, "PNP_MODEL_NOT_FOUND")).toBe(true);
  expect(String(error)).toContain("dtmi:com:example:Nowhere;1");
});

test("what JSON cannot hold is refused as a wrong call", () => {
  const circle: { "@id": string; self?: unknown } = { "@id": "dtmi:com:example:Circle;1" };
  circle.self = circle;
  for (const wrong of [circle, { "@id": "dtmi:a;1", count: 1n }, undefined as never]) {
    expect(
      isPnpError(
        thrownBy(() => defineModel(wrong)),
        "PNP_USAGE",
      ),
    ).toBe(true);
  }
});

test("a model whose identifiers the compiler does not know gives untyped descriptors", () => {
  const documents: { "@id": string; [member: string]: unknown }[] = [
    { "@context": context, "@id": "dtmi:com:example:Loose;1", "@type": "Interface" },
  ];
  const loose = defineModel(documents)["dtmi:com:example:Loose;1"];
  expectTypeOf<ShapeOf<NonNullable<typeof loose>>>().toEqualTypeOf<unknown>();
  expect(loose?.id).toBe("dtmi:com:example:Loose;1");
});

test("every form that DTDL allows for the same thing is read alike", () => {
  const forms = defineModel([
    {
      "@context": ["dtmi:dtdl:context;4"],
      "@id": "dtmi:com:example:Forms;1",
      "@type": "Interface",
      extends: [
        "dtmi:com:example:Forms:Base;1",
        {
          "@id": "dtmi:com:example:Forms:Second;1",
          "@type": "Interface",
          contents: [{ "@type": "Property", name: "second", schema: "uuid" }],
        },
      ],
      contents: [
        {
          "@type": "Property",
          name: "first",
          schema: {
            "@id": "dtmi:com:example:Forms:pair;1",
            "@type": "Object",
            fields: { name: "x", schema: "dtmi:dtdl:instance:Schema:long;2" },
          },
        },
        { "@type": ["Property"], name: "again", schema: ["dtmi:com:example:Forms:pair;1"] },
        {
          "@type": "Component",
          name: "inline",
          schema: {
            "@type": "Interface",
            "@id": "dtmi:com:example:Forms:Inner;1",
            contents: { "@type": "Telemetry", name: "level", schema: "float" },
          },
        },
        {
          "@type": "Command",
          name: "maybe",
          request: { name: "to", schema: "dateTime", nullable: true },
          response: { name: "was", schema: "date", nullable: true },
        },
        { "@type": "Property", name: "then", writable: true, schema: "boolean" },
        { "@type": "Telemetry", name: "at", schema: "dtmi:standard:schema:geospatial:point;4" },
      ],
    },
    {
      "@context": "dtmi:dtdl:context;4",
      "@id": "dtmi:com:example:Forms:Base;1",
      "@type": "Interface",
      extends: "dtmi:com:example:Forms:Root;1",
    },
    {
      "@context": "dtmi:dtdl:context;4",
      "@id": "dtmi:com:example:Forms:Root;1",
      "@type": "Interface",
      contents: [
        {
          "@type": "Property",
          name: "inherited",
          schema: {
            "@type": "Map",
            mapKey: { name: "key", schema: "string" },
            mapValue: {
              name: "value",
              schema: { "@type": "Array", elementSchema: "scaledDecimal" },
            },
          },
        },
      ],
    },
  ]);
  type Forms = ShapeOf<(typeof forms)["dtmi:com:example:Forms;1"]>;
  expectTypeOf<Forms["properties"]>().toEqualTypeOf<{
    first: { x?: bigint };
    again: { x?: bigint };
    second: string;
    inherited: { readonly [key: string]: readonly { value?: string; scale?: number }[] };
    then$: boolean;
  }>();
  expectTypeOf<Forms["telemetry"]["at"]["coordinates"]>().toEqualTypeOf<
    readonly number[] | undefined
  >();
  expectTypeOf<Forms["writable"]>().toEqualTypeOf<{ then$: boolean }>();
  expectTypeOf<Forms["components"]["inline"]["telemetry"]>().toEqualTypeOf<{ level: number }>();
  expectTypeOf<ServiceClient<Forms>["maybe"]>()
    .parameter(0)
    .toEqualTypeOf<string | Date | null | undefined>();
  expectTypeOf<ServiceClient<Forms>["maybe"]>().returns.resolves.toEqualTypeOf<string | null>();
  expect(Object.keys(forms["dtmi:com:example:Forms;1"].schema.properties ?? {})).toHaveLength(5);
});

test("a Relationship leads to the shape of its target and has properties of its own", () => {
  const plant = defineModel([
    {
      "@context": context,
      "@id": "dtmi:com:example:Pump;1",
      "@type": "Interface",
      contents: [
        {
          "@type": "Relationship",
          name: "feeds",
          target: "dtmi:com:example:Valve;1",
          properties: [
            { "@type": "Property", name: "flow", schema: "double", writable: true },
            { "@type": "Property", name: "since", schema: "dateTime" },
          ],
        },
        { "@type": ["Relationship"], name: "near" },
        { "@type": "Relationship", name: "elsewhere", target: "dtmi:com:example:Tank;1" },
      ],
    },
    {
      "@context": context,
      "@id": "dtmi:com:example:Valve;1",
      "@type": "Interface",
      contents: [{ "@type": "Relationship", name: "back", target: "dtmi:com:example:Pump;1" }],
    },
  ]);
  type Pump = ShapeOf<(typeof plant)["dtmi:com:example:Pump;1"]>;
  type Valve = ShapeOf<(typeof plant)["dtmi:com:example:Valve;1"]>;
  type Feeds = Pump["relationships"]["feeds"];
  expectTypeOf<Feeds["target"]>().toEqualTypeOf<Valve>();
  expectTypeOf<Valve["relationships"]["back"]["target"]>().toEqualTypeOf<Pump>();
  expectTypeOf<Feeds["properties"]["flow"]>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Pump["relationships"]["near"]>().toEqualTypeOf<Relationship>();
  expectTypeOf<Pump["relationships"]["elsewhere"]["target"]>().toEqualTypeOf<unknown>();
  const write = (feeds: Feeds["properties"]) => {
    feeds.flow = 2;
    // @ts-expect-error only a writable property of a link can be set
    feeds.since = "2026-11-20T08:00:00Z";
  };
  expect(write).toBeTypeOf("function");
  expect(Object.keys(plant)).toHaveLength(2);
});
