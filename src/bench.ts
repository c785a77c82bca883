import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engineRows, spaceRows } from './bench/engines.ts';
import type { Row } from './bench/measure.ts';
import { readAsChild, readerRows, recordingRows } from './bench/readers.ts';
import { repeatRecording } from './bench/recording.ts';
import { startRows } from './bench/start.ts';

const PARTS = ['start', 'engines', 'space', 'readers', 'recording'] as const;

// npm run bench [-- --json] [-- --quick] [-- --only <part>[,<part>…]]
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    child: { type: 'string' },
    jobs: { type: 'string', default: '1' },
  },
});
if (values.child !== undefined) {
  console.log(JSON.stringify(await readAsChild(values.child, Number(values.jobs))));
  process.exit();
}
const wanted: readonly string[] = values.only?.split(',') ?? PARTS;
const unknown = wanted.find((name) => !(PARTS as readonly string[]).includes(name));
if (unknown !== undefined) {
  console.error(`--only ${unknown}: there are ${PARTS.join(', ')}`);
  process.exit(2);
}
const folder = fileURLToPath(new URL('../traces/', import.meta.url));
const trace = (id: string): string => join(folder, readdirSync(folder).find((name) => name.startsWith(`${id}_`)) ?? id);

const rows: Row[] = [];
const section = async (name: (typeof PARTS)[number], run: () => Row[] | Promise<Row[]>): Promise<void> => {
  if (!wanted.includes(name)) return;
  for (const row of await run()) {
    rows.push(row);
    if (!values.json) console.log(lineOf(row));
  }
};

const lineOf = ({ name, value, unit, baseline, note }: Row): string => {
  const number = (n: number): string => (n >= 100 ? n.toFixed(0) : n >= 10 ? n.toFixed(1) : n.toFixed(2));
  const compared =
    baseline === undefined ? '' : `   ${number(baseline.ratio)} × ${baseline.name} (${number(baseline.value)})`;
  return `${name.padEnd(64)} ${number(value).padStart(8)} ${unit}${compared}${note === undefined ? '' : `   [${note}]`}`;
};

if (!values.json) console.log(`Node ${process.version}, ${availableParallelism()} threads, ${cpus()[0]?.model ?? ''}`);
await section('start', startRows);
await section('engines', () => engineRows(values.quick ? 2e6 : 20e6));
await section('space', spaceRows);
await section('readers', () => readerRows(trace));
await section('recording', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'bitpart-bench-'));
  try {
    const path = join(temporary, 'large.trace.txt');
    const bytes = repeatRecording(trace('a1'), path, values.quick ? 100e6 : 1e9);
    return recordingRows(path, bytes, values.quick ? 1 : 2);
  } finally {
    rmSync(temporary, { recursive: true });
  }
});
if (values.json) {
  console.log(
    JSON.stringify({ node: process.version, threads: availableParallelism(), cpu: cpus()[0]?.model, rows }, null, 1),
  );
}
