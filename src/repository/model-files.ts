/** Where the files of a model repository come from: a folder, a server, or a cache in front of one. */
export interface ModelFiles {
  /** The folder or URL as people know it. */
  readonly location: string;
  /** Whether each file costs a request, so that one file with many models is better than many files. */
  readonly isRemote: boolean;
  /** Full name of a file, for messages. */
  nameOf(path: string): string;
  /** The text of a file, without byte order mark; undefined when there is no such file. Paths use `/`. */
  read(path: string, reading: FileReading): Promise<string | undefined>;
  /** Like `read`, of what can be had without asking anybody; absent where that is nothing. */
  atHand?(path: string, reading: FileReading): Promise<string | undefined>;
}

/** What a reader of files wants. */
export interface FileReading {
  /** Gives up with `PNP_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the text is what the path promises; only such text is kept. */
  accepts(text: string): boolean;
}

/** Bytes that no file of a repository may exceed: far more than the largest expanded models have. */
export const maxFileBytes: number = 32 * 1024 * 1024;
