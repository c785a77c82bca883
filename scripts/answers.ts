import { gunzipSync } from 'node:zlib';
import { parseNotation } from '../src/layouts/index.ts';
import { limitOf } from '../src/layouts/limits.ts';
import { defaultPidMax, KERNEL_STACK, LOCAL_USER, PID_MAX_LIMIT } from '../src/metrics/exposure/attackers.ts';
import { MOVES } from '../src/metrics/exposure/moves.ts';
import {
  directionsSentence,
  directionsTable,
  type Facts,
  factsOf,
  machinesTable,
  type Named,
  ordinarySentence,
  ordinaryTable,
  pinsSentence,
  pinsTable,
  standingSentence,
  standingTable,
  tallyTable,
} from '../src/report/answers.ts';
import type { TextTable } from '../src/report/charts/chart.ts';
import type { Results } from '../src/report/results.ts';
import { LAWS } from '../src/workloads/laws.ts';
import { mappedAtLeast, readSnapshot } from '../src/workloads/readers/snapshot.ts';
import type { Recordings } from './presets-table.ts';

export { chartSvg } from '../src/report/page/static-charts.ts';

/** What ran in each recording, who used pins there, and whether that was an attack (traces/README.md). */
interface Workload {
  readonly user: string;
  readonly what: string;
  readonly law: string;
  readonly hostile?: true;
}

const WORKLOADS: Readonly<Record<string, Workload>> = {
  a1: { user: 'direct I/O', what: 'fio io_uring, 4 jobs on one buffer', law: 'in-flight' },
  a2: { user: 'direct I/O', what: 'fio libaio, private buffers', law: 'in-flight' },
  a5: { user: 'direct I/O', what: 'fio io_uring, partly huge pages', law: 'in-flight' },
  a6: { user: 'direct I/O', what: 'fio, 16 jobs on one buffer', law: 'in-flight' },
  r1: { user: 'direct I/O', what: 'MariaDB, O_DIRECT', law: 'in-flight' },
  r1b: { user: 'direct I/O', what: 'MariaDB without huge pages', law: 'in-flight' },
  r1c: { user: 'direct I/O', what: 'MariaDB, slow disk', law: 'in-flight' },
  r4: { user: 'direct I/O', what: 'dd', law: 'in-flight' },
  f: { user: 'process_vm', what: 'readv and writev, 8 callers', law: 'in-flight' },
  f2: { user: 'process_vm', what: 'the same with page_ref beside it, 4 callers', law: 'in-flight' },
  r2: { user: 'gup_test', what: '1, 4 and 16 threads', law: 'in-flight' },
  r8: { user: 'several', what: 'direct I/O, process_vm, RDMA, io_uring', law: 'in-flight' },
  b1: { user: 'io_uring buffers', what: 'fio, fixed buffers', law: 'registrations' },
  b2: { user: 'io_uring buffers', what: '32 rings register one buffer', law: 'registrations' },
  r3g: { user: 'io_uring buffers', what: 'SEND_ZC from registered buffers', law: 'registrations' },
  d1: { user: 'RDMA', what: '128 regions of one buffer', law: 'registrations' },
  d4: { user: 'RDMA', what: 'ib_write_bw', law: 'registrations' },
  d6: { user: 'VFIO', what: '64 maps of one buffer', law: 'registrations' },
  r5: { user: 'V4L2 user pointers', what: 'streaming in and out', law: 'registrations' },
  r6: { user: 'AF_XDP', what: '64 sockets on one umem', law: 'registrations' },
  e2: { user: 'mappers', what: '60 children share libc (count ≥ 24 only)', law: 'mappers' },
  e3: { user: 'mappers', what: 'the whole machine for 0.36 s', law: 'mappers' },
  r7: { user: 'mappers', what: 'desktop work, every 64th page', law: 'mappers' },
  c3: { user: 'vmsplice', what: 'a libc page in 40 pipes', law: 'pipes', hostile: true },
  g3: { user: 'io_uring buffers', what: 'one huge page registered 16,384 times', law: 'registrations', hostile: true },
  g4: { user: 'direct I/O', what: '1,536 writes of a libc page at once', law: 'in-flight', hostile: true },
};

/** What is kept of the recordings, so that the note can be written where they are too large to be. */
export interface Kept {
  readonly layouts: readonly string[];
  readonly recordings: readonly (Facts & { readonly sha256: string })[];
  /** Of each snapshot: highest mapcount, and pages mapped 256 times or more. */
  readonly snapshots: Readonly<Record<string, { max: number; pages: number; small: number; largeFolios: number }>>;
}

export const recordingIds = (): readonly string[] => Object.keys(WORKLOADS);

