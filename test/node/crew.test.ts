import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, type TransferListItem } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { repeatRecording } from '../../src/bench/recording.ts';
import { parseNotation } from '../../src/layouts/notation.ts';
import type { InputError } from '../../src/node/input-error.ts';
import { evaluateRecording } from '../../src/node/recording.ts';

const trace = fileURLToPath(new URL('../../traces/a1_fio_uring_randrw_shmbuf.trace.txt.gz', import.meta.url));

/** Members that were started, and after how many calls the next ones die. */
let started = 0;
let last: InProcess;
let diesAfter = Number.POSITIVE_INFINITY;

/** Gets and answers messages as a thread does, memory handed over and all, without a thread. */
class InProcess extends EventEmitter {
  readonly #here: MessagePort;
  readonly #there: MessagePort;
  readonly #peers: (MessagePort | undefined)[] = [];
  #calls = 0;
  #waiting = 0;

  constructor() {
    super();
    started++;
    last = this;
    const { port1, port2 } = new MessageChannel();
    [this.#here, this.#there] = [port1, port2];
    this.#here.on('message', (answer) => {
      this.#waiting--;
      this.emit('message', answer);
    });
    this.#there.on('message', ({ peers = [] }) => this.#peers.push(...peers));
    serve(this.#there);
  }

