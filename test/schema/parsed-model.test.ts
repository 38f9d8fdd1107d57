import { expect, test } from "vitest";
import { parseModel } from "../../src/dtdl/parse.js";
import { describeInterface } from "../../src/schema/describe.js";

test("describes a parsed Interface, inherited contents and semantic types included", () => {
  const model = parseModel([
    JSON.stringify({
      "@context": "dtmi:dtdl:context;2",
      "@id": "dtmi:com:example:Base;1",
      "@type": "Interface",
      contents: [{ "@type": "Command", name: "reboot" }],
    }),
    JSON.stringify({
      "@context": "dtmi:dtdl:context;2",
      "@id": "dtmi:com:example:Thermostat;1",
      "@type": "Interface",
      extends: "dtmi:com:example:Base;1",
      contents: [
        {
          "@type": ["Telemetry", "Temperature"],
          name: "temperature",
          displayName: "Temperature",
          schema: "double",
          unit: "degreeCelsius",
        },
        {
          "@type": "Property",
          name: "limits",
          writable: true,
          schema: {
            "@type": "Object",
            fields: [
              {
                name: "mode",
                schema: {
                  "@type": "Enum",
                  valueSchema: "integer",
                  enumValues: [{ name: "eco", enumValue: 1 }],
                },
              },
              { name: "since", schema: "dateTime" },
            ],
          },
        },
      ],
    }),
  ]);
  const thermostat = model.interfaces.get("dtmi:com:example:Thermostat;1");
  expect(thermostat && describeInterface(thermostat)).toStrictEqual({
    properties: {
      limits: { schema: { object: { mode: { enum: [1] }, since: "dateTime" } }, writable: true },
    },
    telemetry: {
      temperature: {
        schema: "double",
        unit: "degreeCelsius",
        semanticType: "Temperature",
        displayName: "Temperature",
      },
    },
    commands: { reboot: {} },
  });
});
