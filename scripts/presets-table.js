// Writes docs/presets.md, and what it needs to know of recordings: docs/recordings.json.
//   node scripts/presets-table.js [--traces FOLDER] [--check]
// Recordings are read from FOLDER, default traces/; of those that are not there, what is in docs/recordings.json is kept.
// `--check` writes nothing and fails where a file is not what it should be.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from './load-source.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
const check = args.includes('--check');
const traces = args.includes('--traces') ? args[args.indexOf('--traces') + 1] : join(root, 'traces');

const { loadRecordings, neededRecordings, presetsDocument, readRecordings } = await loadSource(
  "export * from './scripts/presets-table.ts'",
);
const known = await loadRecordings(join(root, 'docs/recordings.json')).catch(() => ({}));
const all = { ...known, ...(await readRecordings(traces)) };
const recordings = Object.fromEntries(neededRecordings().map((id) => [id, all[id]]));
const missing = Object.keys(recordings).filter((id) => recordings[id] === undefined);
if (missing.length > 0) throw new Error(`nothing is known of ${missing.join(', ')}: name their folder by --traces`);
const files = {
  'docs/recordings.json': `${JSON.stringify(recordings, null, 1)}\n`,
  'docs/presets.md': presetsDocument(recordings),
};
await mkdir(join(root, 'docs'), { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const now = await readFile(join(root, name), 'utf8').catch(() => undefined);
  if (now === text) continue;
  if (check) {
    console.error(`${name} is not what the sources say: run node scripts/presets-table.js`);
    process.exitCode = 1;
  } else {
    await writeFile(join(root, name), text);
    console.error(`wrote ${name}`);
  }
}
