import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/workloads/readers/detect.ts';
import { lackedBy } from '../../../src/workloads/readers/other-tools.ts';

const of = (text: string) => detect(new TextEncoder().encode(text));
const FTRACE = '              dd-478     [001] ...1.    52.999180: ';

describe('what is no recording', () => {
  it.each<[string, string, RegExp]>([
    [
      'perf script',
      'dd   478 [001]    52.999180: probe:try_grab_folio: (ffffffff81) folio=0x1\n',
      /^text of perf script/,
    ],
    [
      'perf script, with a period',
      'swapper     0 [000] 123.456789:       1 sched:sched_switch: prev_comm=x\n',
      /^text of perf script/,
    ],
    ['perf script, pid and tid', 'dd 478/478 [001] 52.999180: kmem:mm_page_alloc: page=0x1\n', /^text of perf script/],
    ['perf.data', 'PERFILE2h\0\0\0', /^perf\.data/],
    ['trace.dat', '\x17\x08Dtracing6\0', /^a binary trace\.dat of trace-cmd: `trace-cmd report -l`/],
    [
      'function_graph',
      '# tracer: function_graph\n#\n 0)   0.123 us    |    folio_ref_add();\n',
      /^the function_graph tracer's/,
    ],
    ['function', `# tracer: function\n#\n${FTRACE}try_grab_folio <-follow_page_pte\n`, /^the function tracer's/],
    ['blk', `# tracer: blk\n#\n${FTRACE}  8,0    Q   R 2048 + 8 [dd]\n`, /^the blk tracer's/],
    ['irqsoff', '# tracer: irqsoff\n#\n', /^of a tracer of latencies/],
    ['blkparse', '  8,0    1        1     0.000000000   478  A   R 2048 + 8 <- (8,1) 0\n', /^text of blkparse/],
    ['strace', '478 10:00:01.123456 openat(AT_FDCWD, "/dev/vda", O_RDONLY) = 3\n', /^text of strace/],
    ['strace of one process', 'read(3, ""..., 65536) = 65536\n', /^text of strace/],
    ['bpftrace', 'Attaching 5 probes...\n^C\n\n@pins_small:\n', /^output of bpftrace/],
    ['dmesg', '[    0.000000] Linux version 6.12.117\n', /^the kernel's log/],
    ['kpagecount', String.fromCharCode(3, 0, 0, 0, 0, 0, 0, 0).repeat(100), /^kpagecount of a snapshot/],
    [
      'kpageflags',
      String.fromCharCode(0, 0, 16, 0, 0, 0, 0, 0).repeat(100),
      /^kpageflags of a snapshot.*bitpart snapshot reads it/,
    ],
  ])('%s is told by its name', (_, text, expected) => {
    const found = of(text);
    expect(found.kind).toBe('tool');
    expect((found as { is: string }).is).toMatch(expected);
  });

  it.each(readdirSync(new URL('../../../traces/', import.meta.url)).filter((name) => name.endsWith('.txt.gz')))(
    'no recording is taken for another tool: %s',
    (name) => {
      const bytes = gunzipSync(readFileSync(new URL(`../../../traces/${name}`, import.meta.url)));
      expect(detect(bytes.subarray(0, 256 << 10)).kind).toBe('kernel');
    },
  );

  it('nor is one in which another tracer runs beside the probes', () => {
    const pin = `${FTRACE}grab: (a <- b) folio=0xffffea0000335580 refs=1 flags=0x80000 ret=0 rc=1026\n`;
    expect(of(`# tracer: function\n#\n${FTRACE}a <-b\n${pin}`).kind).toBe('kernel');
  });

  it('a line says which fields it lacks', () => {
    expect(lackedBy(`${FTRACE}grab: (a <- b) page=0x1 refs=1 flags=0x80000`)).toBe('folio= and rc=');
    expect(lackedBy(`${FTRACE}page_ref_mod: pfn=0x1 flags=lru ref=2 mapcount=0`)).toBe('count= and val=');
    expect(lackedBy(`${FTRACE}put: (a) folio=0x1 refs=one flags=0x80000 rc=1`)).toBeUndefined();
    expect(lackedBy(`${FTRACE}sched_switch: a=1`)).toBeUndefined();
    expect(lackedBy('no line')).toBeUndefined();
  });
});
