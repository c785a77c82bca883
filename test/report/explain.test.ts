import { describe, expect, it } from 'vitest';
import { metricOf } from '../../src/metrics/registry.ts';
import { explain, METHODS, valueText } from '../../src/report/explain.ts';
import type { Measurement, Results } from '../../src/report/results.ts';
import { matched } from '../../src/report/scenario-words.ts';
import { busy, renamed } from './fixture.ts';
import { HOSTILE } from './hostile.ts';

const results = busy();
const fact = (row: Measurement, term: string, of: Results = results): string | undefined =>
  explain(row, of).facts.find(([name]) => name === term)?.[1];
const rows = (condition: (row: Measurement) => boolean): Measurement[] => {
  const found = results.measurements.filter(condition);
  expect(found.length).toBeGreaterThan(0);
  return found;
};
const scenarioOf = (row: Measurement) => results.scenarios.find(({ id }) => id === row.scenario);
const terms = (row: Measurement): string[] => explain(row, results).facts.map(([term]) => term);

describe('what is said of a number', () => {
  it('is of every number: what it is, of which layout, how it was found, where its definition comes from', () => {
    for (const row of results.measurements) {
      const metric = metricOf(row.metric)!;
      const { title, where } = explain(row, results);
      expect(title.startsWith(`${metric.label}: `)).toBe(true);
      expect(where).toContain(row.layout);
      expect(where.endsWith(', large folios')).toBe(row.class === 'large');
      expect(fact(row, 'Definition')).toBe(metric.definition);
      expect(fact(row, 'Source')).toBe(metric.source);
      expect(fact(row, 'Method')).toBe(METHODS[row.method]);
      expect(fact(row, 'A share of')).toBe(metric.denominator ?? undefined);
      expect(fact(row, 'How to read it')!.endsWith(metric.howToRead)).toBe(true);
    }
  });

  it('says which way is better, where one is', () => {
    for (const row of results.measurements) {
      const direction = metricOf(row.metric)!.direction;
      const said = /^(Higher|Lower) is better/.exec(fact(row, 'How to read it')!)?.[1]?.toLowerCase() ?? 'none';
      expect(said).toBe(direction);
    }
  });

  it('of the layout alone rests on its fields', () => {
    for (const row of rows(({ method }) => method === 'static')) {
      expect(fact(row, 'Evidence')).toBe('The fields of the layout.');
      expect(explain(row, results).where).not.toContain(' in ');
    }
  });

  it('of a model rests on its runs, in closed form on the model itself', () => {
    const ofModels = rows((row) => scenarioOf(row)?.source === 'model' && row.method !== 'static');
    for (const row of ofModels) {
      const said = fact(row, 'Evidence')!;
      if (row.method === 'closed-form') expect(said).toMatch(/^The model/);
      else expect(said).toContain(`${scenarioOf(row)!.runs} independent runs pooled`);
    }
    expect(new Set(ofModels.map(({ method }) => method === 'closed-form')).size).toBe(2);
  });

  it('of a recording rests on its events and on how drops were matched', () => {
    for (const row of rows((row) => scenarioOf(row)?.source === 'recording' && row.method !== 'static')) {
      const said = fact(row, 'Evidence')!;
      expect(said).toContain('A recording (');
      expect(said).toContain(`${scenarioOf(row)!.events.toLocaleString('en')} event`);
      const drops = matched(scenarioOf(row)!);
      expect(said.endsWith(drops === 'none' ? '. Exact for it.' : `matched to acquisitions: ${drops}.`)).toBe(true);
      expect(said).toContain(`${row.class} folio`);
    }
  });

  it('names the worst hit of what was refused, and none where nothing was', () => {
    const refused = rows(({ metric, scenario }) => metric === 'refused' && scenario !== null);
    for (const row of refused.filter(({ value }) => value === 0)) expect(terms(row)).not.toContain('Worst hit');
    const hit = results.hits.find(({ worst }) => worst.line > 0)!;
    const row = refused.find(
      (row) => row.layout === hit.layout && row.scenario === hit.scenario && row.class === hit.class && row.value > 0,
    )!;
    const said = fact(row, 'Worst hit')!;
    expect(said).toContain(`wanted at ${hit.worst.time_s.toFixed(6)} s`);
    expect(said).toContain(hit.worst.page);
    expect(said).toContain(`line ${hit.worst.line.toLocaleString('en')}.`);
    // The same number of a metric that no limit has to do with.
    expect(terms({ ...row, metric: 'peak' })).not.toContain('Worst hit');
  });

  it('says whether its layout meets what is required of it', () => {
    const words = results.requirements.map((record) => {
      const row = results.measurements.find(
        ({ metric, of, layout }) => `${metric}.${of}` === record.key && layout === record.layout,
      );
      if (row === undefined) return undefined;
      const said = fact(row, 'Required')!;
      const word = record.judged ? (record.met ? 'met' : 'missed') : 'not judged';
      expect(said).toBe(`${record.key} ${record.text} in every scenario: ${word} by this layout.`);
      return word;
    });
    expect(words).toContain('met');
    expect(words).toContain('missed');
  });

  it('says what it was in the baseline, where it has changed since', () => {
    const changes = results.baseline!.changes;
    expect(changes.length).toBeGreaterThan(0);
    let changed = 0;
    for (const row of results.measurements) {
      const said = fact(row, 'In the baseline');
      if (said !== undefined) changed++;
      if (said !== undefined) expect(said).toMatch(/; since then .+: .+\.$/);
    }
    expect(changed).toBe(
      results.measurements.filter((row) =>
        changes.some((c) =>
          (['layout', 'scenario', 'class', 'metric', 'of'] as const).every((key) => c[key] === row[key]),
        ),
      ).length,
    );
  });

  it('says that a scenario is an attack, with what its author says of it', () => {
    const row = rows(({ scenario }) => scenario !== null)[0]!;
    const told = (about: object): string | undefined =>
      fact(row, 'Scenario', {
        ...results,
        scenarios: results.scenarios.map((one) => (one.id === row.scenario ? { ...one, ...about } : one)),
      });
    expect(told({ hostile: true, description: 'A flood' })).toBe('A flood. An attack, not ordinary load.');
    expect(told({ hostile: true, description: undefined })).toBe('An attack, not ordinary load.');
    expect(told({ hostile: false, description: 'A flood' })).toBe('A flood');
    expect(told({ hostile: false, description: undefined })).toBeUndefined();
  });

  it('shows names isolated, in one line and without controls', () => {
    const hostile = renamed(HOSTILE, HOSTILE);
    for (const row of hostile.measurements) {
      const { title, where, facts } = explain(row, hostile);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for.
      for (const text of [title, where, ...facts.flat()]) expect(text).not.toMatch(/[\u0000-\u001f\u202e]/);
      expect(where.length).toBeLessThan(300);
    }
  });
});

describe('the value of a number', () => {
  it('has its counts, and is exact or has its interval', () => {
    for (const row of results.measurements) {
      const said = valueText(row);
      expect(said.endsWith(', exact')).toBe(row.low === row.high && row.low === row.value);
      if (row.low !== row.high) expect(said).toMatch(/, (95 % interval|over the runs) (at most .+|.+ to .+)$/);
      if (row.numerator !== null && Number.isInteger(row.numerator) && metricOf(row.metric)?.unit === 'share')
        expect(said).toContain(`(${row.numerator.toLocaleString('en')} of `);
    }
  });
});
