import { dedent, pumpId, pumpWith, type Row } from "./row.js";

const bare = pumpWith(4, "");

/** What is refused of the objects at the top of a text. */
export const topLevelRows: readonly Row[] = [
  {
    title: "a text is a JSON string",
    text: `"${pumpId}" // ← here`,
    expect: [{ code: "notJsonObject" }],
    corrected: [bare],
  },
  {
    title: "a list of Interfaces has an entry that is a number",
    text: dedent(`
      [
        7 // ← here
      ]`),
    expect: [{ code: "notJsonObject" }],
    corrected: ["[]"],
  },
  {
    title: "a list in a list has an entry that is null",
    text: dedent(`
      [
        [
          null // ← here
        ]
      ]`),
    expect: [{ code: "notJsonObject" }],
    corrected: { null: "" },
  },
  {
    title: "Interfaces stand in a graph",
    text: dedent(`
      {
        "@context": "dtmi:dtdl:context;2",
        "@graph": [ // ← here
          {
            "@id": "${pumpId}",
            "@type": "Interface"
          }
        ]
      }`),
    expect: [{ code: "topLevelGraphDisallowed" }],
    corrected: {
      [`"@graph": [ { "@id": "${pumpId}", "@type": "Interface" } ]`]: `"@id": "${pumpId}", "@type": "Interface"`,
    },
  },
  {
    title: "an Interface has no identifier",
    text: dedent(`
      { // ↓ here
        "@context": "dtmi:dtdl:context;3",
        "@type": "Interface"
      } // ↑ here`),
    expect: [{ code: "missingTopLevelId" }],
    corrected: { '"@type"': `"@id": "${pumpId}", "@type"` },
  },
  {
    title: "a Telemetry stands at the top",
    text: dedent(`
      { // ↓ here
        "@context": "dtmi:dtdl:context;4",
        "@id": "dtmi:com:example:speed;1",
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double"
      } // ↑ here`),
    expect: [{ code: "typeNotRootable", value: "dtmi:com:example:speed;1", type: "'Interface'" }],
    corrected: [bare],
  },
  {
    title: "an object at the top has no type",
    text: dedent(`
      { // ↓ here
        "@context": "dtmi:dtdl:context;2",
        "@id": "${pumpId}"
      } // ↑ here`),
    expect: [{ code: "typeNotRootable", value: pumpId, type: "'Interface'" }],
    corrected: { [`"${pumpId}"`]: `"${pumpId}", "@type": "Interface"` },
  },
  {
    title: "an object at the top names the Interface of another version",
    text: dedent(`
      { // ↓ here
        "@context": "dtmi:dtdl:context;4",
        "@id": "${pumpId}",
        "@type": "dtmi:dtdl:class:Interface;3"
      } // ↑ here`),
    expect: [{ code: "typeNotRootable", value: pumpId, type: "'Interface'" }],
    corrected: { "Interface;3": "Interface;4" },
  },
  {
    title: "an Interface has a keyword that DTDL does not use",
    text: pumpWith(4, '"@base": "https://example.com/" // ← here'),
    expect: [{ code: "topLevelKeywordDisallowed", value: "@base" }],
    corrected: { "context;4": "context;2" },
  },
];
