import fc from "fast-check";

/*
 * Property tests try the same cases in every run, so that a red one stays red. `npm run test:long` tries more;
 * TWINPLUG_TEST_SEED and TWINPLUG_TEST_RUNS choose others.
 */
const { TWINPLUG_TEST_SEED: seed, TWINPLUG_TEST_RUNS: runs } = process.env;
fc.configureGlobal({
  seed: seed === undefined ? 20_261_121 : Number(seed),
  ...(runs === undefined ? {} : { numRuns: Number(runs) }),
});
