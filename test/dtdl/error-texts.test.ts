import { describe, expect, test } from "vitest";
import {
  adviceCodes,
  type ErrorFacts,
  type ErrorText,
  errorTexts,
  renderError,
} from "../../src/dtdl/error-texts.js";
import { errorRecords } from "./error-records.js";

const own = ["invalidJson", "unresolvedReference", ...adviceCodes];
const rows = Object.entries(errorTexts);

/** Facts such as a record has them, with something different in every field. */
const samples: Required<ErrorFacts> = {
  primaryId: "dtmi:com:example:Kettle;1",
  secondaryId: "dtmi:com:example:Pot;1",
  property: "schema",
  auxProperty: "name",
  type: "Property or Telemetry",
  value: "sample",
  restriction: "2, 3, 4",
  transformation: "extends",
  element: "Telemetry `temperature`",
  second: "Object `range`",
  observed: 7,
  expected: 5,
  version: 4,
};

function factsOf(fields: readonly (keyof ErrorFacts)[]): ErrorFacts {
  return Object.fromEntries(fields.map((field) => [field, samples[field]]));
}

/** The placeholders that a template fills in any case. */
function needed({ message, help, helpFor = {} }: ErrorText): string[] {
  return [message, help, ...Object.values(helpFor)].flatMap((template) =>
    [...template.replace(/\[[^\]]*\]/g, "").matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name),
  );
}

const fieldOf: Readonly<Record<string, string>> = {
  element: "primaryId",
  second: "secondaryId",
  written: "property",
  values: "value",
  versions: "restriction",
};

test("there are words for every error that can occur, for our own, and for no other", () => {
  expect(Object.keys(errorTexts).sort()).toEqual([...Object.keys(errorRecords), ...own].sort());
});

test.each(Object.entries(errorRecords))(
  "%s needs no facts but those of its record",
  (id, fields) => {
    const text = errorTexts[id];
    if (text === undefined) throw new Error(`no words for ${id}`);
    for (const name of needed(text)) expect(fields).toContain(fieldOf[name] ?? name);
  },
);

