import { describe, expect, it } from 'vitest';
import type { Results, Seen, Verdict } from '../../src/report/results.ts';
import { headline, nearestText, partlyHolds } from '../../src/report/verdict-words.ts';
import { fixture } from './fixture.ts';

const seen = (scenarios: number, harmed: number, blurred = 0): Seen => ({ scenarios, harmed, blurred, unmeasured: 0 });
const verdict = (layout: string, parts: Partial<Verdict> = {}): Verdict => ({
  layout,
  judged: true,
  holds: false,
  benign: seen(16, 0, 2),
  hostile: seen(1, 1),
  cannotTell: ['longterm'],
  summary: '',
  evidence: [],
  ...parts,
});

/** The results of two layouts, of which g4 is an attack. */
function results(a: Partial<Verdict>, b: Partial<Verdict>, isAttacked = true): Results {
  const whole = fixture();
  return {
    ...whole,
    layouts: whole.layouts.slice(0, 2),
    scenarios: whole.scenarios.map((scenario) =>
      isAttacked && scenario.id === 'g4' ? { ...scenario, hostile: true as const } : scenario,
    ),
    requirements: [],
    verdicts: [verdict('4/4/24', a), verdict('2/6/24', b)],
  };
}

describe('the headline', () => {
  it('is not decided by what no layout can tell, nor by attacks', () => {
    expect(headline(results({}, { benign: seen(16, 5, 2) }))).toBe(
      'Neither layout holds; 1 does on the 16 benign scenarios but for questions that their fields cannot tell',
    );
    expect(headline(results({ benign: seen(16, 0) }, { benign: seen(16, 0) }))).toBe(
      'Neither layout holds; 2 do on the 16 benign scenarios',
    );
    expect(headline(results({ hostile: seen(0, 0) }, { benign: seen(17, 5), hostile: seen(0, 0) }, false))).toBe(
      'Neither layout holds; 1 does but for questions that their fields cannot tell',
    );
  });

  it('says it where not even ordinary load goes through', () => {
    const bad = { benign: seen(16, 1) };
    expect(headline(results(bad, bad))).toBe('Neither layout holds, not even on the 16 benign scenarios');
    expect(headline(results(bad, bad, false))).toBe('Neither layout holds');
  });

  it('stays strict where a layout holds, and where layouts.yaml says what is required', () => {
    expect(headline(results({ holds: true }, {}))).toBe('1 of 2 layouts holds');
    const record = { key: 'a.b', text: '< 1', compare: '<' as const, bound: 1, judged: true, met: false, worst: null };
    const required = { ...results({}, {}), requirements: [{ ...record, layout: '4/4/24' }] };
    expect(headline(required)).toBe('Neither layout holds');
  });
});

describe('the nearest', () => {
  it('is named with what it comes through', () => {
    expect(nearestText(results({}, { benign: seen(16, 5, 2) }))).toBe(
      'Nearest is 4/4/24: no harm in 16 of 16 benign scenarios and 0 of 1 hostile ones.',
    );
  });

  it('is not named where all are as near, or one holds', () => {
    expect(nearestText(results({}, {}))).toBe('');
    expect(nearestText(results({ holds: true }, {}))).toBe('');
  });
});

describe('what is said beside the strict verdict', () => {
  it('is where it fails after all, and nothing where it fails on ordinary load or holds', () => {
    expect(partlyHolds(verdict('a'))).toBe('holds when not attacked, but for longterm');
    expect(partlyHolds(verdict('a', { benign: seen(16, 0) }))).toBe('holds when not attacked');
    expect(partlyHolds(verdict('a', { hostile: seen(1, 0) }))).toBe('holds but for longterm');
    expect(partlyHolds(verdict('a', { benign: seen(16, 1) }))).toBe('');
    expect(partlyHolds(verdict('a', { holds: true, benign: seen(16, 0), hostile: seen(1, 0) }))).toBe('');
    expect(partlyHolds(undefined)).toBe('');
  });
});
