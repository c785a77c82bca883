import { CHECK, DROP, type EventChunk, LEVEL } from '../events/chunk.ts';
import { ACQUIRED_NAMES } from '../layouts/domain.ts';

/** How an exchange CSV calls what is in it. */
export interface ExchangeNames {
  /** A page, by its dense number. */
  page(index: number): string;
  /** Who took a reference, by the number of the task; empty: not known. */
  task(number: number): string;
}

/** Made up in order of first appearance, so that nothing of an original name is in them and the same page or task keeps its name. */
export function anonymousNames(): ExchangeNames {
  const tasks = new Map<number, string>();
  return {
    page: (index) => `page ${index + 1}`,
    task: (number) => {
      let name = tasks.get(number);
      if (name === undefined) tasks.set(number, (name = `task ${tasks.size + 1}`));
      return name;
    },
  };
}

/** What is to be known of a source while its events are written. */
interface ExchangeSource {
  readonly names: ExchangeNames;
  /** Where the events' time 0 lies, whole seconds: the origin that the source chose. */
  readonly baseSeconds: number;
  /** The time that is written as `baseSeconds`, ns. */
  readonly origin: () => number;
  /** Whether any event so far has stated an ordinary count. */
  readonly observesOrdinary: () => boolean;
}

/**
 * Resolved events of one population of pages → rows of the exchange CSV (docs/definitions.md). Each reference bears a name, so
 * that whoever reads the rows matches its drop as it was matched here: `<handle> <task>`, where the handle is used again
 * after the drop. Written are acquisitions, their drops, levels and checks; what a recording says beside that (tasks of
 * drops, lines, lost events) has no place in the format.
 */
export class ExchangeWriter {
  readonly #source: ExchangeSource;
  /** Names of what is held, by handle: gets and pins have one row of handles (events/match.ts). */
  readonly #refs: string[] = [];
  /** The ordinary count that was last written, by page; −1: none. */
  readonly #levels: number[] = [];
  #lastPage = -1;
  #levelPage = -1;
  #lastTime = Number.NEGATIVE_INFINITY;
  rows = 0;

  constructor(source: ExchangeSource) {
    this.#source = source;
  }

  /** Pages that have been written. */
  get pages(): number {
    return this.#levels.length;
  }

  /** Rows of a chunk, each with its line end. */
  write({ length, time, op: ops, page: pages, arg: args, task: tasks }: EventChunk): string {
    const { names } = this.#source;
    let text = '';
    for (let i = 0; i < length; i++) {
      const op = ops[i]!;
      const page = pages[i]!;
      const arg = args[i]!;
      const level = this.#levels[page] ?? -1;
      while (this.#levels.length <= page) this.#levels.push(-1);
      let event: string;
      let ref = '';
      if (op < DROP) {
        const task = tasks === undefined ? '' : names.task(tasks[i]!);
        ref = quoted(task === '' ? String(arg) : `${arg} ${task}`);
        this.#refs[arg] = ref;
        event = op === 0 ? 'get' : `pin-${ACQUIRED_NAMES[op]!}`;
        if (op === 0) this.#levels[page] = Math.max(0, level) + 1;
      } else if (op < LEVEL) {
        ref = this.#refs[arg] ?? String(arg);
        event = op === DROP ? 'put' : 'unpin';
        if (op === DROP) this.#levels[page] = level - 1;
      } else if (op === CHECK) {
        event = 'check';
      } else if (arg === 0 && !this.#source.observesOrdinary()) {
        // Nothing was stated: the page begins here with the drop of a pin that nobody was seen to take.
        event = 'unpin';
      } else {
        event = 'level';
        ref = String(arg);
        this.#levels[page] = arg;
      }
      if (this.#levels[page]! >= 0) this.#levelPage = page;
      text += this.#row(time[i]!, event, page, ref);
    }
    return text;
  }

  /**
   * A row that changes nothing, at the time of the source's last event, where that is of other pages or changed nothing
   * itself: what is held is held until then. Empty where no row is needed, or none was written.
   */
  end(last: number): string {
    if (this.rows === 0 || last <= this.#lastTime) return '';
    if (this.#levelPage >= 0) return this.#row(last, 'level', this.#levelPage, String(this.#levels[this.#levelPage]));
    return this.#row(last, 'unpin', this.#lastPage, 'nobody: the recording ends');
  }

  #row(time: number, event: string, page: number, ref: string): string {
    this.rows++;
    this.#lastPage = page;
    this.#lastTime = time;
    return `${decimalSeconds(time - this.#source.origin(), this.#source.baseSeconds)},${event},${quoted(this.#source.names.page(page))},${ref}\n`;
  }
}

/** Whole nanoseconds after `base` seconds, as a decimal of seconds without digits that say nothing. */
function decimalSeconds(nanoseconds: number, base: number): string {
  const seconds = Math.floor(nanoseconds / 1e9);
  const nanos = nanoseconds - seconds * 1e9;
  return nanos === 0
    ? String(base + seconds)
    : `${base + seconds}.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
}

/** A cell of CSV (RFC 4180). */
const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
