/**
 * The rules of refcount_t (include/linux/refcount.h, docs/kernel-facts.md 1.4), one operation at a time: what the guard's
 * `saturate` does to a field, as the kernel does it to a word of 32 bits. The values are those that atomic_read shows,
 * signed, −2^31 … 2^31 − 1.
 */

export const REFCOUNT_MAX = 2 ** 31 - 1;
/** INT_MIN / 2, 0xC0000000 as an unsigned number: 3/4 of the range. */
export const REFCOUNT_SATURATED = -(2 ** 30);

/** What the kernel warns of, once (lib/refcount.c). */
export type RefcountWarning =
  | 'saturated; leaking memory'
  | 'addition on 0; use-after-free'
  | 'underflow; use-after-free'
  | 'decrement hit 0; leaking memory';

export interface RefcountStep {
  readonly value: number;
  /** What the operation returns; undefined for one that returns nothing. */
  readonly returns?: boolean;
  readonly warning?: RefcountWarning;
}

const saturated = (warning: RefcountWarning): RefcountStep => ({ value: REFCOUNT_SATURATED, warning });

const signed = (value: number): number => value | 0;

/** refcount_add; with 1, refcount_inc. */
export function refcountAdd(value: number, more: number): RefcountStep {
  if (value === 0) return saturated('addition on 0; use-after-free');
  const sum = signed(value + more);
  return value < 0 || sum < 0 ? saturated('saturated; leaking memory') : { value: sum };
}

/** refcount_add_not_zero; with 1, refcount_inc_not_zero. At 0 it takes nothing and returns false. */
export function refcountAddNotZero(value: number, more: number): RefcountStep {
  if (value === 0) return { value, returns: false };
  return { ...refcountAdd(value, more), returns: true };
}

/**
 * refcount_add_not_zero_limited_acquire, which fails where a plain addition saturates. The plain _acquire variants pass
 * REFCOUNT_MAX as the limit, so that at REFCOUNT_MAX they fail although their description says that they saturate.
 */
export function refcountAddNotZeroLimited(value: number, more: number, limit = REFCOUNT_MAX): RefcountStep {
  if (value === 0 || more > limit - value) return { value, returns: false };
  return { ...refcountAdd(value, more), returns: true };
}

/** refcount_sub_and_test; with 1, refcount_dec_and_test: true where the last references were dropped. */
export function refcountSubAndTest(value: number, fewer: number): RefcountStep {
  if (value > 0 && value === fewer) return { value: 0, returns: true };
  const rest = signed(value - fewer);
  if (value <= 0 || rest < 0) return { ...saturated('underflow; use-after-free'), returns: false };
  return { value: rest, returns: false };
}

/** refcount_dec, for those who know that references are left. */
export function refcountDec(value: number): RefcountStep {
  return value <= 1 ? saturated('decrement hit 0; leaking memory') : { value: value - 1 };
}
