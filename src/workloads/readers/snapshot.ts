import {
  KPF_ANON,
  KPF_COMPOUND_HEAD,
  KPF_COMPOUND_TAIL,
  KPF_KSM,
  KPF_NOPAGE,
  KPF_THP,
  PAGE_TYPES,
  type PageType,
  pageType,
} from './page-flags.ts';

/**
 * One moment of a machine's memory, from `/proc/kpagecount` and `/proc/kpageflags`
 * (Documentation/admin-guide/mm/pagemap.rst): one little-endian u64 for each page frame, at 8 × its pfn.
 *
 * The counts are *mapcounts*, how many page-table entries map a page. References by the page cache, by pins, pipes and
 * lists are not among them, so a snapshot bounds the ordinary count from below and says nothing of pins.
 */
export interface Snapshot {
  /** Page frames, those without memory included. */
  readonly pfns: number;
  /** One row for each type, in the order of PAGE_TYPES, zeros included. */
  readonly types: readonly TypeRow[];
  /** Pages with memory that are not part of a large folio. */
  readonly small: Histogram;
  /** Pages of large folios, each with its own mapcount. */
  readonly large: Histogram;
  /** Large folios, by the highest mapcount among their pages. */
  readonly folios: Histogram;
  /** The highest mapcount of all pages. */
  readonly max: number;
  /** What somebody should know before believing the numbers, in sentences; the first says what the counts are. */
  readonly notes: readonly string[];
}

export interface TypeRow {
  readonly type: PageType;
  readonly definition: string;
  /** Pages of this type. Those of a large folio count as what its first page is. */
  readonly pages: number;
  /** … that are not part of a large folio. */
  readonly small: number;
  /** Large folios of this type, and among them transparent huge pages. */
  readonly largeFolios: number;
  readonly hugeFolios: number;
  /** Pages that are mapped at least once. */
  readonly mapped: number;
  /** The highest mapcount. */
  readonly max: number;
}

/** How many have a mapcount, by mapcount, rising, without zeros. */
export type Histogram = readonly { readonly mapcount: number; readonly count: number }[];

/** A pair of files that is no snapshot. The message says what was seen. */
export class SnapshotError extends Error {}

/** What every snapshot says first. */
export const SNAPSHOT_NOTE =
  'A snapshot holds mapcounts of one moment, not reference counts: references without a mapping (page cache, pins, pipes, lists) are not in it.';

/** No page is mapped as often as this: a value above it is no mapcount. */
const MAX_MAPCOUNT = 2 ** 31 - 1;
const KSM_MASK = 1 << KPF_KSM;
const ANON_MASK = 1 << KPF_ANON;
const HEAD_MASK = 1 << KPF_COMPOUND_HEAD;
const TAIL_MASK = 1 << KPF_COMPOUND_TAIL;

/**
 * Reads one moment.
 * @param kpagecount bytes of /proc/kpagecount, decompressed
 * @param kpageflags bytes of /proc/kpageflags of the same moment
 * @throws SnapshotError where the two cannot be one snapshot
 */
export function readSnapshot(kpagecount: Uint8Array, kpageflags: Uint8Array): Snapshot {
  const counts = words(kpagecount, 'kpagecount');
  const flags = words(kpageflags, 'kpageflags');
  const pfns = kpagecount.length / 8;
  if (kpagecount.length !== kpageflags.length) {
    throw new SnapshotError(
      `kpagecount has ${pfns.toLocaleString('en')} page frames, kpageflags ${(kpageflags.length / 8).toLocaleString('en')}: they are not of one machine, or one was cut off`,
    );
  }
  if (snapshotFile(kpagecount) === 'kpageflags' && snapshotFile(kpageflags) === 'kpagecount') {
    throw new SnapshotError('kpagecount and kpageflags are exchanged');
  }
  const isKsmTold = !isKsmOnAllAnonymous(flags, pfns);
  const rows = PAGE_TYPES.map(() => ({ pages: 0, small: 0, largeFolios: 0, hugeFolios: 0, mapped: 0, max: 0 }));
  const small = new Map<number, number>();
  const large = new Map<number, number>();
  const folios = new Map<number, number>();
  let max = 0;
  let torn = 0;
  let odd = 0;
  /** Type of the large folio that the walk is in, −1 outside one; and the highest mapcount in it. */
  let inside = -1;
  let highest = 0;
  const leave = (): void => {
    if (inside >= 0) add(folios, highest);
    inside = -1;
  };
  for (let pfn = 0; pfn < pfns; pfn++) {
    const low = flags.getUint32(8 * pfn, true);
    const isHead = (low & HEAD_MASK) !== 0;
    const isTail = !isHead && (low & TAIL_MASK) !== 0;
    if (!isTail) leave();
    let type = pageType(low, flags.getUint32(8 * pfn + 4, true), isKsmTold);
    if (isHead) {
      inside = type;
      highest = 0;
      rows[type]!.largeFolios++;
      if ((low & (1 << KPF_THP)) !== 0) rows[type]!.hugeFolios++;
    } else if (inside >= 0) {
      type = inside;
    } else if (isTail) {
      torn++;
    }
    const row = rows[type]!;
    row.pages++;
    if (inside < 0) row.small++;
    const mapcount = counts.getUint32(8 * pfn, true);
    if (mapcount > MAX_MAPCOUNT || counts.getUint32(8 * pfn + 4, true) !== 0) {
      odd++;
      continue;
    }
    if (mapcount > 0) row.mapped++;
    if (mapcount > row.max) row.max = mapcount;
    if (mapcount > max) max = mapcount;
    if (inside >= 0) {
      add(large, mapcount);
      if (mapcount > highest) highest = mapcount;
    } else if ((low & (1 << KPF_NOPAGE)) === 0) {
      add(small, mapcount);
    }
  }
  leave();
  return {
    pfns,
    types: PAGE_TYPES.map(({ id, definition }, index) => ({ type: id, definition, ...rows[index]! })),
    small: histogram(small),
    large: histogram(large),
    folios: histogram(folios),
    max,
    notes: notes(isKsmTold, torn, odd),
  };
}

