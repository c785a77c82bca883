import { describe, expect, it } from 'vitest';
import { HitKeeper } from '../../src/harness/hits.ts';
import { type CounterTally, earlier, type Hit, mergeTallies, type Tally, worse } from '../../src/harness/tally.ts';
import { tallyFromJson, tallyToJson } from '../../src/harness/tally-json.ts';
import { addAgreements, compareTallies } from '../../src/harness/witness.ts';

const hit: Hit = { time: 5, page: 'p', line: 3, task: 't-1', wanted: 4 };

/** A tally in which every number is its own, `by` times as large. */
const filled = (by: number, counter: Partial<CounterTally> = {}): Tally => ({
  method: 'replay',
  attempted: [1, 2, 3].map((n) => n * by),
  refused: [4, 5, 6].map((n) => n * by),
  counters: [{ pagesAtLimit: 7 * by, saturatedLives: 8 * by, ...counter }],
  questions: {
    pinned: {
      falsePositiveChecks: 9 * by,
      falseNegativeChecks: 10 * by,
      falsePositiveTime: BigInt(11 * by),
      falseNegativeTime: BigInt(12 * by),
    },
  },
  checks: 13 * by,
  pages: 14 * by,
  pageTime: BigInt(15 * by),
  lives: 16 * by,
});

const redZone = (by: number) => ({ redZone: { pages: 17 * by, entries: 18 * by, time: BigInt(19 * by) } });
const calls = (by: number) => ({ calls: { attempted: [20 * by, 21 * by], refused: [22 * by, 23 * by] } });

describe('tallies of disjoint pages', () => {
  it('add up, number by number', () => {
    expect(mergeTallies(filled(1), filled(10))).toEqual(filled(11));
    expect(mergeTallies(filled(1, redZone(1)), filled(10, redZone(10)))).toEqual(filled(11, redZone(11)));
    const withCalls = (by: number): Tally => ({ ...filled(by), ...calls(by) });
    expect(mergeTallies(withCalls(1), withCalls(10))).toEqual(withCalls(11));
  });

  it('have red zones and calls only where both have', () => {
    expect(mergeTallies(filled(1, redZone(1)), filled(10))).toEqual(filled(11));
    expect(mergeTallies(filled(1), filled(10, redZone(1)))).toEqual(filled(11));
    expect(mergeTallies({ ...filled(1), ...calls(1) }, filled(10))).toEqual(filled(11));
    expect(mergeTallies(filled(1), { ...filled(10), ...calls(1) })).toEqual(filled(11));
  });

  it('keep the first hit and the worst, of both or of one', () => {
    const [early, bad] = [
      { ...hit, time: 1 },
      { ...hit, wanted: 9 },
    ];
    const one = filled(1, { firstHit: early, worstHit: hit });
    const other = filled(10, { firstHit: hit, worstHit: bad });
    const both = filled(11, { firstHit: early, worstHit: bad });
    expect(mergeTallies(one, other)).toEqual(both);
    expect(mergeTallies(other, one)).toEqual(both);
    expect(mergeTallies(one, filled(10))).toEqual(filled(11, { firstHit: early, worstHit: hit }));
    expect(mergeTallies(filled(10), one)).toEqual(filled(11, { firstHit: early, worstHit: hit }));
  });
});

