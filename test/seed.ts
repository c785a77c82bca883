import fc from 'fast-check';

/** Property tests try the same values every time; BITPART_SEED=<whole number> has them try others. `npm run soak` draws one. */
const seed = Number(process.env['BITPART_SEED'] ?? 1);
if (!Number.isInteger(seed)) throw new Error(`BITPART_SEED is a whole number, not ${process.env['BITPART_SEED']}`);
fc.configureGlobal({ seed });
