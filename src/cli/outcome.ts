/** What a run ends with, where that is not success or an error. */
export interface Outcome {
  exitCode: number;
}
