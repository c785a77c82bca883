import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { CASES, type Coverage, coverageOf } from './cases.ts';

const SEEDS = 400;
const found: Coverage[] = [];
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

describe('the 95 % interval of a model', () => {
  it.each(CASES.filter(({ few }) => !few))('holds the truth in 92 to 98 % of 400 seeds: $name', (each) => {
    const coverage = coverageOf(each, SEEDS);
    found.push(coverage);
    expect(coverage.covered / SEEDS).toBeGreaterThanOrEqual(0.92);
    expect(coverage.covered / SEEDS).toBeLessThanOrEqual(0.98);
    expect(coverage.hits).toBeGreaterThanOrEqual(30);
  });

  it('holds the truth in 94 to 96 % of all', () => {
    const covered = found.reduce((sum, coverage) => sum + coverage.covered, 0);
    expect(found).toHaveLength(CASES.filter(({ few }) => !few).length);
    const pooled = covered / (SEEDS * found.length);
    expect(pooled).toBeGreaterThanOrEqual(0.94);
    expect(pooled).toBeLessThanOrEqual(0.96);
  });

  it.each(CASES.filter(({ few }) => few))('is not too narrow: $name', (each) => {
    const coverage = coverageOf(each, SEEDS);
    found.push(coverage);
    expect(coverage.hits).toBeLessThan(30);
    expect(coverage.covered / SEEDS).toBeGreaterThanOrEqual(0.94);
  });
});

afterAll(() => {
  if (found.length !== CASES.length) return;
  const file = fileURLToPath(new URL('../../docs/coverage.md', import.meta.url));
  mkdirSync(fileURLToPath(new URL('../../docs/', import.meta.url)), { recursive: true });
  writeFileSync(file, document(found));
});

function document(all: readonly Coverage[]): string {
  const isFew = new Set(CASES.filter(({ few }) => few).map(({ name }) => name));
  const rowOf = ({ name, truth, mean, hits, halfWidth, covered, below, above, seeds }: Coverage): string => {
    const { layout, metric } = CASES.find((each) => each.name === name)!;
    const digits = (value: number): string => String(Number(value.toPrecision(4)));
    const width = `± ${(100 * halfWidth).toFixed(0)} %`;
    return `| ${name} | \`${layout.id}\` | ${metric} | ${digits(truth)} | ${digits(mean)} | ${hits.toFixed(0)} | ${width} | ${percent(covered / seeds)} | ${below} | ${above} |`;
  };
  const many = all.filter(({ name }) => !isFew.has(name));
  const total = (of: (coverage: Coverage) => number): number => many.reduce((sum, coverage) => sum + of(coverage), 0);
  const pooled = percent(total(({ covered }) => covered) / total(({ seeds }) => seeds));
  return `# Can the 95 % intervals be trusted?

Written by \`npm run soak\`; do not edit. Models whose true value a closed form knows (Erlang-B, Engset, Poisson tail, product form),
each simulated with ${SEEDS} seeds: how often does the interval hold the truth? Wanted are 92 to 98 % in each case with at least 30
expected hits a seed, and 94 to 96 % of all of them.

| case | layout | metric | truth | mean | hits a seed | interval | covers | too low | too high |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${many.map(rowOf).join('\n')}
| **all** | | | | | | | **${pooled}** | ${total(({ below }) => below)} | ${total(({ above }) => above)} |
${all
  .filter(({ name }) => isFew.has(name))
  .map(rowOf)
  .join('\n')}

*Hits*: refusals; checks answered wrongly; of page-time, the independent moments with the wrong answer (measured time over twice the time for
which a page remembers what it held). *Interval*: mean half width, of the truth. *Too low*, *too high*: intervals wholly below, above the truth.

Three things made intervals too narrow before.

- Models started empty, so that holds that outlast the warm-up were missing, and shares were too low by up to 0.4 standard deviations. Now each
  page starts with what it holds in the steady state.
- Student's t on the share itself lies too low too often: where hits are few, clustered or long, shares are skewed, and runs in which few fell look
  as if they agreed (90 % at worst, nine of ten misses too low). Now t is taken on the scale of log-odds (Korn and Graubard 1998).
- Page-time looks like much data even where a few long holds decide everything: with lognormal holds of sigma 2, 300 of them say as much as 5. Now
  Wilson's interval for the independent moments is taken in where hits are few, as it was for counts.
`;
}
