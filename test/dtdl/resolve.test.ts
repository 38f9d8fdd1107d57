import { expect, test } from "vitest";
import { resolveModel } from "../../src/dtdl/resolve.js";
import type { ModelResolver } from "../../src/dtdl/resolver.js";
import { isPnpError } from "../../src/errors.js";
import { interfaceText } from "./models.js";

const uses = (name: string) => [
  { "@type": "Component", name: "c", schema: `dtmi:com:example:${name};1` },
];

function resolverOf(
  texts: Readonly<Record<string, string>>,
  asked: string[][] = [],
): ModelResolver {
  return {
    async resolve(dtmis) {
      asked.push([...dtmis]);
      return dtmis.flatMap((source) => {
        const text = texts[source];
        return text === undefined ? [] : [{ source, text }];
      });
    },
    tried: (dtmi) => [`shelf/${dtmi}`],
  };
}

test("the resolver is asked in rounds until nothing is missing", async () => {
  const asked: string[][] = [];
  const b = interfaceText([], { "@id": "dtmi:com:example:B;1", extends: "dtmi:com:example:C;1" });
  const c = interfaceText([], { "@id": "dtmi:com:example:C;1" });
  const resolver = resolverOf({ "dtmi:com:example:B;1": b, "dtmi:com:example:C;1": c }, asked);
  const model = await resolveModel(interfaceText(uses("B")), resolver);
  expect(asked).toEqual([["dtmi:com:example:B;1"], ["dtmi:com:example:C;1"]]);
  expect(model.interfaces.size).toBe(3);
});

test("what the resolver lacks is named, with where it was looked for", async () => {
  const error = await resolveModel(interfaceText(uses("B")), resolverOf({})).catch(
    (e: unknown) => e,
  );
  if (!isPnpError(error, "PNP_MODEL_NOT_FOUND")) throw error;
  expect(error.issues[0]?.hint).toBe("looked for shelf/dtmi:com:example:B;1");
});

test("what a resolved text lacks is not named before what the texts themselves lack", async () => {
  const texts = interfaceText([...uses("B"), { ...uses("D")[0], name: "d" }]);
  const b = interfaceText([], { "@id": "dtmi:com:example:B;1", extends: "dtmi:com:example:C;1" });
  const resolver = resolverOf({ "dtmi:com:example:B;1": b });
  const error = await resolveModel(texts, resolver).catch((e: unknown) => e);
  if (!isPnpError(error, "PNP_MODEL_NOT_FOUND")) throw error;
  expect(error.issues).toMatchObject([{ value: "dtmi:com:example:D;1" }]);
});

test("issues in resolved texts name the text", async () => {
  const resolver = resolverOf({ "dtmi:com:example:B;1": "{" });
  const error = await resolveModel(interfaceText(uses("B")), resolver).catch((e: unknown) => e);
  if (!isPnpError(error, "PNP_DTDL_INVALID")) throw error;
  expect(error.issues[0]?.location?.source).toBe("dtmi:com:example:B;1");
});
