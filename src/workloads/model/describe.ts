import type { Model, PageGroup } from '../../config/plan.ts';
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
    direction: !streams.some(({ kind }) => (acquiredClassOf(kind) ?? 0) > 4),
    pins: true,
    checks: (model.checks?.rate ?? 0) > 0,
  };
}

/** How many events a run has on average, warm-up included: for progress, and to keep presets small. */
export function expectedEvents(model: Model): number {
  const checks = model.checks?.rate ?? 0;
  return model.pages.reduce((sum, group) => sum + group.count * (1 + expectedOnPage(model, group, checks)), 0);
}

function expectedOnPage(model: Model, group: PageGroup, checks: number): number {
  const span = model.warmup + model.duration;
  const { ordinary } = group;
  const streams = [...group.pins, ...(ordinary?.hold ? [{ rate: ordinary.rate, hold: ordinary.hold }] : [])];
  // An acquisition is dropped within the run unless it is among the last, rate × mean hold of them at most.
  const references = streams.reduce(
    (sum, { rate, hold }) => sum + rate * (2 * span - Math.min(span, meanHold(hold))),
    0,
  );
  return references + checks * span;
}
