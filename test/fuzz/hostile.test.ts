import { describe, expect, it } from 'vitest';
import { fixture } from '../report/fixture.ts';
import { HOSTILE, type Hostile, kprobe, spoiltJson } from './hostile.ts';
import { Bench, processOf } from './outcome.ts';
import { CSV, LAYOUTS } from './references.ts';

const bench = new Bench();
bench.write('one.csv', CSV);
bench.write('layouts.yaml', LAYOUTS);
bench.write('bad', CSV);
await bench.run(['profile', 'bad', '--quiet', '--output', 'good.json'], 'bad');
const profile = bench.take('good.json');

/** The command that reads each file, and whose result is compared. */
const COMMAND: Readonly<Record<Hostile['file'], readonly string[]>> = {
  'layouts.yaml': ['check'],
  bad: ['profile', 'bad', '--quiet', '--jobs', '1'],
  'p.json': ['merge', 'p.json'],
  'old.json': ['explore', '--baseline', 'old.json'],
};
const GOOD = { 'layouts.yaml': LAYOUTS, bad: CSV, 'p.json': profile } as const;
const withoutInputs = (text: string): string => text.replace(/"inputs":\[.*?\]/, '');

const ALL = [
  ...HOSTILE,
  ...spoiltJson(profile, JSON.stringify({ ...fixture(), space: undefined, baseline: undefined })),
];

describe.each(ALL)('$what', ({ file, make, is, isLarge }) => {
  it(`is ${is instanceof RegExp ? 'refused, with its place' : is === 'same' ? 'read like the good one' : 'read as it stands'}`, async () => {
    bench.write('layouts.yaml', LAYOUTS);
    bench.write(file, make());
    const argv = COMMAND[file];
    if (isLarge) {
      const { code, out, err, seconds, mebibytes } = await processOf(argv, bench.folder);
      if (is instanceof RegExp) expect(err).toMatch(is);
      expect([code, out === '']).toEqual(is instanceof RegExp ? [2, true] : [0, false]);
      expect(seconds).toBeLessThan(5);
      expect(mebibytes).toBeLessThan(512);
    } else if (is instanceof RegExp) {
      expect(await bench.refusal(argv, file)).toMatch(is);
    } else {
      const found = await bench.run(argv, file);
      expect(found).toBeDefined();
      if (is === 'same' && file !== 'old.json') {
        bench.write(file, GOOD[file]);
        expect(withoutInputs(found!)).toBe(
          withoutInputs((await bench.run(argv, file))!).replace(
            '"exchange CSV"',
            /"format":("[^"]+")/.exec(found!)?.[1] ?? '',
          ),
        );
      }
    }
  });
});

describe('--max-expansion', () => {
  // The count shows that they were taken: without it they would be pins of the page of zeros.
  const many = kprobe('refs', '530000', 2).replaceAll(/rc=\d+/g, 'rc=1100000005');

  it('lets a recording take more references a line, where somebody says that it is right', async () => {
    bench.write('bad', many);
    expect(await bench.refusal(['profile', 'bad', '--quiet'], 'bad')).toContain('raise --max-expansion');
    const found = await bench.run(['profile', 'bad', '--quiet', '--max-expansion', '1000000'], 'bad');
    const { attempted } = JSON.parse(found!).small as { attempted: number[] };
    expect(attempted.slice(1).reduce((a, b) => a + b, 0)).toBe(2 * 530_000);
  });

  it.each(['0', '-1', '1.5', '1e10'])('%s is no factor', async (factor) => {
    const said = await bench.refusal(['profile', 'bad', `--max-expansion=${factor}`], '--max-expansion');
    expect(said).toContain('takes a whole number from 1 to 1,000,000,000');
  });
});
