import { describe, expect, it } from 'vitest';
import { buildResults } from '../../src/report/build-results.ts';
import type { TrustRecord } from '../../src/report/trust-record.ts';
import {
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
    const { compared, seen, inside, outside, rows } = trust.closedForms;
    expect(seen).toBeGreaterThan(5);
    expect(compared).toBeGreaterThanOrEqual(seen);
    expect(inside + outside.length).toBe(compared);
    for (const { value, low, high, exact } of rows) {
      expect(value).toBeGreaterThan(0);
      expect(exact).toBeGreaterThan(0);
      expect([low <= value, value <= high]).toEqual([true, true]);
    }
    expect(outside.every(({ low, high, exact }) => exact < low || exact > high)).toBe(true);
    // One seed, so the same rows each time: of so few, more than one in ten outside would be no chance.
    expect(outside.length).toBeLessThanOrEqual(seen / 10);
    expect(closedFormSentence({ compared: 20, seen: 20, inside: 18, outside: [], rows: [] })).toContain(
      '18 have it in their 95 % interval and 2 have not. In 20 of them the simulation saw something, so about 1 may',
    );
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
