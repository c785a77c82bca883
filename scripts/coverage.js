// How much of the sources the tests run in their own process: `npm run coverage` has vitest measure it (vitest.coverage.config.ts,
// which fails below its thresholds) and writes docs/test-coverage.md, also where a test failed or a threshold was missed.
//   node scripts/coverage.js --from-last    writes it of what was measured last, in coverage/
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ELSEWHERE } from './elsewhere.js';

/** Files whose missed lines are listed. */
const LISTED = 30;
/** Values that a property tries: the lines that it runs are the same as with the 100 of `npm test`, but for rare ones. */
const RUNS = process.env['BITPART_PROPERTY_RUNS'] ?? '20';

const root = fileURLToPath(new URL('..', import.meta.url));
if (!process.argv.includes('--from-last')) {
  rmSync(join(root, 'coverage'), { recursive: true, force: true });
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', 'vitest.coverage.config.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BITPART_PROPERTY_RUNS: RUNS },
  });
  process.exitCode = status ?? 1;
}
const final = JSON.parse(readFileSync(join(root, 'coverage/coverage-final.json'), 'utf8'));
const summary = JSON.parse(readFileSync(join(root, 'coverage/coverage-summary.json'), 'utf8'));

const percent = ({ covered, total }) => (total === 0 ? '–' : `${((100 * covered) / total).toFixed(1)} %`);
const number = (n) => n.toLocaleString('en');
const add = (a, b) => ({ covered: a.covered + b.covered, total: a.total + b.total });
const NONE = { covered: 0, total: 0 };

/** Folder → lines and branches. */
const folders = new Map();
for (const [path, { lines, branches }] of Object.entries(summary)) {
  if (path === 'total') continue;
  const folder = dirname(relative(root, path)).split('/').slice(0, 2).join('/');
  const { lines: l, branches: b } = folders.get(folder) ?? { lines: NONE, branches: NONE };
  folders.set(folder, { lines: add(l, lines), branches: add(b, branches) });
}

/** Lines on which a statement begins that was never run: how many, and as ranges. */
function missed({ statementMap, s }) {
  const ran = new Set();
  const not = new Set();
  for (const [id, { start }] of Object.entries(statementMap)) (s[id] > 0 ? ran : not).add(start.line);
  const lines = [...not].filter((line) => !ran.has(line)).sort((a, b) => a - b);
  const ranges = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last !== undefined && line <= last[1] + 2) last[1] = line;
    else ranges.push([line, line]);
  }
  return {
    missed: lines.length,
    lines: ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', '),
  };
}

const gaps = Object.values(final)
  .map((file) => ({ path: relative(root, file.path), ...missed(file), branches: summary[file.path].branches }))
  .map(({ branches, ...gap }) => ({ ...gap, ways: branches.total - branches.covered }))
  .filter(({ missed, ways }) => missed > 0 || ways > 0)
  .sort((a, b) => b.missed - a.missed || b.ways - a.ways || (a.path < b.path ? -1 : 1));

const { lines, branches } = summary.total;
const reached = lines.pct >= 95 && branches.pct >= 90;
writeFileSync(
  join(root, 'docs/test-coverage.md'),
  `# What the tests run of the sources

Written by \`npm run coverage\`; do not edit. Node ${process.version}. Counted is what runs in the process of the tests themselves: what they run as another process (the
built command, threads, the page in a browser) is not seen here. Properties try ${RUNS} values where they try 100 in \`npm test\`. Asked for are 95 % of lines and 90 % of
branches, and \`npm run coverage\` fails below: ${reached ? 'both are reached' : 'not reached yet'}.

| folder | lines | branches |
| --- | --- | --- |
${[...folders]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, of]) => `| ${name} | ${percent(of.lines)} | ${percent(of.branches)} |`)
  .join('\n')}
| **all** | **${percent(lines)}** of ${number(lines.total)} | **${percent(branches)}** of ${number(branches.total)} |

## Left out of the count

| files | what runs them |
| --- | --- |
${Object.entries(ELSEWHERE)
  .map(([path, why]) => `| ${path} | ${why} |`)
  .join('\n')}

## What no test of this process runs

${gaps.length > LISTED ? `Of ${gaps.length} files that are not covered whole, the ${LISTED} with the most lines.` : 'Every file that is not covered whole.'}
Lines are those on which a statement begins. Of the page's components, what answers to keys and pointers is run in test/browser only.

| file | lines | branches | where |
| --- | --- | --- | --- |
${gaps
  .slice(0, LISTED)
  .map((gap) => `| ${gap.path} | ${gap.missed} | ${gap.ways} | ${gap.lines === '' ? '–' : gap.lines} |`)
  .join('\n')}
`,
);
