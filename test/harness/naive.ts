import { ACQUIRE, CHECK, DROP, type EventChunk, LEVEL } from '../../src/events/chunk.ts';
import type { Tally } from '../../src/harness/tally.ts';
import { acquiredOf } from '../../src/layouts/domain.ts';
import { answers, decode, limitOf, maximumOf, saturationValue } from '../../src/layouts/index.ts';
import type { Field, Layout } from '../../src/layouts/types.ts';

/** What the naive witness knows of one page. */
interface Page {
  readonly first: number;
  last: number;
  word: bigint;
  /** The recorded ordinary count. */
  ordinary: number;
  /** Of references that a level stated, oldest first: whether the layout took them. */
  readonly anonymous: boolean[];
  /** Handles of what the layout took, with its class. */
  readonly taken: Map<number, number>;
  /** Names of fields that are stuck. */
  readonly stuck: Set<string>;
  readonly hit: Set<string>;
}

/** The tally without who hit a limit. */
export type NaiveTally = Omit<Tally, 'counters' | 'method'> & {
  readonly counters: readonly Pick<Tally['counters'][number], 'pagesAtLimit' | 'saturatedLives' | 'redZone'>[];
};

/**
 * A second replay for tests, as plain as can be: bigint words, one reference after the other, nothing kept between
 * events that could be computed again. Slow, and of the same definitions (docs/definitions.md).
 */
