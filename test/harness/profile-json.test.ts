import { describe, expect, it } from 'vitest';
import { profileFromJson, profileToJson } from '../../src/harness/profile/json.ts';
import { emptyProfile } from '../../src/harness/profile/profile.ts';

const withWeights = (biased: unknown): unknown => ({
  ...(JSON.parse(JSON.stringify(profileToJson(emptyProfile()))) as object),
  timeWeights: { biased },
});

describe('weights in the JSON of a profile', () => {
  it('come back as they were', () => {
    expect(profileFromJson(withWeights([[1, 8_000_000_000]])).timeWeights.biased).toEqual(
      new Map([[1, 8_000_000_000n]]),
    );
  });

  it.each([
    [
      'twice the same index',
      [
        [1, 5],
        [1, 8],
      ],
      'profile.timeWeights.biased has two weights of 1',
    ],
    ['a weight of 0', [[0, 0]], 'profile.timeWeights.biased has a weight of 0'],
    ['more than a pair', [[0, 1, 2]], 'profile.timeWeights.biased has 3 entries'],
  ])('are refused with %s: none is lost in silence', (_, biased, message) => {
    expect(() => profileFromJson(withWeights(biased))).toThrow(message);
  });
});
