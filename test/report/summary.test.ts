import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compareToBaseline } from '../../src/report/baseline.ts';
import { columns } from '../../src/report/columns.ts';
import type { Results } from '../../src/report/results.ts';
import { summaryText } from '../../src/report/summary.ts';
import { fixture, large, renamed } from './fixture.ts';
import { HOSTILE } from './hostile.ts';

const worse = (results: Results): Results => ({
  ...results,
  baseline: compareToBaseline(
    results,
    { ...results, measurements: results.measurements.map((row) => ({ ...row, value: row.value / 2 })) },
    'old/results.json',
  ),
});
const required = (results: Results): Results => ({
  ...results,
  requirements: results.layouts.map(({ id }, i) => ({
    key: 'refused.pin',
    text: '<= 1e-4',
    compare: '<=',
    bound: 1e-4,
    layout: id,
    judged: true,
    met: i % 2 === 1,
    worst: i % 2 === 1 ? null : { scenario: 'd1', value: 0.8828125 },
  })),
});

const ALL: readonly (readonly [string, Results])[] = [
  ['the default run', fixture()],
  ['a run with requirements and a baseline', worse(required(fixture()))],
  ['200 layouts and 30 scenarios', worse(required(large()))],
  ['hostile names', worse(required(renamed(HOSTILE, HOSTILE)))],
  ['no scenarios', { ...fixture(), scenarios: [], measurements: [], large: [], verdicts: [] }],
];

describe.each(ALL)('the summary of %s', (_what, results) => {
  const text = summaryText(results);
  const lines = text.split('\n');

  it('has lines of at most 72 columns without blanks at their ends', () => {
    for (const line of lines) {
      expect(columns(line), line).toBeLessThanOrEqual(72);
      expect(line).not.toMatch(/\s$/);
    }
    expect(text.endsWith('\n')).toBe(true);
    expect(text.length).toBeLessThan(60_000);
  });

  it('survives a mailing list: no tabs and controls, no line that a mail program takes for its own', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for.
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|\p{Cs}/u);
    for (const line of lines) expect(line).not.toMatch(/^(From |>|---\s*$|\.$)/);
  });

  it('has no markup that Markdown would run', () => {
    for (const line of lines.filter((each) => !each.startsWith('    '))) expect(line).not.toMatch(/(^|[^\\])<\w/);
  });
});

describe('the summary', () => {
  it('is in ASCII where the names are', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what it looks for.
    expect(summaryText(worse(required(fixture())))).toMatch(/^[\u0000-\u007f]*$/);
  });

  it('answers first, then gives verdicts, tables, what changed and how to get the same again', () => {
    const titles = summaryText(worse(required(fixture())))
      .split('\n')
      .filter((_, i, all) => /^[=-]+$/.test(all[i + 1] ?? ''));
    expect(titles).toEqual([
      'bitpart: None of the 7 layouts holds',
      'Verdicts',
      'The worst over all scenarios',
      'Requirements of layouts.yaml',
      'What changed',
      'Scenarios',
      'How to get the same again',
    ]);
  });

  it('says every number of the verdicts', () => {
    const words = summaryText(fixture()).replaceAll(/\s+/g, ' ');
    for (const { layout, summary } of fixture().verdicts)
      expect(words).toContain(`${layout}: does not hold. ${summary}`);
  });

  it('names the command, the seed and the inputs', () => {
    const text = summaryText(fixture());
    expect(text).toContain('\n    bitpart explore\n');
    expect(text).toContain('seed 1');
    expect(text).toMatch(/\n {4}[0-9a-f]{16} {2}traces\/d1\.trace\.txt\.gz\n/);
  });

  it('has the layouts as YAML that gives them again, however long its lines', () => {
    const long = `- { name: "a, b", fields: [${Array.from({ length: 9 }, (_, i) => `{ name: field ${i}, bits: 3 }`).join(', ')}] }`;
    const results = {
      ...fixture(),
      layouts: fixture().layouts.map((layout, i) => ({ ...layout, yaml: `  ${i === 0 ? long : `- layout ${i}`}\n` })),
    };
    const text = summaryText(results);
    const block = text.slice(text.indexOf('    layouts:\n'));
    expect(parse(block)).toEqual(parse(`layouts:\n${results.layouts.map(({ yaml }) => yaml).join('')}`));
  });
});
