import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Directions } from '../../src/events/directions.ts';
import { FLAG_BEFORE, PROBE_LIST, RAW_GET, RAW_PROBE, RAW_SEEN, RAW_UNPIN } from '../../src/events/raw.ts';
import { READ, WRITE } from '../../src/layouts/domain.ts';
import { KernelTextDecoder } from '../../src/workloads/readers/kernel/text.ts';
import { block, type RawEvent } from './raw.ts';

const FOLIO = 'folio=0xffffea0004de31c0';
const PUT = `put: (gup_put_folio+0x0/0x90) ${FOLIO} refs=1 flags=0x80000 rc=1026 mc=0 pf=0x0`;
const ZERO = `put: (gup_put_folio+0x0/0x90) ${FOLIO} refs=1 flags=0x80000 rc=1 mc=0 pf=0x0`;
const BRP_READ = 'brp: (__bio_release_pages+0x4/0x290) bio=0xffff8881010e0300 dirty=0 opf=0x8801 bflags=0x201';
const BRP_WRITE = 'brp: (__bio_release_pages+0x4/0x290) bio=0xffff8881010e0300 dirty=1 opf=0x0 bflags=0x201';
const UFOLIO = `ufolio: (unpin_user_folio+0x4/0x20) ${FOLIO} n=1`;
const UPAGES = 'upages: (unpin_user_pages+0x4/0xc0) page0=0xffffea0004d6b640 n=2';
const list = (name: 'updl' | 'uprd', n: number, dirty: 0 | 1): string =>
  `${name}: (f+0x4/0xd0) page0=0xffffea0004d6b640 n=${n} dirty=${dirty}`;
const GRAB = `grab: (a <- b) ${FOLIO} refs=1 flags=0x80000 ret=0 rc=1026`;

/** A line in task context of dd-1; `h` in an interrupt of its CPU. Each is 10 us after the one before. */
type Line = string | { readonly text: string; readonly at?: string; readonly wait?: number };

function linesOf(lines: readonly Line[]): string {
  let micros = 5_000_000;
  return lines
    .map((line) => {
      const { text, at = 'dd-1 [000] .....', wait = 10 } = typeof line === 'string' ? { text: line } : line;
      micros += wait;
      return ` ${at} ${(micros / 1e6).toFixed(6)}: ${text}\n`;
    })
    .join('');
}

/** What the drops of a recording look among, in its order, when it comes in blocks of so many lines. */
function decided(text: string, blocks: readonly number[] = []): { kinds: number[]; left: number } {
  const decoder = new KernelTextDecoder({ format: 'kprobe', baseSeconds: 0 });
  const lines = text.split(/(?<=\n)/);
  const kinds: number[] = [];
  let left = 0;
  let directions = new Directions();
  for (let at = 0, b = 0; at < lines.length; b++) {
    const count = blocks[b] ?? lines.length;
    const bytes = Buffer.from(lines.slice(at, at + count).join(''));
    at += count;
    const { events, probes, unreadable } = decoder.decode(bytes, 0, bytes.length);
    expect(unreadable).toBe(0);
    // As another thread would go on.
    directions = new Directions(structuredClone(directions.open));
    directions.decide(events, probes);
    left += events.length;
    for (let i = 0; i < events.length; i++) if (events.op[i] === RAW_UNPIN) kinds.push(events.kinds[i]!);
  }
  return { kinds, left };
}

const irq = (text: string, cpu = '000'): Line => ({ text, at: `dd-1 [${cpu}] d.h1.` });

