import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { viewModel, viewRecording } from '../../scripts/portraits.ts';
import { expectedOnPage, LAWS, type Law, lawOf, modelOfLaw } from '../../src/workloads/laws.ts';
import type { Portrait } from '../../src/workloads/portrait.ts';

const folder = fileURLToPath(new URL('../../traces/', import.meta.url));
const shipped = new Map(readdirSync(folder).map((file) => [file.split('_')[0]!, folder + file]));
const portraits = new Map<string, Promise<Portrait>>();

function portraitOf(id: string): Promise<Portrait> {
  const found = portraits.get(id) ?? viewRecording(shipped.get(id)!).then(({ portrait }) => portrait);
  portraits.set(id, found);
  return found;
}

const highest = (pairs: Portrait['peaks']): readonly [number, number] => pairs.at(-1) ?? [0, 0];
const usual = (pairs: Portrait['ordinary']): number => [...pairs].sort((a, b) => b[1] - a[1])[0]![0];

describe.each(LAWS)('the law "$id"', (law: Law) => {
  const here = law.evidence.filter(({ recording }) => shipped.has(recording));

  it('says what it counts, why, and where it was seen', () => {
    expect(law.statement).toMatch(/\.$/);
    expect(law.users.length).toBeGreaterThan(0);
    expect(law.source).toMatch(/docs\/kernel-facts\.md/);
    expect(here.length).toBeGreaterThan(0);
  });

  it.each(here)(
    'holds in the recording $recording',
    async ({ recording, configuration, constant, pages, seen, is }) => {
      const portrait = await portraitOf(recording);
      const expected = expectedOnPage(configuration, constant);
      if (law.of === 'ordinary') {
        expect(is === 'usual' ? usual(portrait.ordinary) : highest(portrait.ordinary)[0]).toBe(expected);
        return;
      }
      const [most, pagesAtMost] = highest(portrait.peaks);
      if (law.bound === 'equal') {
        expect(most).toBe(expected);
        expect(pagesAtMost).toBe(pages);
      } else {
        expect(most).toBe(seen);
        expect(most).toBeLessThanOrEqual(expected);
        expect(portrait.pinnedPages).toBe(pages);
      }
    },
  );

  it('holds in a model, whatever the configuration', () => {
    for (const n of [1, 2, 3, 7, 16, 64, 300]) {
      const portrait = viewModel(modelOfLaw(law, { n }, 2), ['buffer', 'page']).portrait;
      const pairs = law.of === 'pin' ? portrait.peaks : portrait.ordinary;
      const expected = law.of === 'pin' ? n : n + 2;
      if (law.bound === 'equal') expect(highest(pairs)[0], `${n}`).toBe(expected);
      else expect(highest(pairs)[0], `${n}`).toBeLessThanOrEqual(expected);
      // Nothing is pinned by what takes references only.
      if (law.of === 'ordinary') expect(portrait.pinnedPages).toBe(0);
    }
  });
});

describe('pins of I/Os in flight', () => {
  it('are as many as may be at once where the disk is slow', () => {
    for (const n of [1, 4, 16, 128]) {
      const model = modelOfLaw(lawOf('in-flight'), { jobs: n });
      const slow = model.pages.map((group) => ({
        ...group,
        pins: group.pins.map((pin) => ({ ...pin, hold: { fixed: 10 } })),
      }));
      expect(highest(viewModel({ ...model, pages: slow }, ['buffer']).portrait.peaks)).toEqual([n, 4]);
    }
  });
});

describe('registered buffers of io_uring', () => {
  it('are counted, not rings: one ring may register a page 16,384 times', () => {
    const users = lawOf('registrations').users.find(({ user }) => user.startsWith('io_uring'))!;
    expect(users.counted).toMatch(/^registered buffers \(iovecs\) that it is in, over all rings/);
    for (const { recording, configuration } of lawOf('registrations').evidence)
      if ('rings' in configuration) expect(configuration['buffers each'], recording).toBe(1);
  });
});

describe('what a law expects', () => {
  it('is the product of the configuration, and a constant beside it', () => {
    expect(expectedOnPage({ adapters: 2, regions: 64 })).toBe(128);
    expect(expectedOnPage({ pipes: 40, slots: 256 }, 7)).toBe(10_247);
    expect(expectedOnPage({})).toBe(1);
    expect(expectedOnPage({ rings: 0 })).toBe(0);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('of %d registrations is an error', (regions) => {
    expect(() => expectedOnPage({ regions })).toThrow(RangeError);
    expect(() => expectedOnPage({}, regions)).toThrow(/whole numbers/);
  });

  it('of a law that there is not is an error', () => {
    expect(() => lawOf('gravity')).toThrow('there is no law gravity');
  });
});
