import type { ModelText } from "../dtdl/resolver.js";
import { PnpError } from "../errors.js";

/** What texts of imported documents are called in messages; the files they come from are not known any more. */
export const documentName = "the imported document";

/** The texts of an imported document and of those it refers to. Throws `PNP_USAGE` for what is no document. */
export function textsOf(document: object, models: readonly object[]): readonly ModelText[] {
  if (!Array.isArray(models)) {
    throw new PnpError("PNP_USAGE", "The models of an imported document must be a list.");
  }
  return [
    { source: documentName, text: textOf(document, "The model") },
    // One list of all documents may serve every client.
    ...[...new Set(models)]
      .filter((model) => model !== document)
      .map((model) => {
        const source = `models[${models.indexOf(model)}]`;
        return { source, text: textOf(model, source) };
      }),
  ];
}

/** On lines of its own for each member: parts of it are shown in messages. */
function textOf(document: unknown, what: string): string {
  const isDocument = typeof document === "object" && document !== null;
  try {
    if (isDocument) return JSON.stringify(document, null, 2);
  } catch (cause) {
    throw notADocument(what, cause);
  }
  throw notADocument(what);
}

function notADocument(what: string, cause?: unknown): PnpError {
  return new PnpError(
    "PNP_USAGE",
    `${what} must be a descriptor, or a DTDL document imported as JSON.`,
    {
      hint: "Nothing was sent. Is a variable unset, or an argument in the wrong place?",
      ...(cause !== undefined && { cause }),
    },
  );
}
