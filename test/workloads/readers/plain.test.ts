/**
 * The decoder in WebAssembly beside the one in plain TypeScript: the same columns, and the same is said beside them, of
 * every recording that ships and of what is no recording any more.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RAW_COLUMNS, type RawEvents } from '../../../src/events/raw.ts';
import { detect } from '../../../src/workloads/readers/detect.ts';
import { PlainDecoder } from '../../../src/workloads/readers/kernel/plain.ts';
import { type KernelReading, KernelTextDecoder } from '../../../src/workloads/readers/kernel/text.ts';

const FOLDER = 'traces';
const RECORDINGS = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.trace.txt.gz'))
  .map((name) => [name.split('_')[0]!, gunzipSync(readFileSync(join(FOLDER, name)))] as const);

const columnsOf = (events: RawEvents) => ({
  tasks: events.tasks,
  ...Object.fromEntries(RAW_COLUMNS.map((key) => [key, events[key].slice(0, events.length)])),
});

/** To the byte: it takes a hundredth of the time that comparing by number takes. */
function isSame(a: RawEvents, b: RawEvents): boolean {
  const bytes = ({ length }: RawEvents, { buffer, byteOffset, BYTES_PER_ELEMENT }: RawEvents['time' | 'op' | 'own']) =>
    Buffer.from(buffer as ArrayBuffer, byteOffset, length * BYTES_PER_ELEMENT);
  return RAW_COLUMNS.every((key) => bytes(a, a[key]).equals(bytes(b, b[key]))) && isDeepStrictEqual(a.tasks, b.tasks);
}

/** Both decoders, block by block: what is known of one block goes on in the next. */
function expectSame(reading: KernelReading, blocks: readonly Uint8Array[]): number {
  const decoder = new KernelTextDecoder(reading);
  const plain = new PlainDecoder(reading);
  let events = 0;
  for (const block of blocks) {
    const { events: read, ...about } = decoder.decode(block, 0, block.length);
    const { events: expected, ...aboutExpected } = plain.decode(block, 0, block.length);
    expect(about).toEqual(aboutExpected);
    expect(read.length).toBe(expected.length);
    if (!isSame(read, expected)) expect(columnsOf(read)).toEqual(columnsOf(expected));
    events += read.length;
  }
  return events;
}

/** Pieces of whole lines. */
function piecesOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, Math.min(start + size, bytes.length - 1)) + 1 || bytes.length;
    pieces.push(bytes.subarray(start, end));
    start = end;
  }
  return pieces;
}

/** A change of a line. */
interface Change {
  readonly at: number;
  readonly how: string;
  readonly length: number;
  readonly token: string;
}

const FORMATS = ['kprobe', 'page-ref', 'both'] as const;

