import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradictionIn } from '../../src/harness/profile/agree.ts';
import { ProfileFormatError, profileFromJson, profileToJson, seen } from '../../src/harness/profile/json.ts';
import { emptyProfile, mergeProfiles, type Profile } from '../../src/harness/profile/profile.ts';
import { evaluateRecording } from '../../src/node/recording.ts';
import { recording, resolve } from './arbitrary.ts';
import { profile } from './family.ts';

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
    ['no weight', [], 'profile.timeWeights.biased has no weight'],
    ['more than a pair', [[0, 1, 2]], 'profile.timeWeights.biased has 3 entries'],
  ])('are refused with %s: none is lost in silence', (_, biased, message) => {
    expect(() => profileFromJson(withWeights(biased))).toThrow(message);
  });
});

const asFile = (of: Profile): unknown => JSON.parse(JSON.stringify(profileToJson(of)));

/** Every value inside of a JSON value, by what leads to it. */
function* placesIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) yield* placesIn(entry, [...path, key]);
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inside, key) => (inside as Record<string, unknown>)[key], value);

const changed = (value: unknown, path: readonly string[], to: unknown): unknown => {
  const copy = structuredClone({ value }) as Record<string, unknown>;
  const last = ['value', ...path].at(-1)!;
  (at(copy, ['value', ...path].slice(0, -1)) as Record<string, unknown>)[last] = to;
  return copy['value'];
};

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ProfileFormatError) return error.message;
    throw error;
  }
  return 'taken';
}

describe('a profile in a file', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(recording({ undirected: true }), (steps) => {
        const { chunks, end } = resolve(steps);
        const whole = profile(chunks, end);
        expect(profileFromJson(asFile(whole))).toEqual(whole);
      }),
    );
    const long = { ...emptyProfile(), pageTime: 2n ** 60n + 1n };
    expect(profileToJson(long).pageTime).toBe('1152921504606846977');
    for (const pageTime of [2n ** 53n - 1n, 2n ** 53n, 1n - 2n ** 53n, -(2n ** 53n), 10n ** 39n]) {
      expect(profileFromJson(asFile({ ...long, pageTime })).pageTime).toBe(pageTime);
    }
  });

  it('is refused with the key of whatever is not what it should be', () => {
    const step = { gap: 1, page: 0, kind: 1, refs: 1, level: 0, task: 0, interrupt: false, among: 0 };
    const { chunks, end } = resolve([
      { ...step, what: 'level', level: 3 },
      { ...step, what: 'pin', kind: 1, refs: 20 },
      { ...step, what: 'check' },
      { ...step, what: 'pin', kind: 4, refs: 3, page: 1 },
      { ...step, what: 'level', level: 0 },
    ]);
    const file = asFile(profile(chunks, end));
    const refused: unknown[] = ['x', -1, 0.5, null, [], {}, Number.NaN, 2 ** 53];
    let tried = 0;
    for (const path of placesIn(file)) {
      const stood = at(file, path);
      const kind = (value: unknown): string =>
        value === null ? 'null' : Array.isArray(value) ? 'list' : Number.isInteger(value) ? 'whole' : typeof value;
      // A list may be empty and a hit may be none; times of hits are any number, and sums may be negative or long texts.
      const isTime = path.at(-1) === 'time';
      const isSum = path.at(-1) === 'pageTime' || (path[0]?.endsWith('Weights') && path.at(-1) === '1');
      for (const to of refused) {
        if (kind(to) === kind(stood) && typeof to !== 'number') continue;
        if (typeof stood === 'string' && typeof to === 'string') continue;
        if (isTime && typeof to === 'number' && Number.isFinite(to)) continue;
        if (isSum && (to === -1 || to === null)) continue;
        if (to === null && (path[0] === 'hits' || path.includes('hits') || path[0] === 'busiest')) continue;
        if (stood === null) continue;
        const key = path.find((part) => !/^\d+$/.test(part));
        expect(
          refusal(() => profileFromJson(changed(file, path, to))),
          `${path.join('.')} = ${String(to)}`,
        ).toContain(key === undefined ? 'profile' : `profile.${key}`);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(500);
  });

  it('says what it found, short', () => {
    expect([undefined, [1, 2], { a: 1 }, null, 'x', 1.5].map(seen)).toEqual([
      'missing',
      'a list of 2',
      'an object',
      'null',
      '"x"',
      '1.5',
    ]);
    expect(seen('x'.repeat(78))).toBe(`"${'x'.repeat(78)}"`);
    expect(seen('x'.repeat(79))).toBe(`"${'x'.repeat(79)}…`);
    const file = asFile(emptyProfile()) as Record<string, unknown>;
    const refused = (key: string, to: unknown): string =>
      refusal(() => profileFromJson({ ...file, [key]: to }, 'mine'));
    expect(refused('pages', undefined)).toBe('mine.pages is missing, not a whole number from 0 to 9007199254740991');
    expect(refused('attempted', Array(9).fill(0))).toBe('mine.attempted has 9 entries, at most 8 are possible');
    expect(refused('attempted', Array(8).fill(0))).toBe('taken');
    expect(refused('attempted', 3)).toBe('mine.attempted is no list');
    expect(refused('pageTime', '1.5')).toBe('mine.pageTime is "1.5", not a whole number');
    expect(refused('pageTime', '-12')).toBe('taken');
    expect(refused('timeWeights', { many: [] })).toBe('mine.timeWeights.many is no weight');
    expect(refused('timeWeights', { pinned: [[34 * 34, 1]] })).toContain('not a whole number from 0 to 1155');
    expect(refused('busiest', { page: 3, pins: 1 })).toBe('mine.busiest.page is no text');
  });
});

