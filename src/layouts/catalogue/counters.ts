import { domainOf, splitOf } from './build.ts';
import { refcountAdd, refcountSubAndTest } from './refcount.ts';
import type { CatalogueEntry, Step } from './types.ts';

const references = domainOf('references', ['reference'], [], { held: ['reference'] });

/** One count in all of a 32-bit word, of which the upper `reserve` bits are for what goes wrong. */
function wholeWord(id: string, reserve: number, onLimit: 'saturate' | 'fail') {
  return splitOf({
    id,
    domain: references,
    fields: [{ name: 'references', bits: 32, counts: ['reference'], onLimit, reserve }],
  });
}

const refcount = wholeWord('refcount_t', 1, 'saturate');
const rcuref = wholeWord('rcuref_t', 1, 'saturate');
const cpython = wholeWord('cpython-immortal', 1, 'saturate');
const osRefcnt = wholeWord('os_refcnt', 4, 'fail');

const lockref = splitOf({
  id: 'lockref',
  domain: domainOf('lockref', ['reference'], ['lock'], { held: ['reference'] }),
  fields: [
    { name: 'references', bits: 32, counts: ['reference'], onLimit: 'wrap' },
    { name: 'lock', bits: 32, counts: ['lock'], onLimit: 'fail' },
  ],
});

const unsigned = (value: number): bigint => BigInt(value >>> 0);
const signed = (word: bigint): number => Number(BigInt.asIntN(32, word));

/** refcount_t's rules speak of signed values; `warning` there is what the kernel says. */
function refcountStep(step: ReturnType<typeof refcountAdd>, good: Step['outcome']): Step {
  const outcome = step.warning ? 'saturated' : good;
  return { word: unsigned(step.value), outcome, ...(step.warning ? { says: step.warning } : {}) };
}

/** Zones of rcuref_t: stored is one less than the references. */
export const RCUREF = {
  oneReference: 0x0000_0000n,
  most: 0x7fff_ffffn,
  saturated: 0xa000_0000n,
  released: 0xc000_0000n,
  dead: 0xe000_0000n,
  noReference: 0xffff_ffffn,
} as const;

/** rcuref_get: adds first; what that says is looked at only where it is negative. */
function rcurefGet(word: bigint): Step {
  const after = BigInt.asUintN(32, word + 1n);
  if (after <= RCUREF.most) return { word: after, outcome: 'taken' };
  if (after >= RCUREF.released) return { word: RCUREF.dead, outcome: 'refused' };
  return { word: RCUREF.saturated, outcome: 'saturated', says: 'saturated; leaking memory' };
}

/** rcuref_put: who brings it to "no reference" frees the object, and marks it dead. */
function rcurefPut(word: bigint): Step {
  const after = BigInt.asUintN(32, word - 1n);
  if (after <= RCUREF.most) return { word: after, outcome: 'dropped' };
  if (after === RCUREF.noReference) return { word: RCUREF.dead, outcome: 'freed' };
  if (after >= RCUREF.released) return { word: RCUREF.dead, outcome: 'refused', says: 'imbalanced put' };
  return { word: RCUREF.saturated, outcome: 'saturated' };
}

/** Of CPython's 32 bits: from 2^31 on an object is immortal, from 3 · 2^30 on its count stands still. */
export const CPYTHON = { immortal: 1n << 31n, stands: 3n << 30n } as const;

/** The highest count of os_refcnt with `reserved` bits of the caller's below it: 2^(28 − reserved) − 1. */
export function osRefcntMost(reserved = 0): bigint {
  if (!Number.isInteger(reserved) || reserved < 0 || reserved > 26) {
    throw new RangeError(`os_refcnt reserves 0 to 26 bits, not ${reserved}`);
  }
  return (1n << BigInt(28 - reserved)) - 1n;
}

/** os_ref_retain, with the mask's bits below the count: adds first, then panics. */
export function osRefRetain(word: bigint, reserved = 0): Step {
  const most = osRefcntMost(reserved);
  const count = word >> BigInt(reserved);
  const after = BigInt.asUintN(32, word + (1n << BigInt(reserved)));
  if (count === 0n) return { word: after, outcome: 'panic', says: 'attempted resurrection' };
  if (count >= most) return { word: after, outcome: 'panic', says: 'overflow' };
  return { word: after, outcome: 'taken' };
}

export function osRefRelease(word: bigint, reserved = 0): Step {
  const count = word >> BigInt(reserved);
  const after = BigInt.asUintN(32, word - (1n << BigInt(reserved)));
  if (count === 0n) return { word: after, outcome: 'panic', says: 'underflow' };
  return { word: after, outcome: count === 1n ? 'freed' : 'dropped' };
}

