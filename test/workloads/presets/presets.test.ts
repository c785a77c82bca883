import { describe, expect, it } from 'vitest';
import { ProfileEngine } from '../../../src/harness/profile/engine.ts';
import { demandOf, type Profile, profileOf } from '../../../src/harness/profile/profile.ts';
import { tallyOf } from '../../../src/harness/profile/read.ts';
import { acquiredClassOf } from '../../../src/layouts/index.ts';
import { measure } from '../../../src/metrics/index.ts';
import { LAWS } from '../../../src/workloads/laws.ts';
import {
  expectedEvents,
  generateRun,
  isClosedLoop,
  meanHold,
  measuredFrom,
  measuredUntil,
  modelPages,
  observedOf,
} from '../../../src/workloads/model/index.ts';
import { PRESETS } from '../../../src/workloads/presets/index.ts';
import { preset } from '../../../src/workloads/presets/preset.ts';
import { bias, notation, pick } from '../../metrics/fixtures.ts';

const profiles = new Map<string, readonly Profile[]>();

/** The runs of a preset, made once: its models are no closed loops, so that one profile answers for all layouts. */
function profilesOf(id: string): readonly Profile[] {
  const found = profiles.get(id);
  if (found) return found;
  const { model } = PRESETS[id]!;
  const made = Array.from({ length: model.runs }, (_, run) => {
    const engine = new ProfileEngine({ from: measuredFrom(model) });
    for (const chunk of generateRun(model, run)) engine.feed(chunk);
    return profileOf(engine, measuredUntil(model), { page: String, task: String, origin: 0 }, 0);
  });
  profiles.set(id, made);
  return made;
}

const measured = (id: string, layout = notation('4/4/24')) => {
  const { model } = PRESETS[id]!;
  const runs = profilesOf(id).map((profile) => ({ tally: tallyOf(profile, layout), demand: demandOf(profile) }));
  return measure(layout, { id, class: 'small', observed: observedOf(model), runs, model }).rows;
};

describe.each(Object.entries(PRESETS))('the preset %s', (id, preset) => {
  const { id: own, title, description, laws, comparisons, sources, model } = preset;
  it('is found by its own id and says what it is', () => {
    expect(own).toBe(id);
    expect(title).not.toBe('');
    expect(description).toMatch(/\.$/);
  });

  it('has a source beside every number', () => {
    const numbers: number[] = [];
    JSON.stringify(model, (_key, value) => {
      if (typeof value === 'number') numbers.push(value);
      return value;
    });
    expect(sources.map(({ value }) => value)).toEqual(numbers);
    expect(new Set(sources.map(({ parameter }) => parameter)).size).toBe(sources.length);
    for (const { parameter, source } of sources) {
      expect(source).not.toBe('');
      // What happens on pages comes from a recording, or says that it was assumed.
      if (/^(pages|checks)/.test(parameter))
        expect(source).toMatch(
          /^(([a-g]\d?|r\d\w?|(exec|fork)300)\b|assumed: |constant while|traces\/README|docs\/kernel-facts)/,
        );
    }
  });

  it('is small: at most 60,000 events a run', () => {
    expect(expectedEvents(model)).toBeLessThan(60_000);
    expect(expectedEvents(model)).toBeGreaterThan(1_000);
  });

  it('starts in its steady state, and is no closed loop, so that what-if answers in the page hold for it', () => {
    expect(model.warmup).toBeGreaterThan(0);
    expect(isClosedLoop(model)).toBe(false);
    for (const { ordinary, pins } of model.pages) {
      for (const { hold, kind } of pins) {
        expect(meanHold(hold)).toBeLessThan(Number.POSITIVE_INFINITY);
        expect(acquiredClassOf(kind)).toBeGreaterThan(0);
      }
      if (ordinary?.hold) expect(meanHold(ordinary.hold)).toBeLessThan(Number.POSITIVE_INFINITY);
    }
  });

  it('follows laws that there are, and is held against something', () => {
    for (const law of laws) expect(LAWS.map(({ id: known }) => known)).toContain(law);
    expect(comparisons.length).toBeGreaterThan(0);
  });

  it('is within its interval of each closed form, three times as wide', () => {
    for (const layout of [notation('4/4/24'), notation('2/6/24'), notation('8/24'), bias(1024)]) {
      const rows = measured(id, layout);
      for (const exact of rows.filter((row) => row.metric.endsWith('-exact'))) {
        const metrics = exact.metric === 'refused-exact' ? ['refused'] : ['false-positive', 'false-positive-time'];
        for (const metric of metrics) {
          const { value, low, high } = pick(rows, metric, exact.of);
          expect(exact.value, `${layout.id} ${metric}.${exact.of}`).toBeGreaterThanOrEqual(value - 3 * (value - low));
          expect(exact.value, `${layout.id} ${metric}.${exact.of}`).toBeLessThanOrEqual(value + 3 * (high - value));
        }
      }
    }
  });
});

