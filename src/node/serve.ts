import type { MessagePort } from 'node:worker_threads';
import { type CrewAnswer, type CrewCall, CrewMember } from './crew-member.ts';
import type { Task } from './tasks.ts';
import { packError } from './thread-error.ts';

/** What a worker thread answers to the task of the same id. */
export type Answer =
  | { readonly id: number; readonly read: number; readonly total: number }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: ReturnType<typeof packError> };

/** Does what comes through `port`: either whole tasks (pool.ts) or the calls to one of a crew (crew.ts). */
export function serve(port: MessagePort): void {
  const member = new CrewMember();
  port.on('message', (message: { id: number; task: Task } | ({ crew: number } & CrewCall)) => {
    if ('crew' in message) {
      const { crew } = message;
      member.answer(message).then(
        ({ reply, transfer }) => port.postMessage({ crew, reply } satisfies CrewAnswer, transfer),
        (error) => port.postMessage({ crew, error: packError(error) } satisfies CrewAnswer),
      );
      return;
    }
    const { id, task } = message;
    let said = 0;
    const onRead = (read: number, total: number): void => {
      const now = Date.now();
      if (now - said < 100) return;
      said = now;
      port.postMessage({ id, read, total } satisfies Answer);
    };
    // One of a crew needs nothing of what tasks need.
    const done = import('./tasks.ts').then(({ perform }) => perform(task, onRead));
    done.then(
      (result) => port.postMessage({ id, result } satisfies Answer),
      (error) => port.postMessage({ id, error: packError(error) } satisfies Answer),
    );
  });
}
