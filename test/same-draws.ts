import fc from "fast-check";

/**
 * Properties draw the same cases in every run, so that a change is judged by what it changes. LIMBECK_TEST_SEED draws others: a number,
 * or `any`.
 */
const seed = process.env["LIMBECK_TEST_SEED"] ?? "20261128";
if (seed !== "any") fc.configureGlobal({ seed: Number(seed) });
