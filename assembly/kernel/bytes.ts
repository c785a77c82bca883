/** Bytes of a line of text, and what readers of lines ask of them. */

import { HEX_AT } from '../../src/workloads/readers/kernel/places.ts';

export const NEWLINE: i32 = 10;
export const SPACE: i32 = 32;
export const MINUS: i32 = 45;
export const COLON: i32 = 58;

export function byte(at: usize): i32 {
  return <i32>load<u8>(at);
}

export function isDigit(b: i32): bool {
  return <u32>(b - 48) < 10;
}

/** Value of a hexadecimal digit by its byte; −1: no digit. */
export function hexOf(b: i32): i32 {
  return <i32>load<i8>(HEX_AT + b);
}

export function afterBlanks(at: usize, end: usize): usize {
  let p = at;
  while (p < end && byte(p) === SPACE) p++;
  return p;
}

/** The first byte of that value from `at` on, or `end`. Up to 16 bytes behind `end` may be looked at. */
export function find(value: i32, at: usize, end: usize): usize {
  const wanted = i8x16.splat(<i8>value);
  for (let p = at; p < end; p += 16) {
    const found = v128.bitmask<i8>(v128.eq<i8>(v128.load(p), wanted));
    if (found !== 0) return min(p + <usize>ctz(found), end);
  }
  return end;
}

/** Of a double what is left of it in 32 bits, as ToInt32 of JavaScript. */
export function word(x: f64): i32 {
  if (abs(x) < 9e18) return <i32>(<i64>x);
  // A multiple of 2^10, or no number: all steps are exact.
  const rest = x - floor(x / 4294967296.0) * 4294967296.0;
  return Number.isNaN(rest) ? 0 : <i32>(<i64>rest);
}
