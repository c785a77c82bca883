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
  /** Whether what is queued waits, because moving things would pull them from under a pointer that is pressed. */
  readonly isHeld: boolean;
  hold(): void;
  /** Goes on after `hold`. */
  release(): void;
}

interface Queued {
  readonly work: () => void;
  readonly isNear: () => boolean;
}

export function createTurns(later: (work: () => void) => void): Turns {
  let queue: readonly Queued[] = [];
  let isRunning = false;
  let isHeld = false;
  const take = (entry: Queued | undefined): void => {
    queue = queue.filter((other) => other !== entry);
  };
  const run = (): void => {
    isRunning = queue.length > 0 && !isHeld;
    if (isRunning) later(next);
  };
  const next = (): void => {
    if (isHeld) {
      isRunning = false;
      return;
    }
    const entry = queue.find(({ isNear }) => isNear()) ?? queue[0];
    take(entry);
    try {
      entry?.work();
    } finally {
      run();
    }
  };
  return {
    add(work, isNear = () => false) {
      const entry = { work, isNear };
      queue = [...queue, entry];
      if (!isRunning) run();
      return () => take(entry);
    },
    get isHeld() {
      return isHeld;
    },
    hold() {
      isHeld = true;
    },
    release() {
      isHeld = false;
      if (!isRunning) run();
    },
    hurry() {
      for (let entry = queue[0]; entry !== undefined; entry = queue[0]) {
        take(entry);
        entry.work();
      }
    },
  };
}
