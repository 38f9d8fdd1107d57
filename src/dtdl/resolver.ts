/** A DTDL text with its name: a file path, a URL or `<text>`. */
export interface ModelText {
  readonly source: string;
  readonly text: string;
}

/** Finds the definitions of Interfaces, such as in a folder or a model repository. */
export interface ModelResolver {
  /** Texts that define what is asked for, as far as the resolver has it; they may define more. */
  resolve(dtmis: readonly string[]): Promise<readonly ModelText[]>;
  /** Where the resolver looks for an identifier, for messages. */
  tried?(dtmi: string): readonly string[];
}
