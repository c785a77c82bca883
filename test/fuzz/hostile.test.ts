import { describe, expect, it } from 'vitest';
import { kprobe } from './hostile.ts';
import { everyHostile, tryHostile } from './hostile-run.ts';
import { Bench } from './outcome.ts';

const all = await everyHostile();

describe.each(all)('$what', (hostile) => {
  const { is } = hostile;
  it(`is ${is instanceof RegExp ? 'refused, with its place' : is === 'same' ? 'read like the good one' : 'read as it stands'}`, async () => {
    expect(await tryHostile(hostile)).toMatch(is instanceof RegExp ? /^clear error/ : /^(same|read)/);
  });
});

const bench = new Bench();

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
