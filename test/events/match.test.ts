import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChunkSink } from '../../src/events/chunk.ts';
import { addMatching, Matcher, noMatching } from '../../src/events/match.ts';
import { addOwnCounters, CountWitness, noOwnCounters } from '../../src/events/own-counters.ts';
import {
  FLAG_BEFORE,
  FLAG_CHANGE,
  FLAG_COUNT,
  FLAG_INTERRUPT,
  FLAG_LARGE,
  FLAG_PINCOUNT,
  FLAG_SET,
  RAW_CHECK,
  RAW_GET,
  RAW_LEVEL,
  RAW_PIN,
  RAW_PUT,
  RAW_SEEN,
  RAW_UNPIN,
} from '../../src/events/raw.ts';
import { LONG, READ, WRITE } from '../../src/layouts/domain.ts';
import { block, matched, type RawEvent } from './raw.ts';

const [READ_SHORT, READ_LONG, WRITE_SHORT] = [1, 2, 3];
const MS = 1_000_000;

const pin = (kinds: number, more: Partial<RawEvent> = {}): RawEvent => ({ op: RAW_PIN, kinds, ...more });
const unpin = (more: Partial<RawEvent> = {}): RawEvent => ({ op: RAW_UNPIN, ...more });
const get = (more: Partial<RawEvent> = {}): RawEvent => ({ op: RAW_GET, ...more });
const put = (more: Partial<RawEvent> = {}): RawEvent => ({ op: RAW_PUT, ...more });
const level = (count: number, more: Partial<RawEvent> = {}): RawEvent => ({ op: RAW_LEVEL, count, ...more });

/** The rules that matched, and what was ignored. */
const countsOf = (events: readonly RawEvent[]) =>
  Object.fromEntries(Object.entries(matched([events]).matcher.counts).filter(([, count]) => count > 0));

