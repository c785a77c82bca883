/**
 * "Did you mean": the nearest of a list of names. Distance is Damerau-Levenshtein in its optimal-string-alignment form
 * (insert, delete, replace, swap two neighbours: 1 each), without regard to case, spaces, `-` and `_`.
 */

/** Names longer than this are compared by their first so many characters: the table of distances is quadratic. */
const LONGEST = 64;

/** Edits that turn `a` into `b`, at most `longest` of either's length. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}

/**
 * Up to `count` of the names, nearest first, that are near enough to be what was meant: at most a third of the longer
 * name's characters differ, or one is the beginning of the other. Ties keep the order of `names`.
 */
export function nearest(name: string, names: readonly string[], count = 3): readonly string[] {
  const wanted = fold(name);
  if (wanted === '') return [];
  const ranked: { readonly name: string; readonly rank: number }[] = [];
  for (const candidate of names) {
    const folded = fold(candidate);
    const edits = distance(wanted, folded);
    const begins =
      Math.min(wanted.length, folded.length) >= 2 && (folded.startsWith(wanted) || wanted.startsWith(folded));
    if (edits <= Math.max(1, Math.floor(Math.max(wanted.length, folded.length) / 3)) && edits < folded.length) {
      ranked.push({ name: candidate, rank: edits });
    } else if (begins) {
      ranked.push({ name: candidate, rank: LONGEST + edits });
    }
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map((entry) => entry.name);
}

/** The nearest name, or undefined where none is near enough. */
export function suggest(name: string, names: readonly string[]): string | undefined {
  return nearest(name, names, 1)[0];
}

function fold(name: string): string {
  return name
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}
