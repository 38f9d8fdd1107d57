import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { type Editor, openLanguageServer, openTsserver } from "./language-server.js";
import { configure, generateIn, inProject } from "./typed-import-project.js";

type Commented = readonly (readonly [mark: string, text: string])[];

/** TypeScript 7.0 shows no comment for a member of any mapped type; there it is one F12 away. */
const fieldText: Commented = [["field", "Highest temperature"]];
const memberTexts: Commented = [
  ["inherited", "How it shines."],
  ["component", "Thermostat one"],
  ["read-only", "Serial number of the device."],
];

const servers: readonly (readonly [string, (folder: string) => Editor, Commented])[] = [
  ["tsserver of TypeScript 5.9", openTsserver, [...fieldText, ...memberTexts]],
  ["the language server of TypeScript 7", openLanguageServer, fieldText],
];

const thermostat = "models/dtmi/com/example/thermostat-1.json";
const controller = "models/dtmi/com/example/temperaturecontroller-1.json";
const lamps = "models/lamp shop/lamps.json";

const uses = `
declare const target: ServiceTarget;
declare const connection: DeviceTransport;
const client = serviceClient(controller, target, { models: [thermostat] });
const report = await client./*component*/thermostat1./*command*/getMaxMinReport(new Date(0));
report./*field*/maxTemp;
client.thermostat1./*writable*/targetTemperature.$set(20);
client./*read-only*/serialNumber.$get();
await client.$update({ thermostat2: { /*patch*/targetTemperature: 21 } });
const state = await client.$read();
state.thermostat1./*state*/targetTemperature.reported;
const device = deviceClient(controller, connection, {
  /*handler*/reboot: () => undefined,
  thermostat1: { getMaxMinReport: () => ({ /*answer*/minTemp: 1 }), targetTemperature: () => undefined },
  thermostat2: { getMaxMinReport: () => ({}), targetTemperature: () => undefined },
});
await device.thermostat1.$telemetry({ /*telemetry*/temperature: 20 });
const lamp = serviceClient(lamps, target, { models: [thermostat] });
lamp./*inherited*/mode.$set("w");
await lamp.$update({ fade: { /*inline field*/seconds: 2 } });
`;

const typedImport = `
import /*import*/controller from "./${controller}" with { type: "json" };
import thermostat from "./${thermostat}" with { type: "json" };
import lamps from "./${lamps}" with { type: "json" };
import { type DeviceTransport, deviceClient, type ServiceTarget, serviceClient } from "twinplug";
controller[/*identifier*/"@id"];
${uses}`;

const generated = `
import { TemperatureController as controller } from "./generated/com/example/temperaturecontroller-1.js";
import { Thermostat as thermostat } from "./generated/com/example/thermostat-1.js";
import { DimmableLamp as lamps } from "./generated/com/example/dimmablelamp-1.js";
import type { /*shape*/Thermostat } from "./generated/com/example/thermostat-1.js";
import { LampMode } from "./generated/com/example/lamp-1.js";
import { type DeviceTransport, deviceClient, type ServiceTarget, serviceClient } from "twinplug";
export type Shape = Thermostat;
LampMode./*enum value*/warm;
${uses}`;

/** What stands behind which mark, and the text around its name in the DTDL file. */
const places: readonly (readonly [mark: string, file: string, before: string, name: string])[] = [
  ["component", controller, '"name": "', "thermostat1"],
  ["command", thermostat, '"name": "', "getMaxMinReport"],
  ["field", thermostat, '"name": "', "maxTemp"],
  ["writable", thermostat, '"name": "', "targetTemperature"],
  ["read-only", controller, '"name": "', "serialNumber"],
  ["patch", thermostat, '"name": "', "targetTemperature"],
  ["state", thermostat, '"name": "', "targetTemperature"],
  ["handler", controller, '"name": "', "reboot"],
  ["answer", thermostat, '"name": "', "minTemp"],
  ["telemetry", thermostat, '"name": "', "temperature"],
  ["inherited", lamps, '"name": "', "mode"],
  ["inline field", lamps, '"name": "', "seconds"],
];

/** `file:line:column` of a name in a DTDL file, counted from 1. */
function placeIn(folder: string, file: string, before: string, name: string): string {
  const text = readFileSync(join(folder, file), "utf8");
  const at = text.indexOf(`${before}${name}"`);
  if (at < 0) throw new Error(`${file} has no ${name}`);
  const lines = text.slice(0, at + before.length).split("\n");
  return `${file}:${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
}

/** Where F12 goes from each mark, beside where it should go. */
async function lookUp(
  editor: Editor,
  folder: string,
  user: string,
  all: typeof places,
): Promise<{ readonly found: string[]; readonly expected: string[] }> {
  const found: string[] = [];
  const expected: string[] = [];
  for (const [mark, file, before, name] of all) {
    const definitions = await editor.definition(join(folder, user), `/*${mark}*/`);
    const shown = definitions.map(
      (each) => `${relative(folder, each.file)}:${each.line + 1}:${each.column + 1}`,
    );
    // What is written there itself, as a member of an object literal, is a definition of it too.
    const elsewhere = shown.filter((each) => !each.startsWith(user));
    found.push(`${mark}: ${[...new Set(elsewhere)].join(", ")}`);
    expected.push(`${mark}: ${placeIn(folder, file, before, name)}`);
  }
  return { found, expected };
}

test.each(servers)(
  "%s goes from a typed JSON import to the names in the DTDL file, and shows their texts",
  async (_name, open, commented) => {
    await inProject({ "user.ts": typedImport }, async (folder) => {
      configure(folder, { module: "nodenext", allowArbitraryExtensions: true });
      await generateIn(folder, "--sidecar");
      const editor = open(folder);
      try {
        const { found, expected } = await lookUp(editor, folder, "user.ts", [
          ["import", controller, '"@id": "', "dtmi:com:example:TemperatureController;1"],
          ["identifier", controller, '"@id": "', "dtmi:com:example:TemperatureController;1"],
          ...places,
        ]);
        expect(found).toEqual(expected);
        for (const [mark, text] of commented) {
          expect(await editor.hover(join(folder, "user.ts"), `/*${mark}*/`)).toContain(text);
        }
      } finally {
        editor.close();
      }
    });
  },
  60_000,
);

test.each(servers)(
  "%s goes from generated declarations to the names in the DTDL file",
  async (_name, open) => {
    await inProject({ "user.ts": generated }, async (folder) => {
      configure(folder, { module: "nodenext" });
      await generateIn(folder, "--out", "generated", "--emit", "js");
      const editor = open(folder);
      try {
        const { found, expected } = await lookUp(editor, folder, "user.ts", [
          ["shape", thermostat, '"@id": "', "dtmi:com:example:Thermostat;1"],
          ["enum value", lamps, '"name": "', "warm"],
          ...places,
        ]);
        expect(found).toEqual(expected);
      } finally {
        editor.close();
      }
    });
  },
  60_000,
);
