/** Runs each of the named measurements once a round, in turn, so that what else the machine does meets all of them. */
export async function inTurn(rounds, measurements) {
  const measured = Object.fromEntries(Object.keys(measurements).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(measurements))
      measured[name].push(await measure());
  }
  return measured;
}

export function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

/** So much of the numbers is not above it. */
export function quantile(numbers, part) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** A field of each measurement, the median of all rounds. */
export function medianOf(measurements, field) {
  return median(measurements.map((measured) => measured[field]));
}

/** The same field of two that ran in turn, as a ratio: the median of the rounds' ratios. */
export function ratioOf(one, other, field) {
  return other && median(one.map((measured, round) => measured[field] / other[round][field]));
}
