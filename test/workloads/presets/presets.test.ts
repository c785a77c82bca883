import { describe, expect, it } from 'vitest';
import { ProfileEngine } from '../../../src/harness/profile/engine.ts';
import { demandOf, profileOf } from '../../../src/harness/profile/profile.ts';
import { tallyOf } from '../../../src/harness/profile/read.ts';
import { acquiredClassOf } from '../../../src/layouts/index.ts';
import { measure } from '../../../src/metrics/index.ts';
import {
  expectedEvents,
  generateRun,
  meanHold,
  measuredFrom,
  measuredUntil,
  modelPages,
  observedOf,
} from '../../../src/workloads/model/index.ts';
import { PRESETS } from '../../../src/workloads/presets/index.ts';
import { preset } from '../../../src/workloads/presets/preset.ts';
import { bias, notation, pick } from '../../metrics/fixtures.ts';

const measured = (id: string, layout = notation('4/4/24')) => {
  const { model } = PRESETS[id]!;
  const runs = Array.from({ length: model.runs }, (_, run) => {
    const engine = new ProfileEngine({ from: measuredFrom(model) });
    for (const chunk of generateRun(model, run)) engine.feed(chunk);
    const profile = profileOf(engine, measuredUntil(model), { page: String, task: String, origin: 0 }, 0);
    return { tally: tallyOf(profile, layout), demand: demandOf(profile) };
  });
  return measure(layout, { id, class: 'small', observed: observedOf(model), runs, model }).rows;
};

describe.each(Object.entries(PRESETS))('the preset %s', (id, { id: own, title, description, sources, model }) => {
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
        expect(source).toMatch(/^(([a-g]\d?|r\d\w?|(exec|fork)300)\b|assumed: |DESIGN )/);
    }
  });

  it('is small: at most 60,000 events a run', () => {
    expect(expectedEvents(model)).toBeLessThan(60_000);
    expect(expectedEvents(model)).toBeGreaterThan(5_000);
  });

  it('is in its steady state when measuring starts: nothing is held for longer than the warm-up on average', () => {
    for (const { ordinary, pins } of model.pages) {
      for (const { hold, kind } of pins) {
        expect(meanHold(hold)).toBeLessThan(model.warmup);
        expect(acquiredClassOf(kind)).toBeGreaterThan(0);
      }
      if (ordinary?.hold) expect(5 * meanHold(ordinary.hold)).toBeLessThan(model.warmup);
    }
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
  it('rdma: as many registrations at once as d1, which 4/4/24 refuses and 8/24 holds', () => {
    const rows = measured('rdma');
    expect(pick(rows, 'peak', 'write').value).toBeGreaterThanOrEqual(128);
    expect(pick(rows, 'peak', 'write').value).toBeLessThan(200);
    expect(pick(rows, 'peak', 'read').value).toBe(0);
    expect(pick(rows, 'refused', 'write').value).toBeGreaterThan(0.8);
    expect(pick(measured('rdma', notation('8/24')), 'refused', 'pin').value).toBe(0);
  });

  it('database: a few I/Os in flight at once, which 4/4/24 holds and 2 bits for reads do not', () => {
    const rows = measured('database');
    expect(pick(rows, 'peak', 'pin').value).toBeGreaterThan(2);
    expect(pick(rows, 'peak', 'pin').value).toBeLessThan(20);
    expect(pick(rows, 'refused', 'pin').value).toBe(0);
    expect(pick(measured('database', notation('2/6/24')), 'refused', 'read').value).toBeGreaterThan(0);
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
  const parts = { id: 'test', title: 'Test', description: 'Test.' };
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

  it('names the place of each number', () => {
    expect(PRESETS['database']!.sources.map(({ parameter }) => parameter)).toContain(
      'pages[0].pins[1].hold.lognormal.median',
    );
    expect(modelPages(PRESETS['rdma']!.model)).toBe(72);
  });
});
