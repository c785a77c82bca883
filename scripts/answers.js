// Writes docs/answers.md, and what it needs to know of recordings: docs/answers.json.
//   node scripts/answers.js [--traces FOLDER] [--check]
// Recordings and snapshots are read from FOLDER; without it, what is in docs/answers.json is kept. Where FOLDER has all of
// them, the figures are drawn too. `--check` writes nothing and fails where a file is not what it should be.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { loadSource } from './load-source.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
const check = args.includes('--check');
const traces = args.includes('--traces') ? resolve(args[args.indexOf('--traces') + 1]) : undefined;

const { answersDocument, chartSvg, explore, keptOf, recordingIds, snapshotFacts } = await loadSource(`
  export { answersDocument, chartSvg, keptOf, recordingIds, snapshotFacts } from './scripts/answers.ts';
  export { explore } from './src/index.ts';
`);

/** The results of the recordings in a folder, through the layouts of layouts.yaml. */
async function resultsOf(folder) {
  const files = new Map((await readdir(folder)).map((file) => [file.split('_')[0], join(folder, file)]));
  const { layouts } = parse(await readFile(join(root, 'layouts.yaml'), 'utf8'));
  const scenarios = recordingIds().flatMap((name) => (files.has(name) ? [{ name, trace: files.get(name) }] : []));
  const work = await mkdtemp(join(tmpdir(), 'bitpart-answers-'));
  try {
    await writeFile(join(work, 'layouts.yaml'), stringify({ layouts, scenarios }));
    return await explore(join(work, 'layouts.yaml'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const json = async (name) => JSON.parse(await readFile(join(root, name), 'utf8').catch(() => '{}'));
let kept = await json('docs/answers.json');
const files = {};
if (traces !== undefined) {
  const results = await resultsOf(traces);
  const { layouts, recordings } = keptOf(results);
  const others = (kept.recordings ?? []).filter((old) => !recordings.some((each) => each.scenario === old.scenario));
  const snapshots = {};
  for (const name of ['idle', 'fork300', 'exec300']) {
    const read = (what) => readFile(join(traces, `snapshots/e_${name}.${what}.gz`));
    snapshots[name] = snapshotFacts(await read('kpagecount'), await read('kpageflags'));
  }
  const order = recordingIds();
  kept = {
    layouts,
    recordings: [...recordings, ...others].sort((a, b) => order.indexOf(a.scenario) - order.indexOf(b.scenario)),
    snapshots,
  };
  files['docs/answers.json'] = `${JSON.stringify(kept).replaceAll('{"scenario"', '\n{"scenario"')}\n`;
  if (recordings.length === order.length) {
    const shown = ['a6', 'b2', 'd1', 'g4', 'r1', 'r6'];
    const part = { ...results, scenarios: results.scenarios.filter(({ id }) => shown.includes(id)) };
    // A picture of its own: on a page of any colour, in whatever font that has.
    for (const name of ['pins-at-once', 'refusal-curves'])
      files[`docs/images/answers-${name}.svg`] =
        `${(await chartSvg(part, name)).replace('<svg ', '<svg style="background:#fff" font-family="sans-serif" ')}\n`;
  }
}
files['docs/answers.md'] = answersDocument(kept, await json('docs/recordings.json'));
for (const [name, text] of Object.entries(files)) {
  const now = await readFile(join(root, name), 'utf8').catch(() => undefined);
  if (now === text) continue;
  if (check) {
    console.error(`${name} is not what the sources say: run node scripts/answers.js`);
    process.exitCode = 1;
  } else {
    await writeFile(join(root, name), text);
    console.error(`wrote ${name}`);
  }
}
