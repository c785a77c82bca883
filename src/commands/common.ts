import { availableParallelism } from 'node:os';
import { printable } from '../config/index.ts';
import { Interrupted, type Io } from '../io.ts';
import type { EvaluatedScenarioWithInputs } from '../node/evaluate.ts';
import { InputError } from '../node/input-error.ts';
import { NO_EVENT } from '../node/recording-remarks.ts';
import { isDoubled } from '../workloads/doubled.ts';
import { EVENT_GLOB, type EventNames } from '../workloads/readers/event-names.ts';

/** A flag that may be given several times, as a list. */
export const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** How many threads `--jobs` asks for. @throws InputError where that is no number of threads */
export function jobsOf(jobs: number | undefined): number {
  const threads = jobs ?? availableParallelism();
  if (!Number.isInteger(threads) || threads < 1 || threads > 256)
    throw new InputError(`--jobs takes a whole number from 1 to 256, not ${jobs}`);
  return threads;
}

/** `--max-expansion`, where it is given. @throws InputError where that is no factor */
export function expansionOf(factor: number | undefined): { readonly maxExpansion?: number } {
  if (factor === undefined) return {};
  if (!Number.isInteger(factor) || factor < 1 || factor > 1e9)
    throw new InputError(`--max-expansion takes a whole number from 1 to 1,000,000,000, not ${factor}`);
  return { maxExpansion: factor };
}

/** `--events pin=grab*`, where it is given. @throws InputError where it says neither what its events do nor their names */
export function eventsOf(flags: string | string[] | undefined): { readonly events?: EventNames } {
  const events: { pin?: string[]; unpin?: string[] } = {};
  for (const flag of listOf(flags)) {
    const [, role, glob = ''] = /^(pin|unpin)=(.*)$/.exec(flag) ?? [];
    if (!EVENT_GLOB.test(glob))
      throw new InputError(
        `--events takes pin=NAME or unpin=NAME, a name of letters, digits and _, in which * and ? stand for others; not ${JSON.stringify(flag.slice(0, 60))}`,
      );
    (events[role === 'pin' ? 'pin' : 'unpin'] ??= []).push(glob);
  }
  return flags === undefined ? {} : { events };
}

/** Recordings without an event or counted more than once, which end in a report all the same, are named on stderr. */
export function sayDoubtful(scenarios: readonly EvaluatedScenarioWithInputs[], io: Pick<Io, 'err'>): void {
  for (const { plan, evaluated } of scenarios) {
    for (const note of evaluated.notes) if (isDoubtful(note)) io.err(`${printable(plan.id)}: ${printable(note)}\n`);
  }
}

/** Whether a remark puts all numbers of a scenario in doubt. */
export const isDoubtful = (note: string): boolean => note === NO_EVENT || isDoubled(note);

/** Gives up as soon as somebody presses Ctrl-C. `kept`: see Interrupted. */
export function stoppable<T>(work: Promise<T>, signal: AbortSignal | undefined, kept = () => ''): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((done, fail) => {
    const stop = (): void => fail(new Interrupted(kept()));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(done, fail);
  });
}
