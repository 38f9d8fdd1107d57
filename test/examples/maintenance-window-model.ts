import { descriptorOf, parseModel } from "twinplug";

const model = parseModel([
  {
    source: "maintained-1.json",
    text: JSON.stringify({
      "@context": "dtmi:dtdl:context;3",
      "@id": "dtmi:com:example:Maintained;1",
      "@type": "Interface",
      contents: [
        {
          "@type": "Property",
          name: "maintenanceWindow",
          writable: true,
          schema: {
            "@type": "Object",
            fields: [
              { name: "start", schema: "time" },
              { name: "length", schema: "duration" },
            ],
          },
        },
        { "@type": "Property", name: "compliant", schema: "boolean" },
      ],
    }),
  },
]);

/** Loaded when the program runs: nothing was generated for it. */
export const maintained = descriptorOf(
  [...model.interfaces.values()][0] ??
    (() => {
      throw new Error("The model has no Interface.");
    })(),
);
