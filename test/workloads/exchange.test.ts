import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventChunk } from '../../src/events/chunk.ts';
import { Matcher } from '../../src/events/match.ts';
import { anonymousNames, ExchangeWriter } from '../../src/workloads/exchange.ts';
import { CsvDecoder } from '../../src/workloads/readers/csv.ts';
import { recording, resolve, still } from '../harness/arbitrary.ts';
import { profile } from '../harness/family.ts';

/** Lines and tasks are what the format cannot carry. */
const bare = (chunk: EventChunk): EventChunk => ({
  ...chunk,
  line: new Uint32Array(chunk.length),
  task: new Uint32Array(chunk.length),
});

function copied(chunk: EventChunk): EventChunk {
  const { length } = chunk;
  const { time, op, page, arg } = chunk;
  return bare({
    length,
    time: time.slice(0, length),
    op: op.slice(0, length),
    page: page.slice(0, length),
    arg: arg.slice(0, length),
  });
}

/** What a reader makes of exchange CSV without its header. */
function read(csv: string): { chunks: EventChunk[]; end: number; seen: Matcher['seen'] } {
  const chunks: EventChunk[] = [];
  const keep = (chunk: EventChunk): void => {
    chunks.push(copied(chunk));
  };
  const matcher = new Matcher({ small: keep, large: keep });
  const { events, refNames } = new CsvDecoder().decode(csv);
  matcher.feed(events, refNames);
  matcher.flush();
  return { chunks, end: matcher.last, seen: matcher.seen };
}

const plain = { page: (index: number) => `folio "0x${index}", of a file`, task: (n: number) => `comm, ${n}-${n}` };

describe('exchange CSV', () => {
  it('gives the same profile as the events that it was written from, whatever they are', () => {
    fc.assert(
      fc.property(recording({ undirected: true }), fc.boolean(), (steps, anonymize) => {
        const { chunks, end } = resolve(steps);
        const writer = new ExchangeWriter({
          names: anonymize ? anonymousNames() : plain,
          baseSeconds: anonymize ? 0 : 1_234_567,
          origin: () => 0,
          observesOrdinary: () => steps.some(({ what }) => what === 'get' || what === 'put' || what === 'level'),
        });
        const csv = chunks.map((chunk) => writer.write(chunk)).join('') + writer.end(end);
        const again = read(csv);
        const first = steps[0]?.gap ?? 0;
        const shifted = chunks.map((chunk) => bare({ ...chunk, time: chunk.time.map((time) => time - first) }));
        const [found, expected] = [profile(again.chunks, again.end), profile(shifted, end - first)];
        const { events: _, ...numbers } = expected;
        expect(again.end).toBe(steps.length === 0 ? Number.NEGATIVE_INFINITY : end - first);
        if (steps.length > 0) expect(found).toMatchObject(numbers);
        expect(again.seen.undirected).toBe(
          chunks.flatMap(({ op }) => [...op]).filter((op) => op === 5 || op === 6).length,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('writes a row of a page that begins with a drop of nothing, and states no count that the source did not', () => {
    const writer = new ExchangeWriter({
      names: anonymousNames(),
      baseSeconds: 5,
      origin: () => 0,
      observesOrdinary: () => false,
    });
    const { chunks } = resolve([{ ...still, gap: 500, what: 'unpin' }]);
    expect(writer.write(chunks[0]!)).toBe('5.0000005,unpin,page 1,\n');
    expect(writer.end(2e9)).toBe('7,unpin,page 1,nobody: the recording ends\n');
  });
});