describe('the members of a profile', () => {
  /** Of a random recording: some of it may be warm-up, or all, and directions may be unknown. */
  const made = fc
    .tuple(
      fc.boolean().chain((undirected) => recording({ undirected })),
      fc.constantFrom(undefined, 0, 0.1, 0.5, 0.9, 1, 2),
    )
    .map(([steps, part]) => {
      const { chunks, end } = resolve(steps);
      return profile(chunks, end, part === undefined ? undefined : Math.floor(end * part));
    });

  it('agree, whatever was recorded, with warm-up or without, and of sums of profiles', () => {
    expect(contradictionIn(emptyProfile())).toBeUndefined();
    fc.assert(
      fc.property(made, made, made, (a, b, c) => {
        for (const one of [a, mergeProfiles(a, b), mergeProfiles(mergeProfiles(a, b), c), mergeProfiles(a, a)]) {
          expect(contradictionIn(one)).toBeUndefined();
          expect(contradictionIn(profileFromJson(asFile(one)))).toBeUndefined();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('agree of every recording that ships, and of all together', { timeout: 120_000 }, async () => {
    const files = readdirSync('traces').filter((name) => name.endsWith('.gz'));
    expect(files.length).toBeGreaterThanOrEqual(14);
    let all = emptyProfile();
    for (const name of files) {
      const { evaluated } = await evaluateRecording(
        { path: `traces/${name}`, shown: name },
        { replays: [], withBusiest: true },
      );
      for (const { small, large } of evaluated.runs) {
        for (const { profile: one } of [small, large]) {
          expect(contradictionIn(one), name).toBeUndefined();
          all = mergeProfiles(all, one);
        }
      }
    }
    expect(contradictionIn(all)).toBeUndefined();
  });

  const step = { gap: 1, page: 0, refs: 1, level: 0, task: 0, interrupt: false, among: 0, kind: 0 };
  /** 5 write pins on a page, 1 read pin on another, on which somebody has had 3 references before. */
  const { chunks, end } = resolve([
    { ...step, what: 'level', level: 3, page: 1 },
    { ...step, what: 'pin', kind: 3, refs: 5 },
    { ...step, what: 'pin', kind: 1, page: 1 },
  ]);
  const honest = profile(chunks, end);
  const told = (change: Partial<{ [K in keyof Profile]: unknown }>): string | undefined =>
    contradictionIn({ ...honest, ...change } as Profile);
  const { arrivals, pagesByBand, peakPages, peaks } = honest;

  it.each([
    [{ arrivals: { ...arrivals, write: [] } }, 'arrivals.write[3] counts 0 of write-short, and attempted[3] 5'],
    [{ arrivals: { ...arrivals, pin: [[1], ...arrivals.pin.slice(1)] } }, 'arrivals.pin[0] counts 1 of ordinary'],
    [
      { arrivals: { ...arrivals, read: arrivals.write } },
      'arrivals.read[1] counts 0 of read-short, and attempted[1] 1',
    ],
    [
      { arrivals: { ...arrivals, long: arrivals.short } },
      'arrivals.long[1] counts 1 of read-short, which are not of that process',
    ],
    [{ attempted: [3, 1, 0, 6] }, 'arrivals.pin[3] counts 5 of write-short, and attempted[3] 6'],
    [{ pages: 1 }, 'pagesByBand.pin adds up to 2, and pages is 1'],
    [{ pagesByBand: { ...pagesByBand, read: [3] } }, 'pagesByBand.read adds up to 3, and pages is 2'],
    [{ pagesByLifeMax: [0, 0, 9] }, 'pagesByLifeMax adds up to 9, and pages is 2'],
    [{ bias: { refused: [], pages: 5, hits: null } }, 'bias.pages adds up to 5, and pages is 2'],
    [{ peakPages: { ...peakPages, ordinary: [[3, 7]] } }, 'peakPages.ordinary adds up to 7, and pages is 2'],
    [{ pagesByBand: { ...pagesByBand, pin: [] } }, 'pagesByBand.pin has none, and arrivals.pin goes up to band 2'],
    [
      { pagesByBand: { ...pagesByBand, write: [1] } },
      'pagesByBand.write goes up to band 0, and arrivals.write goes up to band 2',
    ],
    [
      { pagesByBand: { ...pagesByBand, pin: [0, 0, 2] } },
      'pagesByBand.pin counts of pages that held 4 at once or more 2, and peakPages.pin 1',
    ],
    [
      { peakPages: { ...peakPages, write: [[3, 1]] } },
      'pagesByBand.write counts of pages that held 4 at once or more 1, and peakPages.write 0',
    ],
    [{ peaks: { ...peaks, write: 4 } }, 'peaks.write is 4, and the highest of peakPages.write 5'],
    [{ peaks: { ...peaks, ordinary: 0 } }, 'peaks.ordinary is 0, and the highest of peakPages.ordinary 3'],
    [{ peakPages: {} }, 'pagesByBand.pin counts of pages that held 4 at once or more 1, and peakPages.pin 0'],
  ])('that contradict each other are named: %j', (change, says) => {
    expect(contradictionIn(honest)).toBeUndefined();
    expect(told(change)).toContain(says);
  });
});
