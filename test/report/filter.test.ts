import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHARTS } from '../../src/report/charts/index.ts';
import { type Filter, isOpen, shownOf } from '../../src/report/filter.ts';
import { ALL, DEFAULT_STATE } from '../../src/report/page/state.ts';
import type { Results } from '../../src/report/results.ts';
import { keyFigures } from '../../src/report/select.ts';
import { fixture, renamed } from './fixture.ts';
import { HOSTILE } from './hostile.ts';

const RESULTS = fixture();
const only = (...ids: string[]) => ({ mode: 'only' as const, ids });
const without = (...ids: string[]) => ({ mode: 'without' as const, ids });
const shown = (filter: Partial<Filter>, results: Results = RESULTS) =>
  shownOf(results, { ...DEFAULT_STATE, ...filter });
const layoutsOf = (filter: Partial<Filter>) => shown(filter).results.layouts.map(({ id }) => id);
const scenariosOf = (filter: Partial<Filter>) => shown(filter).results.scenarios.map(({ id }) => id);

const ids = (all: readonly string[]) => fc.subarray([...all]);
const choice = (all: readonly string[]) =>
  fc.oneof(
    ids(all).map((x) => only(...x)),
    ids(all).map((x) => without(...x)),
  );
const filters: fc.Arbitrary<Filter> = fc.record({
  text: fc.constantFrom(
    '',
    ' ',
    '4/4',
    'd1',
    'write d1',
    'bias refused',
    '"one bias" "',
    'no such word',
    'REFUSED  Pin',
  ),
  layouts: choice(RESULTS.layouts.map(({ id }) => id)),
  scenarios: choice(RESULTS.scenarios.map(({ id }) => id)),
  family: fc.constantFrom('all', 'split', 'bias'),
  standing: fc.constantFrom('all', 'holds', 'fails', 'open'),
  metric: fc.constantFrom('', 'refused', 'peak', 'nothing'),
});

