import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { costOf, FLOODS } from './floods.ts';

setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc') as NonNullable<typeof globalThis.gc>;

/** Memory of the engines whatever they hold, and what a loop leaves behind until it is collected. */
const BASE = 64e6;

describe('a recording of ten million events costs no more an event than one of a million', () => {
  it.each(FLOODS)('$name', (flood) => {
    costOf(flood, 200_000); // compiled
    const one = costOf(flood, 1_000_000);
    const ten = costOf(flood, 10_000_000);
    console.log(
      `${flood.name}: ${one.seconds.toFixed(2)} s and ${(one.memory / 1e6).toFixed(0)} MB, ten times as many ${ten.seconds.toFixed(2)} s and ${(ten.memory / 1e6).toFixed(0)} MB`,
    );
    expect(ten.seconds).toBeLessThan(20 * one.seconds);
    expect(ten.memory).toBeLessThan(BASE + flood.bytesPerEvent * 10_000_000);
  });
});

describe('a page with 33 million pins', () => {
  it('costs what it holds: one handle a pin, whatever the highest slot', () => {
    const { seconds, memory, profile } = costOf(FLOODS[3]!, 66_000_000);
    console.log(`33 million pins held: ${seconds.toFixed(1)} s, ${(memory / 1e6).toFixed(0)} MB`);
    expect(profile.pages).toBe(1);
    expect(memory).toBeLessThan(BASE + 400 * 33_000_000);
  });
});
