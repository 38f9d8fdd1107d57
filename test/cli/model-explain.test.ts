import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exitCodes } from "../../src/cli/exit-codes.js";
import { errorGroups } from "../../src/dtdl/error-explanations.js";
import { errorCodes } from "../../src/errors.js";
import { pnp } from "./test-io.js";

const human = ["--output", "human"];

test("explains an error with an example, a help and the fields of its record", async () => {
  const { exitCode, stdout, stderr } = await pnp(["model", "explain", "badDtmiOrTerm", ...human]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatchInlineSnapshot(`
    "badDtmiOrTerm  Properties, references and structure

      A text stands where an element is expected, and it is neither a term that DTDL or an extension
      defines nor a valid DTMI.

      It is a reference, and nothing tells where it leads; mostly it is misspelt.

      help: use a term that the contexts define, or the identifier of an element

      wrong (one of the contents of an Interface, DTDL 4)
        { "@type": "Telemetry", "name": "temperature", "schema": "dobule" }
      right
        { "@type": "Telemetry", "name": "temperature", "schema": "double" }

      primaryId    the element at fault
      property     the property
      value        the text
      restriction  the DTDL version
      section      "Internationalized Resource Identifier" of the DTDL specification
      identifier   dtmi:dtdl:parsingError:badDtmiOrTerm
      reading      goes on; other errors are reported too
    "
  `);
});

test("gives programs the same as JSON", async () => {
  const { exitCode, stdout } = await pnp(["model", "explain", "badDtmiOrTerm", "--output", "json"]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    id: "badDtmiOrTerm",
    dtmi: "dtmi:dtdl:parsingError:badDtmiOrTerm",
    occurs: true,
    fatal: false,
    fields: { value: "the text", restriction: "the DTDL version" },
    example: { of: "content", version: 4, wrong: expect.stringContaining("dobule") },
  });
});

test.each([
  "dtmi:dtdl:parsingError:badDtmiOrTerm",
  "error[badDtmiOrTerm]",
  "error[badDtmiOrTerm]:",
])("takes %s for badDtmiOrTerm", async (id) => {
  const plain = await pnp(["model", "explain", "badDtmiOrTerm"]);
  expect(await pnp(["model", "explain", id])).toEqual(plain);
});

test("says why an error that DTDL declares cannot occur", async () => {
  const { exitCode, stdout } = await pnp(["model", "explain", "inconsistentParent", ...human]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("It cannot occur");
});

test("spreads an example that is wider than a terminal over lines, as it is", async () => {
  const { stdout } = await pnp(["model", "explain", "repeatedContextProperty", ...human]);
  expect(stdout).toMatchInlineSnapshot(`
    "repeatedContextProperty  Reading JSON

      An object has the member \`@context\` twice.

      Contexts have an order and build on each other; two lists have none between them.

      help: list all contexts in one array

      wrong (DTDL 4)
        {
          "@context": "dtmi:dtdl:context;4",
          "@context": "dtmi:dtdl:extension:annotation;2",
          "@id": "dtmi:com:example:Kettle;1",
          "@type": "Interface"
        }
      right
        {
          "@context": [ "dtmi:dtdl:context;4", "dtmi:dtdl:extension:annotation;2" ],
          "@id": "dtmi:com:example:Kettle;1",
          "@type": "Interface"
        }

      section     "Conformance with JSON and JSON-LD" of the DTDL specification
      identifier  dtmi:dtdl:parsingError:repeatedContextProperty
      reading     ends with this error
    "
  `);
});

test.each(Object.keys(errorCodes))("explains the code %s with its exit code", async (code) => {
  const { exitCode, stdout } = await pnp(["model", "explain", code, "--output", "json"]);
  expect(exitCode).toBe(0);
  const { summary, hint } = errorCodes[code as keyof typeof errorCodes];
  expect(JSON.parse(stdout)).toMatchObject({
    id: code,
    meaning: summary,
    help: hint,
    exitCode: exitCodes[code as keyof typeof errorCodes],
  });
});

test("shows people what a code means", async () => {
  const { stdout } = await pnp(["model", "explain", "PNP_CONFLICT", ...human]);
  expect(stdout).toMatchInlineSnapshot(`
    "PNP_CONFLICT  Errors of twinplug

      Somebody else changed the resource first.

      help       Read it again and repeat the change.
      exit code  6
    "
  `);
});

test("lists every identifier and every code when none is given", async () => {
  const all = [...errorGroups.flatMap(({ ids }) => ids), ...Object.keys(errorCodes)];
  const text = await pnp(["model", "explain", ...human]);
  expect(text.exitCode).toBe(0);
  const words = new Set(text.stdout.split(/\s+/));
  expect(all.filter((id) => !words.has(id))).toEqual([]);
  const json = await pnp(["model", "explain", "--output", "json"]);
  const listed = (
    JSON.parse(json.stdout) as { errors: { id: string; meaning: string }[] }[]
  ).flatMap(({ errors }) => errors);
  expect(listed.map(({ id }) => id)).toEqual(all);
  for (const { meaning } of listed) expect(meaning).toMatch(/\S/);
});

test("no line for people is wider than a terminal, but for identifiers", async () => {
  for (const id of ["badType", "multipleReference", "partitionTooLarge", "invalidJson"]) {
    const { stdout } = await pnp(["model", "explain", id, ...human]);
    const wide = stdout.split("\n").filter((line) => line.length > 102 && !line.includes("dtmi:"));
    expect(wide).toEqual([]);
  }
});

test("an identifier that does not exist is a usage error with the nearest ones", async () => {
  const { exitCode, stdout, stderr } = await pnp(["model", "explain", "badTyp"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain("PNP_USAGE");
  expect(stderr).toContain("Did you mean `badType`?");
});

test.each(["zzzzzzzz", "__proto__", "constructor", ""])(
  "the unknown identifier %j leads to the list",
  async (id) => {
    const { exitCode, stderr } = await pnp(["model", "explain", id]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("`pnp model explain` without an id lists all");
    expect(stderr).not.toContain("Did you mean");
  },
);

test("a model with errors leads to the explanation of the first", async () => {
  const folder = mkdtempSync(join(tmpdir(), "twinplug-test-"));
  try {
    writeFileSync(join(folder, "kettle.json"), '{ "@id": "dtmi:com:example:Kettle;1" }');
    const { stderr } = await pnp(["model", "check", "kettle.json"], { cwd: folder });
    expect(stderr).toContain("1 error\n  help: `pnp model explain missingContext` says more");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
