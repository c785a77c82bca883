import { describe, expect, it } from 'vitest';
import { BESIDE_WINDOW, noOwnCounters, PincountWitness } from '../../src/events/own-counters.ts';

/** What a large folio of two pins shows, event after event: [time, shown]. */
function shown(...events: readonly (readonly [time: number, shown: number])[]) {
  const counters = noOwnCounters();
  const witness = new PincountWitness(counters);
  for (const [time, count] of events) witness.show(7, count, 2, time);
  witness.flush();
  return counters;
}

describe('the _pincount of a large folio', () => {
  const since = 5 * BESIDE_WINDOW;

  it('that differs for less than 100 ms is of a probe beside its operation, from 100 ms on of one that is missing', () => {
    const differs = [
      [0, 2],
      [since, 3],
      [since + 1, 3],
    ] as const;
    const short = shown(...differs, [since + BESIDE_WINDOW - 1, 2]);
    expect(short).toMatchObject({ large: { compared: 4, equal: 2 }, beside: 2, before: 0, missing: 0 });
    const long = shown(...differs, [since + BESIDE_WINDOW, 2]);
    expect(long).toMatchObject({ large: { compared: 4, equal: 2 }, beside: 0, before: 0, missing: 2 });
    expect(shown(...differs)).toMatchObject({ beside: 0, missing: 2 });
  });

  it('that differs at its first event was pinned before the recording began', () => {
    expect(shown([0, 3], [1, 2])).toMatchObject({ beside: 0, before: 1, missing: 0 });
  });
});
