import { expect } from 'vitest';
import type { Layout } from '../../../src/layouts/index.ts';
import type { Point, SpaceScenario } from '../../../src/metrics/space/index.ts';
import type { Measurement } from '../../../src/report/results.ts';
import { measured } from './fixtures.ts';

const highest = (rows: readonly Measurement[]): number | undefined =>
  rows.reduce<number | undefined>((top, { value }) => Math.max(top ?? value, value), undefined);

/** The axes by their definition: worst over the rows that `explore` has. */
function byDefinition(layout: Layout, sources: readonly SpaceScenario[]) {
  const { rows } = measured(layout, sources);
  const pick = (metric: string, of: string, ids: readonly string[]): Measurement[] =>
    rows.filter((row) => row.metric === metric && row.of === of && row.scenario !== null && ids.includes(row.scenario));
  const hasPins = ({ runs }: SpaceScenario): boolean =>
    runs.some(({ attempted }) => attempted.slice(1).some((n) => n > 0));
  const directed = sources.filter((source) => hasPins(source) && source.observed.direction);
  const counted = directed.length > 0 ? directed : sources.filter(hasPins);
  const asked = (question: string): Measurement[] =>
    sources.flatMap(({ id, observed }) =>
      pick(observed.checks ? 'false-positive' : 'false-positive-time', question, [id]),
    );
  const left = rows.filter((row) => row.metric === 'bits-left');
  const lowest = (some: readonly Measurement[]): number | undefined => {
    const top = highest(some.map((row) => ({ ...row, value: -row.value })));
    return top === undefined ? undefined : -top;
  };
  return {
    headroom: lowest(left.filter(({ of }) => of === 'ordinary')),
    pinsLeft: lowest(left.filter(({ of }) => of !== 'ordinary')),
    refused: highest(
      pick(
        'refused',
        'pin',
        counted.map(({ id }) => id),
      ),
    ),
    wrong: highest([...asked('pinned'), ...asked('written')]),
    longterm: highest(asked('longterm')),
  };
}

/** That a point of the space is what the metrics say of its layout. */
export function expectEqual(point: Point, sources: readonly SpaceScenario[]): void {
  const { layout } = point;
  const expected = byDefinition(layout, sources);
  expect(point.headroom.value, layout.id).toBe(expected.headroom);
  expect(point.pinsLeft?.value, layout.id).toBe(expected.pinsLeft);
  expect(point.refused?.value, layout.id).toBe(expected.refused);
  expect(point.longterm?.value, layout.id).toBe(expected.longterm);
  // Of a split `pinned` is right whatever a source shows, so there is a 0 where `measure` says that it cannot tell.
  expect(point.wrong?.value ?? 0, layout.id).toBe(expected.wrong ?? 0);
  for (const worst of [point.refused, point.wrong, point.longterm]) {
    if (worst !== null) expect(worst.numerator / worst.denominator).toBe(worst.value);
  }
}
