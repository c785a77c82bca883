import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CATALOGUE,
  type CatalogueEntry,
  CPYTHON,
  catalogueEntry,
  FREEBSD_MOST_WIRINGS,
  fromCatalogue,
  javaReadHolds,
  LOCKREF_DEAD,
  lockrefCount,
  lockrefGetNotDead,
  lockrefWithCount,
  osRefcntMost,
  osRefRelease,
  osRefRetain,
  POSTGRES_MOST_USAGE,
  postgresSweep,
  RCUREF,
  type Step,
} from '../../../src/layouts/catalogue/index.ts';
import { answers, decodeNamed, encode, isNegative, limitsOf, maximumOf } from '../../../src/layouts/index.ts';

function entry(id: string): CatalogueEntry {
  const found = catalogueEntry(id);
  if (!found) throw new Error(`no ${id}`);
  return found;
}

/** The word after so many acquisitions, each of which must come out as `outcome`. */
function take(id: string, times: number, kind?: string, from = entry(id).machine.start, outcome = 'taken'): bigint {
  let word = from;
  for (let i = 0; i < times; i++) {
    const step = entry(id).machine.acquire(word, kind);
    if (step.outcome !== outcome) throw new Error(`${step.outcome} at ${i + 1}`);
    word = step.word;
  }
  return word;
}

const counts = (id: string, word: bigint) =>
  Object.fromEntries(decodeNamed(entry(id).layout, word).map(({ name, value }) => [name, value]));
const ask = (id: string, word: bigint) => answers(entry(id).layout, word);
const of = (id: string, parts: Record<string, bigint>) => {
  const { layout } = entry(id);
  return encode(
    layout,
    limitsOf(layout).map(({ name }) => parts[name] ?? 0n),
  );
};

describe('an entry', () => {
  it('is found by its id, in whatever case, with blanks around it', () => {
    for (const one of CATALOGUE) {
      for (const id of [one.id, one.id.toUpperCase(), ` ${one.id} `]) {
        expect(catalogueEntry(id)).toBe(one);
        expect(fromCatalogue(id)).toEqual({ ok: true, layout: one.layout });
      }
      expect(fromCatalogue(one.id, 'mine')).toEqual({ ok: true, layout: { ...one.layout, id: 'mine' } });
    }
  });
});

describe('the catalogue', () => {
  it('has twelve counters, each a layout of its own name with what it does and where that is written', () => {
    expect(CATALOGUE.map(({ id }) => id)).toEqual([
      'linux-page',
      'hildenbrand-2021',
      'hubbard-2021',
      'freebsd-page',
      'xnu-wire-count',
      'refcount_t',
      'rcuref_t',
      'cpython-immortal',
      'os_refcnt',
      'lockref',
      'postgres-buffer',
      'java-rwlock',
    ]);
    for (const { id, layout, name, atLimit, quirk, source } of CATALOGUE) {
      expect(layout.id).toBe(id);
      for (const text of [name, atLimit, quirk]) expect(text.length).toBeGreaterThan(10);
      expect(source).toMatch(/docs\/kernel-facts\.md/);
      expect(layout.domain.kinds.length).toBeLessThanOrEqual(8);
    }
  });

  it("gives a layout by its id, under a name of one's own, or says which there are", () => {
    expect(fromCatalogue('linux-page')).toEqual({ ok: true, layout: entry('linux-page').layout });
    expect(fromCatalogue('Linux-Page', 'today')).toMatchObject({ ok: true, layout: { id: 'today', family: 'bias' } });
    expect(fromCatalogue('postgres')).toMatchObject({
      ok: false,
      problems: [{ path: ['catalogue'], suggestion: 'postgres-buffer' }],
    });
    expect(fromCatalogue('__proto__')).toMatchObject({ ok: false });
    expect(catalogueEntry('nothing')).toBeUndefined();
  });

  it('counts from the word that a new object has, and back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CATALOGUE), fc.integer({ min: 1, max: 14 }), ({ machine }, times) => {
        const kind = undefined;
        let word = machine.start;
        for (let i = 0; i < times; i++) word = machine.acquire(word, kind).word;
        const after: Step[] = [];
        for (let i = 0; i < times; i++) {
          after.push(machine.release(word, kind));
          word = after.at(-1)!.word;
        }
        for (const { outcome } of after) expect(['dropped', 'freed']).toContain(outcome);
      }),
    );
  });
});

