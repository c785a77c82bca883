import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAGE_TYPES } from '../../../src/workloads/readers/page-flags.ts';
import {
  mappedAtLeast,
  readSnapshot,
  SNAPSHOT_NOTE,
  SnapshotError,
  snapshotFile,
} from '../../../src/workloads/readers/snapshot.ts';

const file = (name: string): Uint8Array =>
  gunzipSync(readFileSync(new URL(`../../../traces/snapshots/${name}.gz`, import.meta.url)));
const shipped = (name: string) => readSnapshot(file(`e_${name}.kpagecount`), file(`e_${name}.kpageflags`));

/** A page: mapcount, and the bits of its flags. */
type Page = readonly [mapcount: number, ...bits: number[]];

function filesOf(pages: readonly Page[]): [Uint8Array, Uint8Array] {
  const counts = new DataView(new ArrayBuffer(8 * pages.length));
  const flags = new DataView(new ArrayBuffer(8 * pages.length));
  pages.forEach(([mapcount, ...bits], pfn) => {
    counts.setBigUint64(8 * pfn, BigInt.asUintN(64, BigInt(mapcount)), true);
    flags.setBigUint64(
      8 * pfn,
      bits.reduce((word, bit) => word | (1n << BigInt(bit)), 0n),
      true,
    );
  });
  return [new Uint8Array(counts.buffer), new Uint8Array(flags.buffer)];
}
const read = (...pages: Page[]) => readSnapshot(...filesOf(pages));
const row = (snapshot: ReturnType<typeof readSnapshot>, type: string) => snapshot.types.find((r) => r.type === type)!;

const [LRU, MMAP, ANON, SWAPBACKED, HEAD, TAIL, NOPAGE, KSM, THP] = [5, 11, 12, 14, 15, 16, 20, 21, 22] as const;

describe('the shipped snapshots', () => {
  it('300 forked children map 1,730 pages 256 times or more: 1,218 small ones and all of one large folio', () => {
    const snapshot = shipped('fork300');
    expect(snapshot.pfns).toBe(1_572_864);
    expect(mappedAtLeast(snapshot, 256)).toEqual({ pages: 1730, small: 1218, inLarge: 512, largeFolios: 1 });
    expect(snapshot.max).toBe(304);
    expect(row(snapshot, 'anonymous')).toMatchObject({ largeFolios: 1, hugeFolios: 1 });
  });

  it('300 children with an exec of their own share 248 small pages, of files but for one', () => {
    const snapshot = shipped('exec300');
    expect(mappedAtLeast(snapshot, 256)).toEqual({ pages: 248, small: 248, inLarge: 0, largeFolios: 0 });
    expect(snapshot.max).toBe(304);
    expect(row(snapshot, 'file').max).toBe(304);
    expect(row(snapshot, 'anonymous').max).toBeLessThan(256);
  });

  it('an idle machine maps no page more than 3 times', () => {
    const snapshot = shipped('idle');
    expect(snapshot.max).toBe(3);
    expect(mappedAtLeast(snapshot, 4)).toEqual({ pages: 0, small: 0, inLarge: 0, largeFolios: 0 });
  });

  it('frames without memory are told apart, and the mark of KSM that this kernel puts on all anonymous pages is not believed', () => {
    for (const name of ['idle', 'fork300', 'exec300']) {
      const snapshot = shipped(name);
      expect(row(snapshot, 'no-page').pages).toBe(524_288);
      expect(row(snapshot, 'ksm').pages).toBe(0);
      expect(row(snapshot, 'anonymous').pages).toBeGreaterThan(200);
      expect(snapshot.notes[0]).toBe(SNAPSHOT_NOTE);
      expect(snapshot.notes).toHaveLength(2);
      expect(snapshot.notes[1]).toContain('KSM');
    }
  });

  it('the two files of each are told apart by what they hold', () => {
    for (const name of ['idle', 'fork300', 'exec300']) {
      expect(snapshotFile(file(`e_${name}.kpagecount`))).toBe('kpagecount');
      expect(snapshotFile(file(`e_${name}.kpageflags`))).toBe('kpageflags');
    }
  });
});

describe('types of page', () => {
  it.each([
    ['no-page', [NOPAGE]],
    ['poisoned', [19, LRU, ANON]],
    ['offline', [23]],
    ['free', [10]],
    ['zero-page', [24, 32]],
    ['slab', [7]],
    ['page-table', [26, MMAP]],
    ['hugetlb', [17, ANON, HEAD]],
    ['reserved', [32, MMAP]],
    ['anonymous', [ANON, MMAP, LRU, SWAPBACKED]],
    ['shmem', [SWAPBACKED, LRU, MMAP]],
    ['file', [LRU]],
    ['file', [MMAP]],
    ['other', []],
  ])('%s is told from bits %j', (type, bits) => {
    const snapshot = read([1, ...(bits as number[])]);
    expect(snapshot.types.filter((r) => r.pages > 0).map((r) => r.type)).toEqual([type]);
  });

  it('KSM is believed where some anonymous page is without it', () => {
    const snapshot = read([5, ANON, KSM], [1, ANON]);
    expect(row(snapshot, 'ksm')).toMatchObject({ pages: 1, max: 5 });
    expect(row(snapshot, 'anonymous').pages).toBe(1);
    expect(snapshot.notes).toEqual([SNAPSHOT_NOTE]);
  });
});

