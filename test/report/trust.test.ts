import { describe, expect, it } from 'vitest';
import { buildResults } from '../../src/report/build-results.ts';
import type { Measurement } from '../../src/report/results.ts';
import { trustRecord } from '../../src/report/trust.ts';
import type { TrustRecord } from '../../src/report/trust-record.ts';
import {
  closedFormCells,
  closedFormSentence,
  countersSentence,
  directedSentence,
  leftSentences,
  matchingSentence,
  replaySentence,
} from '../../src/report/trust-words.ts';
import { evaluatedScenarios, layoutOf, PROVENANCE, planOf } from './evaluated.ts';

const layouts = ['4/4/24', '2/6/24', '8/24', 'bias 1024'].map(layoutOf);
const scenarios = await evaluatedScenarios(layouts);
const trustOf = (of: typeof scenarios): TrustRecord => buildResults(planOf(layouts, of), of, PROVENANCE).trust!;
const trust = trustOf(scenarios);
const { measurements } = buildResults(planOf(layouts, scenarios), scenarios, PROVENANCE);
/** What is said of the closed forms, were each row these rows. */
const closedFormsOf = (rows: (row: Measurement) => Measurement[]) =>
  trustRecord([], [], { measurements: measurements.flatMap(rows), large: [] }).closedForms;