describe('the decoders in WebAssembly and in TypeScript read alike', () => {
  it.each(RECORDINGS)('recording %s, whole and in pieces', (_, bytes) => {
    const found = detect(bytes.subarray(0, 256 << 10), undefined);
    if (found.kind !== 'kernel') throw new Error(found.kind);
    expect(expectSame(found, [bytes])).toBeGreaterThan(100);
    expectSame(found, piecesOf(bytes, 100_000));
    for (const format of FORMATS) expectSame({ format, baseSeconds: 0, pages: 64 }, piecesOf(bytes, 1_000_000));
  });

  const lines = RECORDINGS.flatMap(([, bytes]) =>
    new TextDecoder('latin1').decode(bytes.subarray(0, 40_000)).split('\n').slice(-60, -1),
  );
  const TOKENS = [
    ...[
      '(',
      ')',
      '[',
      ']',
      '[001]',
      ' ',
      '  ',
      '=',
      ':',
      ': ',
      '-',
      '.',
      '0',
      '9',
      '0x',
      'us',
      '\r',
      '#',
      '\0',
      '\xff',
    ],
    ...[
      'refs=',
      'flags=0x',
      'pf=0x40',
      'pf=',
      'rc=-1',
      'rc=4294967296',
      'lpin=99999999999999999999',
      'ret=1',
      'page=0x1',
    ],
    ...[
      'folio=0xffffea0000000040',
      'flags=locked|head',
      'val=1024',
      'val=-2048',
      'count=nan',
      'pfn=0x10',
      'opf=1',
      'n=3',
    ],
    ...['dirty=1', 'page_ref_mod:', 'page_ref_freeze:', 'page_ref_mod_unless:', 'grab:', 'put:', 'pipe_get:', 'other:'],
    ...[
      'brp:',
      'bchk:',
      'updl:',
      'uprd:',
      'upages:',
      'ufolio:',
      'bset:',
      'x-1 [0] 1.1: ',
      'CPU:1 [LOST 7 EVENTS]',
      '=>',
    ],
    ...[
      '# entries-in-buffer/',
      '12345678901234567890',
      '276242022us',
      '+ : ',
      'd.h1.',
      '(  7) [000]',
      'ffffffffffffffffff',
    ],
  ];
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('insert', 'replace', 'cut', 'copy'),
    length: fc.nat(12),
    token: fc.oneof(
      fc.constantFrom(...TOKENS),
      fc.string({ maxLength: 3, unit: 'binary-ascii' }),
      fc.nat(2 ** 31 - 1).map(String),
    ),
  });
  const spoilt = (line: string, changes: readonly Change[]): string => {
    let text = line;
    for (const { at, how, length, token } of changes) {
      const place = at % (text.length + 1);
      const rest = text.slice(how === 'insert' ? place : place + length);
      text = text.slice(0, place) + (how === 'cut' ? '' : how === 'copy' ? text.slice(0, length) : token) + rest;
    }
    return text;
  };
  const line = fc.tuple(fc.constantFrom(...lines), fc.array(change, { maxLength: 4 }));
  const names = fc.constantFrom(undefined, { pin: ['oth*'], unpin: ['pu?'] }, { pin: ['*'], unpin: ['grab'] });

  it('lines that were changed at random', () => {
    const seen = { read: 0, not: 0 };
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(...FORMATS),
        names,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (made, format, named, end, isWhole) => {
          const text = made.map(([text, changes]) => spoilt(text, changes)).join(end) + (isWhole ? end : '');
          const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
          const reading = { format, baseSeconds: 16, pages: 4096, ...(named === undefined ? {} : { names: named }) };
          const events = expectSame(reading, piecesOf(bytes, 700));
          seen.read += events;
          seen.not += made.length - events;
        },
      ),
      { numRuns: 2000 },
    );
    // Neither only whole lines nor only broken ones.
    expect(Math.min(seen.read, seen.not)).toBeGreaterThan(1000);
  });

  it('numbers that no word holds, and no double', () => {
    const digits = [
      '4294967295',
      '4294967296',
      '9007199254740993',
      '18446744073709551617',
      '9'.repeat(30),
      '9'.repeat(400),
    ];
    const lines = digits.flatMap((number) => [
      `x-1 [0] 1.1: put: folio=0x40 flags=0x80000 rc=9 pf=0x40 lpin=${number}`,
      `x-1 [0] 1.1: put: folio=0x40 flags=0x80000 rc=9 pf=0x40 lpin=-${number}`,
      `x-1 [0] 1.1: put: folio=0x40 flags=${number} rc=9`,
      `x-1 [0] 1.1: put: folio=0x40 flags=0x80000 rc=${number}`,
      `x-1 [0] 1.1: page_ref_set: pfn=${number} flags= count=1 val=1`,
      `x-1 [${number}] ..h.. 1.1: put: folio=0x40 flags=0x80000 rc=9`,
    ]);
    for (const format of FORMATS) {
      expectSame({ format, baseSeconds: 0 }, [new TextEncoder().encode(`${lines.join('\n')}\n`)]);
    }
  });

  it('short lines, of which a block has more than columns have room for', () => {
    const text = Array.from({ length: 5000 }, (_, i) => `x-${i} [0] 1.${i}: put: page=1 folio=0x40 flags=0x80000 rc=9`);
    const short = text.map((line, i) => line.replace('page=1 ', '').replace(' [0]', i % 3 === 0 ? ' [0]' : '[0]'));
    expectSame({ format: 'kprobe', baseSeconds: 0 }, [new TextEncoder().encode(`${text.join('\n')}\n`)]);
    const least = Array.from({ length: 5000 }, () => 'x [0] 1.1: put:folio=0x1 flags=0 rc=1').join('\n');
    expectSame({ format: 'kprobe', baseSeconds: 0 }, [
      new TextEncoder().encode(`${short.join('\n')}\n`),
      new TextEncoder().encode(`${least}\n`),
      new TextEncoder().encode(`${least}\n`),
    ]);
  });

  it('more names of events and of tasks than are remembered', () => {
    const text = Array.from({ length: 6000 }, (_, i) => `t${i % 5000}-${i} [0] 1.1: e${i % 2500}: folio=0x40`).join(
      '\n',
    );
    const more = Array.from(
      { length: 6000 },
      (_, i) => `t${i % 5000}-1 [0] 1.1: put: folio=0x40 flags=0x80000 rc=9`,
    ).join('\n');
    expectSame({ format: 'kprobe', baseSeconds: 0 }, [
      new TextEncoder().encode(`${text}\n`),
      new TextEncoder().encode(`${more}\n`),
    ]);
  });
});
