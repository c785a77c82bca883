/** Does one thing after the other, a task of the browser each, so that the page answers in between. */
export interface Turns {
  /** Queues a piece of work; @returns a function that takes it back, unless it was done. */
  add(work: () => void): () => void;
  /** Does all that is queued, at once: before the page is printed. */
  hurry(): void;
}

export function createTurns(later: (work: () => void) => void): Turns {
  let queue: (() => void)[] = [];
  let isRunning = false;
  const next = (): void => {
    queue.shift()?.();
    isRunning = queue.length > 0;
    if (isRunning) later(next);
  };
  return {
    add(work) {
      queue.push(work);
      if (!isRunning) {
        isRunning = true;
        later(next);
      }
      return () => {
        queue = queue.filter((other) => other !== work);
      };
    },
    hurry() {
      const all = queue;
      queue = [];
      for (const work of all) work();
    },
  };
}
