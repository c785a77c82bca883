import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuestionTally } from '../../src/harness/tally.ts';
import { certainAnswers } from '../../src/layouts/certain.ts';
import { lively, resolve, type Step } from '../harness/arbitrary.ts';
import { replay } from '../harness/family.ts';
import { anyBias, anySplit, layout, narrowSplit } from './arbitrary.ts';

const asked = (notation: string) => {
  const of = layout(notation);
  return Object.fromEntries(
    Object.entries(of.domain.questions).map(([name, kinds]) => [name, certainAnswers(of, kinds)]),
  );
};

/** More than any page can hold: all that were ever got, beside the highest level. */
const mostOrdinary = (steps: readonly Step[]): number =>
  steps.reduce((sum, { what, refs }) => sum + (what === 'get' ? refs : 0), 0) +
  Math.max(0, ...steps.map(({ what, level }) => (what === 'level' ? level : 0)));

describe('answers that cannot be wrong', () => {
  it('follow from what the fields count', () => {
    expect(asked('4/4/24')).toEqual({
      pinned: { yes: true, no: true },
      written: { yes: true, no: true },
      longterm: { yes: false, no: true },
    });
    expect(asked('8/24')).toEqual({
      pinned: { yes: true, no: true },
      written: { yes: false, no: true },
      longterm: { yes: false, no: true },
    });
    expect(asked('bias 1024')['pinned']).toEqual({ yes: false, no: false });
  });

  it('a bias cannot miss a pin unless ordinary references fill half of its word', () => {
    const of = layout('bias 1024');
    const { pinned, written } = of.domain.questions;
    for (const kinds of [pinned!, written!]) {
      expect(certainAnswers(of, kinds, 2 ** 31 - 1025)).toEqual({ yes: false, no: true });
      expect(certainAnswers(of, kinds, 2 ** 31 - 1024)).toEqual({ yes: false, no: false });
    }
    // Of two, 16 of the smaller are one of the larger.
    expect(certainAnswers(layout('bias long=2^23 short=2^27'), pinned!, 0)).toEqual({ yes: false, no: false });
  });

  it('are never wrong in replay, whatever the layout and the events', () => {
    let certain = 0;
    let wrong = 0;
    const isWrong = (tally: QuestionTally, answer: 'Positive' | 'Negative'): boolean =>
      tally[`false${answer}Checks`] > 0 || tally[`false${answer}Time`] > 0n;
    fc.assert(
      fc.property(fc.oneof(narrowSplit, anySplit, anyBias), lively, (of, steps) => {
        const { chunks, end } = resolve(steps);
        const { questions } = replay(of, chunks, end);
        const ordinary = mostOrdinary(steps);
        for (const [name, kinds] of Object.entries(of.domain.questions)) {
          const { yes, no } = certainAnswers(of, kinds, ordinary);
          if (yes) expect(isWrong(questions[name]!, 'Positive'), `${name}: yes`).toBe(false);
          if (no) expect(isWrong(questions[name]!, 'Negative'), `${name}: no`).toBe(false);
          certain += Number(yes) + Number(no);
          wrong += Number(isWrong(questions[name]!, 'Positive')) + Number(isWrong(questions[name]!, 'Negative'));
        }
      }),
      { numRuns: 1500 },
    );
    // Both happen often, or the test would show nothing.
    expect(certain).toBeGreaterThan(200);
    expect(wrong).toBeGreaterThan(200);
  });
});