describe('what the presets come to', () => {
  const peak = (id: string, of: string): number => pick(measured(id), 'peak', of).value;
  const refused = (id: string, of: string, layout = notation('4/4/24')): number =>
    pick(measured(id, layout), 'refused', of).value;

  it.each([
    ['rdma', 128],
    ['vfio', 64],
    ['io-uring-fixed', 32],
    ['send-zc', 16],
    ['af-xdp', 64],
    ['v4l2-userptr', 1],
    ['attacker-uring-memlock', 2048],
    ['attacker-rdma-4-processes', 8192],
  ])('%s: as many pins at once as registrations, %i, give or take one that is just being made', (id, expected) => {
    expect(peak(id, 'pin')).toBeLessThanOrEqual(expected);
    expect(peak(id, 'pin')).toBeGreaterThanOrEqual(expected * 0.995);
    expect(peak(id, 'short')).toBe(0);
  });

  it.each([
    ['direct-io', 16, 16],
    ['process-vm', 8, 3],
    ['gup-test', 16, 2],
    ['database', 16, 5],
    ['attacker-dio-libc', 1536, 1000],
  ])('%s: at most as many pins at once as may be in flight, %i', (id, most, least) => {
    expect(peak(id, 'pin')).toBeLessThanOrEqual(most);
    expect(peak(id, 'pin')).toBeGreaterThanOrEqual(least);
  });

  it.each([
    ['vmsplice', 10_247],
    ['fork-shared', 305],
    ['desktop', 19],
    ['vm-host', 257],
  ])('%s: as many ordinary references as mappers or pipe slots and a constant, %i', (id, expected) => {
    expect(peak(id, 'ordinary')).toBeLessThanOrEqual(expected);
    expect(peak(id, 'ordinary')).toBeGreaterThanOrEqual(expected * 0.94);
  });

  it('rdma: 4/4/24 refuses what is beyond 15 of 128, and 8/24 nothing', () => {
    // Of the shared buffer; the private ones, of which nothing is refused, make 4 % of all registrations.
    expect(Math.abs(refused('rdma', 'write') - (113 / 128) * 0.96)).toBeLessThan(0.02);
    expect(refused('rdma', 'pin', notation('8/24'))).toBe(0);
  });

  it('database: 4/4/24 refuses next to nothing, and 2 bits for reads too little to hold them', () => {
    expect(refused('database', 'pin')).toBeLessThan(1e-3);
    expect(refused('database', 'read', notation('2/6/24'))).toBeGreaterThan(0);
  });

  it('desktop: no pin, and no false one under a bias of 1024; a bias of 16 has some', () => {
    expect(pick(measured('desktop', bias(1024)), 'false-positive-time', 'pinned').value).toBe(0);
    expect(pick(measured('desktop', bias(16)), 'false-positive-time', 'pinned').value).toBeGreaterThan(0);
  });

  it('vmsplice: a page that nobody has pinned is always taken for pinned by a bias of 1024', () => {
    expect(pick(measured('vmsplice', bias(1024)), 'false-positive-time', 'pinned').value).toBe(1);
    expect(pick(measured('vmsplice'), 'false-positive-time', 'pinned').value).toBe(0);
  });

  it('libc-page: some 300 mappers, which a bias of 1024 tells from a pin', () => {
    const rows = measured('libc-page', bias(1024));
    expect(pick(rows, 'peak', 'ordinary').value).toBeGreaterThan(304);
    expect(pick(rows, 'peak', 'ordinary').value).toBeLessThan(400);
    expect(pick(rows, 'false-positive-time', 'pinned').value).toBe(0);
    const exact = pick(rows, 'false-positive-exact', 'pinned');
    expect(exact.value).toBe(0);
    expect(exact.log10).toBeLessThan(-400);
  });
});

describe('a preset', () => {
  const parts = { id: 'test', title: 'Test', description: 'Test.', laws: [], comparisons: [] };
  const rest = { duration: 1, warmup: 0, seed: 1, runs: 1, pages: [] };

  it('with a number that has no source is an error', () => {
    expect(() => preset(parts, () => rest)).toThrow('preset test: duration has no source beside it');
    expect(() => preset(parts, (from) => ({ ...rest, duration: from(1, 'measured somewhere') }))).toThrow(/warmup/);
  });

  it('with a source that is beside no number is an error', () => {
    expect(() =>
      preset(parts, (from) => {
        const model = {
          duration: from(1, 'a'),
          warmup: from(0, 'b'),
          seed: from(1, 'c'),
          runs: from(1, 'd'),
          pages: [],
        };
        from(7, 'nowhere');
        return model;
      }),
    ).toThrow(/beside no number/);
  });

  it('that is held against pages that it does not have is an error', () => {
    const comparisons = [{ groups: ['elsewhere'], with: 'd1', of: 'pin' as const }];
    expect(() =>
      preset({ ...parts, comparisons }, (from) => ({
        duration: from(1, 'a'),
        warmup: from(0, 'b'),
        seed: from(1, 'c'),
        runs: from(1, 'd'),
        pages: [],
      })),
    ).toThrow('preset test has no pages named elsewhere');
  });

  it('names the place of each number', () => {
    expect(PRESETS['database']!.sources.map(({ parameter }) => parameter)).toContain(
      'pages[1].pins[0].hold.lognormal.median',
    );
    expect(modelPages(PRESETS['rdma']!.model)).toBe(72);
  });
});
