import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEEPEST, findExcess, MOST_TOKENS } from '../../src/config/nesting.ts';
import { LARGEST_FILE, readSource } from '../../src/config/source.ts';

const read = (text: string) => readSource('f.yaml', text);
const told = (text: string) => read(text).problems.map((p) => `${p.line}:${p.column} ${p.message}`);

describe('YAML as values', () => {
  it('reads what yaml reads', () => {
    const text = 'a: 1\nb: [x, "y", 2.5, null, true, no]\nc: { d: 4/4/24, e: 50/s, f: 2026-01-01 }\n';
    expect(read(text)).toMatchObject({ value: parse(text), problems: [], broken: false });
  });

  it('reads any value that JSON can say', () => {
    const { tie } = fc.letrec((again) => ({
      tie: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(again('tie'), { maxLength: 4 }),
        fc.dictionary(
          fc.string().filter((k) => k !== '__proto__' && k !== '<<'),
          again('tie'),
          { maxKeys: 4 },
        ),
      ),
    }));
    fc.assert(
      fc.property(tie, (value) => {
        const text = JSON.stringify(value);
        if (value === null) return;
        expect(JSON.stringify(read(text).value)).toBe(text.replace(/-0\b/g, '0'));
      }),
    );
  });

  it('reads an empty file as nothing, and what has a BOM and CRLF like any other', () => {
    expect(read('')).toMatchObject({ value: null, broken: false });
    expect(read('\ufeffa: 1\r\nb: x\r\n').value).toEqual({ a: 1, b: 'x' });
    expect(read('\ufeffa: 1').problemAt(['a'], '')).toMatchObject({ line: 1, column: 4 });
  });

  it('follows aliases, to the latest anchor of the name', () => {
    expect(read('a: &x 1\nb: *x\nc: &x 2\nd: *x').value).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });
});

describe('the place of a value', () => {
  const source = read('layouts:\n  - 4/4/24\n  - { name: x, bias: 1024 }\nrequire:\n  limit.pin: ">= 3"\n');
  it.each([
    [['layouts'], 'value', '2:3'],
    [['layouts'], 'key', '1:1'],
    [['layouts', 0], 'value', '2:5'],
    [['layouts', 1, 'bias'], 'value', '3:22'],
    [['layouts', 1, 'bias'], 'key', '3:16'],
    [['layouts', 1, 'word'], 'value', '3:5'],
    [['layouts', 7, 'name', 'x'], 'value', '2:3'],
    [['require', 'limit.pin'], 'key', '5:3'],
    [[], 'value', '1:1'],
  ] as const)('%j, its %s, is %s', (path, on, place) => {
    const { line, column } = source.problemAt(path, '', {}, on);
    expect(`${line}:${column}`).toBe(place);
  });

  it('of a key without a value is the key', () => {
    expect(read('a: 1\nscenarios:\n').problemAt(['scenarios'], '')).toMatchObject({ line: 2, column: 1, length: 9 });
  });

  it('inside an alias is where the text stands that is repeated', () => {
    expect(read('a: &x\n  k: 1\nb: *x\n').problemAt(['b', 'k'], '')).toMatchObject({ line: 2, column: 6 });
  });
});