describe('a drop ends one acquisition', () => {
  it('n references in one event are n acquisitions, one after the other, and so are their drops', () => {
    const { small, matcher } = matched([[pin(READ_SHORT, { refs: 3 }), unpin({ refs: 2 }), unpin()]]);
    const handles = small.map((text) => text.split(' ').at(-1));
    expect(small.map((text) => text.replace(/ as .*/, ''))).toEqual([
      ...Array(3).fill('0: pin 1'),
      ...Array(3).fill('0: unpin 1'),
    ]);
    expect(handles.slice(3)).toEqual(handles.slice(0, 3));
    expect(matcher.counts).toMatchObject({ oldest: 3, ignored: 0 });
    expect(matcher.seen.pins).toBe(3);
    expect(countsOf([pin(READ_SHORT), unpin({ refs: 3 })])).toEqual({ oldest: 1, ignored: 2 });
  });

  it.each<[string, RawEvent[], Record<string, number>]>([
    ['of the same task', [pin(1, { task: 'fio-1' }), pin(1, { task: 'fio-2' }), unpin({ task: 'fio-2' })], { task: 1 }],
    ['of the same comm', [pin(1, { task: 'dd-1' }), pin(1, { task: 'fio-2' }), unpin({ task: 'fio-3' })], { comm: 1 }],
    ['a comm may hold dashes', [pin(1, { task: 'a-b-1' }), unpin({ task: 'a-b-2' })], { comm: 1 }],
    ['another comm', [pin(1, { task: 'a-b-1' }), unpin({ task: 'a-1' })], { oldest: 1 }],
    [
      'a comm that the tracer has forgotten is no comm',
      [pin(1, { task: '<...>-1' }), unpin({ task: '<...>-2' })],
      { oldest: 1 },
    ],
    ['but the task is one', [pin(1, { task: '<...>-1' }), unpin({ task: '<...>-1' })], { task: 1 }],
    [
      'from interrupt context',
      [pin(1, { task: 'x-1' }), unpin({ task: 'x-1', flags: FLAG_INTERRUPT })],
      { interrupt: 1 },
    ],
    [
      'from interrupt context, with only long-term pins',
      [pin(READ_LONG), unpin({ flags: FLAG_INTERRUPT })],
      { oldest: 1 },
    ],
    ['without a task', [pin(1), unpin()], { oldest: 1 }],
    ['by ref', [pin(1, { ref: 'r' }), unpin({ ref: 'r' })], { byRef: 1 }],
    ['of nothing', [unpin(), put()], { ignored: 2 }],
    ['of another page', [pin(1), unpin({ page: 64 })], { ignored: 1 }],
    ['of a large folio at the same address', [pin(1), unpin({ flags: FLAG_LARGE })], { ignored: 1 }],
    ['a put of a pin', [pin(1), put()], { ignored: 1 }],
    ['an unpin of a get', [get(), unpin()], { ignored: 1 }],
    ['among kinds of which none is held', [pin(WRITE_SHORT), unpin({ kinds: READ })], { ignored: 1 }],
    [
      'among kinds, where the rules alone would have taken another',
      [pin(WRITE_SHORT), pin(READ_SHORT), unpin({ kinds: READ })],
      { oldest: 1, directed: 1, ambiguous: 1, corrected: 1 },
    ],
    [
      'among kinds, which the rules alone guess rightly',
      [pin(READ_SHORT), pin(WRITE_SHORT), unpin({ kinds: READ })],
      { oldest: 1, directed: 1, ambiguous: 1 },
    ],
    [
      'among kinds, where no other is held',
      [pin(READ_SHORT), pin(READ_LONG), unpin({ kinds: READ })],
      { oldest: 1, directed: 1 },
    ],
    [
      'among kinds, where one beyond the index is of another',
      [...Array.from({ length: 70 }, () => pin(READ_SHORT)), pin(WRITE_SHORT), unpin({ kinds: READ })],
      { oldest: 1, directed: 1, ambiguous: 1 },
    ],
    [
      'among kinds, of its task',
      [pin(WRITE_SHORT, { task: 'a-1' }), pin(READ_SHORT, { task: 'a-2' }), unpin({ kinds: READ, task: 'a-2' })],
      { task: 1, directed: 1, ambiguous: 1 },
    ],
  ])('%s', (_, events, expected) => {
    expect(countsOf(events)).toEqual(expected);
  });

  it('what states an ordinary count is counted, and each check', () => {
    const events = [get(), get({ refs: 3 }), put(), level(3), { op: RAW_SEEN, flags: FLAG_COUNT, count: 3 }];
    const { matcher } = matched([[...events, { op: RAW_SEEN }, { op: RAW_CHECK }, pin(1), unpin()]]);
    expect(matcher.seen).toEqual({ pins: 1, undirected: 0, ordinary: 5, checks: 1 });
  });

  it('pins of unknown direction are counted, each reference of them', () => {
    const { matcher } = matched([[pin(4), pin(5, { refs: 3 }), pin(6), pin(READ_LONG, { refs: 2 })]]);
    expect(matcher.seen).toEqual({ pins: 7, undirected: 4, ordinary: 0, checks: 0 });
  });

  it('on as many pages as there are, each for itself', () => {
    const pages = Array.from({ length: 700 }, (_, page) => page);
    const flags = FLAG_COUNT;
    const { small, matcher } = matched([
      pages.map((page) => pin(READ_SHORT, { page, refs: 2, flags, count: page + 2048 })),
      pages.map((page) => unpin({ page: 699 - page, refs: 2, flags, count: 699 - page })),
    ]);
    expect(matcher.counts).toMatchObject({ oldest: 1400, ignored: 0, beside: 0 });
    expect(small.filter((text) => text.includes('level'))).toEqual(pages.map((page) => `${page}: level ${page}`));
    const of = (what: string): string[] => small.filter((text) => text.includes(`: ${what} `));
    expect(
      of('unpin')
        .map((text) => text.replace('unpin', 'pin'))
        .toSorted(),
    ).toEqual(of('pin').toSorted());
  });

  it('a pin of unknown direction may be either', () => {
    expect(matched([[pin(5), unpin({ kinds: WRITE })]]).small.at(-1)).toMatch(/unpin 5/);
    expect(countsOf([pin(5), unpin({ kinds: LONG })])).toEqual({ ignored: 1 });
  });
});

