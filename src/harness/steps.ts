import { DROP, type EventChunk, LEVEL } from '../events/chunk.ts';
import { ACQUIRED, LONG, READ, WRITE } from '../layouts/domain.ts';

const GROUPS: readonly [string, number][] = [
  ['read', READ],
  ['write', WRITE],
  ['long', LONG],
];
const GROUPS_OF = ACQUIRED.map((kinds, c) =>
  c === 0 ? [0] : [1, ...GROUPS.flatMap(([, set], g) => ((kinds & ~set) === 0 ? [g + 2] : []))],
);

/** How many references of each group one page holds over time, as steps; many steps are thinned to the highest of each span. */
export class StepsOfPage {
  readonly #page: number;
  readonly #held = new Float64Array(GROUPS.length + 2);
  #time: number[] = [];
  #rows: number[][] = [];

  constructor(page: number) {
    this.#page = page;
  }

  feed(chunk: EventChunk): void {
    for (let i = 0; i < chunk.length; i++) {
      if (chunk.page[i] !== this.#page) continue;
      const op = chunk.op[i]!;
      if (op > LEVEL) continue;
      if (op === LEVEL) this.#held[0] = chunk.arg[i]!;
      else for (const g of GROUPS_OF[op & 7]!) this.#held[g]! += op < DROP ? 1 : -1;
      const time = chunk.time[i]!;
      if (this.#time[this.#time.length - 1] === time) this.#rows.pop();
      else this.#time.push(time);
      this.#rows.push([...this.#held]);
    }
  }

  /** `most`: steps to show at the most. Times in seconds from `origin`. */
  steps(origin: number, most = 600): { time_s: number[]; held: Record<string, number[]>; thinned: boolean } {
    const names = ['ordinary', 'pin', ...GROUPS.map(([name]) => name)];
    const thinned = this.#time.length > most;
    const size = thinned ? Math.ceil(this.#time.length / most) : 1;
    const time_s: number[] = [];
    const rows: number[][] = [];
    for (let i = 0; i < this.#time.length; i += size) {
      time_s.push((this.#time[i]! - origin) / 1e9);
      rows.push(names.map((_, g) => Math.max(...this.#rows.slice(i, i + size).map((row) => row[g]!))));
    }
    return { time_s, held: Object.fromEntries(names.map((name, g) => [name, rows.map((row) => row[g]!)])), thinned };
  }
}