describe('linux-page', () => {
  it('reads 1,024 gets as a pin, and gets back what was added', () => {
    expect(ask('linux-page', take('linux-page', 1022)).pinned).toBe(false);
    const word = take('linux-page', 1023);
    expect(word).toBe(1024n);
    expect(ask('linux-page', word).pinned).toBe(true);
    const { machine } = entry('linux-page');
    const pinned = machine.acquire(word, 'read-short').word;
    expect(machine.release(pinned, 'read-short').word).toBe(word);
  });

  it('asks unsigned: beyond the sign it still reads pinned, where a pin is refused and a get is not', () => {
    const { machine, layout } = entry('linux-page');
    const negative = take('linux-page', 2 ** 21, 'write-short');
    expect(isNegative(layout, negative)).toBe(true);
    expect(ask('linux-page', negative).pinned).toBe(true);
    expect(machine.acquire(negative, 'read-short').outcome).toBe('refused');
    expect(machine.acquire(negative, 'ordinary').outcome).toBe('taken');
    // At 0 the page is dead: that is refused as well.
    expect(machine.acquire(0n, 'read-short').outcome).toBe('refused');
  });
});

describe('hildenbrand-2021', () => {
  it('refuses the 16th pin of either kind, and no field feels another', () => {
    const full = take('hildenbrand-2021', 15, 'write-long', take('hildenbrand-2021', 15, 'read-short'));
    expect(counts('hildenbrand-2021', full)).toEqual({ read: 15n, write: 15n, ordinary: 1n });
    for (const kind of ['read-long', 'write-short']) {
      expect(entry('hildenbrand-2021').machine.acquire(full, kind)).toEqual({ word: full, outcome: 'refused' });
    }
  });

  it('saturates ordinary after 22 bits, and leaves the pins', () => {
    const word = of('hildenbrand-2021', { read: 3n, write: 7n, ordinary: 2n ** 22n - 1n });
    const step = entry('hildenbrand-2021').machine.acquire(word);
    expect(step.outcome).toBe('saturated');
    expect(counts('hildenbrand-2021', step.word)).toEqual({ read: 3n, write: 7n, ordinary: 3n * 2n ** 22n });
    expect(entry('hildenbrand-2021').machine.release(step.word)).toEqual({ word: step.word, outcome: 'saturated' });
  });
});

describe('hubbard-2021', () => {
  it('reads 16 long-term pins as one short-term pin, and none long-term', () => {
    const fifteen = take('hubbard-2021', 15, 'write-long');
    expect(counts('hubbard-2021', fifteen)).toEqual({ short: 0n, long: 15n, ordinary: 1n });
    const sixteen = take('hubbard-2021', 1, 'write-long', fifteen);
    expect(counts('hubbard-2021', sixteen)).toEqual({ short: 1n, long: 0n, ordinary: 1n });
    expect(ask('hubbard-2021', sixteen)).toEqual({ pinned: true, written: true, longterm: false });
  });

  it('is negative with the 16th short-term pin', () => {
    const { layout, machine } = entry('hubbard-2021');
    const word = take('hubbard-2021', 16, 'read-short');
    expect(isNegative(layout, word)).toBe(true);
    expect(machine.acquire(word, 'read-long').outcome).toBe('refused');
  });
});

describe('freebsd-page', () => {
  it('has one bit for the object, not a count', () => {
    const { machine } = entry('freebsd-page');
    const held = machine.acquire(0n, 'object').word;
    expect(held).toBe(1n << 31n);
    expect(machine.acquire(held, 'object')).toMatchObject({ word: held, outcome: 'refused' });
    const wired = machine.acquire(held).word;
    expect(machine.release(wired, 'object')).toEqual({ word: 1n, outcome: 'dropped' });
    expect(machine.release(held, 'object').outcome).toBe('freed');
  });

  it('wires nothing while it is blocked, and 2^30 wirings block it', () => {
    const { machine } = entry('freebsd-page');
    const full = of('freebsd-page', { wired: FREEBSD_MOST_WIRINGS });
    const over = machine.acquire(full);
    expect(counts('freebsd-page', over.word)).toEqual({ object: 0n, blocked: 1n, wired: 0n });
    expect(ask('freebsd-page', over.word)).toEqual({ wired: false, blocked: true });
    expect(machine.acquire(over.word).outcome).toBe('refused');
  });
});

describe('xnu-wire-count', () => {
  it('wraps inside its 16 bits, panics then, and leaves the queue state', () => {
    const full = of('xnu-wire-count', { wired: 65_535n, queue: 5n, flags: 513n });
    const step = entry('xnu-wire-count').machine.acquire(full);
    expect(step).toMatchObject({ outcome: 'panic', says: 'wire_count overflow' });
    expect(counts('xnu-wire-count', step.word)).toEqual({ wired: 0n, queue: 5n, special: 0n, flags: 513n });
    expect(entry('xnu-wire-count').machine.acquire(full - 1n).outcome).toBe('taken');
  });

  it('is unwired at 0 of its 16 bits, whatever the others hold', () => {
    const { machine } = entry('xnu-wire-count');
    expect(machine.release(of('xnu-wire-count', { wired: 1n, queue: 3n })).outcome).toBe('freed');
    expect(machine.release(of('xnu-wire-count', { wired: 2n, queue: 3n })).outcome).toBe('dropped');
  });
});

