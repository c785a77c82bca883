import type { Worker } from 'node:worker_threads';

/** Calls back once, when a thread has ended by an error or by itself: what is sent to it then nobody answers. */
export function whenEnded(worker: Worker, ended: (error: Error) => void): void {
  let isOver = false;
  const once = (error: Error): void => {
    if (isOver) return;
    isOver = true;
    ended(error);
  };
  worker.on('error', (error) => once(error as Error));
  worker.on('exit', (code) => once(new Error(`a thread ended before its work was done (exit code ${code})`)));
}
