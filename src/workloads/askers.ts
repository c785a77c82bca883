import type { Asker, Model } from '../config/plan.ts';

/** Who asks whether a page is pinned: when, and what it costs where the answer is wrongly yes. */
export interface AskerRecord {
  /** As in a sentence: "fork asks …". */
  readonly label: string;
  /** The question that it asks. */
  readonly question: 'pinned' | 'written' | 'longterm';
  /** When it asks, as a clause. */
  readonly when: string;
  /** What a false positive costs, as a clause. */
  readonly cost: string;
  readonly source: string;
}

export const ASKERS: Readonly<Record<Asker, AskerRecord>> = {
  fork: {
    label: 'fork',
    question: 'pinned',
    when: 'before a child shares it, if the process has ever pinned',
    cost: 'the child gets a copy at once instead of sharing the page: one page of memory and one copy',
    source: 'folio_needs_cow_for_dma, MMF_HAS_PINNED (docs/kernel-facts.md 1.2, 2.4)',
  },
  'cow-fault': {
    label: 'a write fault on a shared page',
    question: 'pinned',
    when: 'before the page is taken over or copied',
    cost: 'the page is copied although it could have been kept: one page of memory and one copy',
    source: 'docs/kernel-facts.md 2.3, 2.4; since 5.19 the flag PG_anon_exclusive answers instead',
  },
  reclaim: {
    label: 'reclaim',
    question: 'pinned',
    when: 'before the page is swapped out or dropped from the page cache',
    cost: 'the page stays in memory until the next scan',
    source: 'shrink_folio_list, mm/vmscan.c',
  },
  migration: {
    label: 'migration',
    question: 'pinned',
    when: 'before the page is moved (compaction, NUMA balancing, memory hot-unplug)',
    cost: 'the page stays where it is: a large allocation or an unplug may fail, an access stays remote',
    source:
      'folio_try_share_anon_rmap, mm/rmap.c; docs/kernel-facts.md 2.3 (Hocko: short-term or long-term matters here)',
  },
  'write-back': {
    label: 'write-back',
    question: 'written',
    when: 'before the page is written to its file and marked clean',
    cost: 'the page stays dirty, or is written from a copy: one more write or one copy',
    source: 'Documentation/core-api/pin_user_pages.rst; ext4_journalled_dirty_folio',
  },
};

const NAMES = Object.keys(ASKERS) as readonly Asker[];

/** A sentence for each of those who ask in a model: how often, when, and what a false positive costs there. */
export function checkNotes({ checks }: Model): string[] {
  return NAMES.flatMap((name) => {
    const rate = checks?.by?.[name] ?? 0;
    if (rate === 0) return [];
    const { label, question, when, cost } = ASKERS[name];
    return [
      `Of each page, ${label} asks ${ofRate(rate)} whether it is ${question}, ${when}; if the answer is wrongly yes, ${cost}.`,
    ];
  });
}

function ofRate(rate: number): string {
  const [times, unit] =
    rate >= 1 ? [rate, 'a second'] : rate * 60 >= 1 ? [rate * 60, 'a minute'] : [rate * 3600, 'an hour'];
  const shown = Number(times.toPrecision(3));
  return shown === 1 ? `once ${unit}` : `${shown} times ${unit}`;
}
