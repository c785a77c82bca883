import fc from 'fast-check';

const { env } = process;
/** Property tests try the same values every time; BITPART_SEED=<whole number> has them try others. `npm run soak` draws one. */
const seed = Number(env['BITPART_SEED'] ?? 1);
/** How many values a property tries, where it does not say so itself. */
const numRuns = Number(env['BITPART_PROPERTY_RUNS'] ?? 100);
if (!Number.isInteger(seed) || !Number.isInteger(numRuns))
  throw new Error('BITPART_SEED and BITPART_PROPERTY_RUNS are whole numbers');
fc.configureGlobal({ seed, numRuns });