describe('a ref', () => {
  it.each<[string, RawEvent[], Record<string, number>]>([
    [
      'is free again once it was dropped',
      [pin(1, { ref: 'r' }), unpin({ ref: 'r' }), pin(1, { ref: 'r' }), unpin({ ref: 'r' })],
      { byRef: 2 },
    ],
    ['that is unknown ends nothing', [pin(1), unpin({ ref: 'r' })], { ignored: 1 }],
    ['on another page ends nothing', [pin(1, { ref: 'r' }), unpin({ ref: 'r', page: 9 })], { ignored: 1 }],
    ['of a get ends no pin', [get({ ref: 'r' }), unpin({ ref: 'r' })], { ignored: 1 }],
    ['of another kind', [pin(WRITE_SHORT, { ref: 'r' }), unpin({ ref: 'r', kinds: READ })], { ignored: 1 }],
    [
      'that is still held names no second pin',
      [pin(1, { ref: 'r' }), pin(1, { ref: 'r' }), unpin({ ref: 'r' }), unpin()],
      { byRef: 1, ignored: 2 },
    ],
    ['that is still held names no get', [pin(1, { ref: 'r' }), get({ ref: 'r' }), put()], { ignored: 2 }],
    [
      'whose pin an unnamed drop has ended is free',
      [pin(1, { ref: 'r' }), unpin(), pin(1, { ref: 'r' }), unpin({ ref: 'r' })],
      { byRef: 1, oldest: 1 },
    ],
    ['whose get a level has ended is unknown', [get({ ref: 'r' }), level(0), put({ ref: 'r' })], { ignored: 1 }],
  ])('%s', (_, events, expected) => {
    expect(countsOf(events)).toEqual(expected);
  });
});

describe('a ref is of one acquisition', () => {
  it('whatever others have the same handle: of a pin or a get, of a small folio or a large one', () => {
    const flags = FLAG_LARGE;
    const all = [
      { take: pin(1, { ref: 'a' }), drop: unpin() },
      { take: get({ ref: 'b' }), drop: put() },
      { take: pin(1, { ref: 'c', flags }), drop: unpin({ flags }) },
      { take: get({ ref: 'd', flags }), drop: put({ flags }) },
    ];
    const taken = all.map(({ take }) => take);
    // An unnamed drop of one frees its name, and no other.
    for (const { take, drop } of all) {
      expect(countsOf([...taken, drop, take])).toEqual({ oldest: 1 });
      expect(countsOf([...taken, drop, ...taken])).toEqual({ oldest: 1, ignored: 3 });
    }
  });
});

describe('the ordinary count', () => {
  const resolved = (...events: RawEvent[]): string[] => matched([events]).small;

  it('is what a level says; a level that says nothing new is no event', () => {
    expect(resolved(level(3), level(3), level(1))).toEqual(['0: level 3', '0: level 1']);
  });

  it('a level below the references got drops the oldest of them', () => {
    expect(resolved(get({ ref: 'a' }), get({ ref: 'b' }), level(1))).toEqual([
      '0: get 0 as 0',
      '0: get 0 as 2',
      '0: put 0 as 0',
      '0: level 1',
    ]);
  });

  it('a put ends a reference got, else one that a level stated', () => {
    expect(resolved(level(2), get(), put(), put(), put(), put())).toEqual([
      '0: level 2',
      '0: get 0 as 0',
      '0: put 0 as 0',
      '0: level 1',
      '0: level 0',
    ]);
  });

  it('is at most 2^32 − 1: a get beyond it is ignored, and counted', () => {
    const most = 2 ** 32 - 1;
    expect(resolved(level(most), get(), put())).toEqual([`0: level ${most}`, `0: level ${most - 1}`]);
    expect(countsOf([level(most - 1), get(), get(), get()])).toEqual({ ignored: 2 });
    expect(countsOf([level(most - 1), get({ refs: 3 })])).toEqual({ ignored: 2 });
  });

  it('of a small folio is its count less 1024 for each pin', () => {
    const flags = FLAG_COUNT;
    expect(
      resolved(
        { op: RAW_SEEN, flags, count: 3 },
        pin(1, { flags, count: 3 + 2048, refs: 2 }),
        unpin({ flags: flags | FLAG_BEFORE, count: 2 + 2048 }),
        unpin({ flags, count: 2 }),
      ).map((text) => text.replace(/ as .*/, '')),
    ).toEqual(['0: level 3', '0: pin 1', '0: pin 1', '0: level 2', '0: unpin 1', '0: unpin 1']);
  });

  it('of a large folio is its count less 1 for each pin', () => {
    const flags = FLAG_COUNT | FLAG_LARGE;
    const { large } = matched([[pin(1, { flags, count: 7, refs: 3 }), { op: RAW_SEEN, flags, count: 1030 }]]);
    expect(large.filter((text) => text.includes('level'))).toEqual(['0: level 4', '0: level 1027']);
  });

  it('is less the pins that are left, where it is shown after a drop, and all that are held before other events', () => {
    const flags = FLAG_COUNT;
    const levels = (...events: RawEvent[]): string[] => resolved(...events).filter((text) => text.includes('level'));
    expect(levels(pin(1, { flags, count: 3074, refs: 3 }), unpin({ flags, count: 2050 }))).toEqual(['0: level 2']);
    expect(levels({ op: RAW_SEEN, flags: flags | FLAG_BEFORE, count: 5 })).toEqual(['0: level 5']);
  });

  it('a pin that is dropped was held, whether or not it was seen to be taken', () => {
    expect(resolved(unpin({ flags: FLAG_COUNT | FLAG_BEFORE, count: 1026 }))).toEqual(['0: level 2']);
    expect(countsOf([unpin({ flags: FLAG_COUNT | FLAG_BEFORE, count: 1026 })])).toEqual({ ignored: 1 });
  });

  it('a page whose first event does nothing is seen from then on', () => {
    expect(resolved(unpin(), unpin(), { op: RAW_CHECK })).toEqual(['0: level 0', '0: check']);
    expect(resolved(pin(1), put())).toEqual(['0: pin 1 as 1']);
    expect(resolved(level(3), unpin())).toEqual(['0: level 3']);
  });
});

