import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, existsSync, renameSync, rmSync } from "node:fs";
import { finished } from "node:stream/promises";
import { isRecord } from "../../convention/record.js";
import { isPnpError, PnpError } from "../../errors.js";
import { checkLmdbFile } from "./check-lmdb-file.js";
import { checkFormat, dataFormat, recordFile } from "./data-folder.js";
import type { Change } from "./durable-store.js";
import { fileLines } from "./file-lines.js";
import { lockFolder } from "./folder-lock.js";
import { LmdbFile } from "./lmdb-file.js";

/*
 * A snapshot is lines of JSON: what it is; one array for each record, [table, position, value]; how many there were, and
 * the SHA-256 of all lines before. A value is JSON, or base64 in a text. It holds keys: only its user may read it.
 */
const kind = "twinplug hub snapshot";

/** What is known of a snapshot. */
export interface SnapshotFacts {
  /** The hub's name. */
  readonly hub: string;
  readonly records: number;
}

/**
 * Writes all that a data folder holds into one file, as it is at this moment, while the hub runs or not. An existing file
 * is replaced when the new one is whole. Throws `PNP_USAGE` for a folder without data, or with damaged data.
 */
export async function saveSnapshot(folder: string, path: string): Promise<SnapshotFacts> {
  const source = recordFile(folder);
  if (!existsSync(source)) {
    throw new PnpError("PNP_USAGE", `There is no hub's data in ${folder}.`, {
      hint: "Name the folder (--data) or the hub (--name). A hub started with --memory keeps nothing.",
    });
  }
  await checkUnlessRunning(folder);
  const file = await LmdbFile.open(source, { readOnly: true });
  const draft = `${path}.${randomUUID()}`;
  try {
    const facts = await writeLines(draft, file);
    renameSync(draft, path);
    return facts;
  } finally {
    rmSync(draft, { force: true });
    await file.close();
  }
}

/** A running hub changes its file meanwhile; but it has checked it. */
async function checkUnlessRunning(folder: string): Promise<void> {
  try {
    const lock = await lockFolder(folder);
    checkLmdbFile(recordFile(folder));
    await lock.release();
  } catch (error) {
    if (!isPnpError(error, "PNP_CONFLICT")) throw error;
  }
}

async function writeLines(path: string, file: LmdbFile): Promise<SnapshotFacts> {
  const out = createWriteStream(path, { flags: "wx", mode: 0o600 });
  const done = finished(out);
  const hash = createHash("sha256");
  const write = async (line: string): Promise<void> => {
    hash.update(line);
    // In slices: the next records are read when these have left.
    if (!out.write(line)) await once(out, "drain");
  };
  const [name] = [...file.read("settings")].flatMap(({ bytes }) => {
    const [key, value] = JSON.parse(bytes.toString("utf8")) as [string, string];
    return key === "hub name" ? [value] : [];
  });
  const facts = { hub: name ?? "", records: 0 };
  await write(`${JSON.stringify({ kind, format: dataFormat, hub: facts.hub })}\n`);
  for (const { table, position, bytes } of file.readAll()) {
    await write(`[${JSON.stringify(table)},${position},${valueText(bytes)}]\n`);
    facts.records += 1;
  }
  out.end(`${JSON.stringify({ records: facts.records, sha256: hash.digest("hex") })}\n`);
  await done;
  return facts;
}

/** Records of maps are JSON arrays already, and stay the text that they are. */
function valueText(bytes: Buffer): string {
  return bytes[0] === 0x5b ? bytes.toString("utf8") : JSON.stringify(bytes.toString("base64"));
}

/** Reads a snapshot to its end. Throws `PNP_USAGE` for a file that is none, of a newer format, or not whole. */
export async function checkSnapshot(path: string): Promise<SnapshotFacts> {
  const facts = { hub: "", records: 0 };
  for await (const entry of readSnapshot(path)) {
    if ("hub" in entry) facts.hub = entry.hub;
    else facts.records += 1;
  }
  return facts;
}

/**
 * Puts what a snapshot holds in the place of all that a folder holds. The snapshot is checked to its end before anything
 * is changed. Throws `PNP_CONFLICT` while a hub has the folder.
 */
export async function restoreSnapshot(path: string, folder: string): Promise<SnapshotFacts> {
  const facts = await checkSnapshot(path);
  const lock = await lockFolder(folder);
  const target = recordFile(folder);
  const draft = `${target}.${randomUUID()}`;
  try {
    const file = await LmdbFile.open(draft, { durability: "power" });
    try {
      await copyRecords(path, file);
    } finally {
      await file.close();
    }
    removeRecords(folder);
    renameSync(draft, target);
  } finally {
    for (const left of [draft, `${draft}-lock`]) rmSync(left, { force: true });
    await lock.release();
  }
  return facts;
}

const recordsAtOnce = 1000;

async function copyRecords(path: string, file: LmdbFile): Promise<void> {
  let waiting: Change[] = [];
  for await (const entry of readSnapshot(path)) {
    if ("hub" in entry) continue;
    waiting.push(entry);
    if (waiting.length < recordsAtOnce) continue;
    await file.write(waiting);
    waiting = [];
  }
  await file.write(waiting);
}

/** Removes the records of a folder that this process has locked. */
export function removeRecords(folder: string): void {
  for (const path of [recordFile(folder), `${recordFile(folder)}-lock`])
    rmSync(path, { force: true });
}

async function* readSnapshot(path: string): AsyncGenerator<{ readonly hub: string } | Change> {
  const refuse = (problem: string): never => {
    throw new PnpError("PNP_USAGE", `${path} is no snapshot that can be restored: ${problem}.`, {
      hint: "Take another one; pnp hub snapshot save makes them.",
    });
  };
  if (!existsSync(path)) refuse("there is no such file");
  const hash = createHash("sha256");
  let records = 0;
  let isWhole = false;
  let number = 0;
  for await (const bytes of fileLines(path)) {
    const line = bytes.toString("utf8");
    number += 1;
    if (isWhole) refuse(`line ${number} stands behind the end`);
    const value = parse(line);
    if (number === 1) {
      if (!isRecord(value) || value.kind !== kind) refuse("it does not begin as one");
      else {
        checkFormat(path, String(value.format));
        yield { hub: String(value.hub) };
      }
    } else if (Array.isArray(value)) {
      const [table, position, content] = value as [string, number, unknown];
      const isText = typeof content === "string";
      // As it stands there: the numbers in it are nobody's business here.
      const text = line.slice(line.indexOf(",", JSON.stringify(table).length + 2) + 1, -1);
      records += 1;
      yield { table, position, bytes: isText ? Buffer.from(content, "base64") : Buffer.from(text) };
    } else if (isRecord(value) && value.records === records) {
      if (value.sha256 !== hash.digest("hex")) refuse("its checksum is wrong: it has been changed");
      isWhole = true;
      continue;
    } else refuse(`line ${number} makes no sense`);
    hash.update(bytes).update("\n");
  }
  if (!isWhole) refuse("its end is missing");
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
