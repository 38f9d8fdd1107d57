import { dtmiPath, isUserDtmi } from "../dtdl/dtmi.js";
import { type JsonTape, readTape } from "../dtdl/json-tape.js";
import { resolveModel } from "../dtdl/resolve.js";
import type { ModelResolver, ModelText } from "../dtdl/resolver.js";
import { type Issue, isPnpError, type PnpErrorCode } from "../errors.js";
import { chainRepositories } from "./chain.js";
import { fileIssue, issuesOf, refuseIssues } from "./file-issue.js";
import { folderRepository } from "./folder.js";
import { type DocumentModel, type ModelDocument, readDocument } from "./model-document.js";
import type { PlannedFile } from "./planned-file.js";

/** A model on its way into a repository. */
export interface ImportedModel extends PlannedFile {
  readonly dtmi: string;
}

/**
 * Splits texts into the files that a repository folder keeps: one Interface each, at the path of its identifier. Throws
 * `PNP_DTDL_INVALID` with every model that the rules of a repository refuse (an identifier without a one-part version,
 * `@id`s that do not begin like the Interface's, two models of one name, what DTDL itself refuses), and
 * `PNP_MODEL_NOT_FOUND` when one depends on what is neither among the texts nor in the folder.
 */
export async function planImport(
  dir: string,
  texts: readonly ModelText[],
): Promise<readonly ImportedModel[]> {
  const issues: Issue[] = [];
  const plan = new Map<string, ImportedModel & { readonly source: string }>();
  const documents = texts.flatMap((text) => documentOf(text, issues));
  for (const { source, models } of documents) {
    for (const model of models) {
      const dtmi = checkedId(source, model, issues);
      if (dtmi === undefined) continue;
      const path = dtmiPath(dtmi);
      const other = plan.get(path);
      const content = `${model.text.text.trim()}\n`;
      if (other === undefined) {
        plan.set(path, { dtmi, path, source, text: () => content });
      } else if (other.text() !== content) {
        const message = `${dtmi} goes to the same file as ${other.dtmi} of ${other.source}`;
        const help = "keep one of them, or give it another version";
        issues.push(fileIssue("repositoryDuplicate", source, message, help));
      }
    }
  }
  refuseIssues("The import", issues);
  await checkEach(dir, texts, documents);
  return [...plan.values()].map(({ dtmi, path, text }) => ({ dtmi, path, text }));
}

/**
 * Parses each text with what it depends on, and nothing else: two versions of a model may well define the same elements.
 * Throws the issues of all.
 */
async function checkEach(
  dir: string,
  texts: readonly ModelText[],
  documents: readonly ModelDocument[],
): Promise<void> {
  const models = documents.flatMap((document) => document.models);
  const byId = new Map(models.map(({ id, text }) => [id, text]));
  const imported: ModelResolver = {
    resolve: async (dtmis) => dtmis.map((id) => byId.get(id)).filter((text) => text !== undefined),
  };
  const resolver = chainRepositories(imported, folderRepository(dir));
  const issues = new Map<string, Issue>();
  let code: PnpErrorCode = "PNP_MODEL_NOT_FOUND";
  for (const text of texts) {
    try {
      await resolveModel(text, resolver);
    } catch (error) {
      for (const issue of issuesOf(error, text.source)) {
        issues.set(issue.frame ?? issue.message, issue);
      }
      if (!isPnpError(error, "PNP_MODEL_NOT_FOUND")) code = "PNP_DTDL_INVALID";
    }
  }
  refuseIssues("The import", [...issues.values()], code);
}

function documentOf({ source, text }: ModelText, issues: Issue[]): readonly ModelDocument[] {
  try {
    return [readDocument(source, text)];
  } catch (error) {
    issues.push(...issuesOf(error, source));
    return [];
  }
}

/** The identifier of a model that keeps the rules; else undefined, and an issue says why. */
function checkedId(source: string, model: DocumentModel, issues: Issue[]): string | undefined {
  const { id, text } = model;
  if (id === undefined || !isUserDtmi(id, 2)) {
    const message = `\`@id\` is no identifier with a version: ${id ?? "there is none"}`;
    issues.push(fileIssue("repositoryId", source, message, "write it like dtmi:company:Thing;1"));
    return undefined;
  }
  const root = id.slice(0, id.indexOf(";"));
  const strangers = identifiersIn(text.text).filter((each) => !each.startsWith(root));
  for (const stranger of strangers) {
    const message = `${stranger} inside ${id} does not begin with ${root}`;
    const help = "give nested elements identifiers below the Interface's, or a file of their own";
    issues.push(fileIssue("repositoryNestedId", source, message, help));
  }
  return strangers.length === 0 ? id : undefined;
}

/** Every `@id` in a text, at any depth. */
function identifiersIn(text: string): readonly string[] {
  const reading = readTape(text);
  const found = new Set<string>();
  if (reading.ok) collectIds(reading.tape, 0, found);
  return [...found];
}

/** The reader's limit on depth bounds the recursion. */
function collectIds(tape: JsonTape, node: number, found: Set<string>): void {
  if (tape.isArray(node)) {
    for (const item of tape.items(node)) collectIds(tape, item, found);
    return;
  }
  if (!tape.isObject(node)) return;
  for (let at = node + 1; at < tape.last(node); at = tape.next(at + 1)) {
    const id = tape.string(at) === "@id" ? tape.stringOrNone(at + 1) : undefined;
    if (id !== undefined) found.add(id);
    collectIds(tape, at + 1, found);
  }
}
