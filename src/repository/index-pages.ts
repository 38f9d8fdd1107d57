import { readdir } from "node:fs/promises";
import { expandedPath } from "./expanded-path.js";
import { folderFiles } from "./folder-files.js";
import { readFolderModels, type StoredModel } from "./folder-models.js";
import { metadataFile } from "./metadata.js";
import type { PlannedFile } from "./planned-file.js";

/** How the index of a repository is made. */
export interface IndexOptions {
  /** Models on a page. Default 2048. */
  readonly pageSize?: number;
  /** The time that the metadata names when something has changed. */
  readonly now: Date;
}

/** The index of a repository folder: its pages, its metadata, and pages of before that are no longer needed. */
export interface IndexPlan {
  readonly models: number;
  readonly pages: number;
  /** Whether every model has its expanded file. */
  readonly expanded: boolean;
  readonly files: readonly PlannedFile[];
}

/** Models on a page of the index, by the convention of public repositories. */
export const defaultPageSize = 2048;

/** Plans `index.json`, `index.page.1.json`, … and `metadata.json`. Throws like `readFolderModels`. */
export async function planIndex(dir: string, options: IndexOptions): Promise<IndexPlan> {
  const models = await readFolderModels(dir);
  const pages = pageFiles(models, options.pageSize ?? defaultPageSize);
  const stale = (await pagesThere(dir)).filter((name) => !pages.some(({ path }) => path === name));
  const expanded = await allExpanded(dir, models);
  const features = { expanded, index: true };
  const metadata = await metadataText(dir, models.length, features, options.now);
  return {
    models: models.length,
    pages: pages.length,
    expanded,
    files: [
      ...pages,
      ...stale.map((path) => ({ path, text: () => undefined })),
      { path: metadataFile, text: () => metadata },
    ],
  };
}

function pageName(page: number): string {
  return page === 0 ? "index.json" : `index.page.${page}.json`;
}

function pageFiles(models: readonly StoredModel[], pageSize: number): readonly PlannedFile[] {
  const count = Math.max(1, Math.ceil(models.length / pageSize));
  return Array.from({ length: count }, (_, page) => {
    const links = {
      self: pageName(page),
      ...(page + 1 < count && { next: pageName(page + 1) }),
      ...(page > 0 && { prev: pageName(page - 1) }),
    };
    const rows = models.slice(page * pageSize, (page + 1) * pageSize);
    const entries = rows.map(({ dtmi, model }) => [dtmi, displayTexts(model.text.text)] as const);
    const content = { links, models: Object.fromEntries(entries), version: "1.0" };
    return { path: pageName(page), text: () => `${JSON.stringify(content, undefined, 2)}\n` };
  });
}

/** The texts for people, as the model has them: a string, or one for each language. */
function displayTexts(text: string): Readonly<Record<string, unknown>> {
  const { displayName, description } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return {
    ...(displayName !== undefined && { displayName }),
    ...(description !== undefined && { description }),
  };
}

async function pagesThere(dir: string): Promise<readonly string[]> {
  return (await readdir(dir)).filter((name) => /^index\.page\.[1-9]\d*\.json$/.test(name));
}

async function allExpanded(dir: string, models: readonly StoredModel[]): Promise<boolean> {
  const files = folderFiles(dir);
  for (const { dtmi } of models) {
    const text = await files.read(expandedPath(dtmi), { accepts: () => true });
    if (text === undefined) return false;
  }
  return true;
}

/** What others have written about the repository stays, and its date while nothing else changes. */
async function metadataText(
  dir: string,
  totalModelCount: number,
  features: Readonly<Record<string, boolean>>,
  now: Date,
): Promise<string> {
  const before = await readMetadata(dir);
  const after = { ...before, totalModelCount, features };
  const isSame =
    typeof before.publishDateUtc === "string" && JSON.stringify(after) === JSON.stringify(before);
  const publishDateUtc = isSame ? before.publishDateUtc : now.toISOString();
  return `${JSON.stringify({ ...after, publishDateUtc }, undefined, 2)}\n`;
}

async function readMetadata(dir: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const text = await folderFiles(dir).read(metadataFile, { accepts: () => true });
    const value: unknown = JSON.parse(text ?? "{}");
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    // What cannot be read is written anew.
    return {};
  }
}
