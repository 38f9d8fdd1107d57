import { expect, expectTypeOf, test } from "vitest";
import {
  createEventReader,
  createInMemoryHub,
  defineModel,
  describeImport,
  deviceClient,
  type ImportedModel,
  type InMemoryHub,
  resolveImport,
  serviceClient,
} from "../../src/index.js";
import { rawEvent } from "./events/raw.js";

const id = "dtmi:com:example:Meter;1";
const document = {
  "@context": "dtmi:dtdl:context;4",
  "@id": id,
  "@type": "Interface",
  contents: [
    { "@type": "Property", name: "limit", schema: "long", writable: true },
    { "@type": "Property", name: "since", schema: "dateTime", writable: true },
    { "@type": "Telemetry", name: "count", schema: "unsignedLong" },
    { "@type": "Telemetry", name: "at", schema: { "@type": "Array", elementSchema: "dateTime" } },
    {
      "@type": "Command",
      name: "next",
      request: { name: "after", schema: "dateTime" },
      response: { name: "when", schema: "dateTime" },
    },
  ],
} as const;
const forms = { long: "number", dates: "date" } as const;
const meter = defineModel(document, forms)[id];

const noon = "2026-11-20T12:00:00+01:00";

/** A meter that is called `m`, and what its handlers were given. */
async function running(): Promise<{ hub: InMemoryHub; given: unknown[] }> {
  const hub = createInMemoryHub();
  const given: unknown[] = [];
  const device = deviceClient(meter, hub.connect("m", { modelId: id }), {
    limit: (value) => {
      expectTypeOf(value).toEqualTypeOf<number>();
      given.push(value);
    },
    since: (value) => {
      expectTypeOf(value).toEqualTypeOf<Date>();
      given.push(value);
    },
    next: (after) => {
      expectTypeOf(after).toEqualTypeOf<Date>();
      given.push(after);
      return new Date(after.getTime() + 1000);
    },
  });
  await device.$ready();
  return { hub, given };
}

test("a program may read 64-bit integers as numbers and instants as dates, on both sides", async () => {
  const { hub, given } = await running();
  const client = serviceClient(meter, hub.device("m"));
  await client.limit.$set(7n, { wait: true });
  await client.since.$set(noon, { wait: true });
  const { limit, since } = await client.$read();
  expectTypeOf(limit.desired).toEqualTypeOf<number | undefined>();
  expectTypeOf(since.reported).toEqualTypeOf<Date | undefined>();
  const instant = new Date(noon);
  expect([limit.desired, limit.reported]).toEqual([7, 7]);
  expect([since.desired, since.reported]).toEqual([instant, instant]);
  await expect(client.next(instant)).resolves.toEqual(new Date(instant.getTime() + 1000));
  expect(given).toEqual([7, instant, instant]);
});

test("what is on the wire does not depend on how programs read it", async () => {
  const { hub } = await running();
  await serviceClient(meter, hub.device("m")).$update({ limit: 7, since: new Date(noon) });
  const twin = await hub.transport.readTwin(hub.device("m"));
  expect(twin.properties.desired).toMatchObject({ limit: 7, since: "2026-11-20T11:00:00.000Z" });
  const exact = defineModel(document)[id];
  const state = await serviceClient(exact, hub.device("m")).$read();
  expect([state.limit.desired, state.since.desired]).toEqual([7n, "2026-11-20T11:00:00.000Z"]);
});

const eventWith = (body: string) => rawEvent({ body, system: { "dt-dataschema": id } });

test.each([
  ["an integer beyond 2^53", '{ "count": 9007199254740993 }', "unsafeInteger", "9007199254740993"],
  ["microseconds", '{ "at": ["2026-11-20T12:00:00.123456Z"] }', "inexactDate", ".123456Z"],
])("%s is refused, never rounded", async (_, body, code, got) => {
  const event = await createEventReader({ model: meter })(eventWith(body));
  expect(event).toMatchObject({
    valid: false,
    issues: [{ code, got: expect.stringContaining(got) }],
  });
  const exact = await createEventReader({ model: defineModel(document)[id] })(eventWith(body));
  expect(exact).toMatchObject({ valid: true });
});

test.each([
  ["2026-11-20T12:00:00.123000Z", 123],
  ["2026-11-20T17:30:00.5+05:30", 500],
])("%s goes into a date whole", async (text, milliseconds) => {
  const event = await createEventReader({ model: meter })(eventWith(`{ "at": ["${text}"] }`));
  const at = new Date(Date.UTC(2026, 10, 20, 12, 0, 0, milliseconds));
  expect(event).toMatchObject({ valid: true, values: { at: [at] } });
});

test("an imported document is told the forms that its typing was written with", async () => {
  interface Shape {
    readonly id: typeof id;
    readonly properties: { readonly limit: number; readonly since: Date };
    readonly writable: { readonly limit: bigint | number; readonly since: string | Date };
    readonly telemetry: { readonly count: number; readonly at: readonly Date[] };
    readonly commands: object;
    readonly components: Readonly<Record<string, never>>;
  }
  const imported = document as unknown as ImportedModel<Shape, typeof forms>;
  const { hub } = await running();
  const described = describeImport(imported, forms);
  expect(described).toBe(describeImport(imported, forms));
  const resolver = { resolve: async () => [] };
  for (const model of [described, await resolveImport(imported, resolver, forms)]) {
    const client = serviceClient(model, hub.device("m"));
    await client.limit.$set(8);
    await expect(client.limit.$get()).resolves.toMatchObject({ desired: 8 });
  }
});
