import type { Model, PageGroup, PinStream } from '../../config/plan.ts';
import type { Observed } from '../../harness/tally.ts';
import { acquiredClassOf } from '../../layouts/domain.ts';
import { meanHold } from './hold.ts';

/** Nanoseconds from the start of warm-up at which measuring starts. */
export const measuredFrom = (model: Model): number => Math.round(model.warmup * 1e9);

/** Nanoseconds from the start of warm-up at which everything ends; what is held is held until then. */
export const measuredUntil = (model: Model): number => Math.round((model.warmup + model.duration) * 1e9);

/** Pages of all groups. */
export const modelPages = (model: Model): number => model.pages.reduce((sum, group) => sum + group.count, 0);

/**
 * What people read of a page: its group and its index there, `text[12]`.
 * @throws RangeError for a page that the model does not have.
 */
export function nameOfModelPage(model: Model, page: number): string {
  let index = page;
  for (const group of model.pages) {
    if (index >= 0 && index < group.count) return `${group.name}[${index}]`;
    index -= group.count;
  }
  throw new RangeError(`the model has no page ${page}`);
}

/** What a model shows: everything, but for the direction of pins that it leaves open (`pin`, `short`, `long`). */
export function observedOf(model: Model): Observed {
  const streams = model.pages.flatMap((group) => group.pins).filter((stream) => stream.rate > 0);
  return {
    ordinary: true,
    direction:
      model.domain !== undefined ||
      !streams.some(({ kind, or = [] }) => [kind, ...or].some((name) => (acquiredClassOf(name) ?? 0) > 4)),
    pins: true,
    checks: checkRate(model) > 0,
  };
}

/** Checks of all who ask, per page and second. */
export function checkRate({ checks }: Model): number {
  if (checks === undefined) return 0;
  return Object.values(checks.by ?? {}).reduce((sum, rate) => sum + rate, checks.rate);
}

/** The ordinary references of a group that come and go, as a stream; none where none do, or no hold is given. */
export function ordinaryStream({ ordinary }: PageGroup): readonly PinStream[] {
  if (!ordinary?.hold || ordinary.rate === 0) return [];
  const { rate, hold, sources } = ordinary;
  // Whoever maps a page does not ask whether the layout took it.
  const finite = sources === undefined ? {} : ({ sources, ifRefused: 'skip' } as const);
  return [{ kind: 'ordinary', rate, hold, ...finite }];
}

/** What a stream comes to on each page of its group, on average and had nothing been refused. */
export interface Traffic {
  /** References taken per second. */
  readonly taken: number;
  /** References held at once (Little's law); ∞ where the mean hold is infinite. */
  readonly held: number;
}

/** The traffic of each stream of a group: of ordinary references that come and go, then of pins. */
export function trafficOf(group: PageGroup): readonly Traffic[] {
  const isCoupled = group.pins.some((stream) => (stream.pages ?? 1) > 1);
  return [...ordinaryStream(group), ...group.pins].map(({ rate, hold, batch = 1, pages = 1, phases, sources }) => {
    const mean = meanHold(hold);
    if (rate === 0) return { taken: 0, held: 0 };
    const on = phases ? phases.on / (phases.on + phases.off) : 1;
    if (sources === undefined) {
      const taken = rate * batch * on;
      return { taken, held: mean === 0 ? 0 : taken * mean };
    }
    // Each source goes round: idle for 1/rate of the time that is on, holding for the mean hold. Of the group where its pages
    // are coupled.
    const perPage = (sources * batch * pages) / (isCoupled ? group.count : 1);
    if (mean === Number.POSITIVE_INFINITY) return { taken: 0, held: perPage };
    const round = 1 / (rate * on) + mean;
    return { taken: perPage / round, held: (perPage * mean) / round };
  });
}

/** How many events a run has on average, warm-up included, had nothing been refused. */
export function expectedEvents(model: Model): number {
  return model.pages.reduce((sum, group) => sum + group.count * expectedEventsOnPage(model, group), 0);
}

/** The same of one page: its level, what it holds at the start, and what happens until the end. */
export function expectedEventsOnPage(model: Model, group: PageGroup): number {
  const span = model.warmup + model.duration;
  const references = trafficOf(group).reduce((sum, { taken, held }) => {
    if (held < Number.POSITIVE_INFINITY && model.warmup > 0) return sum + 2 * taken * span + held;
    // Started empty: an acquisition is dropped within the run unless it is among the last.
    return sum + 2 * taken * span - Math.min(taken * span, held);
  }, 0);
  return 1 + references + checkRate(model) * span;
}
