/**
 * Ordinary references that a level states and nobody got by name, for a field that refuses: which of them the field took.
 * They leave oldest first, like every drop that names nobody. Runs, not references, are kept: one per change of level.
 */
export class AnonymousReferences {
  /** Per page: lengths of runs, taken (positive) and refused (negative), oldest first. */
  readonly #runs = new Map<number, { lengths: number[]; first: number }>();

  add(page: number, taken: number, refused: number): void {
    let runs = this.#runs.get(page);
    if (runs === undefined) {
      runs = { lengths: [], first: 0 };
      this.#runs.set(page, runs);
    }
    if (taken > 0) runs.lengths.push(taken);
    if (refused > 0) runs.lengths.push(-refused);
  }

  /** Drops the n oldest; returns how many of them the field had taken. */
  drop(page: number, n: number): number {
    const runs = this.#runs.get(page);
    if (runs === undefined) return 0;
    let left = n;
    let taken = 0;
    while (left > 0 && runs.first < runs.lengths.length) {
      const run = runs.lengths[runs.first]!;
      const leaving = Math.min(left, Math.abs(run));
      left -= leaving;
      if (run > 0) taken += leaving;
      if (leaving === Math.abs(run)) runs.first++;
      else runs.lengths[runs.first] = run > 0 ? run - leaving : run + leaving;
    }
    if (runs.first === runs.lengths.length) this.#runs.delete(page);
    else if (runs.first > 64 && runs.first * 2 > runs.lengths.length) {
      runs.lengths.splice(0, runs.first);
      runs.first = 0;
    }
    return taken;
  }
}
