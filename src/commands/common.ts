import { availableParallelism } from 'node:os';
import { InputError } from '../node/input-error.ts';

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

/** Gives up as soon as somebody presses Ctrl-C. */
export function stoppable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((done, fail) => {
    const stop = (): void => fail(new Error('interrupted'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(done, fail);
  });
}