describe('refcount_t', () => {
  it('saturates at 3/4 of the range, says so, and stays', () => {
    const { machine, layout } = entry('refcount_t');
    const most = limitsOf(layout)[0]!.limit;
    expect(most).toBe(2n ** 31n - 1n);
    const step = machine.acquire(most);
    expect(step).toEqual({ word: 0xc0000000n, outcome: 'saturated', says: 'saturated; leaking memory' });
    expect(machine.release(step.word)).toMatchObject({ word: 0xc0000000n, outcome: 'saturated' });
    expect(machine.acquire(0n)).toMatchObject({ outcome: 'saturated', says: 'addition on 0; use-after-free' });
    expect(machine.release(1n)).toEqual({ word: 0n, outcome: 'freed' });
  });
});

describe('rcuref_t', () => {
  it('stores one less than there is: one reference is 0, none is -1', () => {
    const { machine } = entry('rcuref_t');
    expect(machine.start).toBe(0n);
    const two = machine.acquire(machine.start);
    expect(two).toEqual({ word: 1n, outcome: 'taken' });
    expect(machine.release(two.word)).toEqual({ word: 0n, outcome: 'dropped' });
    expect(machine.release(0n)).toEqual({ word: RCUREF.dead, outcome: 'freed' });
  });

  it('gives nothing of a dead one, however often it is asked', () => {
    let word: bigint = RCUREF.dead;
    for (let i = 0; i < 100; i++) {
      const step = entry('rcuref_t').machine.acquire(word);
      expect(step).toEqual({ word: RCUREF.dead, outcome: 'refused' });
      word = step.word;
    }
    expect(entry('rcuref_t').machine.release(word)).toMatchObject({ outcome: 'refused', says: 'imbalanced put' });
  });

  it('saturates at 0xA0000000, which is not 3/4', () => {
    const { machine } = entry('rcuref_t');
    expect(machine.acquire(RCUREF.most)).toMatchObject({ word: 0xa0000000n, outcome: 'saturated' });
    expect(machine.release(RCUREF.saturated)).toMatchObject({ word: RCUREF.saturated, outcome: 'saturated' });
    expect(machine.acquire(RCUREF.most - 1n).outcome).toBe('taken');
  });
});

describe('cpython-immortal', () => {
  it('drifts up from 2^31 on: new references count, dropped ones do not; then it sticks at 3/4', () => {
    const { machine } = entry('cpython-immortal');
    let word = CPYTHON.immortal - 1n;
    expect(machine.release(word)).toMatchObject({ word: word - 1n, outcome: 'dropped' });
    for (let i = 0; i < 1000; i++) {
      word = machine.acquire(word).word;
      if (i > 0) expect(machine.release(word).word).toBe(word);
    }
    expect(word).toBe(CPYTHON.immortal + 999n);
    expect(machine.acquire(CPYTHON.stands - 1n).word).toBe(CPYTHON.stands);
    expect(machine.acquire(CPYTHON.stands)).toEqual({ word: 0xc0000000n, outcome: 'saturated' });
  });

  it('may be off by a billion and stays immortal', () => {
    const drop = (word: bigint) => entry('cpython-immortal').machine.release(word);
    expect(drop(CPYTHON.stands - 2n ** 30n).outcome).toBe('saturated');
    expect(drop(CPYTHON.stands - 2n ** 30n - 1n).outcome).toBe('dropped');
  });
});

