import { parentPort } from 'node:worker_threads';
import { packError, perform, type Task } from './tasks.ts';

/** What a worker thread answers to the task of the same id. */
export type Answer =
  | { readonly id: number; readonly read: number; readonly total: number }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: ReturnType<typeof packError> };

parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  let said = 0;
  perform(task, (read, total) => {
    const now = Date.now();
    if (now - said < 100) return;
    said = now;
    parentPort?.postMessage({ id, read, total } satisfies Answer);
  }).then(
    (result) => parentPort?.postMessage({ id, result } satisfies Answer),
    (error) => parentPort?.postMessage({ id, error: packError(error) } satisfies Answer),
  );
});
