// Are the tests able to fail? Changes the sources in small ways (mutants) and looks whether a test fails, with Stryker:
//   npm run mutate [-- <folder of src> …]
//   node scripts/mutate.js --from-last    writes docs/mutation.md of what was found last
// The tests run in one process (scripts/mutate/runner.js). Stryker is no dependency, for it brings 150 packages: it is
// installed beside a copy of the repository in .cache/mutate.
// A seeded sample of each folder's lines is changed (BITPART_MUTATE_SHARE, BITPART_SEED). Results are kept folder by
// folder, and docs/mutation.md is written of those that there are.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SURVIVORS } from './survivors.js';

const VERSION = '9.6.1';
/** Lines that are drawn or left out together. */
const WINDOW = 8;
/** The score that every folder has to reach, %. */
const LEAST = 85;
/** Draws the sample. Another is to be written here when tests were written for what this one shows. */
const SEED = 64;
/** Seeds whose samples tests were written for: their scores would say more of the sample than of the folder. */
const LOOKED_AT = {
  layouts: [1, 62],
  events: [1, 2, 3, 26, 27, 28, 60, 62],
  metrics: [2, 62, 63],
  harness: [31, 50, 51, 62, 63, 64],
};

/**
 * Each folder with the tests that are held against its mutants, the share of its lines that is drawn, and of the values that
 * a property tries in `npm test`, how many in a hundred it tries on each mutant. Left out are tests that take long for what
 * they would add: those of whole recordings, and of how often an interval holds the truth.
 */
const FOLDERS = {
  layouts: {
    tests: ['test/layouts/**/*.test.ts', 'test/config/{domains,plan-yaml,load}.test.ts'],
    share: 0.07,
    runs: 40,
  },
  events: { tests: ['test/events/**/*.test.ts'], share: 0.1, runs: 20 },
  harness: { tests: ['test/harness/**/*.test.ts'], share: 0.05, runs: 50 },
  metrics: {
    tests: [
      'test/metrics/!(coverage).test.ts',
      'test/metrics/exposure/*.test.ts',
      'test/metrics/space/!(recordings).test.ts',
    ],
    share: 0.03,
    runs: 5,
  },
};

const root = fileURLToPath(new URL('..', import.meta.url));
const work = process.env['BITPART_MUTATE_FOLDER'] ?? join(root, '.cache/mutate');
const seed = Number(process.env['BITPART_SEED'] ?? SEED);

/** The repository as it is now, with Stryker. */
function prepare() {
  mkdirSync(work, { recursive: true });
  for (const name of readdirSync(work)) if (name.startsWith('.mutate-')) rmSync(join(work, name));
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  for (const name of files.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(work, name)), { recursive: true });
    cpSync(join(root, name), join(work, name));
  }
  if (existsSync(join(work, 'node_modules/@stryker-mutator/core'))) return;
  const npm = (...args) => execFileSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: work });
  npm('ci');
  npm('install', '--no-save', ...['core', 'api'].map((name) => `@stryker-mutator/${name}@${VERSION}`));
}

