/** Of the vitest that a test starts: nothing of this project's own configuration. */
export default { test: { include: ["test/hub/runners/vitest.spec.mts"] } };
