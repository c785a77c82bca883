import { spawnSync } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import { evaluateOnThreads } from '../node/crew.ts';
import { evaluateRecording } from '../node/recording.ts';
import { CsvDecoder } from '../workloads/readers/csv.ts';
import { KernelTextDecoder } from '../workloads/readers/kernel-text.ts';
import { randomNumbers } from './events.ts';
import { against, fastest, fastestAsync, type Row } from './measure.ts';

/** Decoding alone, in memory: MB of text a second for each reader. */
export function readerRows(traces: (name: string) => string): Row[] {
  const rows: Row[] = [];
  for (const [name, format, file] of [
    ['kprobe text', 'kprobe', 'a6'],
    ['page_ref text', 'page-ref', 'r7'],
  ] as const) {
    const bytes = gunzipSync(readFileSync(traces(file)));
    const decoder = new KernelTextDecoder({ format, baseSeconds: 0 });
    const seconds = fastest(8, () => {
      decoder.decode(bytes, 0, bytes.length);
    });
    rows.push({ name: `decode ${name}`, value: bytes.length / 1e6 / seconds, unit: 'MB/s' });
  }
  const random = randomNumbers(7);
  const lines = Array.from({ length: 200_000 }, (_, i) => {
    const what = ['pin-read', 'pin-write', 'unpin', 'level'][Math.floor(random() * 4)]!;
    return `${(i / 1e4).toFixed(6)},${what},page${Math.floor(random() * 5000)},${what === 'level' ? '3' : ''}`;
  });
  const csv = `${lines.join('\n')}\n`;
  const seconds = fastest(5, () => {
    new CsvDecoder().decode(csv);
  });
  rows.push({ name: 'decode exchange CSV', value: csv.length / 1e6 / seconds, unit: 'MB/s' });
  return rows;
}

/** What one process of its own took to read a recording into its profile. */
export interface Taken {
  readonly seconds: number;
  /** Processor seconds in JavaScript and libraries. */
  readonly user: number;
  /** Most memory resident at any moment, bytes. */
  readonly memory: number;
  readonly events: number;
}

/** In a process of its own, so that its memory is its own: `node bench.js --child PATH --jobs N`. */
function inProcess(path: string, jobs: number): Taken {
  const run = spawnSync(process.execPath, [process.argv[1]!, '--child', path, '--jobs', String(jobs)], {
    encoding: 'utf8',
  });
  return JSON.parse(run.stdout) as Taken;
}

/** What that process does. */
export async function readAsChild(path: string, jobs: number): Promise<Taken> {
  const file = { path, shown: path };
  const options = { replays: [], withBusiest: false };
  const started = performance.now();
  const { evaluated } =
    jobs === 1 ? await evaluateRecording(file, options) : await evaluateOnThreads(file, options, jobs);
  const seconds = (performance.now() - started) / 1000;
  return {
    seconds,
    user: process.cpuUsage().user / 1e6,
    memory: process.resourceUsage().maxRSS * 1024,
    events: evaluated.events,
  };
}

const best = (times: number, run: () => Taken): Taken =>
  Array.from({ length: times }, run).reduce((a, b) => (b.seconds < a.seconds ? b : a));

/** A large recording from the file to its profile, on one thread and on two, and a plain line-by-line reader beside it. */
export async function recordingRows(path: string, bytes: number, times: number): Promise<Row[]> {
  const megabytes = bytes / 1e6;
  let plainLines = 0;
  const plain = await fastestAsync(1, async () => {
    // What a script would do: a line, a pattern, a table of pages.
    const held = new Map<string, number>();
    const pattern =
      /: (grab|grab_fast|put): .*?refs=(\d+) flags=(0x[0-9a-f]+).*?folio=(0x[0-9a-f]+)|: (put): .*?folio=(0x[0-9a-f]+) refs=(\d+)/;
    for await (const line of createInterface({ input: createReadStream(path, 'latin1') })) {
      const match = pattern.exec(line);
      if (match === null) continue;
      const page = match[4] ?? match[6]!;
      held.set(page, (held.get(page) ?? 0) + (match[1] === undefined || match[1] === 'put' ? -1 : 1));
      plainLines++;
    }
  });
  const one = best(times, () => inProcess(path, 1));
  const two = best(times, () => inProcess(path, 2));
  const note = `${megabytes.toFixed(0)} MB, ${(one.events / 1e6).toFixed(1)} M events`;
  return [
    {
      name: 'plain line-by-line reader (readline, a pattern, counts)',
      value: megabytes / plain,
      unit: 'MB/s',
      note: `${plainLines} lines`,
    },
    {
      name: 'kprobe text, file to profile, one thread',
      value: megabytes / one.seconds,
      unit: 'MB/s',
      ...against('plain line-by-line reader', megabytes / plain, plain / one.seconds),
      note,
    },
    { name: '… per second of processor time', value: megabytes / one.user, unit: 'MB/s' },
    {
      name: 'kprobe text, file to profile, two threads',
      value: megabytes / two.seconds,
      unit: 'MB/s',
      ...against('one thread', megabytes / one.seconds, one.seconds / two.seconds),
    },
    { name: 'peak memory, one thread', value: one.memory / 1e6, unit: 'MB', note },
    { name: 'peak memory, two threads', value: two.memory / 1e6, unit: 'MB', note },
  ];
}
