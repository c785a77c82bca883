import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { looksOf, patient } from '../../src/node/streams.ts';

const tty = { isTTY: true, columns: 80 };
const pipe = {};

describe('colours', () => {
  it.each([
    ['a terminal has them', {}, tty, true],
    ['a pipe has none', {}, pipe, false],
    ['NO_COLOR forbids them', { NO_COLOR: '1' }, tty, false],
    ['an empty NO_COLOR does not', { NO_COLOR: '' }, tty, true],
    ['TERM=dumb forbids them', { TERM: 'dumb' }, tty, false],
    ['FORCE_COLOR asks for them in a pipe', { FORCE_COLOR: '1' }, pipe, true],
    ['an empty FORCE_COLOR too', { FORCE_COLOR: '' }, pipe, true],
    ['and against NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, pipe, true],
    ['FORCE_COLOR=0 forbids them', { FORCE_COLOR: '0' }, tty, false],
  ])('%s', (_, env, stdout, colours) => {
    expect(looksOf(env, stdout, pipe).colours).toBe(colours);
  });
});

describe('progress', () => {
  it.each([
    ['is redrawn on a terminal', {}, tty, true],
    ['not in a pipe', {}, pipe, false],
    ['not on a dumb terminal', { TERM: 'dumb' }, tty, false],
    ['not in CI', { CI: 'true' }, tty, false],
    ['CI=false is no CI', { CI: 'false' }, tty, true],
  ])('%s', (_, env, stderr, isTerminal) => {
    expect(looksOf(env, pipe, stderr).isTerminal).toBe(isTerminal);
  });

  it('where no terminal says how wide it is COLUMNS does, if it is a number', () => {
    const width = (said: string, stdout = pipe) => looksOf({ COLUMNS: said }, stdout, pipe).width;
    expect(['200', '1', ''].map((said) => width(said))).toEqual([200, 1, 100]);
    expect(['0', '-5', 'x', '1e3', '80x', '99999'].map((said) => width(said))).toEqual(Array(6).fill(100));
    expect(width('200', tty)).toBe(80);
  });

  it('a terminal of no known width has 100 columns', () => {
    expect([tty, pipe, { columns: 0 }].map((stdout) => looksOf({}, stdout, pipe).width)).toEqual([80, 100, 100]);
  });
});

describe('a stream whose reader goes', () => {
  const stream = () => {
    const written: string[] = [];
    return Object.assign(new EventEmitter(), { written, write: (text: string) => written.push(text) });
  };

  it('drops what is written later, quietly', () => {
    const to = stream();
    const { write, isGone } = patient(to);
    write('a');
    to.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }));
    write('b');
    expect([to.written, isGone()]).toEqual([['a'], true]);
  });

  it('throws whatever else is wrong with it', () => {
    const to = stream();
    patient(to);
    expect(() => to.emit('error', Object.assign(new Error('disk'), { code: 'EIO' }))).toThrow('disk');
  });
});
