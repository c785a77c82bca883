import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Answer } from './serve.ts';
import { perform, type ResultOf, type Task } from './tasks.ts';
import { whenEnded } from './thread-end.ts';
import { unpackError } from './thread-error.ts';

interface Waiting {
  readonly task: Task;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onRead: ((bytes: number, total: number) => void) | undefined;
}

/**
 * Does tasks in worker threads, in the order given as threads become free. With one thread, or where the worker's script
 * is not beside this one (as in tests of the sources), in this thread. Results do not depend on the number of threads.
 */
export class Pool {
  readonly #size: number;
  readonly #script: string;
  readonly #idle = new Set<Worker>();
  readonly #all = new Set<Worker>();
  readonly #queue: Waiting[] = [];
  readonly #running = new Map<number, Waiting & { readonly worker: Worker }>();
  #next = 0;
  #isClosed = false;

  constructor(threads: number) {
    this.#script = fileURLToPath(new URL('./worker.js', import.meta.url));
    this.#size = threads > 1 && existsSync(this.#script) ? threads : 0;
  }

  /** How many threads there are to use. */
  get threads(): number {
    return Math.max(1, this.#size);
  }

  perform<T extends Task>(task: T, onRead?: (bytes: number, total: number) => void): Promise<ResultOf<T>> {
    if (this.#size === 0) return perform(task, onRead) as Promise<ResultOf<T>>;
    // Who was still looking at files when another one failed: a thread that is started now nobody would end.
    if (this.#isClosed) return Promise.reject(new Error('the pool is closed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve: resolve as (result: unknown) => void, reject, onRead });
      this.#start();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #start(): void {
    if (this.#queue.length === 0) return;
    const [idle] = this.#idle;
    const worker = idle ?? (this.#all.size < this.#size ? this.#spawn() : undefined);
    if (worker === undefined) return;
    this.#idle.delete(worker);
    const waiting = this.#queue.shift()!;
    const id = this.#next++;
    this.#running.set(id, { ...waiting, worker });
    worker.postMessage({ id, task: waiting.task });
  }

  #spawn(): Worker {
    const worker = new Worker(this.#script);
    this.#all.add(worker);
    worker.on('message', (answer: Answer) => {
      const waiting = this.#running.get(answer.id);
      if (waiting === undefined) return;
      if ('read' in answer) {
        waiting.onRead?.(answer.read, answer.total);
        return;
      }
      this.#running.delete(answer.id);
      this.#idle.add(worker);
      if ('error' in answer) waiting.reject(unpackError(answer.error));
      else waiting.resolve(answer.result);
      this.#start();
    });
    // One that ends, at work or idle, is forgotten: the next task starts another.
    whenEnded(worker, (error) => {
      if (this.#isClosed) return;
      this.#idle.delete(worker);
      this.#all.delete(worker);
      for (const [id, waiting] of this.#running) {
        if (waiting.worker !== worker) continue;
        this.#running.delete(id);
        waiting.reject(error);
      }
      this.#start();
    });
    return worker;
  }
}
