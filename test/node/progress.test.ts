import { describe, expect, it } from 'vitest';
import { Progress } from '../../src/node/progress.ts';

/** A progress whose clock stands still until it is moved. */
function shown({ isTerminal = true, width = 120, quiet = false } = {}) {
  const state = { time: 0, said: '' };
  const io = {
    out: () => {},
    err: (text: string) => {
      state.said += text;
    },
    cwd: '/',
    env: {},
    isTerminal,
    width,
    colours: false,
    now: () => state.time,
  };
  return Object.assign(state, { progress: new Progress(io, 3, quiet) });
}

const last = (said: string): string => said.split('\r\x1b[K').at(-1)!;

describe('progress', () => {
  it('says how many bytes are read, how fast, and how long it will take', () => {
    const state = shown();
    const { progress } = state;
    for (const [name, bytes] of [
      ['a', 30e6],
      ['b', 50e6],
      ['model', 0],
    ] as const) {
      progress.started(name);
      if (bytes > 0) progress.sized(name, bytes);
    }
    state.time = 2000;
    progress.read('a', 'a.gz', 20e6);
    expect(last(state.said)).toBe('0 of 3 scenarios, 20.0 of 80.0 MB read, 10.0 MB/s, about 6 s left: a, b, model');
    state.time = 3000;
    progress.read('a', 'a.gz', 30e6);
    progress.finished('a');
    expect(last(state.said)).toBe('1 of 3 scenarios, 30.0 of 80.0 MB read, 10.0 MB/s, about 5 s left: b, model');
    progress.end();
    expect(state.said.endsWith('\r\x1b[K')).toBe(true);
  });

  it('adds the files of a scenario up, each read from its beginning', () => {
    const state = shown();
    state.progress.started('many');
    state.progress.sized('many', 40e6);
    state.time = 1000;
    state.progress.read('many', 'one', 10e6);
    state.time = 2000;
    state.progress.read('many', 'two', 10e6);
    expect(last(state.said)).toContain('20.0 of 40.0 MB read, 10.0 MB/s, about 2 s left');
    state.progress.end();
  });

  it('does not count what comes from the cache as read', () => {
    const state = shown();
    const { progress } = state;
    for (const name of ['cached', 'new']) {
      progress.started(name);
      progress.sized(name, 10e6);
    }
    progress.finished('cached');
    state.time = 1000;
    progress.read('new', 'new', 5e6);
    expect(last(state.said)).toContain('5.0 of 10.0 MB read, 5.0 MB/s, about 1 s left');
    progress.end();
  });

  it.each([
    [90e6, '2 min'],
    [7500e6, '2 h 5 min'],
  ])('of %d more bytes says %s', (bytes, text) => {
    const state = shown();
    state.progress.started('a');
    state.progress.sized('a', bytes + 1e6);
    state.time = 1000;
    state.progress.read('a', 'a', 1e6);
    expect(last(state.said)).toContain(`about ${text} left`);
    state.progress.end();
  });

  it('is a line a minute without a terminal, and no more', () => {
    const state = shown({ isTerminal: false });
    state.progress.started('a');
    state.progress.sized('a', 100e6);
    for (let second = 1; second <= 150; second++) {
      state.time = second * 1000;
      state.progress.read('a', 'a', second * 5e5);
    }
    state.progress.finished('a');
    state.progress.end();
    expect(state.said).toBe(
      '0 of 3 scenarios, 30.0 of 100.0 MB read, 0.5 MB/s, about 2 min left: a\n0 of 3 scenarios, 60.0 of 100.0 MB read, 0.5 MB/s, about 1 min left: a\n',
    );
  });

  it('fits a narrow terminal, and is not steered by names', () => {
    const state = shown({ width: 40 });
    state.progress.started(`\u001b[31m\n${'x'.repeat(100)}`);
    const line = last(state.said);
    expect(line.length).toBeLessThanOrEqual(39);
    expect(line).not.toMatch(/\p{Cc}/u);
    state.progress.end();
  });

  it('says nothing where nothing is to be said', () => {
    const state = shown({ quiet: true });
    state.progress.started('a');
    state.time = 1e6;
    state.progress.finished('a');
    state.progress.end();
    expect(state.said).toBe('');
  });
});
