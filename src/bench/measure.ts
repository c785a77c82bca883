/** One line of the bench. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, measured in the same run. */
  readonly baseline?: { readonly name: string; readonly value: number; readonly ratio: number };
  readonly note?: string;
}

/** Seconds of the fastest of `times` runs: the others were disturbed by whatever else the machine does. */
export function fastest(times: number, run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    run();
    best = Math.min(best, (performance.now() - started) / 1000);
  }
  return best;
}

export const against = (name: string, value: number, ratio: number): Pick<Row, 'baseline'> => ({
  baseline: { name, value, ratio },
});
