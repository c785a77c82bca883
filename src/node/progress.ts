import type { Io } from '../io.ts';
import { cut } from '../report/columns.ts';
import type { Watcher } from './evaluate.ts';

/** On a terminal the line is drawn again so often, else a line is written so often, milliseconds. */
const DRAWN_EVERY = 100;
const WRITTEN_EVERY = 60_000;
/** A terminal's line moves even while nothing is heard of the work, milliseconds. */
const MOVES_EVERY = 1000;
/** Before so many seconds have passed a rate says nothing. */
const LEAST_SECONDS = 0.5;

/** Shows on stderr how far the scenarios are: redrawn in place on a terminal; else a line a minute. */
export class Progress implements Watcher {
  readonly #io: Io;
  readonly #total: number;
  readonly #quiet: boolean;
  readonly #started: number;
  readonly #timer: NodeJS.Timeout | undefined;
  /** Bytes to read of each scenario, and read of each of its files. */
  readonly #expected = new Map<string, number>();
  readonly #read = new Map<string, Map<string, number>>();
  readonly #running = new Set<string>();
  #finished = 0;
  #drawn: number;
  #isDrawn = false;

  constructor(io: Io, total: number, quiet: boolean) {
    this.#io = io;
    this.#total = total;
    this.#quiet = quiet;
    this.#started = io.now();
    this.#drawn = this.#started;
    if (quiet) return;
    this.#timer = setInterval(() => this.#draw(false), io.isTerminal ? MOVES_EVERY : WRITTEN_EVERY);
    this.#timer.unref();
  }

  started(scenario: string): void {
    this.#running.add(scenario);
    this.#draw(this.#finished === 0 && this.#running.size === 1);
  }

  sized(scenario: string, bytes: number): void {
    this.#expected.set(scenario, bytes);
  }

  read(scenario: string, file: string, bytes: number): void {
    const files = this.#read.get(scenario) ?? new Map<string, number>();
    this.#read.set(scenario, files.set(file, bytes));
    this.#draw(false);
  }

  finished(scenario: string): void {
    this.#running.delete(scenario);
    this.#finished++;
    this.#draw(true);
  }

  /** Clears what is drawn. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#isDrawn) this.#io.err('\r\x1b[K');
    this.#isDrawn = false;
  }

  #draw(now: boolean): void {
    if (this.#quiet) return;
    const time = this.#io.now();
    const every = this.#io.isTerminal ? DRAWN_EVERY : WRITTEN_EVERY;
    if (time - this.#drawn < every && !(now && this.#io.isTerminal)) return;
    this.#drawn = time;
    const names = [...this.#running].map(shown).slice(0, 3).join(', ');
    const text = `${this.#finished} of ${this.#total} scenarios${this.#readText(time)}${names === '' ? '' : `: ${names}`}`;
    if (!this.#io.isTerminal) {
      this.#io.err(`${text}\n`);
      return;
    }
    this.#isDrawn = true;
    this.#io.err(`\r\x1b[K${cut(text, Math.max(20, this.#io.width - 1))}`);
  }

  /** Bytes, rate and, as far as recordings go, the time that is left. What comes from the cache is never read. */
  #readText(time: number): string {
    const seconds = (time - this.#started) / 1000;
    let read = 0;
    let left = 0;
    for (const [scenario, expected] of this.#expected) {
      let own = 0;
      for (const bytes of this.#read.get(scenario)?.values() ?? []) own += bytes;
      read += own;
      if (this.#running.has(scenario)) left += Math.max(0, expected - own);
    }
    if (read === 0) return '';
    const bytes = `, ${megabytes(read)} of ${megabytes(read + left)} MB read`;
    if (seconds < LEAST_SECONDS) return bytes;
    const rate = read / seconds;
    return `${bytes}, ${megabytes(rate)} MB/s${left === 0 ? '' : `, about ${duration(left / rate)} left`}`;
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** `8 s`, `3 min`, `2 h 5 min`: no more digits than an estimate has. */
function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A name from somebody else's file must not steer the terminal. */
const shown = (name: string): string => name.replace(/[^\x20-\x7e\u00a1-\uffff]/g, '?').slice(0, 40);
