import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Good inputs that the fuzzer spoils: small pieces of shipped recordings, and what else bitpart reads. */

const shipped = (name: string): Uint8Array =>
  gunzipSync(readFileSync(new URL(`../../traces/${name}`, import.meta.url)));

/** Some events of a shipped recording, without its header, which would say how many there are. */
function piece(name: string, from: number, lines: number): string {
  const rows = Buffer.from(shipped(name))
    .toString('latin1')
    .split('\n')
    .filter((row) => row !== '' && !row.startsWith('#'));
  return `# tracer: nop\n#\n${rows.slice(from, from + lines).join('\n')}\n`;
}

export const KPROBE = piece('a6_fio_uring_16jobs_shared_pages.trace.txt.gz', 220, 90);
export const PAGE_REF = piece('r7_pageref_mixed_desktop.trace.txt.gz', 0, 80);

/** Every event name of the exchange format, pages and references with names of their own. */
export const CSV = `time_s,event,page,ref
0,level,A,2
0.5,get,A,g1
1,pin-read,A,r1
1.000000001,pin-read-short,A,r2
1.5,pin-long,"B, the ""second""",l1
2,pin-write,B,
2.25,check,A,
3,unpin,A,r1
3.5,unpin-write,B,
4,pin-write-long,B,w1
4.5,pin-short,__proto__,s1
5,pin-pin,A,p1
5,level,B,1024
6e0,unpin,B,w1
6.5,put,A,g1
7,check,B,
7.5,unpin,A,never taken
8,unpin-read,A,r2
9,check,A,
`;

const snapshot = (name: string): Uint8Array => shipped(`snapshots/e_${name}.gz`);
export const SNAPSHOT = {
  counts: snapshot('idle.kpagecount').slice(0, 8 * 3000),
  flags: snapshot('idle.kpageflags').slice(0, 8 * 3000),
};

/** A file in which every way to say a layout and a scenario stands once; its recording lies beside it. */
export const LAYOUTS = `layouts:
  - 4/4/24
  - 4/4/22+2
  - { name: linux today, bias: 1024 }
  - { name: two, bias: { long: 2^23, short: 2^27 } }
  - name: red zone
    fields:
      - { name: read,     bits: 4,  counts: [read],     on-limit: fail }
      - { name: write,    bits: 6,  counts: [write],    on-limit: carry }
      - { name: ordinary, bits: 22, counts: [ordinary], on-limit: saturate, reserve: 12 }
scenarios:
  - { name: one, trace: one.csv }
  - { name: two, trace: one.csv, large: same }
require:
  limit.ordinary: ">= 2^20"
  refused.pin: "<= 1e-4"
`;
/** … and the file that ships. */
export const SHIPPED_LAYOUTS = readFileSync(new URL('../../layouts.yaml', import.meta.url), 'utf8');
