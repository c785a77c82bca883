import type { Coordinates } from './types.ts';

/** What is compared: less is better in each. An axis on which nothing could be measured is the same for all. */
type Vector = readonly [number, number, number];

const vectorOf = ({ headroom, refused, wrong }: Coordinates): Vector => [
  -headroom.value,
  refused?.value ?? 0,
  wrong?.value ?? 0,
];

/** Better in none, worse in some: negative where a comes first in the order of the axes, 0 where they are equal. */
function compare(a: Vector, b: Vector): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

const noWorse = (a: Vector, b: Vector): boolean => a[0] <= b[0] && a[1] <= b[1] && a[2] <= b[2];

/** Whether a is at least as good as b on every axis, and better on one. */
export function dominates(a: Coordinates, b: Coordinates): boolean {
  const [x, y] = [vectorOf(a), vectorOf(b)];
  return noWorse(x, y) && compare(x, y) !== 0;
}

/**
 * The Pareto front: every point that no other dominates. Points that are equal on all axes stand together, in the order
 * given; the groups go from most headroom to least, then by refusals.
 *
 * In that order no point can dominate one before it, so each need only be held against the front so far.
 */
export function frontOf<T extends Coordinates>(points: readonly T[]): readonly (readonly T[])[] {
  const sorted = points.map((point, order) => ({ point, order, vector: vectorOf(point) }));
  sorted.sort((a, b) => compare(a.vector, b.vector) || a.order - b.order);
  const front: { vector: Vector; points: T[] }[] = [];
  for (const { point, vector } of sorted) {
    const last = front.at(-1);
    if (last !== undefined && compare(last.vector, vector) === 0) last.points.push(point);
    else if (!front.some((group) => noWorse(group.vector, vector))) front.push({ vector, points: [point] });
  }
  return front.map((group) => group.points);
}
