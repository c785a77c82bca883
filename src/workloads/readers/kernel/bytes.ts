/** Bytes of a line of text, and what readers of lines ask of them. */

export const SPACE = 32;
export const NEWLINE = 10;
export const COLON = 58;
export const EQUALS = 61;
export const MINUS = 45;

/** The hash under which event and key names are looked up: h = 31 h + byte. */
export const hashOf = (name: string): number => [...name].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) | 0, 0);

const LATIN1 = new TextDecoder('latin1');
export const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  LATIN1.decode(bytes.subarray(start, end));

/** Value of a hexadecimal digit by its byte; −1: no digit. */
export const HEX = Int8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 48 && byte <= 57) return byte - 48;
  if (byte >= 97 && byte <= 102) return byte - 87;
  if (byte >= 65 && byte <= 70) return byte - 55;
  return -1;
});

/** The number behind `key`, decimal or hexadecimal; −1: there is none. */
export function numberBehind(bytes: Uint8Array, start: number, end: number, key: Uint8Array): number {
  search: for (let p = start; p + key.length < end; p++) {
    for (let i = 0; i < key.length; i++) if (bytes[p + i] !== key[i]) continue search;
    const text = textOf(bytes, p + key.length, Math.min(end, p + key.length + 24));
    const value = /^(?:0x[\da-f]+|\d+)(?=\s|$)/i.exec(text)?.[0];
    return value === undefined ? -1 : Number(value);
  }
  return -1;
}

export const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

export function afterBlanks(bytes: Uint8Array, at: number, end: number): number {
  let p = at;
  while (p < end && bytes[p] === SPACE) p++;
  return p;
}

/** Whether a bit is set in the hexadecimal number that ends before `end`. */
export function bitOfHex(bytes: Uint8Array, start: number, end: number, bit: number): boolean {
  const at = end - 1 - (bit >> 2);
  if (at < start + 2) return false;
  return (HEX[bytes[at]!]! & (1 << (bit & 3))) !== 0;
}
