import { isPageReferences, type KindSet, ORDINARY } from '../layouts/domain.ts';
import type { Field, Layout } from '../layouts/types.ts';

/** Bytes of the word that a small folio's count has today. */
const WORD_BYTES = 4;
const PAGE_BYTES = 4096;
const PAGES_PER_GIB = 2 ** 30 / PAGE_BYTES;

/** Calls of unpin_user_pages in January 2021, each of which would have to say what it knows (docs/kernel-facts.md 0). */
export const UNPIN_CALLS = 74;

/** What a layout asks of memory and of the code around it (docs/definitions.md). */
export interface CostRecord {
  readonly layout: string;
  /** Beyond the 32-bit word of today; null: of kinds of one's own, of which no word of today is known. */
  readonly bytesPerPage: number | null;
  /** Of memory in pages of 4 KiB; null where `bytesPerPage` is. */
  readonly bytesPerGiB: number | null;
  /** What an unpin call has to know that it need not know today: `direction`, `term`. Of another domain: the counters it has to choose from. */
  readonly unpinKnows: readonly string[];
  /** Call sites of the kernel that have to be told: all of them, or none; null: of kinds of one's own, whose calls nobody counted. */
  readonly callSites: number | null;
  /** Atomic operations of one pin. */
  readonly atomicsPerPin: 1 | 2;
  readonly updates: readonly UpdateCost[];
}

export interface UpdateCost {
  /** A field; of a bias the word. */
  readonly of: string;
  readonly update: 'add' | 'compare-and-swap';
  /** A clause: why it can be, or has to be, so. */
  readonly why: string;
}

export function costOf(layout: Layout): CostRecord {
  const isApart = layout.family === 'split' && layout.apart === true;
  const unpinKnows = knowledgeOf(layout);
  return {
    layout: layout.id,
    unpinKnows,
    ...(isPageReferences(layout.domain)
      ? ofThePage(layout.word, unpinKnows)
      : { bytesPerPage: null, bytesPerGiB: null, callSites: null }),
    // A counter beside the word does not keep the page: a reference in the word does, as with _pincount.
    atomicsPerPin: isApart ? 2 : 1,
    updates:
      layout.family === 'split'
        ? layout.fields.filter((field) => !isState(layout, field)).map(updateOf)
        : [WORD_UPDATE],
  };
}

/** Against the kernel of today. */
function ofThePage(word: Layout['word'], unpinKnows: readonly string[]) {
  const bytesPerPage = word / 8 - WORD_BYTES;
  return {
    bytesPerPage,
    bytesPerGiB: bytesPerPage * PAGES_PER_GIB,
    callSites: unpinKnows.length > 0 ? UNPIN_CALLS : 0,
  };
}

const WORD_UPDATE: UpdateCost = {
  of: 'word',
  update: 'add',
  why: 'half of the word, above the sign, is its red zone',
};

function updateOf({ name, onLimit, reserve }: Field): UpdateCost {
  switch (onLimit) {
    case 'fail':
    case 'saturate': {
      const then = onLimit === 'fail' ? 'undone' : 'set to a fixed value';
      return reserve > 0
        ? {
            of: name,
            update: 'add',
            why: `an addition beyond the limit is ${then}, and the reserve holds it until then`,
          }
        : {
            of: name,
            update: 'compare-and-swap',
            why: `without a reserve an addition that is to be ${then} carries at once`,
          };
    }
    case 'carry':
      return { of: name, update: 'add', why: 'nothing is checked' };
    case 'wrap':
      return { of: name, update: 'compare-and-swap', why: 'an addition would carry into the neighbour' };
  }
}

/** Bits of state are set and cleared, not counted. */
function isState(layout: Layout, { counts }: { readonly counts: KindSet }): boolean {
  return (counts & ~(layout.domain.state ?? 0)) === 0;
}

/** What tells apart two pins that different counters count. */
function knowledgeOf(layout: Layout): readonly string[] {
  const counters = (layout.family === 'split' ? layout.fields : layout.terms).filter(
    (counter) => (counter.counts & ~ORDINARY) !== 0 && !isState(layout, counter),
  );
  if (counters.length <= 1) return [];
  if (!isPageReferences(layout.domain)) return counters.map(({ name }) => name);
  const counterOf = (kind: number): KindSet => counters.find(({ counts }) => counts & (1 << kind))?.counts ?? 0;
  const differ = (pairs: readonly (readonly [string, string])[]): boolean =>
    pairs.some(([a, b]) => counterOf(layout.domain.kinds.indexOf(a)) !== counterOf(layout.domain.kinds.indexOf(b)));
  const direction = differ([
    ['read-short', 'write-short'],
    ['read-long', 'write-long'],
  ]);
  const term = differ([
    ['read-short', 'read-long'],
    ['write-short', 'write-long'],
  ]);
  return [...(direction ? ['direction'] : []), ...(term ? ['term'] : [])];
}
