import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { dtmiPath, isUserDtmi } from "../dtdl/dtmi.js";
import { type Issue, PnpError } from "../errors.js";
import { fileIssue, issuesOf, refuseIssues } from "./file-issue.js";
import { folderFiles } from "./folder-files.js";
import { type DocumentModel, type ModelDocument, readDocument } from "./model-document.js";
import { createSlots } from "./slots.js";

/** A model in a repository folder, in its place. */
export interface StoredModel {
  readonly dtmi: string;
  /** Path below the folder, with `/`. */
  readonly path: string;
  readonly document: ModelDocument;
  readonly model: DocumentModel;
}

const filesAtOnce = 16;

/**
 * Every model of a repository folder, sorted by identifier. Expanded files and index pages are passed over. Throws
 * `PNP_MODEL_NOT_FOUND` when there are none, and `PNP_DTDL_INVALID` with all files that are not JSON, do not hold one
 * Interface, or do not lie where their identifier says.
 */
export async function readFolderModels(dir: string): Promise<readonly StoredModel[]> {
  const paths = await modelPaths(dir);
  if (paths.length === 0) {
    throw new PnpError("PNP_MODEL_NOT_FOUND", `${dir} holds no models: there are none in dtmi/.`, {
      hint: "Name the folder above dtmi/; pnp model import puts models into one.",
    });
  }
  const issues: Issue[] = [];
  const inSlot = createSlots(filesAtOnce);
  const read = paths.map((path) => inSlot(() => readStored(dir, path, issues)));
  const models = (await Promise.all(read)).filter((model) => model !== undefined);
  refuseIssues(
    dir,
    issues.sort((a, b) => (a.message < b.message ? -1 : 1)),
  );
  return models.sort((a, b) => (a.dtmi < b.dtmi ? -1 : 1));
}

/** Links to folders are not followed, so that the walk ends. */
async function modelPaths(dir: string): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = ["dtmi"];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(join(dir, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (/\.json$/i.test(path) && !/\.expanded\.json$/i.test(path)) found.push(path);
    }
  }
  return found;
}

async function readStored(
  dir: string,
  path: string,
  issues: Issue[],
): Promise<StoredModel | undefined> {
  const file = join(dir, path);
  try {
    const text = await folderFiles(dir).read(path, { accepts: () => true });
    // It was there a moment ago.
    if (text === undefined) return undefined;
    const document = readDocument(file, text);
    const [model] = document.models;
    if (document.isArray || model === undefined) {
      const help = "a repository has one Interface a file; pnp model import splits arrays";
      issues.push(fileIssue("repositoryRoot", file, "an array instead of one Interface", help));
      return undefined;
    }
    if (model.id === undefined || !isUserDtmi(model.id, 2)) {
      const help = "write it like dtmi:company:Thing;1";
      const message = `\`@id\` is no identifier with a version: ${model.id ?? "there is none"}`;
      issues.push(fileIssue("repositoryId", file, message, help));
      return undefined;
    }
    const right = dtmiPath(model.id);
    if (right !== path) {
      const message = `${model.id} belongs into ${right}`;
      issues.push(fileIssue("repositoryPath", file, message, "move the file, or correct `@id`"));
      return undefined;
    }
    return { dtmi: model.id, path, document, model };
  } catch (error) {
    issues.push(...issuesOf(error, file));
    return undefined;
  }
}
