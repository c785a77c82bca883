import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/config/plan.ts';
import { PAGE_REFERENCES } from '../../src/layouts/index.ts';
import { ASKERS, checkNotes } from '../../src/workloads/askers.ts';
import { checkRate } from '../../src/workloads/model/index.ts';

const model = (checks?: Model['checks']): Model => ({
  duration: 1,
  warmup: 0,
  seed: 1,
  runs: 1,
  pages: [],
  ...(checks === undefined ? {} : { checks }),
});

describe('who asks', () => {
  it('asks a question of the domain, and it is said what a false positive costs', () => {
    for (const { question, cost, when, source } of Object.values(ASKERS)) {
      expect(Object.keys(PAGE_REFERENCES.questions)).toContain(question);
      for (const text of [cost, when, source]) expect(text.length).toBeGreaterThan(15);
    }
  });

  it('is said of a model, with how often, in sentences', () => {
    const notes = checkNotes(model({ rate: 7, by: { fork: 1, reclaim: 0.1, migration: 0.001 } }));
    expect(notes).toHaveLength(3);
    expect(notes[0]).toMatch(/^Of each page, fork asks once a second whether it is pinned, .*copy\.$/);
    expect(notes[1]).toContain('reclaim asks 6 times a minute');
    expect(notes[2]).toContain('migration asks 3.6 times an hour');
  });

  it('is nobody in particular where only a rate is given', () => {
    expect(checkNotes(model({ rate: 5 }))).toEqual([]);
    expect(checkNotes(model())).toEqual([]);
  });

  it('together asks as often as all of them do', () => {
    expect(checkRate(model({ rate: 5, by: { fork: 1, reclaim: 2 } }))).toBe(8);
    expect(checkRate(model())).toBe(0);
  });
});
