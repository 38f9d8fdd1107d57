import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Hub, makeDeviceCertificate, startHub } from "../../../src/hub/index.js";
import { type Cell, Scope, type Section } from "./cell.js";
import { deviceSection } from "./device.js";
import { deviceTwinSection } from "./device-twin.js";
import { digitalTwinSection } from "./digital-twins.js";
import { eventsSection } from "./events.js";
import { jobSection } from "./jobs.js";
import { moduleSection } from "./module.js";
import { moduleSignInSection } from "./module-sign-in.js";
import { registrySection } from "./registry.js";
import { querySection, twinSection } from "./registry-twins.js";
import { receiverSection, serviceSection } from "./service.js";
import { badTokenSection, serviceSignInSection } from "./service-policies.js";
import { signInSection } from "./sign-in.js";
import { nameOf, table } from "./table.js";

/*
 * Which client can do what over which transport, and with which proof. A method of an SDK without a row fails, a row
 * without a cell for every column fails, and a letter in the table stands for a run, too: one that shows that the SDK
 * does not offer it.
 */
const sections: readonly Section[] = [
  registrySection,
  twinSection,
  querySection,
  jobSection,
  digitalTwinSection,
  serviceSection,
  receiverSection,
  deviceSection,
  moduleSection,
  deviceTwinSection,
  signInSection,
  moduleSignInSection,
  serviceSignInSection,
  badTokenSection,
  eventsSection,
];

const atOnce = 12;
const longestCell = 30_000;

const outcomes = new Map<Cell, Error | undefined>();
let hub: Hub;

beforeAll(async () => {
  const authority = await makeDeviceCertificate({ commonName: "root", authority: true });
  hub = await startHub({
    name: "matrix",
    routes: [],
    consumerGroups: ["second"],
    deviceCa: [authority.cert],
  });
  hub.redirect();
  const cells = sections.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.cells)));
  const waiting = cells.values();
  const endings: Promise<void>[] = [];
  const lane = async (): Promise<void> => {
    for (const cell of waiting) {
      const scope = new Scope(hub, authority);
      outcomes.set(cell, await perform(cell, scope));
      // Some clients take a second to close; the next cell need not wait for that.
      endings.push(scope.end());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  await Promise.all(endings);
}, 180_000);

afterAll(async () => {
  await hub.close();
});

/** A cell's error, or nothing. */
async function perform(cell: Cell, scope: Scope): Promise<Error | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no end in sight")), longestCell);
  });
  try {
    await Promise.race([cell.run(scope), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
  }
}

describe.each(sections)("$title", ({ columns, rows, methods }) => {
  test("has a row, or a column, for every public method", () => {
    const ways = columns.flatMap((column) => column.split(", "));
    const calls = new Set([...rows.map(({ call }) => call), ...ways]);
    expect(methods.filter((method) => !calls.has(method))).toEqual([]);
  });

  const cells = rows.flatMap((row) =>
    columns.map((column) => [`${nameOf(row)}, ${column}`, row.cells[column]] as const),
  );

  test.each(cells)("%s", (_name, cell) => {
    if (!cell) throw new Error("a cell without a run");
    const error = outcomes.get(cell);
    if (error) throw error;
  });
});

test("the table beside this file says so", async () => {
  const text = table(sections, outcomes);
  console.log(text);
  await expect(text).toMatchFileSnapshot("matrix.md");
});