describe('of two hits', () => {
  it('the earlier is that of the earlier time, then line, then page, then task; the worse wanted more', () => {
    const order: Partial<Hit>[] = [
      { time: 4, line: 9, page: 'z', task: 'z' },
      { line: 2, page: 'z', task: 'z' },
      { page: 'o', task: 'z' },
      { task: 's' },
      {},
      { task: 'u' },
      { page: 'q', task: 'a' },
      { line: 4, page: 'a', task: 'a' },
      { time: 6, line: 0, page: 'a', task: 'a' },
    ];
    order.forEach((a, i) => {
      order.forEach((b, j) => {
        expect(earlier({ ...hit, ...a }, { ...hit, ...b })).toBe(i < j);
        expect(worse({ ...hit, ...a }, { ...hit, ...b })).toBe(i < j);
        expect(worse({ ...hit, ...a, wanted: 5 }, { ...hit, ...b })).toBe(true);
        expect(worse({ ...hit, ...a, wanted: 3 }, { ...hit, ...b })).toBe(false);
      });
    });
  });

  it('a keeper keeps the first, and of equals the earlier line', () => {
    const keeper = new HitKeeper();
    const see = (time: number, line: number, wanted: number, page = 1): void => keeper.see(time, page, line, 7, wanted);
    see(10, 5, 3);
    const start = { time: 10, page: 1, line: 5, task: 7, wanted: 3 };
    expect([keeper.first, keeper.worst]).toEqual([start, start]);
    see(10, 5, 3, 2);
    see(10, 6, 3);
    see(11, 1, 3);
    see(9 + 1, 7, 2);
    expect([keeper.first, keeper.worst]).toEqual([start, start]);
    see(10, 4, 2);
    expect([keeper.first?.line, keeper.worst]).toEqual([4, start]);
    see(10, 4, 3);
    expect(keeper.worst).toEqual({ ...start, line: 4 });
    see(9, 8, 1);
    expect([keeper.first, keeper.worst?.wanted]).toEqual([{ time: 9, page: 1, line: 8, task: 7, wanted: 1 }, 3]);
    see(9, 9, 3);
    expect(keeper.worst).toEqual({ ...start, time: 9, line: 9 });
    see(99, 99, 4);
    expect([keeper.first?.time, keeper.worst]).toEqual([9, { ...start, time: 99, line: 99, wanted: 4 }]);
  });
});

describe('a tally as JSON', () => {
  it('comes back as it was, beyond 2^53 too', () => {
    const large = { ...filled(3, redZone(2 ** 40)), pageTime: 2n ** 70n + 1n, ...calls(1) };
    for (const tally of [filled(1), filled(2, { firstHit: hit, worstHit: hit }), large]) {
      const text = JSON.stringify(tallyToJson(tally));
      expect(tallyFromJson(JSON.parse(text))).toEqual(tally);
    }
  });
});

describe('two engines', () => {
  it('agree where every number is the same; the method is not one', () => {
    const tally = filled(1, { firstHit: hit });
    // 3 + 3 of pins, 2 of the counter and 5 of its hit, 4 of the question, 4 of the whole.
    expect(compareTallies({ ...tally, method: 'profile' } as Tally, tally)).toEqual({
      compared: 21,
      failed: 0,
      disagreements: [],
    });
    // What is absent and what is undefined are the same.
    expect(compareTallies(tally, { ...tally, calls: undefined } as unknown as Tally).compared).toBe(21);
  });

  it('disagree in what differs, or is there in one of them only', () => {
    const tally = filled(1);
    const other = filled(1, { firstHit: { ...hit, page: 'q' } });
    const changed = {
      ...tally,
      refused: [4, 0, 6],
      questions: { pinned: { ...tally.questions['pinned']!, falsePositiveTime: 2n } },
    };
    expect(compareTallies(tally, changed)).toEqual({
      compared: 16,
      failed: 2,
      disagreements: [
        { of: 'refused[1]', profile: '5', replay: '0' },
        { of: 'questions.pinned.falsePositiveTime', profile: '11', replay: '2' },
      ],
    });
    for (const [a, b] of [
      [tally, other],
      [other, tally],
    ] as const) {
      const { compared, failed, disagreements } = compareTallies(a, b);
      expect([compared, failed]).toEqual([21, 5]);
      expect(disagreements.map(({ of }) => of)).toContain('counters[0].firstHit.page');
    }
    // A method inside is a number like others; `null` is one too.
    const odd = (method: unknown): Tally => ({ ...tally, questions: { pinned: { method } } }) as unknown as Tally;
    expect(compareTallies(odd('a'), odd('b')).failed).toBe(1);
    expect(compareTallies(odd(null), odd(3)).disagreements).toEqual([
      { of: 'questions.pinned.method', profile: 'null', replay: '3' },
    ]);
  });

  it('keep ten disagreements in full, and count them all, of one layout or of several', () => {
    const one = compareTallies(filled(1), filled(2));
    expect([one.compared, one.failed, one.disagreements.length]).toEqual([16, 16, 10]);
    const few = compareTallies(filled(1), { ...filled(1), lives: 0 });
    const sum = addAgreements(few, addAgreements(few, one));
    expect([sum.compared, sum.failed, sum.disagreements.length]).toEqual([48, 18, 10]);
    expect(sum.disagreements.slice(0, 3).map(({ of }) => of)).toEqual(['lives', 'lives', 'attempted[0]']);
  });
});
