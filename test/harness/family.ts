import type { EventChunk } from '../../src/events/chunk.ts';
import { ProfileEngine } from '../../src/harness/profile/engine.ts';
import { type Profile, profileOf } from '../../src/harness/profile/profile.ts';
import { Replay } from '../../src/harness/replay.ts';
import type { Tally } from '../../src/harness/tally.ts';
import { type Built, buildBias, buildSplit, type Layout, parseNotation } from '../../src/layouts/index.ts';
import { names } from './arbitrary.ts';

const built = (result: Built): Layout => {
  if (!('layout' in result)) throw new Error(JSON.stringify(result));
  return result.layout;
};

export const notation = (text: string): Layout => built(parseNotation(text));
export const split = (...args: Parameters<typeof buildSplit>): Layout => built(buildSplit(...args) as Built);
export const bias = (...args: Parameters<typeof buildBias>): Layout => built(buildBias(...args) as Built);

const longShort = (longBits: number, shortBits: number, ordinary: number, reserve: number): Layout =>
  split({
    id: `long ${longBits} short ${shortBits}`,
    fields: [
      { name: 'long', bits: longBits, counts: ['long'] },
      { name: 'short', bits: shortBits, counts: ['short'] },
      { name: 'ordinary', bits: ordinary, counts: ['ordinary'], reserve },
    ],
  });

/** An ordinary field of so many bits that warns, beside 8 bits of pins. */
const warned = (reserve: number, warn: number): Layout =>
  split({
    id: `8/24 reserve ${reserve}, warn ${warn}`,
    fields: [
      { bits: 8, counts: ['pin'] },
      { bits: 24, counts: ['ordinary'], reserve, warn },
    ],
  });

export const FAMILY: readonly Layout[] = [
  '4/4/24',
  '2/6/24',
  '8/24',
  '1/1/30',
  '1/2/29+0',
  '3/1/18+10',
  '9/9/12+2',
  '12/20',
  '20/20/24',
  '1/1+30',
  '31/33',
  'bias 2',
  'bias 4',
  'bias 64',
  'bias 1024',
  'bias 2^12',
]
  .map(notation)
  .concat(longShort(1, 1, 30, 2), longShort(2, 4, 26, 14), longShort(9, 3, 20, 0), longShort(30, 10, 24, 1));

/** Layouts whose ordinary field warns, of which a profile can answer while nothing saturates. */
export const WARNED: readonly Layout[] = [
  warned(2, 1),
  warned(2, 1024),
  warned(2, 2 ** 21),
  warned(12, 2 ** 11),
  warned(22, 2),
];

export function profile(chunks: readonly EventChunk[], end: number, from?: number): Profile {
  const engine = new ProfileEngine(from === undefined ? {} : { from });
  for (const chunk of chunks) engine.feed(chunk);
  return profileOf(engine, end, names, chunks.length);
}

export function replay(layout: Layout, chunks: readonly EventChunk[], end: number, from?: number): Tally {
  const engine = new Replay(layout, from);
  for (const chunk of chunks) engine.feed(chunk);
  return engine.finish(end, names);
}
