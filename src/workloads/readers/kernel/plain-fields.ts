import { bitOfHex, EQUALS, HEX, hashOf, MINUS, SPACE } from './bytes.ts';
import { PG_HEAD } from './kernel-numbers.ts';
import { PAGE_REF, SHOWS } from './role-codes.ts';

/** Places in `numbers`. */
export const PAGE = 0;
export const REFS = 1;
export const FLAGS = 2;
export const RET = 3;
export const COUNT = 4;
export const VAL = 5;
export const PINCOUNT = 6;

const K_PF = hashOf('pf');
const K_FLAGS = hashOf('flags');
const K_FOLIO = hashOf('folio');
const K_PAGE = hashOf('page');
const [K_REFS, K_RET, K_RC, K_PFN, K_COUNT, K_VAL, K_LPIN] = ['refs', 'ret', 'rc', 'pfn', 'count', 'val', 'lpin'].map(
  hashOf,
) as [number, number, number, number, number, number, number];

/** The fields `key=value` of one event. */
export class LineFields {
  /**
   * The page, references, gup flags (−1: none), return value, count (NaN: none), val and lpin: doubles for V8 too, where
   * numbers that become large would have it compile anew.
   */
  readonly numbers = new Float64Array(7);
  /** The 16 high bits of the page's address. */
  top = 0;
  isLarge = false;
  /** A value cannot be read. */
  isBad = false;
  /** Where the value ends that was read last. */
  #end = 0;

  /** `role`: what the event does; `isWhole`: what stands behind pf is needed too. */
  read(bytes: Uint8Array, start: number, eol: number, role: number, isWhole: boolean): void {
    const { numbers } = this;
    numbers[PAGE] = -1;
    numbers[REFS] = 1;
    numbers[FLAGS] = -1;
    numbers[RET] = 0;
    numbers[COUNT] = Number.NaN;
    numbers[VAL] = Number.NaN;
    numbers[PINCOUNT] = Number.NaN;
    this.top = 0;
    this.isLarge = false;
    this.isBad = false;
    let p = start;
    while (p < eol) {
      while (p < eol && bytes[p] === SPACE) p++;
      if (bytes[p] === 40) {
        // (function+0x126/0x620 <- function)
        while (p < eol && bytes[p] !== 41) p++;
        p++;
        continue;
      }
      let key = 0;
      while (p < eol && bytes[p] !== EQUALS && bytes[p] !== SPACE) key = (Math.imul(key, 31) + bytes[p++]!) | 0;
      if (bytes[p] !== EQUALS) continue;
      p++;
      if (key === K_PF || (role === PAGE_REF && key === K_FLAGS)) {
        const from = p;
        while (p < eol && bytes[p] !== SPACE) p++;
        if (key !== K_PF) {
          this.isLarge = hasHead(bytes, from, eol);
          continue;
        }
        this.isLarge = bitOfHex(bytes, from, p, PG_HEAD);
        // Nothing else is needed: _pincount means something on a large folio only.
        if (!this.isLarge && !isWhole && numbers[PAGE]! >= 0 && numbers[FLAGS]! >= 0 && !Number.isNaN(numbers[COUNT]!))
          break;
        continue;
      }
      const place = placeOf(key, role);
      if (place >= 0) {
        const value = this.#number(bytes, p, eol, key === K_FOLIO || key === K_PAGE);
        p = this.#end;
        // A folio is the page wherever it stands.
        if (key !== K_PAGE || numbers[PAGE]! < 0) numbers[place] = value;
      }
      while (p < eol && bytes[p] !== SPACE) p++;
    }
  }

  /** A number: decimal, perhaps negative, or hexadecimal of up to 16 digits, of an address (`isAddress`) the low 12 of them. */
  #number(bytes: Uint8Array, start: number, eol: number, isAddress: boolean): number {
    let p = start;
    let value = 0;
    const isNegative = bytes[p] === MINUS;
    if (isNegative) p++;
    const first = p;
    if (bytes[p] === 48 && bytes[p + 1] === 120) {
      p += 2;
      let high = 0;
      let middle = 0;
      let low = 0;
      for (; p < eol; p++) {
        const digit = HEX[bytes[p]!]!;
        if (digit < 0) break;
        high = (high << 4) | (middle >>> 20);
        middle = ((middle << 4) | (low >>> 20)) & 0xff_ffff;
        low = ((low << 4) | digit) & 0xff_ffff;
      }
      const digits = p - first - 2;
      if (digits === 0 || digits > 16) this.isBad = true;
      value = middle * 0x100_0000 + low;
      if (isAddress) this.top = high & 0xffff;
      else if (high !== 0) value += (high & 0xffff) * 2 ** 48;
    } else {
      while (p < eol && bytes[p]! >= 48 && bytes[p]! <= 57) value = value * 10 + (bytes[p++]! - 48);
      if (p === first) this.isBad = true;
      if (isNegative) value = -value;
    }
    if (p < eol && bytes[p] !== SPACE) this.isBad = true;
    this.#end = p;
    return value;
  }
}

/** Where the value of a key belongs; −1: it is not needed. */
function placeOf(key: number, role: number): number {
  switch (key) {
    case K_FOLIO:
    case K_PFN:
      return PAGE;
    case K_PAGE:
      return role === SHOWS ? PAGE : -1;
    case K_REFS:
      return REFS;
    case K_FLAGS:
      return FLAGS;
    case K_RET:
      return RET;
    case K_VAL:
      return VAL;
    case K_LPIN:
      return PINCOUNT;
    case K_RC:
    case K_COUNT:
      return COUNT;
    default:
      return -1;
  }
}

/** `head` is one of the names joined by `|`. */
function hasHead(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end && bytes[p] !== SPACE; p++) {
    if (
      bytes[p] === 104 &&
      bytes[p + 1] === 101 &&
      bytes[p + 2] === 97 &&
      bytes[p + 3] === 100 &&
      (p === start || bytes[p - 1] === 124) &&
      (p + 4 >= end || bytes[p + 4] === SPACE || bytes[p + 4] === 124)
    ) {
      return true;
    }
  }
  return false;
}
