import type { Io } from '../io.ts';
import type { Watcher } from './evaluate.ts';

/** Shows on stderr how far the scenarios are: redrawn in place on a terminal; else a line a minute. */
export class Progress implements Watcher {
  readonly #io: Io;
  readonly #total: number;
  readonly #quiet: boolean;
  readonly #read = new Map<string, { bytes: number; total: number }>();
  readonly #started: number;
  readonly #running = new Set<string>();
  #finished = 0;
  #drawn = 0;
  #isDrawn = false;

  constructor(io: Io, total: number, quiet: boolean) {
    this.#io = io;
    this.#total = total;
    this.#quiet = quiet;
    this.#started = io.now();
    this.#drawn = io.now();
  }

  started(scenario: string): void {
    this.#running.add(scenario);
    this.#draw(this.#finished === 0 && this.#running.size === 1);
  }

  read(scenario: string, bytes: number, total: number): void {
    this.#read.set(scenario, { bytes, total });
    this.#draw(false);
  }

  finished(scenario: string): void {
    this.#running.delete(scenario);
    this.#finished++;
    this.#draw(true);
  }

  /** Clears what is drawn. */
  end(): void {
    if (this.#isDrawn) this.#io.err('\r\x1b[K');
    this.#isDrawn = false;
  }

  #draw(now: boolean): void {
    if (this.#quiet) return;
    const time = this.#io.now();
    const every = this.#io.isTerminal ? 100 : 60_000;
    if (time - this.#drawn < every && !(now && this.#io.isTerminal)) return;
    this.#drawn = time;
    const seconds = (time - this.#started) / 1000;
    let bytes = 0;
    for (const read of this.#read.values()) bytes += read.bytes;
    const rate =
      seconds > 0.2 && bytes > 0
        ? `, ${(bytes / 1e6).toFixed(1)} MB read, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s`
        : '';
    const names = [...this.#running].map(shown).slice(0, 3).join(', ');
    const text = `${this.#finished} of ${this.#total} scenarios${rate}${names === '' ? '' : `: ${names}`}`;
    if (!this.#io.isTerminal) {
      this.#io.err(`${text}\n`);
      return;
    }
    this.#isDrawn = true;
    this.#io.err(`\r\x1b[K${text.slice(0, Math.max(20, this.#io.width - 1))}`);
  }
}

/** A name from somebody else's file must not steer the terminal. */
const shown = (name: string): string => name.replace(/[^\x20-\x7e\u00a1-\uffff]/g, '?').slice(0, 40);
