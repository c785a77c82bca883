import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import { evaluateOnThreads } from '../node/crew.ts';
import { evaluateRecording } from '../node/recording.ts';
import { CsvDecoder } from '../workloads/readers/csv.ts';
import { PlainDecoder } from '../workloads/readers/kernel/plain.ts';
import { KernelTextDecoder } from '../workloads/readers/kernel/text.ts';
import { randomNumbers } from './events.ts';
import { against, fastest, type Row } from './measure.ts';

/** Decoding alone, in memory: MB of text a second for each reader. */
export function readerRows(traces: (name: string) => string): Row[] {
  const rows: Row[] = [];
  for (const [name, format, file] of [
    ['kprobe text', 'kprobe', 'a6'],
    ['page_ref text', 'page-ref', 'r7'],
  ] as const) {
    const bytes = gunzipSync(readFileSync(traces(file)));
    const reading = { format, baseSeconds: 0 };
    const plain = fastest(3, () => readPlainly(bytes.toString('latin1')));
    for (const [how, decoder] of [
      ['', new KernelTextDecoder(reading)],
      [', without WebAssembly', new PlainDecoder(reading)],
    ] as const) {
      const seconds = fastest(8, () => {
        decoder.decode(bytes, 0, bytes.length);
      });
      rows.push(decodeRow(`${name}${how}`, bytes.length, seconds, plain));
    }
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
  const plain = fastest(3, () => {
    const held = new Map<string, number>();
    for (const line of csv.split('\n')) {
      const [, what, page] = line.split(',') as [string, string?, string?];
      if (page !== undefined) held.set(page, (held.get(page) ?? 0) + (what === 'unpin' ? -1 : 1));
    }
  });
  rows.push(decodeRow('exchange CSV', csv.length, seconds, plain));
  return rows;
}

function decodeRow(name: string, bytes: number, seconds: number, plain: number): Row {
  const speed = (taken: number): number => bytes / 1e6 / taken;
  return {
    name: `decode ${name}`,
    value: speed(seconds),
    unit: 'MB/s',
    ...against('plain line-by-line reader, in memory', speed(plain), plain / seconds),
  };
}

function readPlainly(text: string): void {
  const count = plainCounter();
  for (const line of text.split('\n')) count(line);
}

/** What one process of its own took to read a recording into its profile. */
export interface Taken {
  readonly seconds: number;
  /** Processor seconds of all its threads, those of the kernel and of the compiler included. */
  readonly processor: number;
  /** Most memory resident at any moment, bytes. */
  readonly memory: number;
  /** Events, or lines that the plain reader understood. */
  readonly events: number;
}

/** Threads of the plain reader, which is no number of threads. */
const PLAIN = 0;

/** In a process of its own, so that its memory is its own: `node bench.js --child PATH --jobs N`. */
function inProcess(path: string, jobs: number): Taken {
  const run = spawnSync(process.execPath, [process.argv[1]!, '--child', path, '--jobs', String(jobs)], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Taken;
}

/** What that process does. */
export async function readAsChild(path: string, jobs: number): Promise<Taken> {
  const file = { path, shown: path };
  const options = { replays: [], withBusiest: false };
  const started = performance.now();
  const before = process.cpuUsage();
  let events: number;
  if (jobs === PLAIN) {
    events = 0;
    const count = plainCounter();
    for await (const line of createInterface({ input: createReadStream(path, 'latin1') })) events += count(line);
  } else {
    const read = jobs === 1 ? evaluateRecording(file, options) : evaluateOnThreads(file, options, jobs);
    events = (await read).evaluated.events;
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  return {
    seconds,
    processor: (user + system) / 1e6,
    memory: mostMemory(),
    events,
  };
}

/** Most memory that this process has had resident, bytes. On Linux its maxRSS counts what it was forked from, too. */
function mostMemory(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'latin1') : '';
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kilobytes) * 1024;
}

/** What a script would do with a line: a pattern, and a table of pages. Says whether the line was understood: 1 or 0. */
function plainCounter(): (line: string) => number {
  const held = new Map<string, number>();
  const pattern =
    /: (grab|grab_fast|put): .*?refs=(\d+) flags=(0x[0-9a-f]+).*?folio=(0x[0-9a-f]+)|: (put): .*?folio=(0x[0-9a-f]+) refs=(\d+)|: page_ref_\w+: pfn=(0x[0-9a-f]+).*? val=(-?\d+)/;
  return (line) => {
    const match = pattern.exec(line);
    if (match === null) return 0;
    const page = match[4] ?? match[6] ?? match[8]!;
    const change = match[9] === undefined ? (match[1] === undefined || match[1] === 'put' ? -1 : 1) : Number(match[9]);
    held.set(page, (held.get(page) ?? 0) + change);
    return 1;
  };
}

const best = (times: number, run: () => Taken): Taken =>
  Array.from({ length: times }, run).reduce((a, b) => (b.seconds < a.seconds ? b : a));

/** A large recording from the file to its profile, on one thread and on two, and a plain line-by-line reader beside it. */
export function recordingRows(path: string, bytes: number, times: number): Row[] {
  const megabytes = bytes / 1e6;
  const plain = best(times, () => inProcess(path, PLAIN));
  const one = best(times, () => inProcess(path, 1));
  const two = best(times, () => inProcess(path, 2));
  const note = `${megabytes.toFixed(0)} MB, ${(one.events / 1e6).toFixed(1)} M events`;
  const reader = 'plain line-by-line reader';
  const speed = (taken: number): Pick<Row, 'value' | 'unit'> => ({ value: megabytes / taken, unit: 'MB/s' });
  const memory = (taken: Taken): Pick<Row, 'value' | 'unit' | 'baseline' | 'note'> => ({
    value: taken.memory / 1e6,
    unit: 'MB',
    ...against(reader, plain.memory / 1e6, taken.memory / plain.memory),
    note,
  });
  return [
    {
      name: `${reader} (readline, a pattern, counts)`,
      ...speed(plain.seconds),
      note: `${plain.events} lines understood`,
    },
    {
      name: 'kprobe text, file to profile, one thread',
      ...speed(one.seconds),
      ...against(reader, megabytes / plain.seconds, plain.seconds / one.seconds),
      note,
    },
    {
      name: '… per second of processor time, of whichever thread',
      ...speed(one.processor),
      ...against(reader, megabytes / plain.processor, plain.processor / one.processor),
    },
    {
      name: 'kprobe text, file to profile, two threads',
      ...speed(two.seconds),
      ...against('one thread', megabytes / one.seconds, one.seconds / two.seconds),
    },
    {
      name: '… per second of processor time, of whichever thread',
      ...speed(two.processor),
      ...against('one thread', megabytes / one.processor, one.processor / two.processor),
    },
    { name: 'peak memory, one thread', ...memory(one) },
    { name: 'peak memory, two threads', ...memory(two) },
  ];
}
