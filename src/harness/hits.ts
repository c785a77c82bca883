import type { Hit } from './tally.ts';

/** A hit before its page and task have names. */
export interface RawHit {
  time: number;
  page: number;
  line: number;
  task: number;
  wanted: number;
}

/** How an engine's numbers become what people read. */
export interface Names {
  page(index: number): string;
  task(number: number): string;
  /** Subtracted from times: the source's first event, or the end of warm-up. */
  readonly origin: number;
}

export const nameHit = (hit: RawHit, names: Names): Hit => ({
  time: hit.time - names.origin,
  page: names.page(hit.page),
  line: hit.line,
  task: names.task(hit.task),
  wanted: hit.wanted,
});

/** Keeps the first and the worst of the hits that it is shown. Ties: the earlier line, then the lower page. */
export class HitKeeper {
  first: RawHit | undefined;
  worst: RawHit | undefined;

  see(time: number, page: number, line: number, task: number, wanted: number): void {
    const { first, worst } = this;
    if (first === undefined || time < first.time || (time === first.time && line < first.line)) {
      this.first = { time, page, line, task, wanted };
    }
    if (
      worst === undefined ||
      wanted > worst.wanted ||
      (wanted === worst.wanted && (time < worst.time || (time === worst.time && line < worst.line)))
    ) {
      this.worst = { time, page, line, task, wanted };
    }
  }
}
