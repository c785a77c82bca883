import { PG_HEAD } from '../../src/workloads/readers/kernel/kernel-numbers.ts';
import { PAGE_REF, SHOWS } from '../../src/workloads/readers/kernel/role-codes.ts';
import { byte, find, hexOf, isDigit, MINUS, SPACE } from './bytes.ts';

/** The fields `key=value` of one event: of gup flags −1: none; of count, val and lpin NaN: none. */
export let page: f64 = 0;
export let refs: f64 = 0;
export let flags: f64 = 0;
export let ret: f64 = 0;
export let count: f64 = 0;
export let val: f64 = 0;
export let pincount: f64 = 0;
/** The 16 high bits of the page's address. */
export let top: i32 = 0;
export let isLarge: bool = false;
/** A value cannot be read. */
export let isBad: bool = false;
/** Where the value ends that was read last. */
let valueEnd: usize = 0;

/** Keys, as the bytes of their names: the last eight, of a longer one. */
const K_PF: u64 = 0x7066;
const K_RC: u64 = 0x7263;
const K_RET: u64 = 0x72_6574;
const K_PFN: u64 = 0x70_666e;
const K_VAL: u64 = 0x76_616c;
const K_REFS: u64 = 0x7265_6673;
const K_PAGE: u64 = 0x7061_6765;
const K_LPIN: u64 = 0x6c70_696e;
const K_FLAGS: u64 = 0x66_6c61_6773;
const K_FOLIO: u64 = 0x66_6f6c_696f;
const K_COUNT: u64 = 0x63_6f75_6e74;

/** `role`: what the event does; `isWhole`: what stands behind pf is needed too. */
export function readFields(start: usize, eol: usize, role: i32, isWhole: bool): void {
  page = -1;
  refs = 1;
  flags = -1;
  ret = 0;
  count = NaN;
  val = NaN;
  pincount = NaN;
  top = 0;
  isLarge = false;
  isBad = false;
  let p = start;
  while (p < eol) {
    while (p < eol && byte(p) === SPACE) p++;
    if (byte(p) === 40) {
      // (function+0x126/0x620 <- function)
      p = find(41, p, eol) + 1;
      continue;
    }
    let key: u64 = 0;
    let b = byte(p);
    while (p < eol && b !== 61 && b !== SPACE) {
      key = (key << 8) | <u64>b;
      b = byte(++p);
    }
    if (b !== 61) continue;
    p++;
    if (key === K_PF || (role === PAGE_REF && key === K_FLAGS)) {
      const from = p;
      p = find(SPACE, p, eol);
      if (key !== K_PF) {
        isLarge = hasHead(from, eol);
        continue;
      }
      isLarge = bitOfHex(from, p, PG_HEAD);
      // Nothing else is needed: _pincount means something on a large folio only.
      if (!isLarge && !isWhole && page >= 0 && flags >= 0 && !Number.isNaN(count)) break;
      continue;
    }
    if (key === K_FOLIO) page = readNumber(p, eol, true);
    else if (key === K_PAGE) {
      if (role === SHOWS) {
        const value = readNumber(p, eol, true);
        // A folio is the page wherever it stands.
        if (page < 0) page = value;
      } else valueEnd = p;
    } else if (key === K_RC || key === K_COUNT) count = readNumber(p, eol, false);
    else if (key === K_FLAGS) flags = readNumber(p, eol, false);
    else if (key === K_REFS) refs = readNumber(p, eol, false);
    else if (key === K_RET) ret = readNumber(p, eol, false);
    else if (key === K_PFN) page = readNumber(p, eol, false);
    else if (key === K_VAL) val = readNumber(p, eol, false);
    else if (key === K_LPIN) pincount = readNumber(p, eol, false);
    else valueEnd = p;
    p = find(SPACE, valueEnd, eol);
  }
}

/** A number: decimal, perhaps negative, or hexadecimal of up to 16 digits, of an address (`isAddress`) the low 12 of them. */
function readNumber(start: usize, eol: usize, isAddress: bool): f64 {
  let p = start;
  let value: f64 = 0;
  const isNegative = byte(p) === MINUS;
  if (isNegative) p++;
  const first = p;
  if (byte(p) === 48 && byte(p + 1) === 120) {
    p += 2;
    let bits: u64 = 0;
    for (; p < eol; p++) {
      const digit = hexOf(byte(p));
      if (digit < 0) break;
      bits = (bits << 4) | <u64>digit;
    }
    const digits = p - first - 2;
    if (digits === 0 || digits > 16) isBad = true;
    if (isAddress) {
      top = <i32>(bits >> 48);
      bits &= 0xffff_ffff_ffff;
    }
    value = <f64>bits;
  } else {
    while (p < eol && isDigit(byte(p))) value = value * 10 + <f64>(byte(p++) - 48);
    if (p === first) isBad = true;
    if (isNegative) value = -value;
  }
  if (p < eol && byte(p) !== SPACE) isBad = true;
  valueEnd = p;
  return value;
}

/** Whether a bit is set in the hexadecimal number that ends before `end`. */
function bitOfHex(start: usize, end: usize, bit: i32): bool {
  const at = end - 1 - <usize>(bit >> 2);
  if (at < start + 2) return false;
  return (hexOf(byte(at)) & (1 << (bit & 3))) !== 0;
}

/** `head` is one of the names joined by `|`. */
function hasHead(start: usize, end: usize): bool {
  for (let p = start; p < end && byte(p) !== SPACE; p++) {
    if (
      load<u32>(p) === 0x6461_6568 &&
      (p === start || byte(p - 1) === 124) &&
      (p + 4 >= end || byte(p + 4) === SPACE || byte(p + 4) === 124)
    ) {
      return true;
    }
  }
  return false;
}
