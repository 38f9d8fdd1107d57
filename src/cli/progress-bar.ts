import type { Io } from "./io.js";

/** A bar on the last line of a terminal; nothing at all elsewhere. */
export interface ProgressBar {
  show(done: number, total: number, note: string): void;
  /** Clears the line. */
  end(): void;
}

const width = 24;

/** Progress towards a known total, on standard error. */
export function progressBar(io: Io): ProgressBar {
  const { stderr } = io;
  if (!stderr.isTerminal) return { show: () => {}, end: () => {} };
  let drawn = false;
  return {
    show(done, total, note) {
      const filled = total === 0 ? width : Math.round((Math.min(done, total) / total) * width);
      const bar = "█".repeat(filled) + "░".repeat(width - filled);
      stderr.write(`\r\u001b[K${bar} ${done}/${total}${note === "" ? "" : `, ${note}`}`);
      drawn = true;
    },
    end() {
      if (drawn) stderr.write("\r\u001b[K");
    },
  };
}
