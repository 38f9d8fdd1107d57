import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { damaged } from "./lmdb-file.js";

/*
 * LMDB maps its file into memory and believes what stands in it: a truncated or overwritten file ends the process. So
 * the pages that hold the records are visited first. Numbers below are offsets in bytes, of LMDB's data version 2.
 */
const metaPage = {
  flags: 18,
  magic: 24,
  version: 28,
  pageSize: 48,
  freeTree: 48,
  mainTree: 96,
  lastPage: 144,
  transaction: 152,
  bytes: 168,
} as const;
const tree = { depth: 6, entries: 32, root: 40 } as const;
const page = { number: 0, flags: 18, lower: 20, upper: 22, header: 24 } as const;
const node = { low: 0, high: 2, flags: 4, keySize: 6, header: 8 } as const;
const kind = { branch: 0x01, leaf: 0x02, overflow: 0x04, meta: 0x08 } as const;

const magic = 0xbeefc0de;
const dataVersion = 2;
const noRoot = 0xffff_ffff_ffff_ffffn;
const bigData = 0x01;
const deepest = 32;

/** Throws `PNP_USAGE` when LMDB could not walk through all records of the file. An empty or missing file is fine. */
export function checkLmdbFile(path: string): void {
  const file = openIfThere(path);
  if (file === undefined) return;
  try {
    const { size } = fstatSync(file);
    if (size > 0) new FileCheck(path, file, size).run();
  } finally {
    closeSync(file);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

class FileCheck {
  readonly #path: string;
  readonly #file: number;
  readonly #size: number;
  #pageSize = 0;
  #lastPage = 0;
  /** Whether keys are compared byte by byte; those of the free pages are numbers. */
  #isOrdered = false;
  #lastKey: Buffer = Buffer.alloc(0);
  /** Whether the last key was that of a branch, which the next one may repeat. */
  #isRepeatable = false;

  constructor(path: string, file: number, size: number) {
    this.#path = path;
    this.#file = file;
    this.#size = size;
  }

  run(): void {
    const first = this.#readMeta(0);
    this.#pageSize = first.readUInt32LE(metaPage.pageSize);
    const { log2 } = Math;
    if (this.#pageSize < 256 || this.#pageSize > 65_536 || log2(this.#pageSize) % 1 !== 0) {
      this.#refuse(`its pages cannot have ${this.#pageSize} bytes`);
    }
    const second = this.#readMeta(this.#pageSize);
    const transaction = (meta: Buffer): bigint => meta.readBigUInt64LE(metaPage.transaction);
    const latest = transaction(second) > transaction(first) ? second : first;
    this.#lastPage = Number(latest.readBigUInt64LE(metaPage.lastPage));
    for (const at of [metaPage.freeTree, metaPage.mainTree]) {
      this.#isOrdered = at === metaPage.mainTree;
      const root = latest.readBigUInt64LE(at + tree.root);
      const depth = latest.readUInt16LE(at + tree.depth);
      if (root === noRoot) continue;
      if (depth < 1 || depth > deepest) this.#refuse(`a tree cannot be ${depth} pages deep`);
      const entries = this.#walk(Number(root), depth);
      const known = Number(latest.readBigUInt64LE(at + tree.entries));
      if (entries !== known) this.#refuse(`${entries} records are left of ${known}`);
    }
  }

  #readMeta(at: number): Buffer {
    const meta = Buffer.alloc(metaPage.bytes);
    if (readSync(this.#file, meta, 0, meta.length, at) < meta.length) {
      this.#refuse(`it has only ${this.#size} bytes`);
    }
    if (meta.readUInt32LE(metaPage.magic) !== magic)
      this.#refuse("it does not begin as such a file does");
    const version = meta.readUInt16LE(metaPage.version);
    if (version !== dataVersion)
      this.#refuse(`it is of LMDB's version ${version}, not ${dataVersion}`);
    if ((meta.readUInt16LE(metaPage.flags) & kind.meta) === 0) this.#refuse("a first page is none");
    return meta;
  }

  /** Depth first; `depth` counts the levels from here on. Answers the number of records. */
  #walk(number: number, depth: number): number {
    let entries = 0;
    const bytes = this.#readPage(number, depth === 1 ? kind.leaf : kind.branch);
    const lower = bytes.readUInt16LE(page.lower);
    const space = this.#pageSize - page.header;
    if (lower % 2 !== 0 || lower > bytes.readUInt16LE(page.upper) || lower > space) {
      this.#refuse(`page ${number} has no right bounds`);
    }
    for (let index = 0; index < lower / 2; index += 1) {
      const at = page.header + bytes.readUInt16LE(page.header + index * 2);
      if (at + node.header > bytes.length) this.#refuse(`page ${number} points beyond its end`);
      // The first key of a branch is empty.
      if (depth === 1 || index > 0) this.#checkKey(bytes, at, depth > 1);
      if (depth > 1) {
        entries += this.#walk(this.#child(bytes, at), depth - 1);
      } else {
        this.#checkLeaf(bytes, at, number);
        entries += 1;
      }
    }
    return entries;
  }

  #checkKey(bytes: Buffer, at: number, isBranch: boolean): void {
    if (!this.#isOrdered) return;
    const from = at + node.header;
    const key = bytes.subarray(from, from + bytes.readUInt16LE(at + node.keySize));
    const order = Buffer.compare(this.#lastKey, key);
    if (order > 0 || (order === 0 && !this.#isRepeatable))
      this.#refuse("its keys are not in order");
    this.#lastKey = key;
    this.#isRepeatable = isBranch;
  }

  #child(bytes: Buffer, at: number): number {
    const low = bytes.readUInt32LE(at + node.low);
    return low + bytes.readUInt16LE(at + node.flags) * 2 ** 32;
  }

  #checkLeaf(bytes: Buffer, at: number, number: number): void {
    const size = bytes.readUInt32LE(at + node.low);
    const data = at + node.header + bytes.readUInt16LE(at + node.keySize);
    const isElsewhere = (bytes.readUInt16LE(at + node.flags) & bigData) !== 0;
    if (data + (isElsewhere ? 8 : size) > bytes.length) {
      this.#refuse(`a record of page ${number} reaches beyond its end`);
    }
    if (!isElsewhere) return;
    const first = Number(bytes.readBigUInt64LE(data));
    this.#readPage(first, kind.overflow);
    const pages = Math.ceil((page.header + size) / this.#pageSize);
    if ((first + pages) * this.#pageSize > this.#size) this.#refuse(`page ${first} is cut off`);
  }

  #readPage(number: number, wanted: number): Buffer {
    const bytes = Buffer.allocUnsafe(this.#pageSize);
    const isInside = number >= 2 && number <= this.#lastPage;
    const at = number * this.#pageSize;
    if (!isInside || readSync(this.#file, bytes, 0, bytes.length, at) < bytes.length) {
      this.#refuse(`page ${number} is missing`);
    }
    const flags = bytes.readUInt16LE(page.flags);
    if (Number(bytes.readBigUInt64LE(page.number)) !== number || (flags & wanted) === 0) {
      this.#refuse(`page ${number} holds something else`);
    }
    return bytes;
  }

  #refuse(problem: string): never {
    throw damaged(this.#path, problem);
  }
}