describe('a probe that fires beside its atomic operation', () => {
  const flags = FLAG_COUNT;
  const seen = (time: number, count: number): RawEvent => ({ op: RAW_SEEN, flags, time, count });
  const taken = (time: number, count: number): RawEvent => pin(1, { flags, time, count });
  const dropped = (time: number, count: number): RawEvent => unpin({ flags: flags | FLAG_BEFORE, time, count });
  /** Levels that the engines are told, and how many events were taken for such accidents. */
  const outcome = (...events: RawEvent[]) => {
    const { small, matcher } = matched([events]);
    const levels = small.filter((text) => text.includes('level')).map((text) => Number(text.split(' ').at(-1)));
    return { levels, beside: matcher.counts.beside };
  };

  it("shows another CPU's pin, recorded a moment later: the ordinary count is taken without it", () => {
    expect(outcome(taken(0, 1026), seen(1 * MS, 2050), taken(2 * MS, 2050))).toEqual({ levels: [2], beside: 1 });
  });

  it('or a drop that was recorded a moment before', () => {
    const events = [taken(0, 1026), taken(1 * MS, 2050), dropped(2 * MS, 2050), seen(3 * MS, 2050)];
    expect(outcome(...events)).toEqual({ levels: [2], beside: 1 });
  });

  it('of any number of pins, on a machine of many CPUs', () => {
    const many = Array.from({ length: 300 }, (_, i) => taken(2 * MS + i, 2 + 1024 * 301));
    expect(outcome(taken(0, 1026), seen(1 * MS, 2 + 301 * 1024), ...many)).toEqual({ levels: [2], beside: 300 });
  });

  it('a first count that is too high is none to go by', () => {
    expect(outcome(seen(0, 2050), taken(1 * MS, 2050), taken(2 * MS, 2050))).toEqual({ levels: [2], beside: 2 });
  });

  it('a count below that of the pins held is one: an ordinary count is not negative', () => {
    const twice = pin(1, { flags, time: 0, count: 2050, refs: 2 });
    expect(outcome(twice, seen(1 * MS, 1026), seen(2 * MS, 2050))).toEqual({ levels: [2], beside: 1 });
    expect(outcome(twice, seen(1 * MS, 1025))).toEqual({ levels: [2, 1], beside: 1 });
  });

  it('as many as were dropped, and pins that follow for the rest', () => {
    const before = [taken(0, 1026), taken(1 * MS, 2050), dropped(2 * MS, 2050)];
    const [one, two] = [seen(3 * MS, 2050), seen(4 * MS, 3074)];
    expect(outcome(...before, two)).toEqual({ levels: [2, 2050], beside: 0 });
    expect(outcome(...before, two, taken(5 * MS, 3074))).toEqual({ levels: [2], beside: 2 });
    // What a drop explains at once does not wait for what comes later, nor is it judged by it.
    expect(outcome(...before, one, two)).toEqual({ levels: [2, 2050], beside: 1 });
  });

  it('so does a count that agrees again after a pin, though it was too high by more', () => {
    expect(outcome(taken(0, 1026), seen(1 * MS, 3074), taken(2 * MS, 2050))).toEqual({ levels: [2], beside: 1 });
  });

  it('is looked for where a count differs by whole pins from the one before, however high both are', () => {
    const of = (...events: RawEvent[]) => {
      const { small, matcher } = matched([events]);
      return { levels: small.filter((text) => text.includes('level')), ...matcher.counters.fromStart };
    };
    const counts = [2, 600, 1200, 1800, 1800, 0, 1500, 500, 524];
    expect(of(...counts.map((count, time) => seen(time, count)))).toEqual({
      levels: counts.filter((_, i) => i !== 4).map((count) => `0: level ${count}`),
      compared: 9,
      equal: 9,
    });
    // A first count has none before it: all its whole pins may be on their way.
    expect(outcome(seen(0, 2500), taken(1 * MS, 2500), taken(2 * MS, 2500))).toEqual({ levels: [452], beside: 2 });
    // And one that is whole pins lower than the one before is no equal one.
    expect(of(taken(0, 1026), seen(1 * MS, 2050), seen(102 * MS, 2050), seen(300 * MS, 1026))).toMatchObject({
      compared: 4,
      equal: 2,
    });
  });

  it('keeps events of its page back for 100 ms, whatever page the next event is of', () => {
    const on = (page: number, time: number, count: number): RawEvent => ({ ...seen(time, count), page });
    const { small } = matched([
      [
        { ...taken(0, 1026), page: 0 },
        { ...taken(0, 1026), page: 1 },
        on(0, 1 * MS, 2050),
        on(2, 50 * MS, 5),
        on(1, 60 * MS, 2050),
        on(2, 101 * MS, 6),
        on(2, 102 * MS, 7),
        on(2, 160 * MS, 8),
      ],
    ]);
    expect(small.filter((text) => text.includes('level'))).toEqual([
      '0: level 2',
      '1: level 2',
      '2: level 5',
      '0: level 1026',
      '2: level 6',
      '2: level 7',
      '1: level 1026',
      '2: level 8',
    ]);
  });

  it('a count that is too low is taken for whole pins less, by the count before it where they differ by such', () => {
    const held = (count: number): RawEvent => pin(1, { flags, time: 0, count, refs: 2 });
    expect(outcome(held(2048 + 5), seen(1 * MS, 1022)).levels).toEqual([5, 0]);
    expect(outcome(held(2048 + 500), seen(1 * MS, 2048 - 100)).levels).toEqual([500, 924]);
    // Without a count before it, by as many as it takes.
    expect(outcome(pin(1, { time: 0, refs: 2 }), seen(1 * MS, 1021)).levels).toEqual([1021]);
  });

  it('and for one only as long as 100 ms', () => {
    const twice = (time: number): RawEvent => pin(1, { flags, time, count: 2050, refs: 2 });
    expect(outcome(twice(0), seen(1 * MS, 1026), seen(101 * MS - 1, 1026)).beside).toBe(2);
    expect(outcome(twice(0), seen(1 * MS, 1026), seen(101 * MS, 1026)).beside).toBe(1);
    const late = 3600 * 1000 * MS;
    expect(outcome(twice(late), seen(late + MS, 1026)).beside).toBe(1);
  });

  it('while events of the page wait, a drop explains none of them before the rest is understood', () => {
    const waiting = [taken(0, 1026), taken(1 * MS, 2050), seen(2 * MS, 3074), dropped(3 * MS, 3074)];
    expect(outcome(...waiting, seen(4 * MS, 3074), seen(5 * MS, 2050))).toEqual({
      levels: [2, 1026, 2050, 1026],
      beside: 0,
    });
  });

  it('whenever the recording begins', () => {
    const late = 3600 * 1000 * MS;
    expect(outcome(taken(late, 1026), seen(late + 1 * MS, 2050), taken(late + 2 * MS, 2050))).toEqual({
      levels: [2],
      beside: 1,
    });
    const events = [taken(late, 1026), taken(late + MS, 2050), dropped(late + 2 * MS, 2050), seen(late + 3 * MS, 2050)];
    expect(outcome(...events)).toEqual({ levels: [2], beside: 1 });
  });

  it('of a large folio only a count below that of its pins shows one', () => {
    const large = (count: number): RawEvent => pin(1, { flags: FLAG_COUNT | FLAG_LARGE, count, refs: 5 });
    for (const [count, level, beside] of [
      [3, 0, 1],
      [5, 0, 0],
      [6, 1, 0],
    ] as const) {
      const { large: events, matcher } = matched([[large(count)]]);
      expect(events[0]).toBe(`0: level ${level}`);
      expect(matcher.counts.beside).toBe(beside);
    }
  });

  it.each<[string, RawEvent[], number[]]>([
    ['lasts 100 ms', [taken(0, 1026), seen(1 * MS, 2050), seen(60 * MS, 2050), seen(102 * MS, 2050)], [2, 1026]],
    ['is the last of its page', [taken(0, 1026), seen(1 * MS, 2050)], [2, 1026]],
    ['goes away without a pin being recorded', [taken(0, 1026), seen(1 * MS, 2050), seen(2 * MS, 1026)], [2, 1026, 2]],
    ['is explained 100 ms later', [taken(0, 1026), seen(1 * MS, 2050), taken(102 * MS, 3074)], [2, 1026]],
    ['is explained 100 ms later to the nanosecond', [taken(0, 1026), seen(MS, 2050), taken(101 * MS, 3074)], [2, 1026]],
    [
      'comes 100 ms after a drop to the nanosecond',
      [taken(0, 2050), dropped(MS, 1026), seen(101 * MS, 1026)],
      [1026, 2, 1026],
    ],
    ['comes 100 ms after a drop', [taken(0, 2050), dropped(1 * MS, 1026), seen(102 * MS, 1026)], [1026, 2, 1026]],
    ['is the first, without a pin', [seen(0, 1026), seen(1 * MS, 1026)], [1026]],
    ['is not off by whole pins', [taken(0, 1026), seen(1 * MS, 1726)], [2, 702]],
    [
      'is two pins too high, of which one follows',
      [taken(0, 1026), seen(1 * MS, 3074), seen(2 * MS, 2050), taken(3 * MS, 3074)],
      [2, 2050, 1026],
    ],
    [
      'is two pins too high still, after the one that would explain it',
      [taken(0, 1026), seen(1 * MS, 2050), taken(2 * MS, 4098)],
      [2, 1026, 2050],
    ],
    ['is lower than one without an explanation', [seen(0, 3000), seen(200 * MS, 2), taken(201 * MS, 1026)], [3000, 2]],
  ])('a count that %s is none: the page has these references', (_, events, levels) => {
    expect(outcome(...events)).toEqual({ levels, beside: 0 });
  });

  it('events of a page wait for what explains it, and keep their order and time', () => {
    const { small } = matched([[taken(0, 1026), seen(1, 2050), unpin({ time: 2 }), seen(3, 2050)]]);
    expect(small).toEqual(['0: level 2', '0: pin 1 as 1', '0: level 1026', '0: unpin 1 as 1', '0: level 2050']);
  });

  it('the handle of a drop that waits is given to nobody else before', () => {
    const { small } = matched([
      [taken(0, 1026), seen(1, 2050), unpin({ time: 2 }), pin(3, { time: 3, page: 64 }), seen(200 * MS, 2050)],
    ]);
    const handles = small.filter((text) => text.includes('pin')).map((text) => `${text[0]} ${text.split(' ').at(-1)}`);
    expect(handles).toEqual(['0 1', '1 3', '0 1']);
  });

  it('nothing is lost where the clock stands still', () => {
    const still = Array.from({ length: 70_000 }, () => seen(0, 2050));
    expect(outcome(taken(0, 1026), ...still)).toEqual({ levels: [2, 1026], beside: 0 });
  });
});