/** The drawn lines of a folder, as Stryker takes them, and of how many. */
function drawn(folder, share) {
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const names = readdirSync(join(root, 'src', folder), { recursive: true })
    .map((name) => `src/${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts'))
    .sort();
  const windows = names.flatMap((name) => {
    const lines = readFileSync(join(root, name), 'utf8').split('\n').length;
    return Array.from({ length: Math.ceil(lines / WINDOW) }, (_, i) => ({
      mutate: `${name}:${i * WINDOW + 1}-${Math.min(lines, (i + 1) * WINDOW)}`,
      key: random(),
    }));
  });
  const taken = windows.sort((a, b) => a.key - b.key).slice(0, Math.ceil(windows.length * share));
  return { mutate: taken.map(({ mutate }) => mutate).sort(), share: taken.length / windows.length };
}

/** @returns every mutant of the sample with what became of it */
function run(folder) {
  const { tests, share, runs } = FOLDERS[folder];
  const sample = drawn(folder, Number(process.env['BITPART_MUTATE_SHARE'] ?? share));
  const report = `mutation-${folder}.json`;
  const config = {
    testRunner: 'in-process',
    plugins: ['./scripts/mutate/runner.js'],
    tsconfigFile: 'none',
    coverageAnalysis: 'perTest',
    concurrency: 1,
    inPlace: true,
    // Nothing is compiled: types are stripped.
    disableTypeChecks: false,
    // What is worked out while a module loads is there before a mutant is switched on.
    ignoreStatic: true,
    // Words for people: a test that held every one would only repeat them.
    mutator: { excludedMutations: ['StringLiteral'] },
    dryRunTimeoutMinutes: 60,
    timeoutMS: 10_000,
    timeoutFactor: 3,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    mutate: sample.mutate,
  };
  writeFileSync(join(work, 'stryker.config.json'), JSON.stringify(config));
  const { status } = spawnSync(process.execPath, ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run'], {
    cwd: work,
    stdio: 'inherit',
    env: { ...process.env, BITPART_MUTATE_TESTS: tests.join(' '), BITPART_PROPERTY_RUNS: String(runs) },
  });
  if (status !== 0) throw new Error(`Stryker ended with ${status}`);
  const { files } = JSON.parse(readFileSync(join(work, report), 'utf8'));
  const mutants = Object.entries(files).flatMap(([file, { mutants: found }]) =>
    found.map(({ status: became, location, replacement, mutatorName }) => ({
      file,
      line: location.start.line,
      stood: readFileSync(join(root, file), 'utf8').split('\n')[location.start.line - 1].trim(),
      became,
      what: mutatorName,
      by: replacement ?? '',
    })),
  );
  writeFileSync(join(work, `result-${folder}.json`), JSON.stringify({ share: sample.share, seed, tests, mutants }));
}

const kept = (folder) => {
  const file = join(work, `result-${folder}.json`);
  return existsSync(file) ? { folder, ...JSON.parse(readFileSync(file, 'utf8')) } : undefined;
};

function tally({ mutants }) {
  const of = (...names) => mutants.filter(({ became }) => names.includes(became));
  const [killed, timeout, alive] = [of('Killed').length, of('Timeout').length, of('Survived', 'NoCoverage')];
  const tried = killed + timeout + alive.length;
  return { killed, timeout, alive, tried, ignored: of('Ignored').length, score: (100 * (killed + timeout)) / tried };
}

/** Which folders fall short, or were not tried. */
function missing(results) {
  const short = results.filter((result) => tally(result).score < LEAST).map(({ folder }) => folder);
  const untried = Object.keys(FOLDERS).filter((name) => !results.some(({ folder }) => folder === name));
  const said = short.length === 0 ? 'reached by all that were tried' : `not reached by ${short.join(', ')}`;
  return `${said}${untried.length === 0 ? '' : `; not tried: ${untried.join(', ')}`}.`;
}

/** Survivors of one line of the sources, as one row. */
function byLine(alive) {
  const lines = new Map();
  for (const of of alive) {
    const key = `${of.file}:${of.line}`;
    const line = lines.get(key) ?? { key, file: of.file, stood: of.stood, changes: new Set() };
    lines.set(key, line);
    line.changes.add(of.by);
  }
  return [...lines.values()];
}

function document(results) {
  const row = (result) => {
    const { killed, timeout, alive, tried, ignored, score } = tally(result);
    const isFitted = LOOKED_AT[result.folder].includes(result.seed);
    return `| src/${result.folder} | ${(100 * result.share).toFixed(0)} %, seed ${result.seed}${isFitted ? ', which tests were written for' : ''} | ${tried} | ${killed} | ${timeout} | ${alive.length} | ${ignored} | **${score.toFixed(1)} %** ± ${(2 * Math.sqrt((score * (100 - score)) / tried)).toFixed(0)} |`;
  };
  const all = tally({ mutants: results.flatMap(({ mutants }) => mutants) });
  const survivors = byLine(results.flatMap((result) => tally(result).alive));
  const shown = (text, most = 80) =>
    text.replaceAll(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '\\|').slice(0, most);
  return `# Are the tests able to fail?

Written by \`npm run mutate\`; do not edit. Stryker ${VERSION} changes the sources in small ways (\`<\` to \`<=\`, a condition to \`true\`, a block to nothing), and a
test has to fail of it. Changed is a sample of each folder: pieces of ${WINDOW} lines, drawn with a seed; a mutant that reaches over the end of its piece
(the body of a long function) is not among them. Tests were written for what samples of other seeds showed (${Object.entries(
    LOOKED_AT,
  )
    .filter(([, seeds]) => seeds.length > 0)
    .map(([folder, seeds]) => `${folder}: ${seeds.join(', ')}`)
    .join('; ')}); the seeds below were
drawn when those tests were there, where nothing else is said. Other samples, of which no test was written before they were drawn: events 83.3 % of 90 mutants
(seed 26), 80.7 % of 166 (27), 76.8 % of 125 (28), 83.3 % of 108 (60) and 83.8 % of 130 (62); harness 73.3 % of 86 (31) and 73.0 % of 111 (33) with 5 % of the values, 81.7 % of 197 (50),
83.4 % of 289 (51), 85.1 % of 275 (62) and 81.1 % of 227 (63); layouts 84.8 % of 191 (61) and 91.9 % of 86 (62); metrics 78.8 % of 52 (62) and 68.3 % of 123 (63): a score is that of a sample, and another may well fall short. BITPART_SEED draws another, BITPART_MUTATE_SHARE a larger sample.
± are two standard errors as if mutants were drawn one by one; those of one piece are alike, so that more lies between a sample and the whole.
What is in assembly/ Stryker cannot change. Of 70 changes made there by a script of its own (operators, comparisons, numbers, drawn at random) a test failed of 54; of the 16
others two have a test since, and 14 make no difference, or none but in time.
Asked for are ${LEAST} % in each folder; ${missing(results)}

| folder | of its lines | mutants | found by a failed test | by a timeout | not found | static, left out | score |
| --- | --- | --- | --- | --- | --- | --- | --- |
${results.map(row).join('\n')}
| all | | ${all.tried} | ${all.killed} | ${all.timeout} | ${all.alive.length} | ${all.ignored} | ${all.score.toFixed(1)} % |

Left out are texts (words for people, which a test could only repeat) and what is worked out while a module loads (static: it is there before a mutant is switched on).
The tests run in one process (scripts/mutate/runner.js). They are:

| folder | tests | of the values that a property tries |
| --- | --- | --- |
${results.map(({ folder, tests }) => `| src/${folder} | ${tests.map((glob) => `\`${glob}\``).join(', ')} | ${FOLDERS[folder].runs} % |`).join('\n')}

## Not found

| where | what stands there | changed to | why no test fails |
| --- | --- | --- | --- |
${survivors.map((of) => `| ${of.key} | \`${shown(of.stood)}\` | ${[...of.changes].map((by) => `\`${shown(by, 50)}\``).join(', ')} | ${SURVIVORS[`${of.file} ${of.stood}`] ?? 'not looked at'} |`).join('\n')}
`;
}

const fromLast = process.argv.includes('--from-last');
const folders = process.argv.slice(2).filter((arg) => arg !== '--from-last');
for (const folder of folders) if (!(folder in FOLDERS)) throw new Error(`${folder}: there are ${Object.keys(FOLDERS)}`);
if (!fromLast) {
  prepare();
  for (const folder of folders.length > 0 ? folders : Object.keys(FOLDERS)) run(folder);
}
const results = Object.keys(FOLDERS).flatMap((folder) => kept(folder) ?? []);
if (results.length > 0) writeFileSync(join(root, 'docs/mutation.md'), document(results));
for (const result of results) {
  const { score, tried } = tally(result);
  console.log(`src/${result.folder}: ${score.toFixed(1)} % of ${tried} mutants`);
  if (score < LEAST) process.exitCode = 1;
}
