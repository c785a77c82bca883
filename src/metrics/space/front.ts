import type { Coordinates } from './types.ts';

/** What is compared: less is better in each. An axis on which nothing could be measured is the same for all. */
const AXES: readonly ((point: Coordinates) => number)[] = [
  ({ headroom }) => -headroom.value,
  ({ refused }) => refused?.value ?? 0,
  ({ wrong }) => wrong?.value ?? 0,
];

/** Whether a is at least as good as b on every axis, and better on one. */
export function dominates(a: Coordinates, b: Coordinates): boolean {
  return AXES.every((axis) => axis(a) <= axis(b)) && AXES.some((axis) => axis(a) < axis(b));
}

/**
 * The Pareto front: every point that no other dominates. Points that are equal on all axes stand together, in the order
 * given; the groups go from most headroom to least, then by refusals.
 *
 * In that order no point can dominate one before it, so each need only be held against the front so far.
 */
export function frontOf<T extends Coordinates>(points: readonly T[]): readonly (readonly T[])[] {
  const columns = AXES.map((axis) => Float64Array.from(points, axis));
  const [x, y, z] = columns as [Float64Array, Float64Array, Float64Array];
  const order = Uint32Array.from(points, (_, i) => i);
  order.sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]! || z[a]! - z[b]! || a - b);
  const front: T[][] = [];
  /** The first of each group. */
  const heads: number[] = [];
  for (const i of order) {
    const last = heads.at(-1);
    if (last !== undefined && x[i] === x[last] && y[i] === y[last] && z[i] === z[last]) front.at(-1)!.push(points[i]!);
    else if (!heads.some((head) => x[head]! <= x[i]! && y[head]! <= y[i]! && z[head]! <= z[i]!)) {
      heads.push(i);
      front.push([points[i]!]);
    }
  }
  return front;
}
