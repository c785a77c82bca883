/** What a command uses of the world: tests pass their own. */
export interface Io {
  /** The result. */
  out(text: string): void;
  /** Resolves once what was given to `out` has gone, where the reader is slow; absent: nothing waits. */
  drained?(): Promise<void>;
  /** Everything else. */
  err(text: string): void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** stderr is a terminal: progress may be redrawn in place. */
  readonly isTerminal: boolean;
  /** Columns of stdout. */
  readonly width: number;
  /** stdout takes colours. */
  readonly colours: boolean;
  /** The time, milliseconds since 1970. */
  now(): number;
  /** Opens a file in the user's browser; what is wrong where it cannot. Default: as the system does it. */
  open?(path: string): Promise<string | undefined>;
  /** Asks to stop: Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** Exit codes (README.md). */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Ctrl-C was pressed. `kept`: what is left of the work, in a sentence behind others; empty where nothing is. */
export class Interrupted extends Error {
  readonly kept: string;

  constructor(kept: string) {
    super('interrupted');
    this.kept = kept;
  }
}
