import { describe, expect, it } from 'vitest';
import { MOST_BEHIND } from '../../src/events/order.ts';
import { rawEvents } from '../../src/events/raw.ts';
import type { InputError } from '../../src/node/input-error.ts';
import { RecordingReader } from '../../src/node/recording-reader.ts';
import { decoded } from '../../src/workloads/readers/decoded.ts';

const TEXT =
  ' fio-1 [000] .....  5.000000: grab: (a+0x0/0x1) folio=0xffffea0004de31c0 refs=1 flags=0x80001 ret=0 rc=1026 pf=0x0\n';

/** Notes blocks of so many events each, a line each, between a first and a last time (ns), the earliest in the first line. */
function noted(blocks: readonly (readonly [events: number, first: number, last: number])[]): string {
  const reader = new RecordingReader({ shown: 'dense.txt' });
  reader.begin(Buffer.from(TEXT));
  try {
    for (const [events, minTime, maxTime] of blocks) {
      const about = Object.assign(decoded(rawEvents(0)), {
        lines: events,
        entries: events,
        minTime,
        maxTime,
        minLine: 0,
      });
      reader.note(about, events, 10);
    }
    return 'in order';
  } catch (error) {
    const { file, line, message } = error as InputError;
    return `${file}:${line}: ${message}`;
  }
}

describe('an event behind later ones, within 10 ms', () => {
  const half = MOST_BEHIND / 2;

  it('is put in its place where fewer of them are above it than any shard holds back', () => {
    expect(
      noted([
        [half, 0, 1000],
        [half - 1, 900, 2000],
      ]),
    ).toBe('in order');
    // Blocks without an event count for nothing.
    expect(
      noted([
        [half, 0, 1000],
        [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
        [half - 1, 900, 2000],
      ]),
    ).toBe('in order');
  });

  it('is an error where there are more, by the events of all pages, so that the number of threads does not matter', () => {
    const said = `dense.txt:${MOST_BEHIND + 1}: 0.0 ms earlier than a line above it`;
    expect(
      noted([
        [half, 0, 1000],
        [half, 1000, 2000],
        [9, 999, 3000],
      ]),
    ).toContain(said);
    expect(
      noted([
        [half, 0, 1000],
        [half, 1000, 2000],
        [9, 1000, 3000],
      ]),
    ).toBe('in order');
    const few = noted([
      [9, 0, 5000],
      [half, 5000, 5000],
      [half - 9, 4999, 6000],
    ]);
    expect(few).toContain(`dense.txt:${half + 10}: 0.0 ms earlier than a line above it`);
  });
});
