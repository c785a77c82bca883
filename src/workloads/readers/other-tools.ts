/**
 * What else people have at hand when they look for a recording, told by its first bytes: what it is, and what to do instead.
 */
interface Tool {
  readonly looks: RegExp;
  readonly is: string;
}

const RECORD = 'record/pins.sh records what bitpart reads';

const TOOLS: readonly Tool[] = [
  {
    looks: /^#\s*tracer:\s*function_graph\b/m,
    is: `the function_graph tracer's, which shows calls and not what they were called with; ${RECORD}`,
  },
  {
    looks: /^#\s*tracer:\s*function\b/m,
    is: `the function tracer's, which shows calls and not what they were called with; ${RECORD}`,
  },
  { looks: /^#\s*tracer:\s*blk\b/m, is: `the blk tracer's, which shows requests to disks and no pages; ${RECORD}` },
  {
    looks: /^#\s*tracer:\s*(irqsoff|preemptoff|preemptirqsoff|wakeup\w*|hwlat|osnoise|timerlat|mmiotrace)\b/m,
    is: `of a tracer of latencies, which shows no references; ${RECORD}`,
  },
  {
    looks: /^\s*\S.*?\s\d+(?:\/\d+)?\s+(?:\[\d+\] )?\s*[\d.]+:\s+(?:\d+ )?[\w-]+:\w+:/m,
    is: `text of perf script, whose events have another form; ${RECORD}, and trace-cmd report too`,
  },
  { looks: /^PERFILE/, is: `perf.data, which is binary; ${RECORD}` },
  {
    looks: /^\W\WDtracing/,
    is: 'a binary trace.dat of trace-cmd: `trace-cmd report -l` makes the text of it that bitpart reads',
  },
  {
    looks: /^\s*\d+,\d+\s+\d+\s+\d+\s+\d+\.\d+\s+\d+\s+[A-Z]+\s/m,
    is: `text of blkparse (blktrace), which shows requests to disks and no pages; ${RECORD}`,
  },
  {
    looks: /^(?:\[pid +\d+\] |\d+ +)?(?:[\d:.]+ )?[a-z_0-9]+\(.*\)\s+= -?\w/m,
    is: `text of strace, which shows system calls and no pages; ${RECORD}`,
  },
  {
    looks: /^Attaching \d+ probes?\.\.\.|^@\w+(\[.*\])?: ?/m,
    is: 'output of bpftrace: histograms, as record/pins.bt prints them, and no events that a layout can be run on',
  },
  { looks: /^\[\s*\d+\.\d{6}\] /m, is: `the kernel's log (dmesg), which shows no references; ${RECORD}` },
];

/** In words, after "is "; undefined: nothing that is known. */
export const toolOf = (text: string): string | undefined =>
  TOOLS.find(({ looks }) => looks.test(text.slice(0, HEAD)))?.is;

const HEAD = 16_384;

/** Fields that each event needs, of those that probes and page_ref have (traces/README.md, docs/kernel-facts.md 1.6). */
const NEEDED: readonly { readonly events: RegExp; readonly fields: readonly string[] }[] = [
  { events: /^(grab|grab_fast|put)$/, fields: ['folio', 'refs', 'flags', 'rc'] },
  { events: /^page_ref_\w+$/, fields: ['pfn', 'flags', 'count', 'val'] },
  { events: /^pipe_(get|put)$/, fields: ['page', 'rc'] },
];

/** Fields that a line of an event lacks, where it has others: `flags= and rc=`; undefined: none, or another event. */
export function lackedBy(line: string): string | undefined {
  const [, event, rest] = /: (\w+): (.*)$/.exec(line) ?? [];
  const needed = NEEDED.find(({ events }) => event !== undefined && events.test(event))?.fields ?? [];
  const lacked = needed.filter((field) => !new RegExp(`(^|\\s)${field}=`).test(rest!)).map((field) => `${field}=`);
  return lacked.length === 0 ? undefined : lacked.join(', ').replace(/, ([^,]*)$/, ' and $1');
}
