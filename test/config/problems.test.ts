import { describe, expect, it } from 'vitest';
import { type Problem, placeOf, renderProblems, sortProblems, weightBelow } from '../../src/config/index.ts';
import { printable, quoted, shown } from '../../src/config/show.ts';

const problem = (line: number, column: number, more: Partial<Problem> = {}): Problem => ({
  file: 'l.yaml',
  line,
  column,
  message: 'wrong',
  ...more,
});

describe('problems as text', () => {
  it('show the place, the lines around, a caret, what is allowed and what to try', () => {
    const text = 'layouts:\n  - 4/4/25\n  - 8/24\n';
    const one = problem(2, 5, { length: 6, message: 'bits do not add up', allowed: '32 or 64', suggestion: '4/4/24' });
    expect(renderProblems([one], text)).toBe(
      [
        'l.yaml:2:5: bits do not add up',
        '  1 | layouts:',
        '  2 |   - 4/4/25',
        '    |     ^^^^^^',
        '  3 |   - 8/24',
        '  allowed: 32 or 64',
        '  try: 4/4/24',
        '',
        '1 problem in l.yaml',
      ].join('\n'),
    );
  });

  it('of equal importance are in the order of the file, the sum last', () => {
    const out = renderProblems([problem(3, 1), problem(1, 7), problem(1, 2)], 'a\nb\nc');
    expect(out.match(/^l\.yaml:\d+:\d+/gm)).toEqual(['l.yaml:1:2', 'l.yaml:1:7', 'l.yaml:3:1']);
    expect(out.split('\n').at(-1)).toBe('3 problems in l.yaml');
  });

  it('from which others may follow come last, however early they stand', () => {
    const keys = ['whole', 'domains', 'layouts', 'scenarios', 'require', 'trace'];
    const out = renderProblems(
      keys.map((key, i) => problem(i + 1, 1, { weight: weightBelow(key) })),
      'a\n'.repeat(9),
    );
    expect(out.match(/^l\.yaml:\d+/gm)).toEqual([6, 5, 4, 3, 2, 1].map((line) => `l.yaml:${line}`));
    // What says nothing of its weight is of the file as a whole.
    expect(sortProblems([problem(1, 1), problem(2, 1, { weight: 3 })]).map(({ line }) => line)).toEqual([2, 1]);
  });

  it('without a position show no lines', () => {
    expect(renderProblems([{ file: '--only', line: 0, column: 0, message: 'no such layout' }], 'a')).toBe(
      '--only: no such layout\n\n1 problem',
    );
    expect(renderProblems([problem(1, 1)], undefined)).toBe('l.yaml:1:1: wrong\n\n1 problem in l.yaml');
  });

  it('cut a long line around the caret, and the caret to the line', () => {
    const text = `${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`;
    const [, line, caret] = renderProblems([problem(1, 5001, { length: 9999 })], text).split('\n') as [
      string,
      string,
      string,
    ];
    expect(line.length).toBeLessThan(120);
    expect(line.indexOf('HERE')).toBe(caret.indexOf('^'));
    expect(caret.length).toBeLessThan(120);
  });

  it('keep the caret under its column behind tabs, surrogate pairs and CRLF', () => {
    const line = (text: string, column: number) => renderProblems([problem(1, column)], text).split('\n');
    const [, tabs, under] = line('\tkey: bad\r\nnext', 7) as [string, string, string];
    expect(tabs.indexOf('bad')).toBe(under.indexOf('^'));
    const [, pair, below] = line('"😀": bad', 7) as [string, string, string];
    expect([...pair].indexOf('b')).toBe([...below].indexOf('^'));
  });

  it('never act on the terminal: controls and marks of direction are written out', () => {
    const text = 'name: "\u001b[31mred\u202e"\u0007';
    const out = renderProblems(
      [problem(1, 7, { message: `bad ${text}`, suggestion: '\u001b', allowed: '\u202e', file: 'a\u001b.yaml' })],
      text,
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(out).toContain('\\u001b[31m');
  });

  it('are counted beyond 40, of which the most important are shown', () => {
    const many = Array.from({ length: 100 }, (_, i) => problem(i + 1, 1));
    const out = renderProblems(many, 'x\n'.repeat(100));
    expect(out.match(/^l\.yaml:/gm)).toHaveLength(40);
    expect(out).toMatch(/100 problems in l\.yaml, of which the 40 most important are shown$/);
    expect(out.match(/^l\.yaml:\d+/gm)!.at(-1)).toBe('l.yaml:40');
    const weighty = renderProblems(
      [...many.map((each) => ({ ...each, weight: 1 })), problem(100, 1)],
      'x\n'.repeat(100),
    );
    expect(weighty.match(/^l\.yaml:\d+/gm)!.slice(-2)).toEqual(['l.yaml:39', 'l.yaml:100']);
  });

  it('are painted by whoever shows them', () => {
    const out = renderProblems([problem(1, 1, { suggestion: 'y' })], 'x', (part, text) => `<${part}>${text}</${part}>`);
    expect(out).toContain('<where>l.yaml:1:1</where>: <message>wrong</message>');
    expect(out).toContain('<caret>^</caret>');
    expect(out).toContain('<hint>  try: y</hint>');
  });

  it('of several files are sorted by file and named for none', () => {
    const sorted = sortProblems([
      { ...problem(1, 1), file: 'b' },
      { ...problem(9, 1), file: 'a' },
    ]);
    expect(sorted.map(placeOf)).toEqual(['a:9:1', 'b:1:1']);
    expect(renderProblems(sorted, undefined).split('\n').at(-1)).toBe('2 problems');
  });
});

describe('what is shown of a value', () => {
  it('says its type and clips it', () => {
    expect([5, 'x', true, null, undefined, [1], { a: 1 }].map(shown)).toEqual([
      'the number 5',
      'the text "x"',
      'true',
      'nothing',
      'nothing',
      'a list',
      'a map',
    ]);
    expect(quoted('x'.repeat(10_000))).toHaveLength(82);
    expect(quoted(`${'x'.repeat(78)}😀tail`)).toBe(`"${'x'.repeat(78)}…"`);
    expect(printable('a\u0000\ud800b')).toBe('a\\u0000\\ud800b');
  });
});
