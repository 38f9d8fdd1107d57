import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dtmiPath, isUserDtmi } from "../dtdl/dtmi.js";
import type { ModelResolver, ModelText } from "../dtdl/resolver.js";
import { PnpError } from "../errors.js";

/**
 * A model repository in a folder: `dtmi:com:example:Thermostat;1` is in `dtmi/com/example/thermostat-1.json` under
 * `dir`. Files that are not there are left out of the answer; a file that cannot be read, or that holds another
 * identifier, throws `PNP_MODEL_NOT_FOUND`.
 */
export function folderRepository(dir: string): ModelResolver {
  // Only identifiers of the strict grammar become paths, so none can lead out of the folder.
  const pathOf = (dtmi: string): string | undefined =>
    isUserDtmi(dtmi, 2) ? join(dir, dtmiPath(dtmi)) : undefined;
  return {
    async resolve(dtmis) {
      const texts = await Promise.all(
        dtmis.map(async (dtmi) => {
          const path = pathOf(dtmi);
          return path === undefined ? undefined : readModel(dtmi, path);
        }),
      );
      return texts.filter((text) => text !== undefined);
    },
    tried(dtmi) {
      return [pathOf(dtmi) ?? `nowhere, since \`${dtmi}\` has no version and thus no path`];
    },
  };
}

async function readModel(dtmi: string, path: string): Promise<ModelText | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new PnpError(
      "PNP_MODEL_NOT_FOUND",
      `Cannot read ${path} for ${dtmi} (${String(code)}).`,
      {
        hint: "Check that it is a file and may be read.",
        cause: error,
      },
    );
  }
  checkId(dtmi, path, text);
  return { source: path, text };
}

/** Paths ignore case and identifiers do not, so the file may hold another model. Text that is no JSON is the parser's to report. */
function checkId(dtmi: string, path: string, text: string): void {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return;
  }
  const ids = (Array.isArray(json) ? json : [json]).map((each: unknown) =>
    typeof each === "object" && each !== null && "@id" in each ? each["@id"] : undefined,
  );
  if (ids.includes(dtmi)) return;
  const found = ids.filter((id) => typeof id === "string").join(", ") || "no identifier";
  throw new PnpError("PNP_MODEL_NOT_FOUND", `${path} should define ${dtmi}, but holds ${found}.`, {
    hint: "Correct `@id` in the file or the reference to it; upper and lower case differ.",
  });
}
