/**
 * A probability that may be far below the smallest double: 1e-1620 is a number and not 0 (ARCHITECTURE.md). `value` is 0
 * where it underflows; `log10` never does. Of an event that cannot happen, `log10` is −∞.
 */
export interface Probability {
  /** 0 … 1. */
  readonly value: number;
  /** Decimal logarithm of the probability, −∞ … 0. */
  readonly log10: number;
}

export const IMPOSSIBLE: Probability = { value: 0, log10: Number.NEGATIVE_INFINITY };
export const CERTAIN: Probability = { value: 1, log10: 0 };

/** The probability with natural logarithm `ln`; a logarithm that rounding put above 0 counts as 0. */
export function fromLn(ln: number): Probability {
  if (ln === Number.NEGATIVE_INFINITY) return IMPOSSIBLE;
  if (ln >= 0) return CERTAIN;
  return { value: Math.exp(ln), log10: ln / Math.LN10 };
}

/** Natural logarithm of a probability. */
export function lnOf(probability: Probability): number {
  return probability.log10 * Math.LN10;
}

/**
 * Mean of probabilities, each with its weight, computed in logarithms so that it does not underflow.
 * @throws RangeError where the weights do not add up to more than 0.
 */
export function weightedMean(
  parts: readonly { readonly weight: number; readonly probability: Probability }[],
): Probability {
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  if (!(total > 0)) throw new RangeError('a mean needs a weight above 0');
  const largest = parts.reduce(
    (most, part) => (part.weight > 0 ? Math.max(most, lnOf(part.probability)) : most),
    Number.NEGATIVE_INFINITY,
  );
  if (largest === Number.NEGATIVE_INFINITY) return IMPOSSIBLE;
  const scaled = parts.reduce((sum, part) => sum + part.weight * Math.exp(lnOf(part.probability) - largest), 0);
  return fromLn(largest + Math.log(scaled / total));
}
