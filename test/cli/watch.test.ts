import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/io.ts';
import { goodWorld, LAYOUTS, RECORDING, type World } from './world.ts';

/** A watch that is under way: what it said so far, and how to stop it. */
class Watch {
  said = '';
  readonly ended: Promise<{ code: number }>;
  readonly #stop = new AbortController();

  constructor(world: World, flags: readonly string[] = [], io: Partial<Io> = {}) {
    const take = (text: string): void => {
      this.said += text;
    };
    this.ended = world.run(['explore', '--watch', ...flags], {
      now: () => Date.now(),
      signal: this.#stop.signal,
      ...io,
      out: take,
      err: take,
    });
  }

  /** Resolves once the text has been said so many times. */
  async says(text: string, times = 1): Promise<void> {
    const end = Date.now() + 30_000;
    while (this.said.split(text).length <= times) {
      if (Date.now() > end) throw new Error(`never said ${JSON.stringify(text)} ${times} times:\n${this.said}`);
      await new Promise((done) => setTimeout(done, 10));
    }
  }

  async stop(): Promise<number> {
    this.#stop.abort();
    return (await this.ended).code;
  }
}

describe('explore --watch', () => {
  it('runs again on a save, keeps the last good report while the file is broken, and stops with 0', async () => {
    const world = await goodWorld();
    const watch = new Watch(world);
    await watch.says('save layouts.yaml to run again');
    expect(world.results().layouts).toHaveLength(3);

    await world.write('layouts.yaml', LAYOUTS.replace('4/4/24', '8/24'));
    await watch.says('save layouts.yaml to run again', 2);
    expect(world.results().layouts.map(({ id }) => id)).toContain('8/24');

    const good = world.files('reports');
    await world.write('layouts.yaml', LAYOUTS.replace('4/4/24', '4/4/25'));
    await watch.says('The last good report stays as it was');
    expect(watch.said).toContain('layouts.yaml:3:5: 4 + 4 + 25 = 33 bits');
    expect(world.files('reports')).toEqual(good);

    await world.write('layouts.yaml', LAYOUTS);
    await watch.says('save layouts.yaml to run again', 3);
    expect(world.results().layouts.map(({ id }) => id)).toContain('4/4/24');
    expect(await watch.stop()).toBe(0);
    expect(watch.said.endsWith('Stopped.\n')).toBe(true);
  });

  it('runs again when a recording changes, and bears one that is broken', async () => {
    const world = await goodWorld();
    const watch = new Watch(world);
    await watch.says('to run again');
    await world.write('one.csv', 'rubbish');
    await watch.says('The last good report stays as it was');
    await world.write('one.csv', `${RECORDING}10,check,A,\n`);
    await watch.says('to run again', 2);
    expect(world.results().scenarios[0]?.events).toBeGreaterThan(12);
    expect(await watch.stop()).toBe(0);
  });

  it('waits for a file that is not in order, or not there, from the beginning on', async () => {
    const world = await goodWorld('layouts: [');
    const watch = new Watch(world);
    await watch.says('There is no report yet');
    await world.write('layouts.yaml', LAYOUTS);
    await watch.says('to run again');
    expect(await watch.stop()).toBe(0);
  });

  it('opens the page once, where somebody sits at a terminal', async () => {
    const world = await goodWorld();
    const opened: string[] = [];
    const open = async (path: string): Promise<undefined> => void opened.push(path);
    const watch = new Watch(world, ['--open'], { isTerminal: true, open });
    await watch.says('to run again');
    await world.write('layouts.yaml', LAYOUTS.replace('4/4/24', '8/24'));
    await watch.says('to run again', 2);
    await watch.stop();
    expect(opened).toEqual([world.path('reports/index.html')]);
  });
});

describe('explore --open', () => {
  it('is off without a terminal, and says so', async () => {
    const world = await goodWorld();
    const opened: string[] = [];
    const open = async (path: string): Promise<undefined> => void opened.push(path);
    const { code, err } = await world.run(['explore', '--open'], { open });
    expect([code, opened]).toEqual([0, []]);
    expect(err).toContain('--open is off without a terminal and in CI');
  });

  it('that finds no browser says so, and the run is as good', async () => {
    const world = await goodWorld();
    const { code, err } = await world.run(['explore', '--open'], { isTerminal: true, open: async () => 'no browser' });
    expect(code).toBe(0);
    expect(err).toContain('could not be opened: no browser');
  });
});
