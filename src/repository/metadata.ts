import { isPnpError } from "../errors.js";
import type { FileReading, ModelFiles } from "./model-files.js";

/** Name of the file in which a repository says what it offers. */
export const metadataFile: string = "metadata.json";

/**
 * Whether a repository says that it has expanded models. No answer, or one that cannot be understood, means no: what is
 * wrong with the server shows when a model is read.
 */
export async function offersExpanded(
  files: ModelFiles,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const reading: FileReading = { signal, accepts: () => true };
  try {
    const metadata: unknown = JSON.parse((await files.read(metadataFile, reading)) ?? "null");
    return isObject(metadata) && isObject(metadata.features) && metadata.features.expanded === true;
  } catch (error) {
    if (isPnpError(error, "PNP_ABORTED")) throw error;
    return false;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
