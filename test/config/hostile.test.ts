import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPlan, renderProblems } from '../../src/config/index.ts';
import { OPTIONS as PLAIN, PRESET } from './helpers.ts';

const OPTIONS = { ...PLAIN, presets: { ...PLAIN.presets, 'libc-page': { model: PRESET } } };

const text = readFileSync('layouts.yaml', 'utf8');
const lines = text.split('\n');

/** One change that a slip of the finger, a bad merge or an attacker makes. */
const mutation: fc.Arbitrary<(t: string) => string> = fc.oneof(
  fc.tuple(fc.nat(text.length), fc.nat(30)).map(
    ([at, n]) =>
      (t: string) =>
        t.slice(0, at) + t.slice(at + n),
  ),
  fc
    .tuple(
      fc.nat(text.length),
      fc.constantFrom(
        '\0',
        '\t',
        '{',
        '}',
        '[',
        ']',
        ':',
        '- ',
        '\n',
        '"',
        "'",
        '#',
        '&a ',
        '*a',
        '!x ',
        '<<: ',
        '010',
        '.nan',
        '1e308',
        '9'.repeat(30),
        '-',
        '|',
        '\ufeff',
        '\r',
        '\ud800',
        '2026-11-22',
        '\u202e',
      ),
    )
    .map(
      ([at, piece]) =>
        (t: string) =>
          t.slice(0, at) + piece + t.slice(at),
    ),
  fc.tuple(fc.nat(lines.length - 1), fc.nat(lines.length - 1)).map(([from, to]) => (t: string) => {
    const all = t.split('\n');
    all.splice(to, 0, all[from] ?? '');
    return all.join('\n');
  }),
  fc.tuple(fc.nat(lines.length - 1), fc.constantFrom('  ', '\t', ' ')).map(
    ([at, indent]) =>
      (t: string) =>
        t
          .split('\n')
          .map((line, i) => (i === at ? indent + line : line))
          .join('\n'),
  ),
  fc
    .tuple(
      fc.constantFrom(
        'bits',
        'counts',
        'name',
        'trace',
        'bias',
        'fields',
        'layouts',
        'scenarios',
        'read',
        '4/4/24',
        '2^23',
        '24',
        '1024',
        'preset',
        'rdma',
      ),
      fc.constantFrom(
        '',
        'null',
        '[]',
        '{}',
        '-1',
        '1.5',
        '1e999',
        'true',
        '__proto__',
        'constructor',
        'x'.repeat(10_000),
      ),
    )
    .map(
      ([from, to]) =>
        (t: string) =>
          t.replace(from, to),
    ),
);

describe('a layouts.yaml that something went wrong with', () => {
  it('gives a plan, or problems with a place in the file and a text: it never throws and never hangs', () => {
    let plans = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const mutated = mutations.reduce((t, change) => change(t), text);
        const loaded = loadPlan(mutated, OPTIONS);
        if (loaded.plan) plans++;
        else {
          refused++;
          expect(loaded.problems.length).toBeGreaterThan(0);
          const last = mutated.split('\n').length;
          for (const problem of loaded.problems) {
            expect(problem.line).toBeGreaterThanOrEqual(1);
            expect(problem.line).toBeLessThanOrEqual(last);
            expect(problem.message).toMatch(/\S/);
            expect(problem.message).not.toMatch(/undefined|\[object|Invalid input/);
          }
          expect(renderProblems(loaded.problems, mutated)).toMatch(/problems? in layouts\.yaml/);
        }
      }),
      { numRuns: 200 },
    );
    // The mutations are worth something only if some of them are harmless and some are not.
    expect(plans).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(50);
  });

  it.each([
    [
      '10,000 biases',
      `layouts: [{ name: a, bias: { ${Array.from({ length: 10_000 }, (_, i) => `k${i}: 2^20`).join(', ')} } }]`,
      '10000 biases for 4 kinds of pin',
    ],
    [
      '3,000 fields',
      `layouts: [{ name: a, fields: [${'{ bits: 1, counts: [read] },'.repeat(3000)}] }]`,
      '3000 fields of at least 1 bit each, the word has 32 or 64',
    ],
    [
      '20,000 kinds in a field',
      `layouts: [{ fields: [{ bits: 32, counts: [${'read,'.repeat(20_000)}] }] }]`,
      '20000 names where there are 5 kinds',
    ],
    [
      'a notation of a million parts',
      `layouts: ["${'4/'.repeat(500_000)}"]`,
      expect.stringMatching(/^"4\/4\/.* is no notation of a layout/),
    ],
    [
      'a key of a million characters',
      `layouts: [8/24]\n? ${'x'.repeat(1_000_000)}\n: 1`,
      expect.stringMatching(/^unknown key "x{79}…"$/),
    ],
  ])('%s', (_, content, message) => {
    const { problems } = loadPlan(content, OPTIONS);
    expect(problems?.map((p) => p.message)).toContainEqual(message);
    expect(renderProblems(problems ?? [], content).length).toBeLessThan(5000);
  });

  it('has more layouts than anybody compares', () => {
    const [problem] = loadPlan(`scenarios: []\nlayouts: [${'8/24,'.repeat(50_000)}]`, OPTIONS).problems ?? [];
    expect(problem).toMatchObject({ line: 2, column: 1, message: '50000 layouts, at most 10000 are read' });
  });

  it.each([
    ['10,000 layouts of one name', `layouts: [${'8/24,'.repeat(10_000)}]`],
    ['5,000 unknown keys', `layouts:\n${'- { a: 1 }\n'.repeat(5_000)}`],
    ['10,000 octal numbers', `layouts:\n${'- 010\n'.repeat(10_000)}`],
    ['10,000 doubled keys', `layouts: [8/24]\n${'a: 1\n'.repeat(10_000)}`],
  ])('%s are told up to a thousand', (_, content) => {
    expect(loadPlan(content, OPTIONS).problems).toHaveLength(1000);
  });
});
