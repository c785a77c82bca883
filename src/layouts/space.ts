import { formatBias } from './bias.ts';
import { PAGE_REFERENCES, PIN } from './domain.ts';
import { formatSplit, NOTATION_PARTS } from './split-notation.ts';
import type { BiasLayout, Field, Layout, SplitLayout } from './types.ts';

/** The reserves of the ordinary field that the space goes through, in bits. */
const SPACE_RESERVES: readonly number[] = [0, 1, 2, 3, 4];

/**
 * The design space of a word: every split into read / write / ordinary and into pin / ordinary in which each field has
 * at least 1 bit and the ordinary field, after a reserve of 0…4, at least 1 to count with; then every power of two
 * from 2^1 to 2^(word − 2) as a bias. Pins fail and reserve nothing; ordinary references saturate. Ids are canonical
 * notations, each once.
 *
 * For a reserve r there are C(word − 1 − r, 2) splits into three and word − 1 − r into two:
 * 2035 + 145 + 30 = 2,210 layouts of 32 bits and 9155 + 305 + 62 = 9,522 of 64.
 */
export function* designSpace(word: 32 | 64): Generator<Layout> {
  for (const reserve of SPACE_RESERVES) {
    for (let read = 1; read <= word - 2; read++) {
      for (let write = 1; read + write + reserve + 1 <= word; write++) yield split(word, [read, write], reserve);
    }
  }
  for (const reserve of SPACE_RESERVES) {
    for (let pin = 1; pin + reserve + 1 <= word; pin++) yield split(word, [pin], reserve);
  }
  for (let exponent = 1; exponent <= word - 2; exponent++) yield bias(word, 2 ** exponent);
}

/** How many layouts `designSpace` yields, from the sums in its description. */
export function spaceSize(word: 32 | 64): number {
  let size = word - 2;
  for (const reserve of SPACE_RESERVES) {
    const cuts = word - 1 - reserve;
    size += (cuts * (cuts - 1)) / 2 + cuts;
  }
  return size;
}

function split(word: 32 | 64, pins: readonly number[], reserve: number): SplitLayout {
  const parts = NOTATION_PARTS[pins.length + 1]!;
  let offset = word;
  const fields = parts.map(({ name, counts }, i): Field => {
    const pin = pins[i];
    const bits = pin ?? offset;
    offset -= bits;
    return pin === undefined
      ? { name, bits, offset, reserve, counts, onLimit: 'saturate' }
      : { name, bits, offset, reserve: 0, counts, onLimit: 'fail' };
  });
  return { family: 'split', id: formatSplit(fields)!, word, domain: PAGE_REFERENCES, fields };
}

function bias(word: 32 | 64, value: number): BiasLayout {
  const layout = { word, terms: [{ name: 'pin', counts: PIN, bias: value }] };
  return { family: 'bias', id: formatBias(layout), domain: PAGE_REFERENCES, ...layout };
}
