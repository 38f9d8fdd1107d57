import { join } from "node:path";
import { dtmiPath, isUserDtmi } from "../dtdl/dtmi.js";
import type { ModelText } from "../dtdl/resolver.js";
import { type Issue, isPnpError, PnpError } from "../errors.js";
import { expandedPath } from "./expanded-path.js";
import { fileIssue, refuseIssues } from "./file-issue.js";
import { readFolderModels } from "./folder-models.js";
import { gatherModels } from "./gather-models.js";
import type { ModelPlace } from "./model-place.js";
import type { PlannedFile } from "./planned-file.js";

/**
 * The expanded files of a repository folder, of all its models or of some: each an array with the Interface first, then
 * everything it depends on. Throws `PNP_DTDL_INVALID` with every model that depends on one that is not in the folder.
 */
export async function planExpanded(
  dir: string,
  dtmis?: readonly string[],
): Promise<readonly PlannedFile[]> {
  const models = await readFolderModels(dir);
  const documents = new Map(models.map(({ dtmi, document }) => [dtmi, document]));
  const place: ModelPlace = {
    location: dir,
    nameOf: (dtmi) => (isUserDtmi(dtmi, 2) ? join(dir, dtmiPath(dtmi)) : undefined),
    find: async (dtmi) => documents.get(dtmi),
  };
  const issues: Issue[] = [];
  const plan: PlannedFile[] = [];
  for (const dtmi of dtmis ?? documents.keys()) {
    if (!documents.has(dtmi)) throw notThere(dir, dtmi);
    try {
      const texts = await gatherModels([place], [dtmi], whole);
      plan.push({ path: expandedPath(dtmi), text: () => arrayText([...texts.values()]) });
    } catch (error) {
      if (!isPnpError(error, "PNP_MODEL_NOT_FOUND")) throw error;
      const help = "import it into the same folder, or correct the reference";
      issues.push(fileIssue("unresolvedReference", join(dir, dtmiPath(dtmi)), error.message, help));
    }
  }
  refuseIssues(dir, issues);
  return plan;
}

const whole = { dependencies: "enabled", incomplete: false } as const;

/** Models as one JSON array, each as it is written but for its indentation. */
export function arrayText(models: readonly ModelText[]): string {
  // No JSON string spans lines, so indenting lines changes none.
  const items = models.map(({ text }) => `  ${text.trim().split("\n").join("\n  ")}`);
  return `[\n${items.join(",\n")}\n]\n`;
}

function notThere(dir: string, dtmi: string): PnpError {
  return new PnpError("PNP_MODEL_NOT_FOUND", `${dir} has no model ${dtmi}.`, {
    hint: "Correct the identifier (case counts), or name another folder with --repo.",
  });
}