describe('a filter', () => {
  it('that is open leaves the results as they are', () => {
    expect(shown({}).results).toBe(RESULTS);
    expect(shown({ text: '  ' }).results).toBe(RESULTS);
    expect(shown({}).rows.length).toBe(RESULTS.measurements.length + RESULTS.large.length);
    expect(isOpen(DEFAULT_STATE)).toBe(true);
    expect(isOpen({ ...DEFAULT_STATE, layouts: only() })).toBe(false);
  });

  it('leaves only rows of layouts and scenarios that it shows, and of those all', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const { results, rows } = shownOf(RESULTS, filter);
        const layouts = new Set(results.layouts.map(({ id }) => id));
        const scenarios = new Set<string | null>([null, ...results.scenarios.map(({ id }) => id)]);
        const expected = RESULTS.measurements.filter((row) => layouts.has(row.layout) && scenarios.has(row.scenario));
        expect(results.measurements).toEqual(expected);
        expect(results.verdicts.map(({ layout }) => layout)).toEqual([...layouts]);
        for (const row of rows) expect(layouts.has(row.layout) && scenarios.has(row.scenario)).toBe(true);
        for (const hit of results.hits) expect(layouts.has(hit.layout) && scenarios.has(hit.scenario)).toBe(true);
      }),
    );
  });

  it('never breaks a chart or a figure, whatever it leaves', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const { results } = shownOf(RESULTS, filter);
        for (const chart of CHARTS) chart.draw(results);
        for (const layout of results.layouts) keyFigures(results, layout);
      }),
      { numRuns: 60 },
    );
  });

  it('takes layouts and scenarios by choice, family and verdict', () => {
    expect(layoutsOf({ layouts: only('8/24', '4/4/24') })).toEqual(['4/4/24', '8/24']);
    expect(layoutsOf({ layouts: without('8/24'), family: 'split' })).toEqual(['4/4/24', '2/6/24', 'red zone']);
    expect(layoutsOf({ family: 'bias' })).toEqual(['linux today', 'one bias 2^23', 'long and short']);
    expect(layoutsOf({ standing: 'holds' })).toEqual([]);
    expect(layoutsOf({ standing: 'open' })).toEqual([]);
    expect(layoutsOf({ standing: 'fails' })).toHaveLength(7);
    expect(scenariosOf({ scenarios: without('a1', 'd1') })).toHaveLength(15);
    expect(layoutsOf({ scenarios: only('d1') })).toHaveLength(7);
  });

  it('takes words: of a layout, a scenario, a metric or what it is of, whatever the case', () => {
    expect(layoutsOf({ text: '4/4' })).toEqual(['4/4/24']);
    expect(scenariosOf({ text: '4/4' })).toHaveLength(17);
    expect(scenariosOf({ text: 'D1' })).toEqual(['d1']);
    expect(layoutsOf({ text: '4/4 d1' })).toEqual(['4/4/24']);
    expect(scenariosOf({ text: '4/4 d1' })).toEqual(['d1']);
    const rows = shown({ text: '4/4 d1 refused write' }).rows;
    expect(rows.map(({ layout, scenario, metric, of }) => [layout, scenario, metric, of])).toEqual([
      ['4/4/24', 'd1', 'refused', 'write'],
    ]);
    expect(scenariosOf({ text: '"shared libc"' })).toEqual(['shared libc page']);
    expect(scenariosOf({ text: '"libc shared"' })).toEqual([]);
    expect(scenariosOf({ text: 'libc "' })).toEqual(['shared libc page']);
    expect(shown({ text: 'no such word' }).results.layouts).toEqual([]);
  });

  it('takes the words that the page shows of a layout and a scenario: family, verdict, hostile', () => {
    const attacks = ['d1', 'g4'];
    const attacked = {
      ...RESULTS,
      scenarios: RESULTS.scenarios.map((scenario) =>
        attacks.includes(scenario.id) ? { ...scenario, hostile: true as const } : scenario,
      ),
    };
    const scenariosSaying = (text: string) => shown({ text }, attacked).results.scenarios.map(({ id }) => id);
    expect(scenariosSaying('hostile')).toEqual(attacks);
    expect(scenariosSaying('4/4 hostile')).toEqual(attacks);
    expect(scenariosSaying('benign')).toHaveLength(RESULTS.scenarios.length - attacks.length);
    expect(layoutsOf({ text: 'split' })).toEqual(layoutsOf({ family: 'split' }));
    expect(layoutsOf({ text: 'bias' })).toEqual(layoutsOf({ family: 'bias' }));
    expect(layoutsOf({ text: 'does not hold' })).toEqual(layoutsOf({ standing: 'fails' }));
    expect(layoutsOf({ text: '"does not hold" split' })).toEqual(layoutsOf({ family: 'split' }));
    expect(layoutsOf({ text: 'not judged' })).toEqual([]);
  });

  it('by metric chooses rows, not what is drawn', () => {
    const { results, rows } = shown({ metric: 'refused' });
    expect(new Set(rows.map(({ metric }) => metric))).toEqual(new Set(['refused']));
    expect(results.layouts).toHaveLength(7);
    expect(results.measurements).toEqual(RESULTS.measurements);
  });

  it('looks figures up in what it leaves, not in the whole', () => {
    const { results } = shown({ scenarios: only('b2') });
    const layout = results.layouts[0];
    expect(layout?.id).toBe('4/4/24');
    expect(keyFigures(results, layout as NonNullable<typeof layout>).refused?.scenario).toBe('b2');
    expect(keyFigures(RESULTS, layout as NonNullable<typeof layout>).refused?.scenario).toBe('g4');
  });

  it('knows hostile names apart', () => {
    const results = renamed(HOSTILE, HOSTILE);
    for (const id of HOSTILE) {
      const left = shown({ layouts: only(id), scenarios: only(id) }, results).results;
      expect(left.layouts.map((layout) => layout.id)).toEqual([id]);
      expect(left.scenarios.map((scenario) => scenario.id)).toEqual([id]);
    }
    expect(shown({ layouts: ALL, text: '__PROTO__' }, results).results.layouts.length).toBeGreaterThan(0);
  });
});
