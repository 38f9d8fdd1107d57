import { dedent, pump, pumpId, pumpIn, type Row } from "./row.js";

const core = "dtmi:dtdl:context;4";

/** What is refused in `@context`. */
export const contextRows: readonly Row[] = [
  {
    title: "an Interface has no context",
    text: dedent(`
      { // ↓ here
        "@id": "${pumpId}",
        "@type": "Interface"
      } // ↑ here`),
    expect: [{ code: "missingContext" }],
    corrected: { '"@id"': `"@context": "${core}", "@id"` },
  },
  {
    title: "the second Interface of a list has no context",
    text: dedent(`
      [
        {
          "@context": "${core}",
          "@id": "${pumpId}",
          "@type": "Interface"
        },
        { // ↓ here
          "@id": "dtmi:com:example:Valve;1",
          "@type": "Interface"
        } // ↑ here
      ]`),
    expect: [{ code: "missingContext" }],
    corrected: {
      '"@id": "dtmi:com:example:Valve;1"': `"@context": "${core}", "@id": "dtmi:com:example:Valve;1"`,
    },
  },
  {
    title: "the context of an Interface is an empty list",
    text: dedent(`
      {
        "@id": "${pumpId}",
        "@type": "Interface",
        "@context": [] // ← here
      }`),
    expect: [{ code: "emptyContext" }],
    corrected: { "[]": `["${core}"]` },
  },
  {
    title: "a context names an extension only",
    text: pumpIn('"dtmi:dtdl:extension:mqtt;3", // ← here'),
    expect: [{ code: "missingDtdlContext" }],
    corrected: { '"dtmi:dtdl:extension:mqtt;3"': `["${core}", "dtmi:dtdl:extension:mqtt;3"]` },
  },
  {
    title: "a context names an extension before the language",
    text: pumpIn(`
      [
        "dtmi:dtdl:extension:historization;2", // ← here
        "dtmi:dtdl:context;4"
      ],`),
    expect: [{ code: "missingDtdlContext" }],
    corrected: {
      '"dtmi:dtdl:extension:historization;2", "dtmi:dtdl:context;4"':
        '"dtmi:dtdl:context;4", "dtmi:dtdl:extension:historization;2"',
    },
  },
  {
    title: "a context is not DTDL at all",
    text: pumpIn('"https://schema.org", // ← here'),
    expect: [{ code: "missingDtdlContext" }],
    corrected: { "https://schema.org": core },
  },
  {
    title: "the version of the language starts with 0",
    text: pumpIn('"dtmi:dtdl:context;04", // ← here'),
    expect: [{ code: "invalidContextSpecifier", value: "dtmi:dtdl:context;04" }],
    corrected: { ";04": ";4" },
  },
  {
    title: "an extension is written with a hyphen",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;2",
        "dtmi:my-company:context;1" // ← here
      ],`),
    expect: [{ code: "invalidContextSpecifier", value: "dtmi:my-company:context;1" }],
    corrected: { "my-company": "my_company" },
  },
  {
    title: "an extension has a fragment",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4",
        "dtmi:dtdl:extension:mqtt;3#topics" // ← here
      ],`),
    expect: [{ code: "invalidContextSpecifier", value: "dtmi:dtdl:extension:mqtt;3#topics" }],
    corrected: { "#topics": "" },
  },
  {
    title: "the limits are not a DTMI",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless",
        "dtmi:dtdl:limits:a-i-o;1" // ← here
      ],`),
    options: { acceptedLimits: ["dtmi:dtdl:limits:aio;1"] },
    expect: [{ code: "invalidContextSpecifier", value: "dtmi:dtdl:limits:a-i-o;1" }],
    corrected: { "a-i-o": "aio" },
  },
  {
    title: "the limits have a fragment",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless",
        "dtmi:dtdl:limits:aio;1#limits" // ← here
      ],`),
    options: { acceptedLimits: ["dtmi:dtdl:limits:aio;1"] },
    expect: [{ code: "invalidContextSpecifier", value: "dtmi:dtdl:limits:aio;1#limits" }],
    corrected: { '#limits"': '"' },
  },
  {
    title: "the language has a fragment that nobody knows",
    text: pumpIn('"dtmi:dtdl:context;4#unlimited", // ← here'),
    expect: [{ code: "invalidContextFragment", value: "dtmi:dtdl:context;4#unlimited" }],
    corrected: { "#unlimited": "" },
  },
  {
    title: "the language has an empty fragment",
    text: pumpIn('"dtmi:dtdl:context;3#", // ← here'),
    expect: [{ code: "invalidContextFragment", value: "dtmi:dtdl:context;3#" }],
    corrected: { "#": "" },
  },
  {
    title: "the limits of the language have a fragment that nobody knows",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless",
        "dtmi:dtdl:context;4#normal" // ← here
      ],`),
    expect: [{ code: "invalidContextFragment", value: "dtmi:dtdl:context;4#normal" }],
    corrected: { "#normal": "#limits" },
  },
  {
    title: "DTDL v3 is asked for without limits",
    text: pumpIn('"dtmi:dtdl:context;3#limitless", // ← here'),
    expect: [
      {
        code: "disallowedContextFragment",
        value: "dtmi:dtdl:context;3#limitless",
        restriction: "3",
      },
    ],
    corrected: { "#limitless": "" },
  },
  {
    title: "DTDL v2 is asked for with limits",
    text: pumpIn('"dtmi:dtdl:context;2#limits", // ← here'),
    expect: [
      { code: "disallowedContextFragment", value: "dtmi:dtdl:context;2#limits", restriction: "2" },
    ],
    corrected: { "#limits": "" },
  },
  {
    title: "an extension has no version",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;3",
        "dtmi:dtdl:extension:mqtt" // ← here
      ],`),
    expect: [{ code: "missingContextVersion", value: "dtmi:dtdl:extension:mqtt" }],
    corrected: { ":mqtt": ":mqtt;1" },
  },
  {
    title: "the limits have no version",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless",
        "dtmi:dtdl:limits:onvif" // ← here
      ],`),
    options: { acceptedLimits: ["dtmi:dtdl:limits:onvif"] },
    expect: [{ code: "missingContextVersion", value: "dtmi:dtdl:limits:onvif" }],
    corrected: { ":onvif": ":onvif;1" },
  },
  {
    title: "limits stand first",
    text: pumpIn('"dtmi:dtdl:context;4#limits", // ← here'),
    expect: [{ code: "misplacedLimitContext", value: "dtmi:dtdl:context;4#limits" }],
    corrected: {
      '"dtmi:dtdl:context;4#limits"':
        '["dtmi:dtdl:context;4#limitless", "dtmi:dtdl:context;4#limits"]',
    },
  },
  {
    title: "limits follow a language that has its own",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4",
        "dtmi:dtdl:limits:onvif;1" // ← here
      ],`),
    options: { acceptedLimits: ["dtmi:dtdl:limits:onvif"] },
    expect: [{ code: "misplacedLimitContext", value: "dtmi:dtdl:limits:onvif;1" }],
    corrected: { ";4": ";4#limitless" },
  },
  {
    title: "the language is of version 1",
    text: pumpIn('"dtmi:dtdl:context;1", // ← here'),
    expect: [
      {
        code: "unrecognizedContextVersion",
        value: "dtmi:dtdl:context;1",
        restriction: "2, 3, 4",
      },
    ],
    corrected: { ';1"': ';2"' },
  },
  {
    title: "an element inside is of version 5",
    text: pump(
      4,
      `
      {
        "@context": "dtmi:dtdl:context;5", // ← here
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [
      {
        code: "unrecognizedContextVersion",
        value: "dtmi:dtdl:context;5",
        restriction: "2, 3, 4",
      },
    ],
    corrected: { ";5": ";4" },
  },
  {
    title: "the language is newer than the caller wants",
    text: pumpIn('"dtmi:dtdl:context;4", // ← here'),
    options: { maxDtdlVersion: 3 },
    expect: [{ code: "disallowedContextVersion", value: "dtmi:dtdl:context;4", restriction: "3" }],
    corrected: { ";4": ";3" },
  },
  {
    title: "DTDL v2 has a minor version",
    text: pumpIn('"dtmi:dtdl:context;2.1", // ← here'),
    expect: [
      {
        code: "invalidContextSpecifierForVersion",
        value: "dtmi:dtdl:context;2.1",
        restriction: "2",
      },
    ],
    corrected: { ";2.1": ";2" },
  },
  {
    title: "an extension of a v2 model has no version",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;2",
        "dtmi:com:example:context" // ← here
      ],`),
    expect: [
      {
        code: "invalidContextSpecifierForVersion",
        value: "dtmi:com:example:context",
        restriction: "2",
      },
    ],
    corrected: { "example:context": "example:context;1" },
  },
  {
    title: "an extension of a v4 model has a segment that only parsers write",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4",
        "dtmi:com:_example:context;1" // ← here
      ],`),
    options: { undefinedExtensions: "always" },
    expect: [
      {
        code: "invalidContextSpecifierForVersion",
        value: "dtmi:com:_example:context;1",
        restriction: "4",
      },
    ],
    corrected: { _example: "example" },
  },
  {
    title: "the limits have a segment that only parsers write",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless",
        "dtmi:dtdl:limits:_aio;1" // ← here
      ],`),
    options: { acceptedLimits: ["dtmi:dtdl:limits:aio"] },
    expect: [
      {
        code: "invalidContextSpecifierForVersion",
        value: "dtmi:dtdl:limits:_aio;1",
        restriction: "4",
      },
    ],
    corrected: { _aio: "aio" },
  },
  {
    title: "an extension is a web address",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;2",
        "https://example.com/context" // ← here
      ],`),
    expect: [{ code: "nonDtmiContextSpecifier", value: "https://example.com/context" }],
    corrected: { "https://example.com/context": "dtmi:com:example:context;1" },
  },
  {
    title: "the limits are a web address",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless",
        "https://example.com/limits" // ← here
      ],`),
    expect: [{ code: "nonDtmiContextSpecifier", value: "https://example.com/limits" }],
    corrected: { "https://example.com/limits": "dtmi:dtdl:context;4" },
  },
  {
    title: "the language is named again behind an extension",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;3",
        "dtmi:dtdl:extension:historization;1",
        "dtmi:dtdl:context;4" // ← here
      ],`),
    expect: [{ code: "dtdlContextFollowsAffiliate", value: "dtmi:dtdl:context;4" }],
    corrected: { ', "dtmi:dtdl:context;4"': "" },
  },
  {
    title: "an extension that nobody knows is named in v3",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;3",
        "dtmi:com:example:context;1" // ← here
      ],`),
    expect: [{ code: "unresolvableContextSpecifier", value: "dtmi:com:example:context;1" }],
    corrected: {},
    correctedOptions: { undefinedExtensions: "always" },
  },
  {
    title: "an extension that nobody knows is named in v2, and the caller wants none",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;2",
        "dtmi:com:example:context;1" // ← here
      ],`),
    options: { undefinedExtensions: "never" },
    expect: [{ code: "unresolvableContextSpecifier", value: "dtmi:com:example:context;1" }],
    corrected: {},
    correctedOptions: {},
  },
  {
    title: "an extension that nobody knows is named inside an element",
    text: pump(
      4,
      `
      {
        "@context": [
          "dtmi:com:example:context;1" // ← here
        ],
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [{ code: "unresolvableContextSpecifier", value: "dtmi:com:example:context;1" }],
    corrected: { "dtmi:com:example:context;1": "dtmi:dtdl:extension:mqtt;4" },
  },
  {
    title: "an extension has a version that nobody knows",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4",
        "dtmi:dtdl:extension:annotation;9" // ← here
      ],`),
    expect: [
      {
        code: "unresolvableContextVersion",
        value: "dtmi:dtdl:extension:annotation;9",
        restriction: "1, 2",
      },
    ],
    corrected: { ";9": ";2" },
  },
  {
    title: "the language is named without limits, and none follow",
    text: pumpIn('"dtmi:dtdl:context;4#limitless", // ← here'),
    expect: [
      {
        code: "missingLimitContext",
        value: "dtmi:dtdl:context;4#limitless",
        restriction: "4",
      },
    ],
    corrected: {
      '"dtmi:dtdl:context;4#limitless"':
        '["dtmi:dtdl:context;4#limitless", "dtmi:dtdl:context;4#limits"]',
    },
  },
  {
    title: "an extension stands where limits should follow",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless", // ← here
        "dtmi:dtdl:extension:mqtt;3"
      ],`),
    expect: [
      {
        code: "missingLimitContext",
        value: "dtmi:dtdl:context;4#limitless",
        restriction: "4",
      },
    ],
    corrected: { '#limitless",': '#limitless", "dtmi:dtdl:context;4",' },
  },
  {
    title: "the limits are those of another version of the language",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless", // ← here
        "dtmi:dtdl:context;3"
      ],`),
    expect: [
      {
        code: "missingLimitContext",
        value: "dtmi:dtdl:context;4#limitless",
        restriction: "4",
      },
    ],
    corrected: { ";3": ";4" },
  },
  {
    title: "a language without limits is named twice",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless", // ← here
        "dtmi:dtdl:context;4#limitless"
      ],`),
    expect: [
      {
        code: "missingLimitContext",
        value: "dtmi:dtdl:context;4#limitless",
        restriction: "4",
      },
    ],
    corrected: { '", "dtmi:dtdl:context;4#limitless': '", "dtmi:dtdl:context;4#limits' },
  },
  {
    title: "the caller accepts no limits but the normal ones",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless",
        "dtmi:dtdl:limits:aio;1" // ← here
      ],`),
    expect: [
      {
        code: "disallowedLimitContext",
        value: "dtmi:dtdl:limits:aio;1",
        restriction: "dtmi:dtdl:context;4#limits",
      },
    ],
    corrected: { "dtmi:dtdl:limits:aio;1": "dtmi:dtdl:context;4#limits" },
  },
  {
    title: "the caller accepts other limits",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4#limitless",
        "dtmi:dtdl:limits:aio;1" // ← here
      ],`),
    options: { acceptedLimits: ["dtmi:dtdl:limits:onvif"] },
    expect: [
      {
        code: "disallowedLimitContext",
        value: "dtmi:dtdl:limits:aio;1",
        restriction: "dtmi:dtdl:context;4#limits, dtmi:dtdl:limits:onvif",
      },
    ],
    corrected: { ":aio;1": ":onvif;1" },
  },
  {
    title: "a local context stands before an extension",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;4",
        { // ↓ here
          "speed": "dtmi:com:example:speed;1"
        }, // ↑ here
        "dtmi:dtdl:extension:mqtt;3"
      ],`),
    expect: [{ code: "localContextNotLast" }],
    corrected: { '{ "speed": "dtmi:com:example:speed;1" },': "" },
  },
  {
    title: "a local context stands last",
    text: pumpIn(`
      [
        "dtmi:dtdl:context;3",
        { // ↓ here
          "speed": "dtmi:com:example:speed;1"
        } // ↑ here
      ],`),
    expect: [{ code: "disallowedLocalContext", restriction: "3" }],
    corrected: { ', { "speed": "dtmi:com:example:speed;1" }': "" },
  },
  {
    title: "an element inside has a local context",
    text: pump(
      2,
      `
      {
        "@context": { "speed": "dtmi:com:example:speed;1" }, // ← here
        "@type": "Telemetry",
        "name": "speed",
        "schema": "double"
      }`,
    ),
    expect: [{ code: "disallowedLocalContext", restriction: "2" }],
    corrected: { '"@context": { "speed": "dtmi:com:example:speed;1" },': "" },
  },
];