describe('Can I trust this?', () => {
  it('holds every number that is read off the profile against replay, on recordings and models', () => {
    expect(trust.replay).toMatchObject({ layouts: 4, scenarios: 4, failed: 0, disagreements: [], left: [] });
    expect(trust.replay.compared).toBeGreaterThan(800);
    expect(replaySentence(trust.replay)).toMatch(/^[\d,]+ numbers of 4 layouts on 4 scenarios .* all are equal/);
  });

  it('says where the profile is wrong, and by what', () => {
    const wrong = scenarios.map((scenario) => ({
      ...scenario,
      evaluated: {
        ...scenario.evaluated,
        witnessed: scenario.evaluated.witnessed!.map((entry, i) =>
          scenario.plan.id === 'b2' && i === 0
            ? { ...entry, failed: 1, disagreements: [{ of: 'refused[4]', profile: '1088', replay: '1087' }] }
            : entry,
        ),
      },
    }));
    const { replay } = trustOf(wrong);
    expect(replay.failed).toBe(1);
    expect(replay.disagreements).toEqual([
      { layout: '4/4/24', scenario: 'b2', of: 'refused[4]', profile: '1088', replay: '1087' },
    ]);
    expect(replaySentence(replay)).toContain('1 differs. That is a bug in bitpart');
  });

  it('says of what it did not look at why', () => {
    const bare = scenarios.map(({ plan, evaluated: { witnessed: _, newestFirst: __, ...evaluated } }) => ({
      plan,
      evaluated,
    }));
    const { replay, matching } = trustOf(bare);
    expect(replay.compared).toBe(0);
    expect(leftSentences(replay)).toEqual([
      'Not compared: 4/4/24, 2/6/24, 8/24 and bias 1024 on b2, a5, e3 and busy pages; only the profile is here, not the events.',
    ]);
    expect(matching.find(({ scenario }) => scenario === 'b2')).toMatchObject({
      drops: 2048,
      newestFirst: null,
      reason: expect.stringContaining('only the profile'),
    });
  });

  it('holds simulated shares against the closed forms, those outside included', () => {
    const { compared, inside, different, outside, rows } = trust.closedForms;
    expect(different.seen).toBeGreaterThan(2);
    expect(different.compared).toBeGreaterThanOrEqual(different.impossible + different.certain + different.seen);
    expect(outside).toHaveLength(different.compared - different.inside);
    expect(inside + outside.reduce((sum, { shares }) => sum + shares, 0)).toBe(compared);
    for (const { value, low, high, exact } of rows) {
      expect(value).toBeGreaterThan(0);
      expect(exact).toBeGreaterThan(0);
      expect([low <= value, value <= high]).toEqual([true, true]);
    }
    expect(outside.every(({ low, high, exact }) => exact < low || exact > high)).toBe(true);
    // One seed, so the same numbers each time: of so few, more than one in ten outside would be no chance.
    expect(outside.length).toBeLessThanOrEqual(different.seen / 10);
  });

  it('counts a number once, however many layouts and questions repeat it', () => {
    const { closedForms } = trust;
    const copies = closedFormsOf((row) => [row, { ...row, layout: `copy of ${row.layout}` }]);
    expect(copies.compared).toBe(2 * closedForms.compared);
    expect(copies.inside).toBe(2 * closedForms.inside);
    expect(copies.different).toEqual(closedForms.different);
    expect(copies.rows).toEqual(closedForms.rows.map((row) => ({ ...row, shares: 2 * row.shares })));
    // Written out, the different numbers are different.
    const written = closedForms.rows.map((row) => [row.scenario, row.metric, ...closedFormCells(row)].join());
    expect(new Set(written).size).toBe(closedForms.rows.length);
  });

  it('tells another scenario, other counts and another closed form apart, but not digits that nobody writes', () => {
    const [refused] = trust.closedForms.rows.filter(({ metric }) => metric === 'refused');
    const { compared } = trust.closedForms.different;
    const withOne = (change: (row: Measurement) => Partial<Measurement> | undefined) =>
      closedFormsOf((row) => {
        const changed = row.layout === refused!.layout && row.of === refused!.of ? change(row) : undefined;
        return changed === undefined ? [row] : [row, { ...row, layout: 'another', ...changed }];
      }).different.compared;
    expect(withOne(() => ({}))).toBe(compared);
    const isEither = ({ metric }: Measurement) => metric === 'refused' || metric === 'refused-exact';
    expect(withOne((row) => (isEither(row) ? { scenario: 'another' } : undefined))).toBe(compared + 1);
    const simulated = ({ metric }: Measurement) => metric === 'refused';
    expect(
      withOne((row) => (isEither(row) ? { denominator: simulated(row) ? row.denominator! + 1 : null } : undefined)),
    ).toBe(compared + 1);
    const times = (factor: number) =>
      withOne((row) => (isEither(row) ? (simulated(row) ? {} : { value: row.value * factor }) : undefined));
    expect(times(0.98)).toBe(compared + 1);
    expect(times(1 + 1e-9)).toBe(compared);
  });

  it('expects misses by chance only of the different numbers that chance can put outside', () => {
    const witness = (different: Partial<TrustRecord['closedForms']['different']>): TrustRecord['closedForms'] => ({
      compared: 109,
      inside: 109,
      different: { compared: 16, inside: 16, impossible: 7, certain: 0, seen: 2, ...different },
      outside: [],
      rows: [],
    });
    expect(closedFormSentence(witness({}))).toBe(
      '109 shares for which a closed form knows the true value are 16 different numbers (one where scenario, counts and closed form are the same: layouts and questions that count the same references): 16 have it in their 95 % interval and none has not. In 7 both are 0, because it cannot happen. In 2 the simulation saw something, so about 0.1 may be outside by chance (those of one stream share events, so misses come together). Of the other 7 it saw none, and says only an upper bound.',
    );
    const many = closedFormSentence(witness({ compared: 30, inside: 28, impossible: 0, certain: 3, seen: 20 }));
    expect(many).toContain(
      '28 have it in their 95 % interval and 2 have not. In 3 both are 1, because it always happens.',
    );
    expect(many).toContain('In 20 the simulation saw something, so about 1 may');
    expect(closedFormSentence(witness({ compared: 7, inside: 7, seen: 0 }))).toMatch(
      / In 7 both are 0, because it cannot happen\. In none did the simulation see anything that chance could put outside\.$/,
    );
    expect(closedFormSentence({ ...witness({}), compared: 0 })).toBe(
      'No scenario is a model for which a closed form knows the true value.',
    );
  });

  it('takes what can never happen, or always does, for no test of chance', () => {
    const { different, rows } = trust.closedForms;
    // Of a share of 0 that the closed form only says is tiny, the simulation says an upper bound.
    const [refused] = rows.filter(({ metric }) => metric === 'refused');
    const as = (value: number, exact: number, log10?: number) =>
      closedFormsOf((row) => {
        if (row.layout !== refused!.layout || row.of !== refused!.of) return [row];
        if (row.metric === 'refused') return [row, { ...row, layout: 'another', value, low: 0, high: 1 }];
        if (row.metric !== 'refused-exact') return [row];
        return [row, { ...row, layout: 'another', value: exact, ...(log10 === undefined ? {} : { log10 }) }];
      }).different;
    const more = { ...different, compared: different.compared + 1, inside: different.inside + 1 };
    expect(as(0, 0)).toEqual({ ...more, impossible: different.impossible + 1 });
    expect(as(0, 0, -539.7)).toEqual(more);
    expect(as(1, 1)).toEqual({ ...more, certain: different.certain + 1 });
    expect(as(1, 0.99)).toEqual({ ...more, seen: different.seen + 1 });
  });

  it('shows what the recordings’ own counters say, and every difference by its cause', () => {
    const results = buildResults(planOf(layouts, scenarios), scenarios, PROVENANCE);
    const shown = results.scenarios.flatMap(({ counters }) => (counters === undefined ? [] : [counters]));
    expect(shown).toHaveLength(3);
    for (const { fromStart, underWay, large, beside, before, missing } of shown) {
      const all = [fromStart, underWay, large];
      const differ = all.reduce((sum, { compared, equal }) => sum + compared - equal, 0);
      expect(differ).toBe(beside + before + missing);
      expect(fromStart.equal / fromStart.compared).toBeGreaterThanOrEqual(0.99);
    }
    expect(countersSentence(results.scenarios)).toMatch(
      /^3 recordings show counters of their own \(rc, count, _pincount\)\. On pages seen from their start [\d,]+ of [\d,]+ are what bitpart reconstructs/,
    );
    expect(countersSentence([])).toBe('No recording shows counters of its own.');
    // What is compared is not all that is reconstructed: a probed folio's ordinary references come from the same count.
    const kprobe = results.scenarios.filter(({ format, counters }) => counters && !format.includes('page_ref'));
    const pageRef = results.scenarios.filter(({ format, counters }) => counters && format.includes('page_ref'));
    const compared = kprobe.reduce((sum, { counters }) => sum + counters!.fromStart.compared, 0);
    expect(compared).toBeGreaterThan(0);
    expect(pageRef).not.toHaveLength(0);
    expect(countersSentence(results.scenarios)).toContain(
      `${compared.toLocaleString('en')} of them, of kprobe recordings, are compared by the whole pins in the count, multiples of 1,024`,
    );
    expect(countersSentence(kprobe)).toContain('They are compared by the whole pins');
    expect(countersSentence(pageRef)).not.toContain('whole pins');
  });

  it('says of how many drops the kind was told, and of how many the rules alone would have taken another', () => {
    const { scenarios: records } = buildResults(planOf(layouts, scenarios), scenarios, PROVENANCE);
    expect(directedSentence(records)).toBeUndefined();
    const told = (ambiguous: number, corrected: number) =>
      directedSentence(
        records
          .map((each) => ({ ...each, matching: { ...each.matching, directed: 100, ambiguous, corrected } }))
          .slice(0, 2),
      );
    // Where no page held anything else, that the rules were right says nothing of the rules.
    expect(told(0, 0)).toMatch(
      /^Of 200 drops in \S+ and \S+ the source told the kind: .* At none of them did .* so they do not test the rules\.$/,
    );
    expect(told(20, 3)).toContain('At 40 of them the page held a pin of another kind too; for 6 of these (15 %)');
  });

  it('matches drops the other way round, and says what moves most', () => {
    const of = (id: string) => trust.matching.find(({ scenario }) => scenario === id);
    // Each of 32 rings drops its own pin of a page: there is nothing to confuse.
    expect(of('b2')).toMatchObject({ drops: 2048, newestFirst: { changed: 0, moves: [] } });
    // Up to 448 requests are in flight on one large folio: which of them ends makes 192 writes at once, or fewer.
    expect(of('a5')?.newestFirst?.moves).toContainEqual(
      expect.objectContaining({ metric: 'peak', of: 'write-short', class: 'large', value: 192, newestFirst: 186 }),
    );
    // No pins, and a model, whose drops name theirs.
    expect([of('e3'), of('busy pages')]).toEqual([undefined, undefined]);
    expect(matchingSentence(trust)).toMatch(/numbers of 1 of 2 recordings would be others; at most .* → .*a5/);
    expect(matchingSentence({ ...trust, matching: [of('b2')!] })).toContain(
      'no number of 1 recording would be another',
    );
  });
});
