import { describe, expect, it } from 'vitest';
import { ACQUIRE, CHECK, ChunkBuilder, DROP, type EventChunk, LEVEL } from '../../src/events/chunk.ts';
import type { Tally } from '../../src/harness/tally.ts';
import type { Layout, OnLimit } from '../../src/layouts/index.ts';
import { bias, notation, replay, split } from './family.ts';

const [ORDINARY, READ, READ_LONG, WRITE, WRITE_LONG] = [0, 1, 2, 3, 4];

type Event = readonly [op: 'get' | 'put' | 'pin' | 'unpin' | 'level' | 'check', arg?: number, handle?: number];

/** One page, an event a second: `['pin', class, handle]`, `['level', count]`. */
function onePage(events: readonly Event[]): EventChunk[] {
  const chunks: EventChunk[] = [];
  const builder = new ChunkBuilder((chunk) => chunks.push(chunk), Math.max(1, events.length));
  events.forEach(([what, arg = 0, handle = 0], time) => {
    if (what === 'level') builder.push(time, LEVEL, 0, arg, time + 1);
    else if (what === 'check') builder.push(time, CHECK, 0, 0, time + 1);
    else if (what === 'get' || what === 'pin') builder.push(time, ACQUIRE + arg, 0, handle, time + 1);
    else builder.push(time, DROP + arg, 0, handle, time + 1);
  });
  builder.flush();
  return chunks;
}

const run = (layout: Layout, events: readonly Event[]): Tally => replay(layout, onePage(events), events.length);

/** A small pin field under test, in the middle of the word. */
const middle = (onLimit: OnLimit, reserve = 0): Layout =>
  split({
    id: onLimit,
    fields: [
      { name: 'write', bits: 4, counts: ['write'] },
      { name: 'read', bits: 2, counts: ['read'], onLimit, reserve },
      { name: 'ordinary', bits: 26, counts: ['ordinary'] },
    ],
  });

const four: Event[] = [0, 1, 2, 3].map((handle) => ['pin', READ, handle]);
const none = { falsePositiveChecks: 0, falseNegativeChecks: 0, falsePositiveTime: 0n, falseNegativeTime: 0n };

describe('a field of 2 bits and its 4th pin', () => {
  it('fail: is refused, its unpin is void, and a later pin finds the room of the others', () => {
    const tally = run(middle('fail'), [
      ...four,
      ['unpin', READ, 3],
      ['pin', READ, 3],
      ['unpin', READ, 0],
      ['pin', READ, 0],
    ]);
    expect([tally.attempted[READ], tally.refused[READ]]).toEqual([6, 2]);
    expect(tally.questions['pinned']).toEqual(none);
    expect(tally.counters[1]).toMatchObject({
      pagesAtLimit: 1,
      saturatedLives: 0,
      firstHit: { time: 3, line: 4, wanted: 4 },
      worstHit: { time: 3, line: 4, wanted: 4 },
    });
  });

  it('fail with a reserve: the limit is 1', () => {
    expect(run(middle('fail', 1), four).refused[READ]).toBe(3);
  });

  it('saturate: sticks; further pins and unpins change nothing, and the page reads as pinned to the end', () => {
    const drops: Event[] = [0, 1, 2, 3].map((handle) => ['unpin', READ, handle]);
    const tally = run(middle('saturate', 1), [['level', 1], ...four, ...drops, ['check'], ['level', 0], ['check']]);
    // The field sticks at 3 from the second pin on. Until its life ends (at 10) the page reads as pinned, falsely from 8.
    expect(tally.refused[READ]).toBe(0);
    expect(tally.counters[1]).toMatchObject({
      pagesAtLimit: 1,
      saturatedLives: 1,
      firstHit: { time: 2, wanted: 2 },
      worstHit: { time: 4, wanted: 4 },
    });
    expect(tally.questions['pinned']).toEqual({ ...none, falsePositiveChecks: 1, falsePositiveTime: 2n });
    expect([tally.lives, tally.checks]).toEqual([1, 2]);
  });

  it('saturate: pins held across the end of a life are counted afresh', () => {
    const tally = run(middle('saturate', 1), [
      ['level', 1],
      ...four,
      ['unpin', READ, 0],
      ['unpin', READ, 1],
      ['unpin', READ, 2],
      ['level', 0],
      ['unpin', READ, 3],
      ['check'],
    ]);
    expect(tally.questions['pinned']).toEqual(none);
    expect(tally.counters[1]!.saturatedLives).toBe(1);
  });

  it('saturate: more than the limit held across the end of a life sticks again', () => {
    const tally = run(middle('saturate', 1), [
      ['level', 1],
      ...four.slice(0, 2),
      ['level', 0],
      ['level', 1],
      ['level', 0],
    ]);
    expect([tally.counters[1]!.saturatedLives, tally.lives]).toEqual([2, 2]);
  });

  it('carry: is counted by the neighbour, until an unpin borrows it back', () => {
    const tally = run(middle('carry'), [...four, ['check'], ['unpin', READ, 0], ['check']]);
    expect(tally.refused[READ]).toBe(0);
    expect(tally.questions['written']).toEqual({ ...none, falsePositiveChecks: 1, falsePositiveTime: 2n });
    expect(tally.questions['pinned']).toEqual(none);
    expect(tally.counters.map(({ pagesAtLimit }) => pagesAtLimit)).toEqual([0, 1, 0]);
  });

  it('wrap: is 0 again, and the neighbour does not see it', () => {
    const tally = run(middle('wrap'), [...four, ['check'], ['unpin', READ, 0], ['check']]);
    expect(tally.questions['pinned']).toEqual({ ...none, falseNegativeChecks: 1, falseNegativeTime: 2n });
    expect(tally.questions['written']).toEqual(none);
    expect(tally.counters[1]!.pagesAtLimit).toBe(1);
  });
});