describe('large folios', () => {
  it('a folio counts once with the highest mapcount in it, and its pages each with their own', () => {
    const snapshot = read([1, ANON], [2, ANON, HEAD, THP], [7, TAIL, THP], [0, TAIL, THP], [300, LRU, MMAP]);
    expect(snapshot.folios).toEqual([{ mapcount: 7, count: 1 }]);
    expect(snapshot.large.map(({ mapcount }) => mapcount)).toEqual([0, 2, 7]);
    expect(snapshot.small.map(({ mapcount }) => mapcount)).toEqual([1, 300]);
    expect(mappedAtLeast(snapshot, 2)).toEqual({ pages: 3, small: 1, inLarge: 2, largeFolios: 1 });
  });

  it('a page in the middle is of the type of its first page', () => {
    const snapshot = read([1, LRU, MMAP, HEAD], [1, TAIL], [1, ANON, HEAD], [1, TAIL]);
    expect(row(snapshot, 'file')).toMatchObject({ pages: 2, small: 0, largeFolios: 1 });
    expect(row(snapshot, 'anonymous')).toMatchObject({ pages: 2, largeFolios: 1 });
    expect(row(snapshot, 'other').pages).toBe(0);
  });

  it('a page in the middle without a first page counts as small, and is said', () => {
    const snapshot = read([9, TAIL, LRU], [1, LRU], [8, TAIL, LRU]);
    expect(mappedAtLeast(snapshot, 8)).toEqual({ pages: 2, small: 2, inLarge: 0, largeFolios: 0 });
    expect(snapshot.notes[1]).toMatch(/^2 pages are the middle of a large folio without its first page/);
  });

  it('a folio that ends the file counts', () => {
    expect(read([4, HEAD, LRU], [6, TAIL]).folios).toEqual([{ mapcount: 6, count: 1 }]);
  });
});

describe('what cannot be right', () => {
  it('a negative mapcount is left out and said', () => {
    const snapshot = read([-1, LRU], [2, LRU]);
    expect(snapshot.max).toBe(2);
    expect(mappedAtLeast(snapshot, 0).pages).toBe(1);
    expect(snapshot.notes[1]).toMatch(/^1 pages have a value that is no mapcount/);
  });

  it('files of different lengths, cut off, empty or exchanged are no snapshot', () => {
    const [counts, flags] = filesOf([
      [1, LRU],
      [3, NOPAGE],
    ]);
    expect(() => readSnapshot(counts, flags.subarray(0, 8))).toThrow(SnapshotError);
    expect(() => readSnapshot(counts, flags.subarray(0, 8))).toThrow('kpagecount has 2 page frames, kpageflags 1');
    expect(() => readSnapshot(counts.subarray(0, 15), flags)).toThrow('15 bytes, which is no multiple of 8');
    expect(() => readSnapshot(new Uint8Array(0), flags)).toThrow('kpagecount is empty');
    expect(() => readSnapshot(flags, counts)).toThrow('exchanged');
  });

  it('text and other data are neither file of a snapshot', () => {
    const text = new TextEncoder().encode('time_s,event,page,ref\n1,pin-read,p,\n'.padEnd(40));
    expect(snapshotFile(text)).toBeUndefined();
    expect(snapshotFile(new Uint8Array(0))).toBeUndefined();
    expect(snapshotFile(new Uint8Array(15))).toBeUndefined();
    expect(snapshotFile(new Uint8Array(16))).toBeUndefined();
  });
});

describe('laws', () => {
  const page: fc.Arbitrary<Page> = fc
    .tuple(
      fc.oneof(fc.nat(3), fc.nat(1000), fc.constant(2 ** 20 - 1)),
      fc.uniqueArray(fc.constantFrom(LRU, MMAP, ANON, SWAPBACKED, HEAD, TAIL, NOPAGE, KSM, THP, 7, 10, 17, 24, 26, 32)),
    )
    .map(([mapcount, bits]) => [mapcount, ...bits]);

  it('each page is of one type, and small or in a large folio', () => {
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 60 }), (pages) => {
        const snapshot = read(...pages);
        const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
        expect(sum(snapshot.types.map((r) => r.pages))).toBe(pages.length);
        expect(snapshot.types.map((r) => r.type)).toEqual(PAGE_TYPES.map(({ id }) => id));
        const heads = pages.filter((p) => p.slice(1).includes(HEAD)).length;
        expect(sum(snapshot.types.map((r) => r.largeFolios))).toBe(heads);
        expect(sum(snapshot.folios.map((bin) => bin.count))).toBe(heads);
        expect(Math.max(0, ...snapshot.types.map((r) => r.max))).toBe(snapshot.max);
        const inLarge = sum(snapshot.large.map((bin) => bin.count));
        expect(sum(snapshot.types.map((r) => r.pages - r.small))).toBe(inLarge);
      }),
    );
  });

  it('no bound has more pages than a lower one', () => {
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 60 }), fc.nat(1000), fc.nat(1000), (pages, a, b) => {
        const snapshot = read(...pages);
        const [low, high] = [mappedAtLeast(snapshot, Math.min(a, b)), mappedAtLeast(snapshot, Math.max(a, b))];
        for (const key of ['pages', 'small', 'inLarge', 'largeFolios'] as const) {
          expect(high[key]).toBeLessThanOrEqual(low[key]);
        }
      }),
    );
  });
});
