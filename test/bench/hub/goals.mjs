import { printTable } from "../table.mjs";

const rows = [];

/** Notes a figure that has to be so large; undefined where it could not be measured. */
export function atLeast(figure, value, goal, unit = "×") {
  note(figure, value, `≥ ${goal} ${unit}`, unit, value >= goal);
}

/** Notes a figure that may be so large at most. */
export function atMost(figure, value, goal, unit) {
  note(figure, value, `≤ ${goal} ${unit}`, unit, value <= goal);
}

/** Notes a figure without a goal. */
export function told(figure, value, unit) {
  note(figure, value, "", unit, undefined);
}

export function printGoals() {
  printTable(["figure", "measured", "goal", ""], rows);
}

function note(figure, value, goal, unit, met) {
  if (value === undefined) rows.push([figure, "not measured", goal, ""]);
  else {
    const verdict = met === undefined ? "" : met ? "met" : "missed";
    rows.push([figure, `${value.toFixed(2)} ${unit}`, goal, verdict]);
  }
}

/** A whole number as people read it. */
export function count(value) {
  return Math.round(value).toLocaleString("en");
}