  postMessage(message: unknown, transfer: readonly TransferListItem[] = []): void {
    this.#waiting++;
    if (this.#calls++ === diesAfter) this.emit('error', new Error('the thread is gone'));
    else this.#here.postMessage(message, transfer);
  }

  /** All that it was asked is answered. */
  get isIdle(): boolean {
    return this.#calls > 0 && this.#waiting === 0;
  }

  async terminate(): Promise<void> {
    for (const port of [this.#here, this.#there, ...this.#peers]) port?.close();
  }
}

let folder: string;
let evaluateOnThreads: typeof import('../../src/node/crew.ts')['evaluateOnThreads'];
let Pool: typeof import('../../src/node/pool.ts')['Pool'];
let serve: typeof import('../../src/node/serve.ts')['serve'];
let KernelTextDecoder: typeof import('../../src/workloads/readers/kernel/text.ts')['KernelTextDecoder'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bitpart crew '));
  vi.resetModules();
  vi.doMock('node:worker_threads', async (original) => ({ ...(await original<object>()), Worker: InProcess }));
  vi.doMock('node:fs', async (original) => ({ ...(await original<object>()), existsSync: () => true }));
  ({ evaluateOnThreads } = await import('../../src/node/crew.ts'));
  ({ Pool } = await import('../../src/node/pool.ts'));
  ({ serve } = await import('../../src/node/serve.ts'));
  ({ KernelTextDecoder } = await import('../../src/workloads/readers/kernel/text.ts'));
  vi.doUnmock('node:worker_threads');
  vi.doUnmock('node:fs');
});
afterAll(() => {
  vi.resetModules();
  rmSync(folder, { recursive: true, force: true });
});

const options = { replays: ['4/4/24', '1/1/30'].map(layout) };

function layout(text: string) {
  const parsed = parseNotation(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.layout;
}

/** A real recording, again and again until it takes several blocks, with one line changed. */
function recording(name: string, change: (lines: string[]) => void = () => {}) {
  const path = join(folder, name);
  repeatRecording(trace, path, 7e6);
  const lines = readFileSync(path, 'utf8').split('\n');
  change(lines);
  writeFileSync(path, lines.join('\n'));
  return { path, shown: name };
}

const failure = (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => 'read',
    ({ file, line, message }: InputError) => `${file}:${line}: ${message}`,
  );

describe('a crew', () => {
  it('finds what one thread finds, to the last integer, however many they are', async () => {
    const file = recording('whole.txt');
    const alone = await evaluateRecording(file, options);
    for (const threads of [1, 2, 5]) expect(await evaluateOnThreads(file, options, threads)).toEqual(alone);
  });

  it('names the line of what makes a recording unusable as one thread does', async () => {
    const late = recording('late.txt', (lines) => {
      const at = Math.floor(lines.length * 0.7);
      lines.splice(at, 0, lines.find((line) => line.includes('pin'))!);
    });
    const said = await failure(evaluateRecording(late, options));
    expect(said).toMatch(/^late\.txt:\d+: .* earlier than a line above it/);
    for (const threads of [2, 3, 5]) expect(await failure(evaluateOnThreads(late, options, threads))).toBe(said);
  });

  it('names what is wrong first in a recording, though the blocks after it cannot even be read', async () => {
    const spoilt = recording('twice.txt', (lines) => {
      const at = Math.floor(lines.length * 0.4);
      lines.splice(at, 0, lines.find((line) => line.includes('pin'))!);
      lines.splice(Math.floor(lines.length * 0.8), 0, 'x'.repeat(2 << 20));
    });
    const said = await failure(evaluateRecording(spoilt, options));
    expect(said).toMatch(/^twice\.txt:\d+: .* earlier than a line above it/);
    for (const threads of [2, 3, 5]) expect(await failure(evaluateOnThreads(spoilt, options, threads))).toBe(said);
  });

  it('is not called together for exchange CSV, whose references have names across pages', async () => {
    const path = join(folder, 'events.csv');
    writeFileSync(path, 'time_s,event,page,ref\n1,pin-read,a,r\n5,unpin,a,r\n');
    const file = { path, shown: 'events.csv' };
    const before = started;
    expect(await evaluateOnThreads(file, options, 2)).toEqual(await evaluateRecording(file, options));
    expect(started).toBe(before);
  });

  it('fails when a block cannot be decoded, though the blocks after it wait for what it leaves open', async () => {
    const path = join(folder, 'long.txt');
    repeatRecording(trace, path, 20e6); // more blocks than are on their way at once
    const { decode } = KernelTextDecoder.prototype;
    const spoilt = vi.spyOn(KernelTextDecoder.prototype, 'decode');
    try {
      // The first block is decoded by the thread that reads; of those after it, some are.
      for (const which of [1, 2, 3, 4]) {
        let calls = 0;
        spoilt.mockImplementation(function (this: InstanceType<typeof KernelTextDecoder>, ...block) {
          if (++calls === which) throw new RangeError(`no memory for block ${which}`);
          return decode.apply(this, block);
        });
        const reading = evaluateOnThreads({ path, shown: 'long.txt' }, options, 2);
        expect(await failure(reading)).toContain(`no memory for block ${which}`);
      }
    } finally {
      spoilt.mockRestore();
    }
  });

  it('fails when a thread of it dies, instead of waiting for it', async () => {
    const file = recording('dies.txt');
    try {
      // The owner of a shard is asked three times at least.
      for (const threads of [2, 3, 5]) {
        for (diesAfter of [0, 1, 2]) {
          expect(await failure(evaluateOnThreads(file, options, threads))).toContain('the thread is gone');
        }
      }
    } finally {
      diesAfter = Number.POSITIVE_INFINITY;
    }
  });
});

describe('a crew of which a thread ends between two calls', () => {
  it('fails at the next call, instead of waiting for an answer', async () => {
    const file = recording('idle.txt');
    const before = started;
    let isOver = false;
    // While blocks are read: each thread has answered that it is there, and the other one decodes.
    const onRead = (): void => {
      if (started > before && !isOver && last.isIdle) isOver = last.emit('exit', 1);
    };
    const said = 'a thread ended before its work was done (exit code 1)';
    expect(await failure(evaluateOnThreads(file, { ...options, onRead }, 2))).toContain(said);
    expect(isOver).toBe(true);
  });
});

describe('a pool', () => {
  const task = (file: { path: string; shown: string }) =>
    ({
      kind: 'recording',
      file,
      ...options,
      onePopulation: false,
      witnessed: [],
      bothWays: undefined,
      withBusiest: true,
    }) as const;
  const csv = (name: string, lines: string) => {
    const path = join(folder, name);
    writeFileSync(path, `time_s,event,page,ref\n${lines}`);
    return { path, shown: name };
  };

  it('does more tasks than it has threads, and each has its own result', async () => {
    const files = [1, 2, 3, 4, 5].map((pins) =>
      csv(`${pins}.csv`, Array.from({ length: pins }, (_, i) => `${i + 1},pin-read,p${i},r${i}\n`).join('')),
    );
    const pool = new Pool(2);
    const before = started;
    const results = await Promise.all(files.map((file) => pool.perform(task(file))));
    await pool.close();
    expect(started - before).toBe(2);
    expect(results).toEqual(await Promise.all(files.map((file) => evaluateRecording(file, options))));
    expect(new Set(results.map(({ facts }) => facts.bytes)).size).toBe(5);
  });

  it('says how far a recording has been read', async () => {
    const file = recording('progress.txt');
    const said: number[] = [];
    const pool = new Pool(2);
    await pool.perform(task(file), (read, total) => said.push(read / total));
    await pool.close();
    expect(said.length).toBeGreaterThan(0);
    expect(said.every((share, i) => share > 0 && share <= 1 && share >= (said[i - 1] ?? 0))).toBe(true);
  });

  it('gives the error of a task with its file and line, and does the next one', async () => {
    const pool = new Pool(2);
    const bad = task(csv('bad.csv', '1,pin-read,a,r\n2,nonsense,a,r\n'));
    // As often as there are threads: none of them is lost.
    for (let i = 0; i < 2; i++) await expect(pool.perform(bad)).rejects.toMatchObject({ file: 'bad.csv', line: 3 });
    const good = csv('good.csv', '1,pin-read,a,r\n');
    expect(await pool.perform(task(good))).toEqual(await evaluateRecording(good, options));
    await pool.close();
  });

  it.each([
    ['an error', () => last.emit('error', new Error('the thread is gone'))],
    ['the end of the thread', () => last.emit('exit', 1)],
  ])('starts another thread for the next task after %s between two tasks', async (_, ends) => {
    const pool = new Pool(2);
    const good = task(csv('after.csv', '1,pin-read,a,r\n'));
    const found = await pool.perform(good);
    const before = started;
    expect(ends()).toBe(true);
    expect(await Promise.all([1, 2, 3].map(() => pool.perform(good)))).toEqual([found, found, found]);
    await pool.close();
    expect(started - before).toBe(2);
  });

  it('fails only the task of the thread that dies, and the others wait for one that lives', async () => {
    const pool = new Pool(2);
    const good = task(csv('lives.csv', '1,pin-read,a,r\n'));
    const work = [1, 2, 3].map(() => pool.perform(good).then(() => 'done', String));
    last.emit('exit', 7);
    expect(await Promise.all(work)).toEqual([
      'done',
      'Error: a thread ended before its work was done (exit code 7)',
      'done',
    ]);
    await pool.close();
  });

  it('starts nothing more once it is closed', async () => {
    const pool = new Pool(2);
    const before = started;
    for (let i = 0; i < 3; i++) void pool.perform(task(csv('closed.csv', '1,pin-read,a,r\n'))).catch(() => {});
    const closing = pool.close();
    last.emit('exit', 1);
    await closing;
    expect(started - before).toBe(2);
  });

  it('refuses what comes after it is closed, and starts no thread for it that nobody would end', async () => {
    const pool = new Pool(2);
    const before = started;
    await pool.close();
    await expect(pool.perform(task(csv('late.csv', '1,pin-read,a,r\n')))).rejects.toThrow('closed');
    expect(started).toBe(before);
  });

  it('fails what was running when a thread dies', async () => {
    const pool = new Pool(2);
    diesAfter = 0;
    try {
      const running = pool.perform(task(csv('gone.csv', '1,pin-read,a,r\n')));
      await expect(running).rejects.toThrow('the thread is gone');
    } finally {
      diesAfter = Number.POSITIVE_INFINITY;
      await pool.close();
    }
  });
});