describe("the recording's own counters", () => {
  const flags = FLAG_COUNT;
  const countersOf = (...events: RawEvent[]) => matched([events]).matcher.counters;

  it('every event that shows a count is compared, and each that differs has one cause', () => {
    const events = [
      pin(1, { flags, count: 1026 }),
      { op: RAW_SEEN, flags, count: 2050 },
      pin(1, { flags, count: 2050 }),
      // seen first with a pin from before
      { op: RAW_SEEN, flags, count: 1025, page: 64 },
      unpin({ flags: flags | FLAG_BEFORE, count: 1025, page: 64 }),
      // a drop that the recording lacks
      pin(1, { flags, count: 1025, page: 128, time: 0 }),
      { op: RAW_SEEN, flags, count: 1, page: 128, time: 10 },
      { op: RAW_SEEN, flags, count: 1, page: 128, time: 200 * MS },
    ];
    expect(countersOf(...events)).toEqual({
      fromStart: { compared: 6, equal: 3 },
      underWay: { compared: 2, equal: 1 },
      large: { compared: 0, equal: 0 },
      beside: 2,
      before: 1,
      missing: 1,
    });
  });

  it('of a large folio it is _pincount', () => {
    const of = (own: number, time: number, op = RAW_SEEN): RawEvent => {
      return { op, kinds: op === RAW_PIN ? 1 : 0, flags: FLAG_COUNT | FLAG_LARGE | FLAG_PINCOUNT, count: 9, own, time };
    };
    const events = [of(1, 0, RAW_PIN), of(2, 1), of(2, 2, RAW_PIN), of(3, 3), of(3, 200 * MS)];
    expect(countersOf(...events)).toMatchObject({ large: { compared: 5, equal: 2 }, beside: 1, before: 0, missing: 2 });
    const before = [of(4, 0, RAW_PIN), of(4, 1)];
    expect(countersOf(...before)).toMatchObject({ large: { compared: 2, equal: 0 }, beside: 0, before: 2, missing: 0 });
  });

  it('of a large folio whose _pincount is not shown there is none', () => {
    const events = [pin(1, { flags: FLAG_COUNT | FLAG_LARGE, count: 9 })];
    expect(countersOf(...events).large).toEqual({ compared: 0, equal: 0 });
  });

  it('with page_ref it is the count after each operation', () => {
    const of = (count: number, own: number, set = false, page = 0): RawEvent => {
      return { op: RAW_SEEN, flags: FLAG_COUNT | FLAG_CHANGE | (set ? FLAG_SET : 0), count, own, page };
    };
    // Set to 1; the next shows the one after it already; then three puts are missing; set to 7.
    const events = [of(1, 1, true), of(3, 1), of(3, 1), of(1, 1), of(2, 1), of(7, 7, true)];
    expect(countersOf(...events)).toMatchObject({
      fromStart: { compared: 6, equal: 4 },
      underWay: { compared: 0 },
      beside: 1,
      missing: 1,
    });
    expect(countersOf(of(5, 1), of(4, -1), of(9, 1))).toMatchObject({
      underWay: { compared: 3, equal: 2 },
      missing: 1,
    });
    // Two operations are missing, of which the second is seen when the first is not understood yet.
    expect(countersOf(of(1, 1, true), of(3, 1), of(6, 1), of(7, 1), of(8, 1))).toMatchObject({
      fromStart: { compared: 5, equal: 3 },
      beside: 0,
      missing: 2,
    });
    // What is set anew, or differs by another operation than the one that comes, was not that one seen early.
    expect(countersOf(of(1, 1, true), of(3, 1), of(1, 1, true))).toMatchObject({ beside: 0, missing: 1 });
    expect(countersOf(of(1, 1, true), of(3, 1), of(4, 2))).toMatchObject({ beside: 0, missing: 1 });
    // A count is 32 bits.
    expect(countersOf(of(1, 1), of(2 ** 32 - 1, -2))).toMatchObject({ fromStart: { compared: 2, equal: 2 } });
  });
});