describe('a field wider than 53 bits', () => {
  it.each(['wrap', 'carry', 'saturate', 'fail'] as const)('%s: loses no reference', (onLimit) => {
    const layout = split({
      id: 'wide',
      fields: [
        { name: 'pin', bits: 62, counts: ['pin'], onLimit },
        { name: 'ordinary', bits: 2, counts: ['ordinary'], reserve: 0 },
      ],
    });
    const tally = run(layout, [
      ['pin', READ, 0],
      ['pin', READ, 1],
      ['pin', READ, 2],
      ['unpin', READ, 1],
      ['unpin', READ, 2],
      ['check'],
      ['unpin', READ, 0],
      ['check'],
    ]);
    expect(tally.questions['pinned']).toEqual(none);
    expect([tally.refused[READ], tally.counters[0]!.pagesAtLimit]).toEqual([0, 0]);
  });

  it('takes a carry, and gives it back', () => {
    const layout = split({
      id: 'wide',
      fields: [
        { name: 'write', bits: 60, counts: ['write'] },
        { name: 'read', bits: 1, counts: ['read'], onLimit: 'carry' },
        { name: 'ordinary', bits: 3, counts: ['ordinary'] },
      ],
    });
    const tally = run(layout, [
      ['pin', READ, 0],
      ['pin', READ, 1], // carries: write 1, read 0
      ['pin', WRITE, 2],
      ['unpin', WRITE, 2],
      ['unpin', READ, 0], // borrows it back
      ['unpin', READ, 1],
      ['pin', WRITE, 3],
    ]);
    expect(tally.refused[WRITE]).toBe(0);
    expect(tally.questions['written']).toEqual({ ...none, falsePositiveTime: 2n });
  });
});

describe('ordinary references at the limit', () => {
  const top = (onLimit: OnLimit, reserve = 0): Layout =>
    split({
      id: onLimit,
      fields: [
        { name: 'ordinary', bits: 2, counts: ['ordinary'], onLimit, reserve },
        { name: 'pin', bits: 30, counts: ['pin'] },
      ],
    });

  it('fail: a level that is too high is so many acquisitions refused; the oldest leave first', () => {
    const tally = run(top('fail'), [
      ['level', 5],
      ['level', 1],
      ['level', 4],
      ['level', 5],
    ]);
    // Taken: 3 of 5. The 4 oldest leave, of which 3 were taken: the field is empty, and takes the next 3, not the 4th.
    expect([tally.attempted[ORDINARY], tally.refused[ORDINARY]]).toEqual([9, 3]);
  });

  it('fail: a get that was refused is void when it is put', () => {
    const tally = run(top('fail'), [
      ['level', 3],
      ['get', ORDINARY, 0],
      ['put', ORDINARY, 0],
      ['get', ORDINARY, 0],
    ]);
    expect([tally.attempted[ORDINARY], tally.refused[ORDINARY]]).toEqual([5, 2]);
  });

  it('saturate: the put of the last reference ends the life, and the next starts fresh', () => {
    const life = (references: number): Event[] => [
      ...Array.from({ length: references }, (_, handle): Event => ['get', ORDINARY, handle]),
      ...Array.from({ length: references }, (_, handle): Event => ['put', ORDINARY, handle]),
    ];
    const tally = run(top('saturate', 1), [...life(2), ...life(1), ...life(3)]);
    expect([tally.lives, tally.counters[0]!.saturatedLives]).toEqual([3, 2]);
  });

  it('carry out of the top of the word is lost, as the machine loses it', () => {
    const tally = run(top('carry'), [
      ['level', 4],
      ['pin', READ, 0],
      ['check'],
      ['level', 3],
      ['unpin', READ, 0],
      ['check'],
    ]);
    expect(tally.questions['pinned']).toEqual(none);
    expect(tally.counters[0]).toMatchObject({ pagesAtLimit: 1, firstHit: { time: 0, wanted: 4 } });
  });
});

