import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaigns } from './campaigns.ts';
import type { Outcome } from './outcome.ts';

/**
 * `npm test` tries a few inputs, the same each time; `npm run fuzz` ten times as many with a seed of its own, which it
 * prints; BITPART_FUZZ_SEED and BITPART_FUZZ_RUNS (a factor) choose both.
 */
const isFuzz = process.env['npm_lifecycle_event'] === 'fuzz';
const seed = Number(process.env['BITPART_FUZZ_SEED'] ?? (isFuzz ? Date.now() % 2 ** 31 : 1));
const factor = Number(process.env['BITPART_FUZZ_RUNS'] ?? (isFuzz ? 10 : 1));
if (isFuzz) console.log(`BITPART_FUZZ_SEED=${seed} BITPART_FUZZ_RUNS=${factor}`);

describe.each(await campaigns())('spoilt $name', ({ input, runs, tried }) => {
  it('gives a whole result or a clear error: no crash, no hang, nothing in part', async () => {
    const outcomes: Record<Outcome, number> = { same: 0, whole: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(input, async (one) => {
        outcomes[await tried(one)]++;
      }),
      { seed, numRuns: Math.ceil(runs.short * factor), endOnFailure: false },
    );
    expect(outcomes.same + outcomes.whole + outcomes.refused).toBe(Math.ceil(runs.short * factor));
    if (isFuzz) console.log(outcomes);
  }, 600_000);
});
