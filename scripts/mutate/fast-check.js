// What tests import as `fast-check` under scripts/mutate/runner.js: properties that try fewer values, and stop at the first that fails.
import fc from 'fast-check';

/** Of the values that a property says itself that it tries, how many in a hundred; test/seed.ts sets as many where it says none. */
const runs = Number(process.env['BITPART_PROPERTY_RUNS']);

export default {
  ...fc,
  assert: (property, { numRuns, ...parameters } = {}) =>
    fc.assert(property, {
      ...parameters,
      ...(numRuns === undefined ? {} : { numRuns: Math.ceil((numRuns * runs) / 100) }),
      // None has to be found that is as small as can be.
      endOnFailure: true,
    }),
};