/** The facts of the results of some recordings, by id, with the hash of each. */
export function keptOf(results: Results): Pick<Kept, 'layouts' | 'recordings'> {
  const hashes = new Map(results.provenance.inputs.map(({ path, sha256 }) => [path, sha256]));
  return {
    layouts: results.layouts.map(({ id }) => id),
    recordings: factsOf(results).map((facts, i) => ({
      ...facts,
      sha256: hashes.get(results.scenarios[i]!.from) ?? '',
    })),
  };
}

export function snapshotFacts(kpagecount: Uint8Array, kpageflags: Uint8Array): Kept['snapshots'][string] {
  const snapshot = readSnapshot(gunzipSync(kpagecount), gunzipSync(kpageflags));
  const { pages, small, largeFolios } = mappedAtLeast(snapshot, 256);
  return { max: snapshot.max, pages, small, largeFolios };
}

/** docs/answers.md. `holds`: how long pins were held, of docs/recordings.json. @throws Error where a recording is missing */
export function answersDocument(kept: Kept, holds: Recordings): string {
  const facts = recordingIds().map((id) => {
    const found = kept.recordings.find(({ scenario }) => scenario === id);
    if (found === undefined) throw new Error(`nothing is known of the recording ${id}`);
    return found;
  });
  const of = (id: string): Workload => WORKLOADS[id]!;
  const named: Named = (id) => `${id}: ${of(id).user}, ${of(id).what}`;
  const benign = facts.filter(({ scenario }) => of(scenario).hostile === undefined);
  const hostile = facts.filter(({ scenario }) => of(scenario).hostile);
  const lawText = (id: string): string => {
    const law = LAWS.find((each) => each.id === id)!;
    return `**${law.statement}** ${law.source}.`;
  };
  const { fork300, exec300, idle } = kept.snapshots;
  const mapCount = LOCAL_USER.limits['max-map-count']!.value;
  const inFlight = MOVES.find(({ id }) => id === 'direct-write')!.rate!;
  return `${[
    '# Pins and references of a page, measured: the four questions of January 2021',
    '',
    'Generated by `node scripts/answers.js` from the results of every recording; do not edit. `--check` says whether it is what the sources say.',
    '',
    'In January 2021 David Hildenbrand asked on linux-mm whether `page->_refcount` could be cut into bit fields, `[GUP READ 31..28][GUP R/W 27..24][ordinary 23..0]`, and how many bits',
    'each would need: "Do we have a rough estimate?" John Hubbard had proposed nearly the same days before; "security problems prevent pursuing that approach". Nobody has published numbers since. These are from',
    `${facts.length} recordings of Linux 6.12 (probes on the pin and unpin paths, and page_ref tracepoints), run through each layout. Small folios, unless it says otherwise: large ones have an exact \`_pincount\` of their own.`,
    '',
    '## In short',
    '',
    `1. **Pins on a page.** Benign: ${lower(pinsSentence(benign))} Hostile: ${lower(pinsSentence(hostile))} Either is as many as somebody configured: there is no natural limit.`,
    `2. **Bits for ordinary references.** Benign: ${lower(ordinarySentence(benign))} Hostile: ${lower(ordinarySentence(hostile))} The number of mappers decides, so the size of the machine.`,
    `3. **READ against R/W.** ${directionsSentence(facts)} READ is direct I/O that writes, process_vm_readv, V4L2 output, RDMA regions and VFIO mappings that are read-only, and tests; registrations of io_uring and AF_XDP are always R/W (kernel-facts.md 3).`,
    `4. **Layouts.** ${standingSentence(benign, 'the benign recordings')} ${standingSentence(hostile, 'the hostile ones')}`,
    '',
    '## 1. How many pins on one page?',
    '',
    lawText('registrations'),
    '',
    lawText('in-flight'),
    '',
    'So what a recording shows is how its workload was configured, and the laws are what can be carried to other machines; [presets.md](presets.md) holds each against the recordings, configuration by configuration.',
    '',
    markdown(withHolds(pinsTable(facts, named), facts, holds)),
    '',
    '![Pins at once on one page](images/answers-pins-at-once.svg)',
    '',
    '## 2. How many bits does "ordinary" need?',
    '',
    lawText('mappers'),
    '',
    lawText('pipes'),
    '',
    markdown(ordinaryTable(facts, named)),
    '',
    `Snapshots of mapcounts, which are references less page cache and other holders: ${snapshotText('300 forked children', fork300)}; ${snapshotText('300 children that exec', exec300)}; the idle machine has at most ${idle?.max}.`,
    '',
    `Turned round, the law says on which machine a width is used up. Benign: by default the kernel allows a task for each ${n((8 * KERNEL_STACK) / 1024)} KiB of memory (threads-max, kernel/fork.c), with pids below kernel.pid_max, which is ${n(defaultPidMax(1))} or 1,024 a CPU (kernel/pid.c) unless somebody raises it, as systemd does, to at most PID_MAX_LIMIT = ${n(PID_MAX_LIMIT)}; each process maps the page once.`,
    "Hostile: one unprivileged user with default limits and no devices, by the moves named, whose costs and limits are those of the report's exposure (`src/metrics/exposure/moves.ts`, each with its source).",
    '',
    markdown(machinesTable()),
    '',
    `The ordinary field of 4/4/24 holds ${n(limitOfMail())} references, as many as there can be processes. Against an attacker that is used up on a small machine: one process may map a page ${n(mapCount)} times.`,
    '',
    '## 3. Does READ need as many bits as R/W?',
    '',
    'Bits of a field that refuses no pin of the recording, at most one in 10,000, at most one in 100; `0`: no such pins.',
    '',
    markdown(directionsTable(facts, named)),
    '',
    '![Share of pins refused by fields of so many bits](images/answers-refusal-curves.svg)',
    '',
    '## 4. Which layouts stand?',
    '',
    'A layout stands where it refuses no pin, saturates no count, tells rightly whether a page is pinned and written, and never misses a long-term pin. In each cell the first of what tells against it; after "or", the share had each drop ended the newest pin that fits instead of the oldest.',
    '',
    '### Benign',
    '',
    markdown(tallyTable(benign)),
    '',
    markdown(standingTable(benign, named)),
    '',
    '### Hostile',
    '',
    markdown(tallyTable(hostile)),
    '',
    markdown(standingTable(hostile, named)),
    '',
    `An attacker is not bound to what was recorded: against a slow disk the user of g4 reached ${n(inFlight.references)} pins of one libc page in about ${n(inFlight.seconds)} s, after which the kernel of today refuses pins of that page to everybody (traces/README.md). The report says for each layout and threat what the cheapest way costs.`,
    '',
    '## What these recordings cannot say',
    '',
    '- Time is emulated (QEMU, software emulation, 2 virtual CPUs, 4 GiB): order and concurrency are those of a real kernel, holds and rates are not those of hardware.',
    '- They show configurations that somebody chose, some to provoke many pins; no production load, no large machine, no fleet. `record/` has a kit to record your own, `bitpart import --anonymize` makes a recording that can be shared.',
    '- How often fork, reclaim, migration or write-back ask whether a page is pinned is in none of them, so wrong answers are weighed by time.',
    `- Which way a dropped pin went is not recorded where no probe tells: where several pins of a page are in flight, matching decides, and the report shows how much rests on that.${facts.map(toldText).join('')}`,
    '- page_ref does not see pins of large folios, nor READ from R/W.',
  ].join('\n')}\n`;
}

function toldText({ scenario, told }: Facts): string {
  if (told === undefined) return '';
  const { drops, directed, ambiguous, corrected } = told;
  const alone =
    ambiguous === 0
      ? 'at none of them did the page hold a pin of another kind, so they do not test matching'
      : `at ${n(ambiguous)} of them the page held a pin of another kind too, and matching alone would have taken one for ${n(corrected)}`;
  return ` In ${scenario} probes tell it of ${n(directed)} of ${n(drops)} drops; ${alone}.`;
}

const n = (value: number): string => value.toLocaleString('en');

/** The limit of "ordinary" in the layout of the mail. */
function limitOfMail(): number {
  const built = parseNotation('4/4/24');
  if (!built.ok || built.layout.family !== 'split') throw new Error('4/4/24 is no split');
  return Number(limitOf(built.layout.fields.at(-1)!));
}

const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

function snapshotText(what: string, snapshot: Kept['snapshots'][string] | undefined): string {
  if (snapshot === undefined) throw new Error(`no snapshot of ${what}`);
  const { max, pages, small, largeFolios } = snapshot;
  return `${what} map ${n(pages)} pages 256 times or more (${n(small)} small ones${largeFolios === 0 ? '' : `, the rest of ${n(largeFolios)} large ${largeFolios === 1 ? 'folio' : 'folios'}`}), at most ${n(max)} times`;
}

/** The table with how long pins were held, where docs/recordings.json knows it. */
function withHolds(table: TextTable, facts: readonly Facts[], holds: Recordings): TextTable {
  const pinned = facts.filter(({ most, mostLarge }) => (most.pin?.[0] ?? 0) > 0 || mostLarge !== undefined);
  return {
    ...table,
    columns: [...table.columns, 'Held p50 / p99'],
    rows: table.rows.map((row, i) => {
      const hold = holds[pinned[i]!.scenario]?.hold;
      return [...row, hold === undefined || hold[1] === 0 ? '–' : hold.map(time).join(' / ')];
    }),
  };
}

function time(seconds: number): string {
  const [value, unit] = seconds >= 1 ? [seconds, 's'] : seconds >= 1e-3 ? [seconds * 1e3, 'ms'] : [seconds * 1e6, 'µs'];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

function markdown({ columns, rows }: TextTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