describe('os_refcnt', () => {
  it('panics on the addition beyond 28 bits, whose four guard bits hold it', () => {
    const most = osRefcntMost();
    expect(most).toBe(0x0fff_ffffn);
    expect(limitsOf(entry('os_refcnt').layout)[0]!.limit).toBe(most);
    expect(osRefRetain(most - 1n)).toEqual({ word: most, outcome: 'taken' });
    expect(osRefRetain(most)).toEqual({ word: most + 1n, outcome: 'panic', says: 'overflow' });
    expect(osRefRetain(0n)).toMatchObject({ outcome: 'panic', says: 'attempted resurrection' });
    expect(osRefRelease(1n).outcome).toBe('freed');
    expect(osRefRelease(0n).outcome).toBe('panic');
  });

  it('takes what a caller reserves off the count: 2^(28 - b) - 1, at most 26 bits', () => {
    expect(osRefcntMost(1)).toBe(2n ** 27n - 1n);
    expect(osRefcntMost(26)).toBe(3n);
    for (const bits of [27, -1, 0.5]) expect(() => osRefcntMost(bits)).toThrow(RangeError);
    // The reserved bits stay as they are, and so do the four on top until the panic.
    const flags = 0b101n;
    const word = (osRefcntMost(3) << 3n) | flags;
    expect(osRefRetain(word, 3)).toEqual({ word: ((2n ** 25n) << 3n) | flags, outcome: 'panic', says: 'overflow' });
    expect(osRefRelease((1n << 3n) | flags, 3)).toEqual({ word: flags, outcome: 'freed' });
    expect(osRefRetain(flags, 3)).toMatchObject({ says: 'attempted resurrection' });
  });
});

describe('lockref', () => {
  it('is dead at -128, and still after a stray get', () => {
    const { machine } = entry('lockref');
    const dead = lockrefWithCount(1n, LOCKREF_DEAD);
    const stray = machine.acquire(dead);
    expect(lockrefCount(stray.word)).toBe(-127);
    expect(lockrefGetNotDead(stray.word)).toEqual({ word: stray.word, outcome: 'refused' });
    expect(lockrefGetNotDead(lockrefWithCount(0n, 0)).outcome).toBe('taken');
    // 128 of them would raise it.
    expect(lockrefCount(take('lockref', 128, undefined, dead))).toBe(0);
  });

  it('wraps, unchecked, and never into the lock', () => {
    const { machine } = entry('lockref');
    const most = lockrefWithCount(0xffff_ffffn, 2 ** 31 - 1);
    const over = machine.acquire(most).word;
    expect(lockrefCount(over)).toBe(-(2 ** 31));
    expect(over & 0xffff_ffffn).toBe(0xffff_ffffn);
    expect(counts('lockref', over)).toEqual({ references: 2n ** 31n, lock: 2n ** 32n - 1n });
  });
});

describe('postgres-buffer', () => {
  it('clamps the usage count at 5 of the 15 that its bits hold', () => {
    const word = take('postgres-buffer', 9);
    expect(counts('postgres-buffer', word)).toEqual({ flags: 0n, usage: POSTGRES_MOST_USAGE, pin: 9n });
    expect(maximumOf({ bits: 4 })).toBe(15n);
  });

  it('counts a backend once, however often it pins', () => {
    const { machine } = entry('postgres-buffer');
    const once = machine.acquire(machine.start).word;
    expect(machine.acquire(once, 'pin', 1)).toEqual({ word: once, outcome: 'taken' });
    expect(machine.release(once, 'pin', 2)).toEqual({ word: once, outcome: 'dropped' });
    expect(machine.release(once, 'pin', 1).outcome).toBe('freed');
  });

  it('is passed by the clock sweep once for each use, and never while pinned', () => {
    const { machine } = entry('postgres-buffer');
    let word = take('postgres-buffer', 3);
    expect(postgresSweep(word)).toEqual({ word, isVictim: false });
    for (let i = 0; i < 3; i++) word = machine.release(word).word;
    let passes = 0;
    for (let swept = postgresSweep(word); !swept.isVictim; swept = postgresSweep(swept.word)) passes++;
    expect(passes).toBe(3);
  });

  it('cannot overflow: more pins than backends is a bug elsewhere', () => {
    const full = of('postgres-buffer', { pin: 2n ** 18n - 1n });
    expect(entry('postgres-buffer').machine.acquire(full).outcome).toBe('panic');
  });
});

describe('java-rwlock', () => {
  it('shifts the read holds out without the sign of the int', () => {
    const word = take('java-rwlock', 40_000, 'read-hold');
    expect(Number(BigInt.asIntN(32, word))).toBeLessThan(0);
    expect(javaReadHolds(word)).toBe(40_000);
    expect(counts('java-rwlock', word)['read-hold']).toBe(40_000n);
    // What `>>` would make of it.
    expect(Number(BigInt.asIntN(32, word)) >> 16).toBe(-25_536);
  });

  it('throws on the 65,536th hold of either kind, reentrant ones included', () => {
    for (const kind of ['read-hold', 'write-hold']) {
      const full = take('java-rwlock', 65_535, kind);
      expect(entry('java-rwlock').machine.acquire(full, kind)).toEqual({
        word: full,
        outcome: 'panic',
        says: 'Maximum lock count exceeded',
      });
    }
    expect(entry('java-rwlock').machine.release(0n, 'read-hold').says).toBe('IllegalMonitorStateException');
  });
});
