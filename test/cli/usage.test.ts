import { describe, expect, it } from 'vitest';
import { VERSION } from '../../src/version.ts';
import { goodWorld, LAYOUTS, World } from './world.ts';

describe('bad usage is said with what was probably meant, and ends with 2', () => {
  const world = new World();
  it.each([
    [
      'an unknown flag',
      ['explore', '--jsno'],
      ['Unknown argument: jsno', 'Did you mean --json?', 'bitpart explore --help'],
    ],
    ['an unknown flag that says no', ['explore', '--no-chache'], ['Did you mean --no-cache?']],
    ['a flag before a command', ['--versoin'], ['"--versoin" stands before a command', 'Did you mean --version?']],
    ['an unknown flag with a value', ['explore', '--trases=x.gz'], ['trases', '--trace']],
    ['a flag of another command', ['check', '--quiet'], ['Unknown argument: quiet', 'bitpart check --help']],
    ['an unknown command', ['exlpore'], ['Did you mean explore?']],
    ['no command', [], ['Say what to do: bitpart explore']],
    ['two files', ['explore', 'a.yaml', 'b.yaml'], ['"b.yaml": that is more than it takes: bitpart explore [layouts]']],
    [
      'one of three words',
      ['import', 'a', '--class', 'lareg'],
      ['--class takes small, large or same, not "lareg"', 'large?'],
    ],
  ])('%s', async (_, argv, says) => {
    const { code, out, err } = await world.run(argv);
    for (const text of says) expect(err).toContain(text);
    expect(err).toMatch(/\nSee bitpart (explore |check |import )?--help\.\n$/);
    expect(err).not.toContain('did not expect');
    expect([code, out]).toEqual([2, '']);
  });
});

describe('--help', () => {
  const world = new World();
  it.each([[['--help']], [['-h']]])('%j leads to the commands, with an example', async (argv) => {
    const { code, out, err } = await world.run(argv);
    for (const text of ['bitpart explore', 'bitpart check', 'Examples:', 'reports/index.html'])
      expect(out).toContain(text);
    expect([code, err]).toEqual([0, '']);
  });

  it('of a command shows its flags and examples, within the width of the terminal', async () => {
    const { code, out } = await world.run(['explore', '--help'], { width: 80 });
    expect(code).toBe(0);
    for (const flag of ['out', 'trace', 'layout', 'only', 'seed', 'runs', 'jobs', 'json', 'quiet', 'fail-on']) {
      expect(out).toContain(`--${flag}`);
    }
    expect(out).toContain('Examples:');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('--version is the version', async () => {
    expect(await world.run(['--version'])).toEqual({ code: 0, out: `${VERSION}\n`, err: '' });
  });
});

describe('check', () => {
  it('shows fields and limits, and reads no recording', async () => {
    const world = await goodWorld();
    await world.write('one.csv', 'rubbish');
    const { code, out, err } = await world.run(['check']);
    expect([code, err]).toEqual([0, '']);
    for (const text of ['1/1/30', 'linux today', '2,097,151', 'one.csv']) expect(out).toContain(text);
    expect(Object.keys(world.files())).toEqual(['layouts.yaml', 'one.csv']);
  });

  it('shows every problem, exit 2', async () => {
    const world = await goodWorld(LAYOUTS.replace('4/4/24', '4/4/25'));
    const { code, out, err } = await world.run(['check']);
    expect(err).toContain('layouts.yaml:3:5: 4 + 4 + 25 = 33 bits');
    expect([code, out]).toEqual([2, '']);
  });
});

describe('colours and progress', () => {
  it('are there only for a terminal', async () => {
    const world = await goodWorld();
    let time = 0;
    const now = () => (time += 61_000);
    const plain = await world.run(['explore'], { now });
    expect(plain.out + plain.err).not.toContain('\u001b');
    expect(plain.err).toMatch(/^\d of 1 scenarios/);
    const shown = await world.run(['explore'], { now, isTerminal: true, colours: true });
    expect(shown.out).toContain('\u001b[');
    expect(shown.err).toContain('\r\u001b[K');
    // What was drawn is cleared at the end.
    expect(shown.err.endsWith('\r\u001b[K')).toBe(true);
    expect((await world.run(['explore', '--quiet'], { now, isTerminal: true, colours: true })).err).toBe('');
  });
});

describe('Ctrl-C', () => {
  it('ends with 130 and leaves the last good report as it was', async () => {
    const world = await goodWorld();
    await world.run(['explore', '--quiet']);
    const good = world.files('reports');
    const stop = new AbortController();
    stop.abort();
    const { code, out } = await world.run(['explore', '--only', '4/4/24'], { signal: stop.signal });
    expect([code, out]).toEqual([130, '']);
    expect(world.files('reports')).toEqual(good);
  });
});

describe('flags that say too much', () => {
  it.each([
    [['explore', '--out', ''], '--out is empty'],
    [['explore', '--out', 'a', '--out', 'b'], '--out is given 2 times; it takes one value'],
    [['explore', '--seed', '1', '--seed', '2'], '--seed is given 2 times; it takes one value'],
    [['explore', '--', 'a', 'b'], 'Unknown argument: a b'],
    [['explore', '--seed', 'one'], '--seed takes a number, not "one"'],
    [['explore', '--runs=many'], '--runs takes a number, not "many"'],
  ])('%j is refused: %s', async (argv, said) => {
    const world = await goodWorld();
    const { code, err } = await world.run(argv);
    expect(err).toContain(said);
    expect(code).toBe(2);
  });

  it('may be given again where they are lists or mean the same', async () => {
    const world = await goodWorld();
    const { code } = await world.run(['explore', '--only', '4/4/24', '--only', '4/4/24', '--quiet', '--quiet']);
    expect(code).toBe(0);
  });
});