export function naiveTally(layout: Layout, chunks: readonly EventChunk[], end: number, from: number): NaiveTally {
  const modulus = 1n << BigInt(layout.word);
  const pages = new Map<number, Page>();
  const counters = (layout.family === 'split' ? layout.fields : [{ name: 'word' }]).map(({ name }) => name);
  const saturatedLives = new Map(counters.map((name) => [name, 0]));
  const ACQUIRED = acquiredOf(layout.domain);
  const attempted = ACQUIRED.map(() => 0);
  const refused = ACQUIRED.map(() => 0);
  const asked = Object.entries(layout.domain.questions);
  const wrong = new Map(asked.map(([name]) => [name, { checks: [0, 0], time: [0n, 0n] }]));
  let checks = 0;
  let lives = 0;

  /** −1: answered no though held; 1: answered yes though not; 0: rightly. */
  const error = (page: Page, question: string, kinds: number): number => {
    const isStated = (kinds & 1) !== 0 && page.anonymous.includes(true);
    const held = isStated || [...page.taken.values()].some((acquired) => (ACQUIRED[acquired]! & kinds) !== 0);
    return Number(answers(layout, page.word)[question]) - Number(held);
  };
  /** Fields that warn: pages seen at the level or above, times that it was reached from below, time. */
  const red = new Map(
    fieldsOf(layout)
      .filter(({ warn }) => warn !== undefined)
      .map((field) => [field, { pages: new Set<Page>(), entries: 0, time: 0n }]),
  );
  const isRed = (page: Page, field: Field): boolean => valueIn(page, field) >= BigInt(field.warn!);
  const pass = (page: Page, until: number): void => {
    for (const [field, found] of red) {
      if (until < from || !isRed(page, field)) continue;
      found.pages.add(page);
      found.time += BigInt(until - Math.max(page.last, from));
    }
    const time = until - Math.max(page.last, from);
    if (time > 0) {
      for (const [question, kinds] of asked) {
        const off = error(page, question, kinds);
        if (off !== 0) wrong.get(question)!.time[off > 0 ? 0 : 1]! += BigInt(time);
      }
    }
    page.last = until;
  };
  const add = (page: Page, by: bigint): void => {
    page.word = (((page.word + by) % modulus) + modulus) % modulus;
  };
  const valueIn = (page: Page, field: Field): bigint => decode(layout, page.word)[fieldsOf(layout).indexOf(field)]!;
  const write = (page: Page, field: Field, value: bigint): void =>
    add(page, (value - valueIn(page, field)) << BigInt(field.offset));

  const take = (page: Page, acquired: number, measured: boolean): boolean => {
    if (layout.family === 'bias') {
      const signed = BigInt.asIntN(layout.word, page.word);
      if (acquired !== 0 && signed <= 0n) {
        if (measured) page.hit.add('word');
        return false;
      }
      add(page, unitOf(layout, acquired));
      return true;
    }
    const field = fieldOf(layout, acquired);
    const value = valueIn(page, field);
    const unit = 1n << BigInt(field.offset);
    const isFull =
      value >= (field.onLimit === 'fail' || field.onLimit === 'saturate' ? limitOf(field) : maximumOf(field));
    if (field.onLimit === 'saturate' && page.stuck.has(field.name)) {
      if (measured && countOf(layout, field, recordedOf(page)) > limitOf(field)) page.hit.add(field.name);
      return true;
    }
    if (isFull && measured) page.hit.add(field.name);
    if (!isFull || field.onLimit === 'carry') add(page, unit);
    else if (field.onLimit === 'wrap') write(page, field, 0n);
    else if (field.onLimit === 'saturate') {
      page.stuck.add(field.name);
      write(page, field, saturationValue(field));
    } else return false;
    return true;
  };
  const drop = (page: Page, acquired: number): void => {
    if (layout.family === 'bias') {
      add(page, -unitOf(layout, acquired));
      return;
    }
    const field = fieldOf(layout, acquired);
    if (field.onLimit === 'wrap' && valueIn(page, field) === 0n) write(page, field, maximumOf(field));
    else if (!page.stuck.has(field.name)) add(page, -(1n << BigInt(field.offset)));
  };
  const recorded = new Map<Page, number[]>();
  const recordedOf = (page: Page): number[] => recorded.get(page)!;
  const endLife = (page: Page, time: number): void => {
    if (time >= from) {
      lives++;
      for (const name of page.stuck) {
        saturatedLives.set(name, saturatedLives.get(name)! + 1);
        page.hit.add(name);
      }
    }
  };
  const freshLife = (page: Page): void => {
    for (const field of fieldsOf(layout)) {
      if (!page.stuck.delete(field.name)) continue;
      const held = BigInt([...page.taken.values()].filter((c) => c !== 0 && fieldOf(layout, c) === field).length);
      if (held > limitOf(field)) page.stuck.add(field.name);
      write(page, field, held > limitOf(field) ? saturationValue(field) : held);
    }
  };

  for (const { length, time, op, page: numbers, arg } of chunks) {
    for (let i = 0; i < length; i++) {
      const at = time[i]!;
      const measured = at >= from;
      let page = pages.get(numbers[i]!);
      if (page === undefined) {
        page = {
          first: Math.max(at, from),
          last: at,
          word: 0n,
          ordinary: 0,
          anonymous: [],
          taken: new Map(),
          stuck: new Set(),
          hit: new Set(),
        };
        pages.set(numbers[i]!, page);
        recorded.set(
          page,
          ACQUIRED.map(() => 0),
        );
      }
      pass(page, at);
      const wasRed = [...red.keys()].filter((field) => isRed(page, field));
      const code = op[i]!;
      const before = page.ordinary;
      if (code < DROP) {
        const acquired = code - ACQUIRE;
        recordedOf(page)[acquired]!++;
        if (acquired === 0) page.ordinary++;
        if (measured) attempted[acquired]!++;
        if (take(page, acquired, measured)) page.taken.set(arg[i]!, acquired);
        else if (measured) refused[acquired]!++;
      } else if (code < LEVEL) {
        const acquired = code - DROP;
        recordedOf(page)[acquired]!--;
        if (acquired === 0) page.ordinary--;
        if (page.taken.delete(arg[i]!)) drop(page, acquired);
      } else if (code === LEVEL) {
        while (page.ordinary < arg[i]!) {
          page.ordinary++;
          recordedOf(page)[0]!++;
          if (measured) attempted[0]!++;
          const took = take(page, 0, measured);
          page.anonymous.push(took);
          if (!took && measured) refused[0]!++;
        }
        while (page.ordinary > arg[i]!) {
          page.ordinary--;
          recordedOf(page)[0]!--;
          if (page.anonymous.shift() !== false) drop(page, 0);
        }
      } else if (code === CHECK && measured) {
        checks++;
        for (const [question, kinds] of asked) {
          const off = error(page, question, kinds);
          if (off !== 0) wrong.get(question)!.checks[off > 0 ? 0 : 1]!++;
        }
      }
      if (before > 0 && page.ordinary === 0) {
        endLife(page, at);
        freshLife(page);
      }
      for (const [field, found] of red) {
        if (!measured || !isRed(page, field)) continue;
        found.pages.add(page);
        if (!wasRed.includes(field)) found.entries++;
      }
    }
  }
  let pageTime = 0n;
  for (const page of pages.values()) {
    pass(page, end);
    pageTime += BigInt(end - page.first);
    if (page.ordinary > 0) endLife(page, end);
    for (const name of page.stuck) page.hit.add(name);
  }
  return {
    attempted,
    refused,
    counters: counters.map((name) => {
      const found = [...red].find(([field]) => field.name === name)?.[1];
      return {
        pagesAtLimit: [...pages.values()].filter(({ hit }) => hit.has(name)).length,
        saturatedLives: saturatedLives.get(name)!,
        ...(found === undefined ? {} : { redZone: { ...found, pages: found.pages.size } }),
      };
    }),
    questions: Object.fromEntries(
      asked.map(([name]) => {
        const { checks: asks, time } = wrong.get(name)!;
        return [
          name,
          {
            falsePositiveChecks: asks[0]!,
            falseNegativeChecks: asks[1]!,
            falsePositiveTime: time[0]!,
            falseNegativeTime: time[1]!,
          },
        ];
      }),
    ),
    checks,
    pages: pages.size,
    pageTime,
    lives,
  };
}

const fieldsOf = (layout: Layout): readonly Field[] => (layout.family === 'split' ? layout.fields : []);

function fieldOf(layout: Layout, acquired: number): Field {
  return fieldsOf(layout).find(({ counts }) => (acquiredOf(layout.domain)[acquired]! & counts) !== 0)!;
}

function unitOf(layout: Layout, acquired: number): bigint {
  if (layout.family !== 'bias') throw new Error('not a bias');
  const term = layout.terms.find(({ counts }) => (acquiredOf(layout.domain)[acquired]! & counts) !== 0);
  return BigInt(term?.bias ?? 1);
}

/** References of a field's kinds that are held in recorded history. */
function countOf(layout: Layout, field: Field, recorded: readonly number[]): bigint {
  return BigInt(
    recorded.reduce((sum, count, acquired) => (fieldOf(layout, acquired) === field ? sum + count : sum), 0),
  );
}
