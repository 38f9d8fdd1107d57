import { describe, expect, it } from "vitest";
import {
  contextOfIdentifier,
  contextReleases,
  coreVocabulary,
  findContext,
} from "../../../src/dtdl/metamodel/contexts.js";

const quantities = "dtmi:dtdl:extension:quantitativeTypes";
const mqtt = "dtmi:dtdl:extension:mqtt";

function term(context: string, word: string): string | undefined {
  return findContext(context)?.terms.get(word);
}

function size(context: string): number | undefined {
  return findContext(context)?.terms.size;
}

describe("core contexts", () => {
  it("give classes, properties and primitive schemas the version of the language", () => {
    for (const version of [2, 3, 4] as const) {
      const { kind, terms } = coreVocabulary(version);
      expect(kind).toBe("core");
      expect(terms.get("Telemetry")).toBe(`dtmi:dtdl:class:Telemetry;${version}`);
      expect(terms.get("schemas")).toBe(`dtmi:dtdl:property:schemas;${version}`);
      expect(terms.get("double")).toBe(`dtmi:dtdl:instance:Schema:double;${version}`);
      expect(terms.get("point")).toBe(`dtmi:standard:schema:geospatial:point;${version}`);
      expect(terms.get("synchronous")).toBe(
        `dtmi:dtdl:instance:CommandType:synchronous;${version}`,
      );
    }
  });

  it("know semantic types and units in v2 only", () => {
    expect(coreVocabulary(2).terms.get("Temperature")).toBe("dtmi:standard:class:Temperature;2");
    expect(coreVocabulary(2).terms.get("degreeCelsius")).toBe("dtmi:standard:unit:degreeCelsius;2");
    expect(coreVocabulary(2).terms.get("deka")).toBe("dtmi:standard:unitprefix:deka;2");
    for (const version of [3, 4] as const) {
      expect(coreVocabulary(version).terms.has("Temperature")).toBe(false);
      expect(coreVocabulary(version).terms.has("unit")).toBe(false);
    }
  });

  it("know what a version added from that version on", () => {
    expect(coreVocabulary(2).terms.has("CommandRequest")).toBe(false);
    expect(coreVocabulary(3).terms.has("CommandRequest")).toBe(true);
    expect(coreVocabulary(3).terms.has("nullable")).toBe(false);
    expect(coreVocabulary(4).terms.has("nullable")).toBe(true);
    expect(coreVocabulary(4).terms.get("scaledDecimal")).toBe(
      "dtmi:standard:schema:scaledDecimal;4",
    );
  });

  it("have as many terms as the language", () => {
    expect([2, 3, 4].map((version) => size(`dtmi:dtdl:context;${version}`))).toEqual([
      372, 93, 113,
    ]);
  });
});

describe("extension contexts", () => {
  it("have as many terms as the extensions", () => {
    expect([1, 2, 3].map((release) => size(`${quantities};${release}`))).toEqual([377, 377, 419]);
    expect([1, 2, 3, 4].map((release) => size(`${mqtt};${release}`))).toEqual([9, 12, 17, 26]);
    expect(size("dtmi:iotcentral:context;2")).toBe(7);
    expect(size("dtmi:iotoperations:context;4")).toBe(20);
  });

  it("give each release identifiers of its own", () => {
    expect(term(`${mqtt};1`, "ttl")).toBe("dtmi:dtdl:extension:mqtt:v1:Cacheable:ttl");
    expect(term(`${mqtt};4`, "ttl")).toBe("dtmi:dtdl:extension:mqtt:v4:Cacheable:ttl");
    expect(term(`${quantities};2`, "metre")).toBe(`${quantities}:v2:unit:metre`);
    expect(term(`${quantities};2`, "LengthUnit")).toBe(`${quantities}:v2:enum:LengthUnit`);
  });

  it("know what a release added from that release on", () => {
    expect(term(`${mqtt};2`, "Result")).toBeUndefined();
    expect(term(`${mqtt};3`, "Result")).toBeDefined();
    expect(term(`${mqtt};3`, "propertyTopic")).toBeUndefined();
    expect(term(`${mqtt};4`, "propertyTopic")).toBeDefined();
    expect(term(`${quantities};2`, "Throttle")).toBeUndefined();
    expect(term(`${quantities};3`, "Throttle")).toBeDefined();
  });

  it("name the unit of an energy rate after power too", () => {
    expect(term(`${quantities};1`, "EnergyRateUnit")).toBe(`${quantities}:v1:enum:PowerUnit`);
  });

  it("reserve prefixes for partners, of whom one may precede the core context", () => {
    expect(findContext("dtmi:iotcentral:context;2")).toMatchObject({
      kind: "partner",
      reserved: ["dtmi:iotcentral:"],
      mayPrecede: 2,
    });
    const operations = findContext("dtmi:iotoperations:context;4");
    expect(operations?.reserved).toEqual(["dtmi:iotoperations:"]);
    expect(operations?.mayPrecede).toBeUndefined();
  });

  it("set limits for v4 without bringing terms", () => {
    expect(findContext("dtmi:dtdl:limits:onvif;1")).toMatchObject({
      kind: "limits",
      limitsFor: 4,
      limits: "onvif_1",
    });
    expect(findContext("dtmi:dtdl:limits:aio;1")?.limits).toBe("aio_1");
    expect(size("dtmi:dtdl:limits:aio;1")).toBe(0);
  });
});

describe("finding contexts", () => {
  it.each([
    "dtmi:dtdl:context;5",
    "dtmi:dtdl:context;4.1",
    "dtmi:dtdl:context;4#limitless",
    "dtmi:dtdl:extension:mqtt;5",
    "dtmi:dtdl:extension:mqtt",
    "dtmi:dtdl:extension:unknown;1",
    "mqtt",
    "__proto__",
    "constructor",
    "",
  ])("finds none for %j", (context) => {
    expect(findContext(context)).toBeUndefined();
  });

  it("lists the releases of a name, whatever version is asked for", () => {
    const known = ["dtmi:dtdl:extension:annotation;1", "dtmi:dtdl:extension:annotation;2"];
    expect(contextReleases("dtmi:dtdl:extension:annotation;7.3")).toEqual(known);
    expect(contextReleases("dtmi:dtdl:extension:annotation")).toEqual(known);
    expect(contextReleases("dtmi:example:context;1")).toEqual([]);
  });

  it("tells which context an identifier comes from", () => {
    expect(contextOfIdentifier("dtmi:standard:class:Mass;2")).toBe("dtmi:dtdl:context;2");
    expect(contextOfIdentifier("dtmi:dtdl:extension:mqtt:v3:Result")).toBe(`${mqtt};3`);
    expect(contextOfIdentifier("dtmi:dtdl:extension:mqtt:v9:Result")).toBeUndefined();
    expect(contextOfIdentifier("dtmi:example:thing;2")).toBeUndefined();
  });
});
