/** Does one thing after the other, a task of the browser each, so that the page answers in between. */
export interface Turns {
  /**
   * Queues a piece of work; @returns a function that takes it back, unless it was done.
   *
   * @param isNear asked when a turn comes: of what is queued the first that is near comes next, else the first.
   */
  add(work: () => void, isNear?: () => boolean): () => void;
  /** Does all that is queued, and what that queues, at once: before the page is printed. */
  hurry(): void;
}

interface Queued {
  readonly work: () => void;
  readonly isNear: () => boolean;
}

export function createTurns(later: (work: () => void) => void): Turns {
  let queue: readonly Queued[] = [];
  let isRunning = false;
  const take = (entry: Queued | undefined): void => {
    queue = queue.filter((other) => other !== entry);
  };
  const next = (): void => {
    const entry = queue.find(({ isNear }) => isNear()) ?? queue[0];
    take(entry);
    try {
      entry?.work();
    } finally {
      isRunning = queue.length > 0;
      if (isRunning) later(next);
    }
  };
  return {
    add(work, isNear = () => false) {
      const entry = { work, isNear };
      queue = [...queue, entry];
      if (!isRunning) {
        isRunning = true;
        later(next);
      }
      return () => take(entry);
    },
    hurry() {
      for (let entry = queue[0]; entry !== undefined; entry = queue[0]) {
        take(entry);
        entry.work();
      }
    },
  };
}
