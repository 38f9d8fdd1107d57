import { extname } from "node:path";
import { readModelFile } from "../model-files.js";
import type { ReadText } from "./load-inputs.js";

/** The texts of model files, each read once until it changes. */
export class TextCache {
  readonly #texts = new Map<string, string>();

  readonly read: ReadText = (path, shown) => {
    const text = this.#texts.get(path) ?? readModelFile(path, shown);
    this.#texts.set(path, text);
    return text;
  };

  forget(path: string): void {
    // A folder may be gone with all that is in it.
    for (const each of extname(path) === ".json" ? [path] : [...this.#texts.keys()]) {
      if (each === path || each.startsWith(path)) this.#texts.delete(each);
    }
  }

  forgetAll(): void {
    this.#texts.clear();
  }
}
