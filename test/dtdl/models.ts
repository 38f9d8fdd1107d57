import { type ParseOptions, safeParseModel } from "../../src/dtdl/parse.js";
import type { Issue } from "../../src/errors.js";

/** An Interface of the given contents as DTDL text. */
export function interfaceText(
  contents: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify(
    {
      "@context": "dtmi:dtdl:context;2",
      "@id": "dtmi:com:example:Device;1",
      "@type": "Interface",
      ...more,
      contents,
    },
    null,
    2,
  );
}

/** Issues of a text that is expected to have some. */
export function issuesOf(
  text: string | readonly string[],
  options?: ParseOptions,
): readonly Issue[] {
  const result = safeParseModel(text, options);
  if (result.ok) throw new Error("expected issues, got a model");
  return result.issues;
}

/** Their codes, in order. */
export function codesOf(
  text: string | readonly string[],
  options?: ParseOptions,
): readonly string[] {
  return issuesOf(text, options).map(({ code }) => code);
}