describe('what matchers counted', () => {
  const filled = <T extends object>(empty: T, by: number): T =>
    JSON.parse(JSON.stringify(empty), (_, value) => (value === 0 ? by : value));

  it('adds up, each count for itself', () => {
    const matching = filled(noMatching(), 2);
    addMatching(matching, filled(noMatching(), 3));
    expect(matching).toEqual(filled(noMatching(), 5));
    const own = filled(noOwnCounters(), 2);
    addOwnCounters(own, filled(noOwnCounters(), 3));
    expect(own).toEqual(filled(noOwnCounters(), 5));
  });

  it('with page_ref of as many pages as there are, whichever comes first', () => {
    const counters = noOwnCounters();
    const witness = new CountWitness(counters);
    for (const page of [1000, 0, 5000, 5001]) {
      witness.show(page, 1, 1, true);
      witness.show(page, 2, 1, false);
    }
    for (const page of [0, 1000, 5000]) witness.show(page, 1, -1, false);
    witness.flush();
    expect(counters).toEqual({ ...noOwnCounters(), fromStart: { compared: 11, equal: 11 } });
  });
});

describe('small and large folios', () => {
  it('are two populations, each with pages of its own', () => {
    const { small, large } = matched([
      [pin(1, { page: 64 }), pin(1, { page: 128, flags: FLAG_LARGE }), unpin({ page: 64 })],
    ]);
    expect(small.map((text) => text.slice(0, 7))).toEqual(['0: pin ', '0: unpi']);
    expect(large.map((text) => text.slice(0, 7))).toEqual(['0: pin ']);
  });

  it('are kept apart where nothing else is said, and the oldest comes first', () => {
    const seen: [string, number][] = [];
    const into =
      (name: string): ChunkSink =>
      ({ length, arg }) => {
        for (let i = 0; i < length; i++) seen.push([name, arg[i]!]);
      };
    const matcher = new Matcher({ small: into('small'), large: into('large') });
    matcher.feed(block([pin(1), pin(1), unpin(), pin(1, { flags: FLAG_LARGE })]).raw);
    matcher.flush();
    expect(seen).toEqual([
      ['small', 1],
      ['small', 3],
      ['small', 1],
      ['large', 1],
    ]);
  });

  it('or one, in which an address that was both is two pages', () => {
    const { small, large } = matched([[pin(1, { page: 64 }), pin(1, { page: 64, flags: FLAG_LARGE })]], true);
    expect(small.map((text) => text[0])).toEqual(['0', '1']);
    expect(large).toEqual([]);
  });
});