/** The count that lockref_mark_dead sets. */
export const LOCKREF_DEAD = -128;

const COUNT_SHIFT = 32n;

export const lockrefCount = (word: bigint): number => signed(word >> COUNT_SHIFT);

export function lockrefWithCount(word: bigint, count: number): bigint {
  return (word & 0xffff_ffffn) | (unsigned(count) << COUNT_SHIFT);
}

/** lockref_get_not_dead: refuses below 0; lockref_get, which `acquire` is, does not look. */
export function lockrefGetNotDead(word: bigint): Step {
  return lockrefCount(word) < 0 ? { word, outcome: 'refused' } : lockrefGet(word);
}

function lockrefGet(word: bigint): Step {
  return { word: lockrefWithCount(word, lockrefCount(word) + 1), outcome: 'taken' };
}

/** Counters of one kind of reference, each with another way to survive its limit. */
export const COUNTERS: readonly CatalogueEntry[] = [
  {
    id: 'refcount_t',
    name: 'refcount_t, Linux',
    layout: refcount,
    atLimit: 'saturates at 0xC0000000 with a warning; the object leaks',
    quirk:
      'An addition on 0 and a drop to 0 by refcount_dec saturate too; whoever finds the count above INT_MAX sets it back.',
    source: 'include/linux/refcount.h (00247cbf), docs/kernel-facts.md 1.4 and 1.5',
    machine: {
      start: 1n,
      acquire: (word) => refcountStep(refcountAdd(signed(word), 1), 'taken'),
      release(word) {
        const step = refcountSubAndTest(signed(word), 1);
        return refcountStep(step, step.returns ? 'freed' : 'dropped');
      },
    },
  },
  {
    id: 'rcuref_t',
    name: 'rcuref_t, Linux',
    layout: rcuref,
    atLimit: 'saturates at 0xA0000000',
    quirk:
      'What is stored is one less than the references: one is 0, none is -1. A get on a dead one sets it dead again.',
    source: 'include/linux/rcuref.h and lib/rcuref.c, docs/kernel-facts.md 4, row 6',
    machine: { start: RCUREF.oneReference, acquire: rcurefGet, release: rcurefPut },
  },
  {
    id: 'cpython-immortal',
    name: 'ob_refcnt of CPython 3.14, 64-bit: its 32 bits of count',
    layout: cpython,
    atLimit: 'an object that reaches 2^31 is immortal; its count stands still from 3 · 2^30 on',
    quirk:
      'Between the two a new reference still counts and a dropped one does not: the count drifts up, then sticks at 3/4 of the range.',
    source: 'Include/refcount.h of CPython, docs/kernel-facts.md 4, row 21',
    machine: {
      start: 1n,
      acquire(word) {
        if (word >= CPYTHON.stands) return { word, outcome: 'saturated' };
        const after = word + 1n;
        return { word: after, outcome: after >= CPYTHON.immortal ? 'saturated' : 'taken' };
      },
      release(word) {
        if (word >= CPYTHON.immortal) return { word, outcome: 'saturated' };
        return { word: word - 1n, outcome: word === 1n ? 'freed' : 'dropped' };
      },
    },
  },
  {
    id: 'os_refcnt',
    name: 'os_refcnt, XNU',
    layout: osRefcnt,
    atLimit: 'panic: "overflow"',
    quirk:
      'Four guard bits above 0x0FFFFFFF; bits that a caller reserves below the count come off its 28, not off the guard.',
    source: 'libkern/os/refcnt.c:16 and refcnt.h:319-335, docs/kernel-facts.md 4, row 27',
    machine: { start: 1n, acquire: (word) => osRefRetain(word), release: (word) => osRefRelease(word) },
  },
  {
    id: 'lockref',
    name: 'lockref, Linux: a spinlock and a count in 64 bits',
    layout: lockref,
    atLimit: 'nothing is checked: the count, signed, wraps',
    quirk: 'Dead is -128, so that a stray lockref_get makes it -127, which is still dead.',
    source: 'include/linux/lockref.h and lib/lockref.c, docs/kernel-facts.md 4, row 11',
    machine: {
      start: lockrefWithCount(0n, 1),
      acquire: lockrefGet,
      release(word) {
        const count = lockrefCount(word) - 1;
        return { word: lockrefWithCount(word, count), outcome: count === 0 ? 'freed' : 'dropped' };
      },
    },
  },
];
