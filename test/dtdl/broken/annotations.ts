import { pump, pumpId, pumpPart, type Row } from "./row.js";

const extensions = ["quantitativeTypes;2", "annotation;2", "overriding;2"];

const speedAndUnit = (contents: string) =>
  pump(
    4,
    `
    { // ↓ also
      "@type": ["Telemetry", "Velocity"],
      "name": "speed",
      "schema": "double",
      "unit": "knot"
    }, // ↑ also
    ${contents.trim()}`,
    ...extensions,
  );

const note = pumpPart("contents.note");
const speed = pumpPart("contents.speed");

/** What is refused of contents that annotate others, and override their properties. */
export const annotationRows: readonly Row[] = [
  {
    title: "a Command is annotated",
    text: pump(
      4,
      `
      { // ↓ also
        "@type": "Command",
        "name": "start"
      }, // ↑ also
      {
        "@type": ["Telemetry", "ValueAnnotation"],
        "name": "note",
        "annotates": "start", // ← here
        "schema": "string"
      }`,
      ...extensions,
    ),
    expect: [
      {
        code: "notSiblingRequiredType",
        primaryId: note,
        property: "annotates",
        secondaryId: pumpPart("contents.start"),
        auxProperty: "name",
        value: "start",
        type: "Property or Telemetry",
      },
    ],
    corrected: { '"annotates": "start"': '"annotates": "speed"' },
  },
  {
    title: "an annotation is annotated",
    text: pump(
      3,
      `
      {
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double"
      },
      { // ↓ also
        "@type": ["Telemetry", "ValueAnnotation"],
        "name": "accuracy",
        "annotates": "speed",
        "schema": "double"
      }, // ↑ also
      {
        "@type": ["Property", "ValueAnnotation"],
        "name": "note",
        "annotates": "accuracy", // ← here
        "schema": "string"
      }`,
      "annotation;1",
    ),
    expect: [
      {
        code: "disallowedType",
        primaryId: note,
        property: "annotates",
        secondaryId: pumpPart("contents.accuracy"),
        auxProperty: "name",
        value: "accuracy",
        type: "ValueAnnotation",
      },
    ],
    corrected: { '"annotates": "accuracy"': '"annotates": "speed"' },
  },
  {
    title: "an override has no annotation beside it",
    text: pump(
      4,
      `
      {
        "@type": ["Property", "Override"], // ← here
        "name": "note",
        "overrides": "unit",
        "schema": "string"
      }`,
      ...extensions,
    ),
    expect: [
      {
        code: "missingCocotype",
        primaryId: note,
        type: "Override",
        restriction: "ValueAnnotation",
      },
    ],
    corrected: { ', "Override"': "", '"overrides": "unit",': "" },
  },
  {
    title: "the schema of a Telemetry is overridden",
    text: speedAndUnit(`
    {
      "@type": ["Property", "ValueAnnotation", "Override"],
      "name": "note",
      "annotates": "speed", // ← here
      "overrides": "schema",
      "schema": "string"
    }`),
    expect: [
      {
        code: "matchingPropertyNotSupplemental",
        primaryId: note,
        property: "annotates",
        secondaryId: speed,
        auxProperty: "name",
        value: "speed",
        restriction: "schema",
        transformation: "overrides",
        type: "Telemetry",
      },
    ],
    corrected: { '"schema", "schema": "string"': '"unit", "schema": "VelocityUnit"' },
  },
  {
    title: "a unit is overridden where there is none",
    text: pump(
      4,
      `
      { // ↓ also
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double"
      }, // ↑ also
      {
        "@type": ["Property", "ValueAnnotation", "Override"],
        "name": "note",
        "annotates": "speed", // ← here
        "overrides": "unit",
        "schema": "VelocityUnit"
      }`,
      ...extensions,
    ),
    expect: [
      {
        code: "noMatchingSupplementalProperty",
        primaryId: note,
        property: "annotates",
        secondaryId: speed,
        auxProperty: "name",
        value: "speed",
        restriction: "unit",
        transformation: "overrides",
        type: "Telemetry",
      },
    ],
    corrected: {
      '"Telemetry"': '["Telemetry", "Velocity"]',
      '"schema": "double"': '"schema": "double", "unit": "knot"',
    },
  },
  {
    title: "the unit of an override is one of something else",
    text: speedAndUnit(`
    {
      "@type": ["Property", "ValueAnnotation", "Override"],
      "name": "note",
      "annotates": "speed",
      "overrides": "unit",
      "schema": "MassUnit" // ← here
    }`).replace(/ \/\/ [↓↑] also/g, ""),
    expect: [
      {
        code: "siblingPropertyMismatch",
        primaryId: note,
        property: "schema",
        value: "MassUnit",
        restriction: "VelocityUnit",
      },
    ],
    corrected: { MassUnit: "VelocityUnit" },
  },
  {
    title: "the unit of a Telemetry is overridden twice",
    text: speedAndUnit(`
    { // ↓ here
      "@type": ["Property", "ValueAnnotation", "Override"],
      "name": "note",
      "annotates": "speed",
      "overrides": "unit",
      "schema": "VelocityUnit"
    }, // ↑ here
    { // ↓ twice
      "@type": ["Property", "ValueAnnotation", "Override"],
      "name": "note2",
      "annotates": "speed",
      "overrides": "unit",
      "schema": "VelocityUnit"
    } // ↑ twice`)
      .replace(/ \/\/ [↓↑] also/g, "")
      .replaceAll("twice", "also"),
    expect: [
      {
        code: "multipleReference",
        primaryId: pumpId,
        property: "contents",
        secondaryId: "dtmi:dtdl:extension:overriding:v2:Override:overrides",
        auxProperty: "'annotates' and 'overrides'",
        value: "'speed' and 'unit'",
      },
    ],
    corrected: {
      ', "Override"], "name": "note2", "annotates": "speed", "overrides": "unit"':
        '], "name": "note2", "annotates": "speed"',
    },
  },
];