describe('a probe tells which way the drops right after it go', () => {
  it.each<[string, Line[], number[]]>([
    ['a bio that the disk was read into: a write pin', [BRP_WRITE, UFOLIO, PUT], [WRITE]],
    ['a bio that was written to disk: a read pin', [BRP_READ, UFOLIO, PUT], [READ]],
    ['all drops of the bio', [BRP_READ, UFOLIO, PUT, UFOLIO, PUT, PUT], [READ, READ, READ]],
    ['bio_check_pages_dirty: write pins only', ['bchk: (a) bio=0xffff8881010e0300 opf=0x0', PUT], [WRITE]],
    ['the next bio', [BRP_READ, PUT, BRP_WRITE, PUT], [READ, WRITE]],
    ['a list made dirty: write pins', [list('updl', 2, 1), PUT, PUT], [WRITE, WRITE]],
    ['a list not made dirty: read pins', [list('uprd', 2, 0), PUT, PUT], [READ, READ]],
    ['as many as the list has', [list('updl', 2, 1), PUT, PUT, PUT], [WRITE, WRITE, 0]],
    ['n in one event', [list('updl', 2, 1), PUT.replace('refs=1', 'refs=2').replace('1026', '3000'), PUT], [WRITE, 0]],
    ['the page of zeros is of the list', [list('updl', 2, 1), ZERO, PUT, PUT], [WRITE, 0]],
    ['unpin_user_pages inside of it', [list('updl', 2, 0), UPAGES, PUT, PUT], [READ, READ]],
    ['but not of another list', [list('updl', 3, 0), UPAGES, PUT], [0]],
    ['nor when its list has begun', [list('updl', 2, 0), PUT, UPAGES, PUT], [READ, 0]],
    ['unpin_user_pages alone does not tell', [UPAGES, PUT], [0]],
    ['nor after a bio', [BRP_READ, PUT, UPAGES, PUT], [READ, 0]],
    ['unpin_user_folio alone does not tell', [UFOLIO, PUT], [0]],
    ['nor in the middle of a list', [list('updl', 2, 1), PUT, UFOLIO, PUT], [WRITE, 0]],
    ['a list of nothing', [list('updl', 0, 1), PUT], [0]],
    ['a pin that is taken ends it', [BRP_READ, PUT, GRAB, PUT], [READ, 0]],
    ['so does the next submission', [BRP_WRITE, PUT, 'bset: (a) bio=0xffff8881010e0300 opf=0x0', PUT], [WRITE, 0]],
    ['without any probe', [PUT], [0]],
  ])('%s', (_, lines, expected) => {
    expect(decided(linesOf(lines)).kinds).toEqual(expected);
  });

  it.each<[string, Line[], number[]]>([
    [
      'an interrupt does not go on with what its task began',
      [list('updl', 2, 1), irq(PUT), PUT, PUT],
      [0, WRITE, WRITE],
    ],
    ['a task does not go on with what an interrupt began', [irq(BRP_READ), PUT, irq(PUT)], [0, READ]],
    ['nor an interrupt on another CPU', [irq(BRP_READ), irq(PUT, '001'), irq(PUT)], [0, READ]],
    [
      'a hard interrupt inside a soft one',
      [
        { text: BRP_READ, at: 'dd-1 [000] ..s1.' },
        { text: PUT, at: 'dd-1 [000] d.H1.' },
        { text: PUT, at: 'dd-1 [000] ..s1.' },
      ],
      [0, READ],
    ],
    ['a task takes it to another CPU', [list('updl', 2, 1), { text: PUT, at: 'dd-1 [001] .....' }], [WRITE]],
    ['another task has its own', [list('updl', 2, 1), { text: PUT, at: 'dd-2 [000] .....' }, PUT], [0, WRITE]],
    [
      'an interrupt names whichever task it interrupts',
      [irq(BRP_READ), { text: PUT, at: 'cat-7 [000] d.h1.' }],
      [READ],
    ],
    [
      'the CPU of the latency format',
      [
        { text: BRP_READ, at: 'dd-1 12d.h1.' },
        { text: PUT, at: 'dd-1 13d.h1.' },
        { text: PUT, at: 'dd-1 12d.h1.' },
      ],
      [0, READ],
    ],
    [
      'a bio in task context, a millisecond before',
      [BRP_READ, { text: PUT, wait: 1000 }, { text: PUT, wait: 1001 }],
      [READ, 0],
    ],
    [
      'in an interrupt up to 100 ms',
      [
        irq(BRP_READ),
        { ...(irq(PUT) as object), text: PUT, wait: 100_000 },
        { ...(irq(PUT) as object), text: PUT, wait: 100_001 },
      ],
      [READ, 0],
    ],
    [
      'a list up to 100 ms',
      [list('updl', 9, 1), { text: PUT, wait: 100_000 }, { text: PUT, wait: 100_001 }, PUT],
      [WRITE, 0, 0],
    ],
  ])('only in its context: %s', (_, lines, expected) => {
    expect(decided(linesOf(lines)).kinds).toEqual(expected);
  });

  it('is forgotten 200 ms after, by the latest event', () => {
    const probe: RawEvent = { op: RAW_PROBE, refs: PROBE_LIST, own: 9, kinds: WRITE, task: 'dd-1', time: 0 };
    const openAfter = (...times: number[]): number => {
      const directions = new Directions();
      directions.decide(block([probe, ...times.map((time) => ({ op: RAW_GET, task: 'cat-2', time }))]).raw, 1);
      return directions.open.length;
    };
    expect(openAfter(200_000_000)).toBe(1);
    expect(openAfter(200_000_001)).toBe(0);
    expect(openAfter(205_000_000, 199_000_000)).toBe(0);
  });

  it('ends with whatever its context does to references, but not with what it only shows', () => {
    const probe: RawEvent = { op: RAW_PROBE, refs: PROBE_LIST, own: 9, kinds: WRITE, task: 'dd-1' };
    const drop: RawEvent = { op: RAW_UNPIN, task: 'dd-1' };
    const kindsOfDrop = (between: RawEvent): number => {
      const { raw } = block([probe, { task: 'dd-1', ...between }, drop]);
      new Directions().decide(raw, 1);
      return raw.kinds[1]!;
    };
    expect(kindsOfDrop({ op: RAW_GET })).toBe(0);
    expect(kindsOfDrop({ op: RAW_SEEN })).toBe(0);
    expect(kindsOfDrop({ op: RAW_SEEN, refs: 0 })).toBe(WRITE);
    expect(kindsOfDrop({ op: RAW_SEEN, flags: FLAG_BEFORE })).toBe(WRITE);
    expect(kindsOfDrop({ op: RAW_GET, flags: FLAG_BEFORE })).toBe(0);
    expect(kindsOfDrop({ op: RAW_GET, task: 'cat-2' })).toBe(WRITE);
  });

  it('a probe that lacks what it should say is a line that cannot be read', () => {
    for (const text of [
      'brp: (a) bio=0xffff8881010e0300 dirty=0',
      'updl: (a) n=3',
      'updl: (a) n=x dirty=1',
      'upages: (a) page0=0x1',
    ]) {
      const bytes = Buffer.from(linesOf([text]));
      const { events, unreadable } = new KernelTextDecoder({ format: 'kprobe', baseSeconds: 0 }).decode(
        bytes,
        0,
        bytes.length,
      );
      expect([events.length, unreadable], text).toEqual([0, 1]);
    }
  });
});

describe('r8', () => {
  const text = gunzipSync(
    readFileSync(new URL('../../traces/r8_direction_probes.trace.txt.gz', import.meta.url)),
  ).toString();

  it('tells the direction of 1,136 of 1,168 drops: all but those of io_uring buffers', () => {
    const { kinds, left } = decided(text);
    const of = (kind: number): number => kinds.filter((each) => each === kind).length;
    // 544 write pins are taken, of which 32 are io_uring's, and 624 read pins.
    expect([of(WRITE), of(READ), of(0)]).toEqual([512, 624, 32]);
    expect(left).toBe(435 + 799 + 1168);
  });

  it('comes to the same whatever blocks it is read in', () => {
    const whole = decided(text);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 400 }), (blocks) => {
        expect(decided(text, blocks)).toEqual(whole);
      }),
      { numRuns: 25 },
    );
    expect(decided(text, Array(4000).fill(1))).toEqual(whole);
  });
});
