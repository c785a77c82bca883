import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/registry.ts';
import { buildResults } from '../../src/report/build-results.ts';
import { CHARTS } from '../../src/report/charts/index.ts';
import { groupName } from '../../src/report/select.ts';
import { evaluatedScenarios, layoutOf, PROVENANCE, planOf } from './evaluated.ts';

/** What is said of the limits of fields and of biases, held against the numbers of a run. */
const layouts = ['4/4/24', '2/6/24', '8/24', '1/1/30', 'bias 1024', 'bias 2^28'].map(layoutOf);
const scenarios = await evaluatedScenarios(layouts);
const results = buildResults(planOf(layouts, scenarios), scenarios, PROVENANCE);
const rowOf = (layout: string, scenario: string, metric: string, of: string) =>
  results.measurements.find(
    (row) => row.layout === layout && row.scenario === scenario && row.metric === metric && row.of === of,
  );
const howToReadOf = (chart: string) => CHARTS.find(({ name }) => name === chart)!.howToRead;
const metric = (id: string) => METRICS.find((each) => each.id === id)!;

/** Fields of splits that refuse, with the pages of each recording by their peak of what the field counts. */
const refusing = results.layouts
  .filter(({ family }) => family === 'split')
  .flatMap(({ id: layout, fields }) =>
    fields
      .filter(({ onLimit }) => onLimit === 'fail')
      .flatMap(({ name, limit, counts }) =>
        results.scenarios
          .filter(({ source }) => source === 'recording')
          .flatMap(({ id: scenario, distributions }) =>
            distributions
              .filter((each) => each.of === groupName(counts) && each.class === 'small')
              .map((distribution) => ({ layout, name, limit: Number(limit), scenario, distribution })),
          ),
      ),
  );

describe('the limit of a field that fails', () => {
  it('was reached on just the pages that stand right of its line under "Pins held at once"', () => {
    expect(refusing.length).toBeGreaterThan(5);
    const beyond = refusing.map(({ layout, name, limit, scenario, distribution: { value, pages } }) => {
      const right = value.reduce((sum, peak, i) => sum + (peak > limit ? pages[i]! : 0), 0);
      expect(rowOf(layout, scenario, 'pages-at-limit', name)?.numerator, `${layout} ${name} ${scenario}`).toBe(right);
      return right;
    });
    expect(beyond).toContain(64);
    expect(howToReadOf('pins-at-once')).toContain(
      'A vertical line is the limit of a field: on every page right of it the field would have refused a pin, or saturated, carried or wrapped.',
    );
  });

  it('was reached where the peak is above it, and only there', () => {
    for (const { layout, name, limit, scenario, distribution } of refusing) {
      const peak = rowOf(layout, scenario, 'peak', distribution.of)!.value;
      expect(rowOf(layout, scenario, 'pages-at-limit', name)!.value > 0, `${layout} ${name} ${scenario}`).toBe(
        peak > limit,
      );
    }
    expect(metric('peak').howToRead).toContain(
      'Where it is above the limit of a field that counts just these references, the field refused some, or saturated, carried or wrapped; of a model perhaps during warm-up',
    );
  });
});

describe('the limit of a bias', () => {
  it('is soft: pages beyond it are at no limit until the sign is set', () => {
    // 32 pins a page. 2^31 / 1024 of them set the sign of the one, 8 that of the other.
    expect(rowOf('bias 1024', 'b2', 'pages-at-limit', 'word')).toMatchObject({ numerator: 0, denominator: 131 });
    expect(rowOf('bias 2^28', 'b2', 'pages-at-limit', 'word')).toMatchObject({ numerator: 64, denominator: 131 });
    // The eighth sets it, the ninth is refused: one more than stands right of the limit of 7.
    expect(rowOf('bias 2^28', 'b2', 'refused', 'pin')?.numerator).toBe(64 * (32 - 8));
    expect(metric('pages-at-limit').definition).toContain(
      'Of a bias, whose one counter is its word: pages on which it refused a pin, because the whole count was not positive.',
    );
    expect(metric('pages-at-limit').howToRead).toContain('A soft limit of a bias refuses nothing');
    expect(metric('peak').howToRead).toContain('A limit of a bias is soft');
    expect(howToReadOf('pins-at-once')).toContain('A limit of a bias is soft');
  });

  it('is marked as soft beside its line', () => {
    const rows = Object.values(CHARTS.find(({ name }) => name === 'pins-at-once')!.draw(results)!.datasets).flat();
    const lines = rows.filter((row) => row['role'] === 'limit' && row['limit'] === 7);
    expect(lines.map(({ of, label }) => [of, label])).toEqual([['pin', '7  bias 2^28 (soft)']]);
    expect(rows.filter((row) => row['limit'] === 255).map((row) => row['label'])).toEqual(['255  8/24']);
  });
});

describe('the pages of a share', () => {
  it('are all with an event: also those on which a grab took neither pin nor reference', () => {
    // Of 131 pages of b2 64 are pinned, 3 have a FOLL_GET, 64 only a grab that takes nothing.
    expect(rowOf('4/4/24', 'b2', 'pages-at-limit', 'write')).toMatchObject({ numerator: 64, denominator: 131 });
    expect(results.scenarios.find(({ id }) => id === 'b2')?.pages.small).toBe(131);
    const denominator = 'pages with at least one event, whether or not it took a reference';
    expect([metric('pages-at-limit').denominator, metric('red-zone').denominator]).toEqual([denominator, denominator]);
    const readme = readFileSync(new URL('../../traces/README.md', import.meta.url), 'utf8').replaceAll('\n', ' ');
    expect(readme).toContain('write pins of 4 bits reach their limit on 64 of 131 pages (48.9 %)');
  });
});
