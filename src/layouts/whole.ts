/**
 * Whole numbers as people write them for layouts: `1024` or `2^23`. Biases reach 2^62, beyond what a double counts in
 * ones, so a number above 2^53 must be a power of two to be what was written.
 */

const DECIMAL = /^\d{1,400}$/;
const POWER = /^2\^(\d{1,4})$/;

/** Highest exponent of a power: 2^1023 is the largest that a double holds. */
const MAX_EXPONENT = 1023;

/**
 * The number that a text such as `1024` or `2^23` stands for, or undefined where it is neither, or where a double
 * would not hold it exactly (`9007199254740993`, `2^1024`).
 */
export function parseWhole(text: string): number | undefined {
  const power = POWER.exec(text);
  if (power) {
    const exponent = Number(power[1]);
    return exponent <= MAX_EXPONENT ? 2 ** exponent : undefined;
  }
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return isExactWhole(value) && BigInt(value) === BigInt(text) ? value : undefined;
}

/** A whole number, 0 or more, that a double holds without having rounded it: up to 2^53 − 1, or a power of two. */
export function isExactWhole(value: number): boolean {
  return Number.isSafeInteger(value) ? value >= 0 : Number.isFinite(value) && isPowerOfTwo(value);
}

/** True of 1, 2, 4, … 2^1023. */
export function isPowerOfTwo(value: number): boolean {
  if (!(value >= 1) || !Number.isFinite(value)) return false;
  return 2 ** floorLog2(value) === value;
}

/** The largest k with 2^k ≤ value, for a finite value ≥ 1; exact, where Math.log2 may round up just below a power. */
export function floorLog2(value: number): number {
  let exponent = Math.floor(Math.log2(value));
  if (2 ** exponent > value) exponent--;
  return exponent;
}

/** As people write it: powers of two from 2^16 on as powers (`2^23`), everything else in digits (`1024`). */
export function formatWhole(value: number): string {
  if (value >= 2 ** 16 && isPowerOfTwo(value)) return `2^${floorLog2(value)}`;
  return Number.isSafeInteger(value) ? String(value) : BigInt(value).toString();
}
