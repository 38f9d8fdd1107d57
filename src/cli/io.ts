/** What a command may touch of the process it runs in; tests pass their own. */
export interface Io {
  /** Results, nothing else. */
  readonly stdout: TextSink;
  /** Narration, progress and errors. */
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** The whole of standard input, read when a command asks for it. */
  readStdin(): Promise<string>;
  /** Aborted when the user presses Ctrl-C. */
  readonly signal: AbortSignal;
  /**
   * For a command that leaves interruptions to a program it runs: until it calls what this answers, `signal` stays as it
   * is, nothing ends the process, and each signal that the program has not got by itself is told.
   */
  holdInterrupts?(tell: (signal: NodeJS.Signals) => void): () => void;
}

/** A place to write text to. */
export interface TextSink {
  write(text: string): void;
  /** Whether a person reads it on a terminal. */
  readonly isTerminal: boolean;
  /** The file descriptor behind it, when it is this process's own: programs it starts may have it too. */
  readonly descriptor?: number;
}