describe('a bias', () => {
  it('refuses a pin while the signed word is 0 or less, and never an ordinary get', () => {
    const tally = run(bias({ id: 'b', bias: 2 ** 30 }), [
      ['pin', WRITE, 0], // word 0: refused
      ['level', 1],
      ['pin', WRITE, 1],
      ['pin', WRITE, 2], // 2^31 + 1: negative from here
      ['pin', WRITE, 3], // refused
      ['check'], // unsigned it is ≥ 2^30: pinned, rightly
      ['get', ORDINARY, 4],
      ['unpin', WRITE, 2],
      ['pin', WRITE, 5],
    ]);
    expect([tally.attempted[WRITE], tally.refused[WRITE], tally.refused[ORDINARY]]).toEqual([5, 2, 0]);
    expect(tally.questions['pinned']).toEqual(none);
    expect(tally.counters).toEqual([
      expect.objectContaining({
        pagesAtLimit: 1,
        saturatedLives: 0,
        firstHit: expect.objectContaining({ time: 0, wanted: 1 }),
      }),
    ]);
    expect(tally.counters[0]!.worstHit).toMatchObject({ time: 4, wanted: 4 });
  });

  it('ordinary references alone reach the sign, and then pins are refused', () => {
    const tally = run(bias({ id: 'b', bias: 1024 }), [
      ['level', 2 ** 31],
      ['pin', READ, 0],
      ['level', 2 ** 31 - 1],
      ['pin', READ, 1],
    ]);
    expect([tally.attempted[READ], tally.refused[READ]]).toEqual([2, 1]);
  });

  it('of each group is read by the remainder below the next', () => {
    const layout = bias({
      id: 'b',
      bias: [
        { name: 'long', bias: 4 },
        { name: 'short', bias: 16 },
      ],
    });
    const tally = run(layout, [
      ['level', 1],
      ['pin', WRITE_LONG, 0],
      ['pin', READ_LONG, 1],
      ['pin', READ_LONG, 2],
      ['pin', READ_LONG, 3],
      ['check'],
    ]);
    // 4 × 4 + 1: the remainder modulo 16 is 1, less than 4.
    expect(tally.questions['longterm']).toEqual({ ...none, falseNegativeChecks: 1, falseNegativeTime: 2n });
    expect(tally.questions['pinned']).toEqual(none);
  });
});

describe('pins of which a layout cannot tell where they belong', () => {
  it('are attempted, as the profile says, and change no field', () => {
    const unknown: Event[] = [
      ['pin', 5, 0],
      ['unpin', 5, 0],
      ['pin', 6, 0],
    ];
    const tally = run(notation('4/4/24'), unknown);
    expect(tally.attempted).toEqual([0, 0, 0, 0, 0, 1, 1]);
    expect(tally.refused).toEqual(Array(7).fill(0));
    expect(tally.counters.map(({ pagesAtLimit }) => pagesAtLimit)).toEqual([0, 0, 0]);
    // As many as fill the field, were they its own.
    const many = Array.from({ length: 20 }, (_, i): Event => ['pin', 5, i]);
    expect(run(notation('4/4/24'), many).counters.every(({ pagesAtLimit }) => pagesAtLimit === 0)).toBe(true);
    expect(run(notation('8/24'), unknown).attempted).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });
});
