import type { Model } from '../../../src/config/plan.ts';
import { CHECK, DROP, LEVEL } from '../../../src/events/chunk.ts';
import { generateRun, type PageRange } from '../../../src/workloads/model/index.ts';

export interface ModelEvent {
  readonly time: number;
  readonly op: number;
  readonly page: number;
  readonly arg: number;
}

export function eventsOf(model: Model, run = 0, range?: PageRange): ModelEvent[] {
  const events: ModelEvent[] = [];
  for (const { length, time, op, page, arg } of generateRun(model, run, range)) {
    for (let i = 0; i < length; i++) events.push({ time: time[i]!, op: op[i]!, page: page[i]!, arg: arg[i]! });
  }
  return events;
}

/** An acquisition and the drop that ended it, if any. */
export interface Held {
  readonly page: number;
  readonly acquired: number;
  readonly from: number;
  readonly until: number | undefined;
}

/**
 * The references of a run, by their handles.
 * @throws Error where a handle is taken while it is held, or dropped while it is not, on another page or as another class.
 */
export function referencesOf(events: readonly ModelEvent[]): Held[] {
  const open = new Map<number, { page: number; acquired: number; from: number }>();
  const all: Held[] = [];
  for (const { time, op, page, arg } of events) {
    if (op === LEVEL || op === CHECK) continue;
    if (op < DROP) {
      if (open.has(arg)) throw new Error(`handle ${arg} is taken twice`);
      open.set(arg, { page, acquired: op, from: time });
      continue;
    }
    const held = open.get(arg);
    if (!held || held.page !== page || held.acquired !== op - DROP)
      throw new Error(`handle ${arg} is not held like that`);
    open.delete(arg);
    all.push({ ...held, until: time });
  }
  for (const held of open.values()) all.push({ ...held, until: undefined });
  return all;
}
