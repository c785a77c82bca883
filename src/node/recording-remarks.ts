import type { OwnCounters } from '../events/own-counters.ts';
import { PIN_COUNTING_BIAS } from '../events/raw-codes.ts';
import type { Decoded, Moved } from '../workloads/readers/decoded.ts';
import type { Format } from '../workloads/readers/detect.ts';

/** As many bytes as struct pages lie apart at most, as a rule (Documentation/arch/x86/x86_64/mm.rst: the virtual memory map). */
const LARGEST_MEMMAP = 2 ** 40;
/** From so long on, ns, a time in which nothing happens is told, where it is most of the recording. */
const LONG_GAP = 600e9;

export const NO_TERM =
  'page_ref does not tell whether a pin is long-term (FOLL_LONGTERM): each counts as a short-term one, and what is said of long-term pins here says nothing. The probes of `record/pins.sh` tell it.';

/** Pins that were there before the recording, which it does not show. */
export const beforeNotes = ({ before }: OwnCounters): string[] =>
  before === 0
    ? []
    : [
        `At ${before.toLocaleString('en')} events a page has pins that were taken before the recording began: they are not among its pins until the end, so pins at once and refusals are too low there, and each counts as ${PIN_COUNTING_BIAS.toLocaleString('en')} ordinary references of a small folio.`,
      ];

/** Of exchange CSV, where that is no error; kernel text without an event is one. */
export const NO_EVENT = 'A recording holds no event, only its header: nothing in it tells for or against any layout.';

/** What a block says beside its events. */
export type Aside = Omit<Decoded, 'events' | 'refNames'>;

/** What is known of a recording as a whole once it has been read. */
interface Whole {
  readonly format: Format | undefined;
  /** From the first event to the last, ns. */
  readonly span: number;
  /** See Decoded. */
  readonly addressTop: number;
  /** It is exchange CSV whose last line has no end. */
  readonly hasCutCell: boolean;
}

/** What somebody should know of a recording before believing its numbers: gathered block by block, told at the end. */
export class RecordingRemarks {
  /** Events of other kinds. */
  other = 0;
  #lost = 0;
  #zeroPins = 0;
  #contextless = 0;
  #heads = 0;
  #negative = 0;
  #gap = { by: 0, line: 0 };
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;
  readonly #both = { pageRef: { taken: 0, dropped: 0 }, probes: { taken: 0, dropped: 0 } };

  /** @param lines before the block; `maxTime` the latest event before it, ns; −∞: none. */
  note(out: Aside, lines: number, maxTime: number): void {
    this.#noteGap(out, lines, maxTime);
    this.other += out.other;
    this.#lost += out.lost;
    this.#zeroPins += out.zeroPins;
    this.#contextless += out.contextless;
    this.#heads += out.heads;
    this.#negative += out.negative;
    this.#lowest = Math.min(this.#lowest, out.lowest);
    this.#highest = Math.max(this.#highest, out.highest);
    for (const source of ['pageRef', 'probes'] as const) {
      this.#both[source].taken += out.both[source].taken;
      this.#both[source].dropped += out.both[source].dropped;
    }
  }

  /** The longest time in which nothing happens, in this block or before it. */
  #noteGap({ gap, minTime, minLine }: Aside, lines: number, maxTime: number): void {
    if (minTime - maxTime > this.#gap.by && maxTime > Number.NEGATIVE_INFINITY)
      this.#gap = { by: minTime - maxTime, line: lines + minLine + 1 };
    if (gap.by > this.#gap.by) this.#gap = { by: gap.by, line: lines + gap.line + 1 };
  }

  /** Which source counted, of a recording that has two. */
  #bothNote({ format, addressTop }: Whole): string {
    const { pageRef, probes } = this.#both;
    const text = ({ taken, dropped }: Moved): string =>
      `${taken.toLocaleString('en')} taken and ${dropped.toLocaleString('en')} dropped`;
    const pages = format?.kind === 'kernel' ? (format.pages ?? 0) : 0;
    const same = pageRef.taken === probes.taken && pageRef.dropped === probes.dropped;
    return [
      `Both the probes and page_ref show pins: each counts once, by the probes, which tell read from write (${text(probes)}, of small folios; page_ref has ${same ? 'the same' : text(pageRef)}).`,
      `What else page_ref shows of a page counts for its address: struct page of pfn 0 is at 0x${(addressTop < 0 ? '' : addressTop.toString(16)) + pages.toString(16).padStart(12, '0')}, from neighbouring events of both.`,
    ].join(' ');
  }

  /** In sentences. */
  notes(whole: Whole): string[] {
    const notes: string[] = [];
    const { format, span, hasCutCell } = whole;
    if (format?.kind === 'kernel' && format.entries && format.entries.written > format.entries.inBuffer) {
      const gone = format.entries.written - format.entries.inBuffer;
      notes.push(
        `The tracer's buffer was too small: its ${gone.toLocaleString('en')} oldest events are gone. Pins taken before the first line are not seen; their drops are ignored.`,
      );
    }
    if (format?.kind === 'kernel' && format.format === 'both') notes.push(this.#bothNote(whole));
    if (this.#lost > 0) {
      notes.push(
        `The tracer lost ${this.#lost.toLocaleString('en')} events: counts may be too high or too low by as many references.`,
      );
    }
    if (this.#negative > 0) {
      notes.push(
        `At ${this.#negative.toLocaleString('en')} events a page's count is negative: it went past 2^31 − 1, or below 0. It is read as the unsigned number that it is too, as the kernel does where it asks whether a page is pinned.`,
      );
    }
    if (this.#heads > 1) {
      notes.push(
        `The file has ${this.#heads} heads of a tracer: several recordings were joined. What one of them held at its end counts as held on, and a page of one machine as that of another with the same address.`,
      );
    }
    if (this.#highest - this.#lowest > LARGEST_MEMMAP) {
      notes.push(
        'Folios lie farther apart than the struct pages of one machine as a rule do (1 TiB with page tables of 4 levels): where recordings of two machines were mixed, tasks and pages of equal names count as one.',
      );
    }
    if (this.#gap.by > LONG_GAP && 2 * this.#gap.by > span) {
      notes.push(
        `Nothing happens for ${Math.round(this.#gap.by / 1e9).toLocaleString('en')} s before line ${this.#gap.line.toLocaleString('en')}, more than half of the recording: its clock was set, the machine slept, or recordings were joined. What is held then counts as held for so long, so shares of time say little.`,
      );
    }
    if (hasCutCell) {
      notes.push(
        'The last line has no line end: if the file was cut off there, its last cell is not whole, and a drop may have found no reference.',
      );
    }
    if (this.#zeroPins > 0) {
      notes.push(
        `${this.#zeroPins.toLocaleString('en')} pins and drops of the page of zeros are left out: the kernel takes them without counting them.`,
      );
    }
    if (this.#contextless > 0) {
      notes.push(
        `${this.#contextless.toLocaleString('en')} drops have no flags column, so whether an interrupt made them is not known: they are matched as those of the task they name. \`trace-cmd report -l\` and tracefs \`trace\` have it.`,
      );
    }
    if (this.other > 0) notes.push(`${this.other.toLocaleString('en')} events of other kinds were passed over.`);
    return notes;
  }
}