/** How many pages are mapped `bound` times or more: in all, small ones, those of large folios, and large folios with such a page. */
export function mappedAtLeast(
  snapshot: Snapshot,
  bound: number,
): { pages: number; small: number; inLarge: number; largeFolios: number } {
  const sum = (of: Histogram): number =>
    of.reduce((total, { mapcount, count }) => (mapcount >= bound ? total + count : total), 0);
  const small = sum(snapshot.small);
  const inLarge = sum(snapshot.large);
  return { pages: small + inLarge, small, inLarge, largeFolios: sum(snapshot.folios) };
}

/**
 * Which file of a snapshot the bytes are, by what they hold: flags have bits above 2^20 somewhere (a frame without memory,
 * reserved pages), mapcounts never; and neither has anything above bit 47. Undefined where they are neither: not a multiple
 * of 8 bytes, empty, or all zeros.
 */
export function snapshotFile(bytes: Uint8Array): 'kpagecount' | 'kpageflags' | undefined {
  if (bytes.length === 0 || bytes.length % 8 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let isFlags = false;
  let isZero = true;
  for (let at = 0; at < bytes.length; at += 8) {
    const low = view.getUint32(at, true);
    const high = view.getUint32(at + 4, true);
    if (high >= 2 ** 16) return undefined;
    if (high !== 0 || low >= 2 ** 20) isFlags = true;
    if (low !== 0) isZero = false;
  }
  if (isFlags) return 'kpageflags';
  return isZero ? undefined : 'kpagecount';
}

function words(bytes: Uint8Array, name: string): DataView {
  if (bytes.length === 0) throw new SnapshotError(`${name} is empty`);
  if (bytes.length % 8 !== 0) {
    throw new SnapshotError(
      `${name} has ${bytes.length.toLocaleString('en')} bytes, which is no multiple of 8: it was cut off`,
    );
  }
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Some kernels (6.12 among them) set KPF_KSM on every anonymous page: they ask whether any of the two bits that mark a KSM
 * page's mapping is set, and one of them marks all anonymous memory. Then the bit tells nothing.
 */
function isKsmOnAllAnonymous(flags: DataView, pfns: number): boolean {
  let anonymous = 0;
  for (let pfn = 0; pfn < pfns; pfn++) {
    const low = flags.getUint32(8 * pfn, true);
    if ((low & ANON_MASK) === 0) continue;
    if ((low & KSM_MASK) === 0) return false;
    anonymous++;
  }
  return anonymous > 0;
}

function notes(isKsmTold: boolean, torn: number, odd: number): string[] {
  const said = [SNAPSHOT_NOTE];
  if (!isKsmTold) {
    said.push(
      'This kernel marks every anonymous page as merged by KSM; the mark is left out, and all count as anonymous.',
    );
  }
  if (torn > 0) {
    said.push(
      `${torn.toLocaleString('en')} pages are the middle of a large folio without its first page: memory changed while the files were read. They count as small.`,
    );
  }
  if (odd > 0) said.push(`${odd.toLocaleString('en')} pages have a value that is no mapcount; they are left out.`);
  return said;
}

function add(to: Map<number, number>, mapcount: number): void {
  to.set(mapcount, (to.get(mapcount) ?? 0) + 1);
}

const histogram = (from: ReadonlyMap<number, number>): Histogram =>
  [...from].sort(([a], [b]) => a - b).map(([mapcount, count]) => ({ mapcount, count }));
