import type { Model } from "./model.js";
import { type ModelInput, ModelSession } from "./model-session.js";
import type { ParseOptions } from "./parse-options.js";
import type { ModelResolver } from "./resolver.js";

/**
 * Parses DTDL like `parseModel` and asks the resolver for what the texts mention and do not define, in rounds until
 * nothing is missing. Throws `PNP_MODEL_NOT_FOUND` for what the resolver does not have either.
 */
export async function resolveModel(
  texts: ModelInput,
  resolver: ModelResolver,
  options: ParseOptions = {},
): Promise<Model> {
  const session = new ModelSession(options);
  session.add(texts);
  for (;;) {
    const asked = session.missing();
    if (asked.size === 0) return session.finish();
    session.add(await resolver.resolve([...asked]), true);
    const still = session.missing();
    if ([...asked].some((dtmi) => still.has(dtmi)))
      session.failUnresolved((dtmi) => resolver.tried?.(dtmi) ?? [], asked);
  }
}