test.each(rows)("%s has a message of one sentence and a help that fits behind it", (_, text) => {
  for (const template of [text.message, text.help, ...Object.values(text.helpFor ?? {})]) {
    expect(template).toMatch(/^[a-z`{["]|^DTDL /);
    expect(template).not.toMatch(/[.\s]$|\.\s|\n/);
  }
});

test.each(Object.entries(errorRecords))("%s is told in full from its record", (id, fields) => {
  const { message, help } = renderError(id, factsOf([...fields, "observed", "expected"]));
  for (const text of [message, help]) {
    expect(text).not.toMatch(/undefined|null\b|\[object|\{\w+\}|[[\]|]/);
    expect(text.split("`").length % 2).toBe(1);
  }
});

test.each(rows)("%s can be told without any fact", (id) => {
  const { message, help } = renderError(id, {});
  for (const text of [message, help]) {
    expect(text).not.toMatch(/undefined|\{\w+\}|[[\]|]|``|the this|a this/);
    expect(text).toMatch(/\w{4}/);
  }
});

test("no two errors say the same", () => {
  const all = factsOf(Object.keys(samples) as (keyof ErrorFacts)[]);
  const said = new Map<string, string>();
  for (const [id] of rows) {
    const { message } = renderError(id, all);
    expect(`${id} and ${said.get(message)}`).toBe(`${id} and undefined`);
    said.set(message, id);
  }
});

describe("a rendered error", () => {
  test("reads like a sentence", () => {
    const facts = { property: "schema", value: "dobule", restriction: "2" };
    expect(renderError("badDtmiOrTerm", facts)).toEqual({
      message: "`dobule` is neither a term of DTDL 2 nor a DTMI",
      help: "use a term such as `double` or `string`, or the identifier of an element",
    });
  });

  test("shows lists item by item, however the record joins them", () => {
    const message = (code: string, facts: ErrorFacts) => renderError(code, facts).message;
    expect(
      message("invalidCotype", { type: "Historized", restriction: "Property or Telemetry" }),
    ).toBe("the type `Historized` can be given to `Property` or `Telemetry` only");
    expect(
      message("reservedId", {
        value: "dtmi:dtdl:Kettle;1",
        restriction: "'dtmi:dtdl:', 'dtmi:standard:'",
      }),
    ).toMatch(/prefix, `dtmi:dtdl:` or `dtmi:standard:`$/);
    expect(message("multipleMaterialTypes", { value: "Array and Map and Enum" })).toContain(
      "`Array`, `Map` and `Enum`",
    );
    expect(
      message("multipleReference", {
        property: "contents",
        auxProperty: "'annotates' and 'overrides'",
      }),
    ).toContain("`annotates` and `overrides`");
  });

  test("orders versions from low to high", () => {
    const facts = { property: "contents", value: "4", restriction: "3 ,2" };
    expect(renderError("disallowedVersionDefinition", facts).message).toMatch(/must be in 2 or 3$/);
    expect(
      renderError("unrecognizedContextVersion", { value: "x", restriction: "2, 3, 4" }).message,
    ).toMatch(/not 2, 3 or 4$/);
  });

  test("names parts of the language by their terms", () => {
    const facts = {
      property: "dtmi:dtdl:extension:quantitativeTypes:v2:property:unit",
      secondaryId: "dtmi:dtdl:extension:quantitativeTypes:v2:unit:metre",
      second: "EnumValue `dtmi:dtdl:extension:quantitativeTypes:v2:unit:metre`",
      restriction: "dtmi:dtdl:extension:quantitativeTypes:v2:enum:TemperatureUnit",
      element: "Telemetry `temperature`",
    };
    expect(renderError("wrongParent", facts)).toEqual({
      message:
        "`unit` of Telemetry `temperature` must belong to `TemperatureUnit`, which `metre` does not",
      help: "use a unit of `TemperatureUnit`, or another semantic type",
    });
    const limits = { value: "dtmi:dtdl:limits:onvif;1", restriction: "dtmi:dtdl:limits:aio;1" };
    expect(renderError("disallowedLimitContext", limits).message).toContain(
      "only `dtmi:dtdl:limits:aio;1`",
    );
  });

  test("keeps the name of an unknown property as it is written", () => {
    const facts = { property: "dtmi:dtdl:property:contents;2", element: "Interface `x`" };
    expect(renderError("propertyIrrelevantDtmiOrTerm", facts).message).toContain(
      "`dtmi:dtdl:property:contents;2`",
    );
  });

  test("names an element by its identifier when there are no words for it, unless a parser made that", () => {
    const message = (primaryId: string) =>
      renderError("missingLiteralProperty", { primaryId, property: "name" }).message;
    expect(message("dtmi:com:example:Kettle;1")).toMatch(
      /^`dtmi:com:example:Kettle;1` has no value/,
    );
    expect(message("dtmi:com:example:Kettle:_contents:__level;1")).toMatch(
      /^this element has no value/,
    );
  });

  test("tells what was found in words or as it is written", () => {
    const message = (observed: string | number) =>
      renderError("integerNotInteger", { ...samples, observed }).message;
    expect(message("an object")).toMatch(/must be an integer, not an object$/);
    expect(message('"7"')).toMatch(/must be an integer, not `"7"`$/);
    expect(message("null")).toMatch(/must be an integer, not `null`$/);
    expect(renderError("objectMultipleValues", { ...samples, observed: 2 }).message).toMatch(
      /but has 2 values$/,
    );
  });

  test("leaves an endless list of what is expected out", () => {
    const expected = ["Array", "Enum", "Map", "Object", "Double", "Float", "Long"].join(" or ");
    const facts = { ...samples, value: "Command" };
    expect(renderError("badType", { ...facts, expected }).message).toMatch(
      /its type is `Command`$/,
    );
    expect(renderError("badType", { ...facts, expected: "Array or Map" }).message).toMatch(
      /where `Array` or `Map` is expected$/,
    );
  });

  test("helps by the property, or by the type that is asked for", () => {
    const name = renderError("stringInvalid", { ...samples, property: "name" });
    expect(name.help).toMatch(/^begin with a letter/);
    const unit = renderError("noTypeThatAllows", { ...samples, property: "unit" });
    expect(unit.help).toContain("semantic type");
    const value = renderError("nonConformantDatatype", { ...samples, type: "integer" });
    expect(value.help).toMatch(/^write an integer without quotes/);
  });

  test("shows the beginning of a long value, and whole characters only", () => {
    const { message } = renderError("idTooLong", {
      value: "x".repeat(1_000_000),
      restriction: "4",
    });
    expect(message.length).toBeLessThan(200);
    expect(message).toContain("x…`");
    const faces = renderError("invalidDtmi", { value: "\u{1f600}".repeat(100) }).message;
    expect(() => encodeURIComponent(faces)).not.toThrow();
  });

  test("escapes what would steer a terminal or break the line", () => {
    const value = "a\n\u001b[31m\u202eb\ud800";
    expect(renderError("invalidDtmi", { value }).message).toBe(
      "`a\\u000a\\u001b[31m\\u202eb\\ud800` is not a DTMI",
    );
  });

  test("takes nothing in a value for a part of the template", () => {
    const value = "$& {property} `{type}` [{version}|x]";
    expect(renderError("invalidDtmi", { value }).message).toBe(`\`${value}\` is not a DTMI`);
  });

  test("shows an empty text as one", () => {
    const facts = { ...samples, property: "name", value: "" };
    expect(renderError("stringInvalid", facts).message).toMatch(/^`""` is not a valid `name`/);
  });

  test.each(["noSuchError", "__proto__", "constructor", ""])(
    "is a sentence for the unknown code %j too",
    (code) => {
      expect(renderError(code, samples).message).toBe(`the model breaks the rule \`${code}\``);
    },
  );
});
