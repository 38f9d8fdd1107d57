import type { PropertyStateRow } from "../client/service/read.js";
import type { PropertyState } from "../client/shape.js";
import { jsonText } from "./output.js";

/** Reported and desired value for people, and in a word how they stand to each other. */
export function stateCells({ state }: PropertyStateRow): string[] {
  return [shown(state.reported), shown(state.desired), stateWord(state)];
}

function shown(value: unknown): string {
  return value === undefined ? "–" : jsonText(value);
}

function stateWord({ ack, desired, pending, reported }: PropertyState): string {
  if (ack && ack.ac >= 400) return `refused (${[ack.ac, ack.ad].filter(Boolean).join(": ")})`;
  if (pending) return "pending";
  if (reported === undefined) return "never reported";
  return desired === undefined ? "reported" : "in sync";
}
