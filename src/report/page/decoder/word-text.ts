/** Words as people type and read them. */

/** The longest text that is read: a binary word of 64 bits with its groups apart. */
const LONGEST = 200;

export type ParsedWord =
  | { readonly ok: true; readonly value: bigint }
  | { readonly ok: false; readonly message: string };

/**
 * A word as typed: decimal, `0x` hexadecimal or `0b` binary, with a minus before it where it is a signed number. Spaces,
 * `_`, `,` and `'` between digits are ignored. From −2^63 to 2^64 − 1.
 */
export function parseWord(text: string): ParsedWord {
  const bare = text
    .slice(0, LONGEST + 1)
    .replace(/[\s_,'’\u202f\u00a0]/g, '')
    .toLowerCase();
  if (bare === '') return bad('type a word: 1025, 0x401, 0b10000000001 or −1');
  if (text.length > LONGEST) return bad(`more than ${LONGEST} characters are no word of 64 bits`);
  const [, minus = '', digits = ''] = /^([-−–]?)(.*)$/.exec(bare) ?? [];
  if (!/^(?:\d+|0x[\da-f]+|0b[01]+)$/.test(digits)) {
    if (/^[\da-f]+$/.test(digits)) return bad(`hexadecimal digits need 0x before them: ${minus}0x${digits}`);
    return bad('not a number: write 1025, 0x401, 0b10000000001 or −1');
  }
  const size = BigInt(digits);
  const value = minus === '' ? size : -size;
  if (value >= 1n << 64n || value < -(1n << 63n)) return bad('has no room in 64 bits');
  return { ok: true, value };
}

const bad = (message: string): ParsedWord => ({ ok: false, message });

/** The word of so many bits that the value is, or why it is none. A negative value is read as two's complement. */
export function wordOfBits(value: bigint, bits: 32 | 64): bigint | string {
  if (value >= 0n) {
    const needed = value.toString(2).length;
    return needed <= bits ? value : `needs ${needed} bits, and this word has ${bits}`;
  }
  const least = -(1n << BigInt(bits - 1));
  return value >= least
    ? BigInt.asUintN(bits, value)
    : `is less than −2^${bits - 1}, the least that ${bits} bits can be`;
}

/** `0x0000_0401`: every digit that the word has, four by four. */
export const hexOf = (word: bigint, bits: 32 | 64): string =>
  `0x${grouped(word.toString(16).padStart(bits / 4, '0'), '_')}`;

/** `0b0000_0000_…`: every bit that the word has, four by four. */
export const binaryOf = (word: bigint, bits: 32 | 64): string =>
  `0b${grouped(word.toString(2).padStart(bits, '0'), '_')}`;

const grouped = (digits: string, by: string): string => digits.replace(/\B(?=(?:.{4})+$)/g, by);