describe('YAML that is refused', () => {
  it('has a key twice', () => {
    expect(told('a: 1\nb: 2\na: 3\n')).toEqual(['3:1 the key "a" stands twice, first on line 1']);
    expect(told('a: 1\n"a": 3\n')).toHaveLength(1);
  });

  it.each([
    [
      'a: 010',
      '1:4 "010" is 8-based to some programs and 10-based to others: write 10, or put it in quotes if it is a name',
    ],
    ['a: 0x1F', '1:4 "0x1F" is not decimal: write 31, or put it in quotes if it is a name'],
    ['a: 0o17', '1:4 "0o17" is not decimal: write 15, or put it in quotes if it is a name'],
    ['a: .nan', '1:4 ".nan" is not a finite number'],
    ['a: -.inf', '1:4 "-.inf" is not a finite number'],
    ['a: 1e400', '1:4 "1e400" is too big for a number'],
    ['a: 9007199254740993', '1:4 "9007199254740993" is beyond 2^53 and would be rounded: write a power such as 2^53'],
    ['a: *b', '1:4 the alias *b has no anchor &b before it'],
    ['a: &a [*a]', '1:8 the alias *a stands inside of what it repeats'],
    ['? [x]\n: 1', '1:3 a key is a plain word or a text in quotes, not a list, a map or an alias'],
    ['__proto__: 1', '1:1 "__proto__" is no key'],
    ['<<: { a: 1 }', '1:1 merge keys are not supported; write the keys out'],
  ])('%j', (text, problem) => {
    expect(told(text)).toEqual([problem]);
    expect(read(text).broken).toBe(false);
  });

  it('leaves numbers alone that are what they look like', () => {
    for (const text of ['0', '-0', '1e308', '1152921504606846976', '0.5', '9007199254740991', '"010"'])
      expect(told(`a: ${text}`)).toEqual([]);
  });

  it.each([
    ['a: [1,', /^1:\d+ not valid YAML: /],
    ['a:\n\t- x', /^2:1 not valid YAML: .*[Tt]ab/],
    ['a: !foo 1', /^1:4 not valid YAML: Unresolved tag/],
    ['a: !!binary aGk=', /^1:4 not valid YAML: Unresolved tag/],
    ['a: 1\n---\nb: 2', /^2:1 not valid YAML: /],
    ['%YAML 1.1\n---\na: no', /^1:1 the file says %YAML 1\.1/],
    ['a: b\0c', /^1:5 a NUL character/],
  ])('%j is no YAML to look at further', (text, problem) => {
    expect(told(text)[0]).toMatch(problem);
    expect(read(text).broken).toBe(true);
  });
});

describe('YAML made to hurt', () => {
  it.each([
    ['10,000 lists in lists', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['10,000 maps in maps', '{a: '.repeat(10_000) + '}'.repeat(10_000)],
    ['10,000 lists never closed', '['.repeat(10_000)],
    ['10,000 items in items', `${'- '.repeat(10_000)}x`],
    ['10,000 keys of keys', '? '.repeat(10_000)],
    ['1,000 indented maps', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual([expect.stringMatching(/^\d+:\d+ nested more than 64 levels deep$/)]);
  });

  it('lets through whatever is less deep, and lists on one level', () => {
    expect(read('['.repeat(DEEPEST) + ']'.repeat(DEEPEST)).broken).toBe(false);
    expect(read('a:\n'.concat('- x\n'.repeat(200), 'b:\n', '- [y]\n'.repeat(200))).broken).toBe(false);
    expect(read(`a: "${'['.repeat(500)}" # ${'['.repeat(500)}\nb: |\n  ${'['.repeat(500)}\n`).broken).toBe(false);
  });

  it('an alias bomb', () => {
    const bomb = Array.from(
      { length: 30 },
      (_, i) =>
        `a${i}: &a${i} [${
          i === 0
            ? 'x'
            : Array(9)
                .fill(`*a${i - 1}`)
                .join(', ')
        }]\n`,
    ).join('');
    expect(told(bomb)).toEqual([expect.stringMatching(/too large: its aliases repeat it to more than 200000 values$/)]);
  });

  it('a chain of ten thousand aliases', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1}`}]\n`).join(
      '',
    );
    expect(told(chain)).toEqual([expect.stringMatching(/nested more than 128 levels deep$/)]);
  });

  it('too many tokens, too many characters', () => {
    expect(findExcess(`[${'a,'.repeat(MOST_TOKENS)}]`)).toMatchObject({ message: expect.stringContaining('tokens') });
    expect(told('x'.repeat(LARGEST_FILE + 1))).toEqual([
      `0:0 ${LARGEST_FILE + 1} characters, at most ${LARGEST_FILE} are read`,
    ]);
    expect(read(`a: ${'x'.repeat(LARGEST_FILE - 10)}`).problems).toEqual([]);
  });

  it('any text at all: it never throws, and every place is in the file', () => {
    const yamlish = fc
      .array(
        fc.constantFrom(
          'a',
          ':',
          ' ',
          '\n',
          '-',
          '[',
          ']',
          '{',
          '}',
          '&x',
          '*x',
          '"',
          "'",
          '#',
          '|',
          '>',
          '?',
          '!',
          '%',
          ',',
          '\t',
          '010',
          '<<',
          '\r\n',
          '\0',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), yamlish), (text) => {
        const lines = text.split('\n').length;
        for (const problem of read(text).problems) {
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.line).toBeLessThanOrEqual(lines);
          expect(problem.column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