describe('whatever the events', () => {
  const event: fc.Arbitrary<RawEvent> = fc
    .record({
      op: fc.constantFrom(RAW_PIN, RAW_PIN, RAW_UNPIN, RAW_UNPIN, RAW_GET, RAW_PUT, RAW_LEVEL, RAW_SEEN, RAW_CHECK),
      page: fc.nat(3),
      pinned: fc.integer({ min: 1, max: 6 }),
      among: fc.constantFrom(0, 0, READ, LONG),
      flags: fc.nat(15),
      refs: fc.integer({ min: 1, max: 5 }),
      count: fc.oneof(
        fc.nat(6),
        fc.nat(5000),
        fc.nat(6).map((pins) => pins * 1024 + 2),
      ),
      task: fc.constantFrom('fio-1', 'fio-2', 'dd-3', '<...>-4'),
      ref: fc.option(fc.constantFrom('a', 'b', 'c'), { freq: 3, nil: undefined }),
    })
    .map(({ pinned, among, ref, ...rest }) => ({
      ...rest,
      refs: ref === undefined ? rest.refs : 1,
      kinds: rest.op === RAW_PIN ? pinned : rest.op === RAW_UNPIN ? among : 0,
      ...(ref === undefined ? {} : { ref }),
    }));
  const events = fc.array(event, { maxLength: 120 });

  it('a handle is of one acquisition at a time, and its drop says the same page and class', () => {
    fc.assert(
      fc.property(events, (all) => {
        const { small, large } = matched([all]);
        for (const stream of [small, large]) {
          const held = new Map<string, string>();
          for (const text of stream) {
            const found = /^(\d+): (pin|get|unpin|put) (\d) as (\d+)$/.exec(text);
            if (!found) continue;
            const [, page, what, acquired, handle] = found as unknown as [string, string, string, string, string];
            if (what === 'pin' || what === 'get') {
              expect(held.has(handle)).toBe(false);
              held.set(handle, `${page} ${acquired}`);
            } else {
              expect(held.get(handle)).toBe(`${page} ${acquired}`);
              held.delete(handle);
            }
          }
        }
      }),
    );
  });

  it('it does not matter how they are cut into blocks', () => {
    fc.assert(
      fc.property(events, fc.nat(120), fc.nat(120), (all, a, b) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const timed = all.map((each, time) => ({ ...each, time }));
        const whole = matched([timed]);
        const parts = matched([timed.slice(0, first), timed.slice(first, second), timed.slice(second)]);
        expect([parts.small, parts.large]).toEqual([whole.small, whole.large]);
        expect(parts.matcher.counts).toEqual(whole.matcher.counts);
        expect(parts.matcher.seen).toEqual(whole.matcher.seen);
      }),
    );
  });
});
