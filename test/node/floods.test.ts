import { describe, expect, it } from 'vitest';
import { costOf, FLOODS } from '../soak/floods.ts';

describe('a recording that is large in one way', () => {
  it.each(FLOODS)('costs no more an event the larger it is: $name', (flood) => {
    costOf(flood, 20_000); // compiled
    const [few, many] = [20_000, 200_000].map((n) => costOf(flood, n));
    // What grew with the square would take a hundred times as long.
    expect(many!.seconds).toBeLessThan(40 * (few!.seconds + 0.01));
    expect(many!.profile.pages).toBe(flood.name.startsWith('pages') ? 200_000 : 1);
  });
});
