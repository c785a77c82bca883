import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/workloads/readers/detect.ts';

const of = (text: string) => detect(new TextEncoder().encode(text));
const PIN =
  ' fio-1 [000] ...1.    16.519437: grab: (a <- b) folio=0xffffea0000335580 refs=1 flags=0x80000 ret=0 rc=3\n';
const REF =
  ' fio-1 [000] .....   115.342192: page_ref_mod: pfn=0x40 flags=lru count=3 mapcount=-1 mapping=0 mt=0 val=1\n';

describe('what the first bytes of a recording say it is', () => {
  it.each([
    ['nothing', '', { kind: 'empty' }],
    ['white space', ' \n\n\t\n', { kind: 'empty' }],
    ['the exchange CSV', 'time_s,event,page,ref\n0,get,A,\n', { kind: 'csv' }],
    ['only its header', 'time_s,event,page,ref', { kind: 'csv' }],
    ['with CR LF', 'time_s,event,page,ref\r\n0,get,A,\r\n', { kind: 'csv' }],
    ['with a byte order mark', '\ufefftime_s,event,page,ref\n', { kind: 'csv' }],
    ['a profile', '{"schema":"bitpart/profile@1","pages":0}', { kind: 'profile' }],
    [
      'what a run found',
      '{\n "schema":"bitpart/results@1","provenance":{"bitpart":"0.1.0","node":"v20"',
      { kind: 'tool', is: expect.stringMatching(/^what a run found \(results\.json\), not a recording/) },
    ],
    ['kprobe text', `# tracer: nop\n#\n${PIN}`, { kind: 'kernel', format: 'kprobe', baseSeconds: 16 }],
    ['kprobe text without a header', PIN, { kind: 'kernel', format: 'kprobe', baseSeconds: 16 }],
    ['page_ref text', REF, { kind: 'kernel', format: 'page-ref', baseSeconds: 115 }],
    [
      'both, in which too little tells where struct page lies: page_ref is read',
      PIN + REF,
      { kind: 'kernel', format: 'page-ref', baseSeconds: 16 },
    ],
    [
      'trace-cmd report',
      `cpus=2\n${REF.replace(' .....', '')}`,
      { kind: 'kernel', format: 'page-ref', baseSeconds: 115 },
    ],
    [
      'the latency format',
      REF.replace(/.*115\.342192/, '<...>-5263      3..... 276242022us '),
      { kind: 'kernel', format: 'page-ref', baseSeconds: 276 },
    ],
    [
      'the latency format with a delay mark',
      REF.replace(/.*115\.342192/, '<...>-5263      3..... 276242022us+'),
      { kind: 'kernel', format: 'page-ref', baseSeconds: 276 },
    ],
    ['a tracer that has recorded nothing', '# tracer: nop\n#\n', { kind: 'kernel', format: 'kprobe', baseSeconds: 0 }],
    [
      'how many entries there are',
      `# tracer: nop\n#\n# entries-in-buffer/entries-written: 205/1234   #P:2\n${PIN}`,
      { kind: 'kernel', format: 'kprobe', baseSeconds: 16, entries: { inBuffer: 205, written: 1234 } },
    ],
  ])('%s', (_, text, expected) => {
    expect(of(text)).toEqual(expected);
  });

  it('of both sources, where struct page of pfn 0 lies: more than half of the neighbours agree, and three at least', () => {
    const at = (i: number, task = 'pvm-1') => ` ${task} [000] ..... ${10 + i}.000000: `;
    const ref = (i: number, pfn: number, val = 1024, task = 'pvm-1') =>
      `${at(i, task)}page_ref_mod: pfn=0x${pfn.toString(16)} flags=lru count=1026 mapcount=0 mapping=00 mt=1 val=${val}\n`;
    const grab = (i: number, pfn: number, refs = 1) =>
      `${at(i)}grab: (a <- b) folio=0x${(0xffff88813be00000n + 64n * BigInt(pfn)).toString(16)} refs=${refs} flags=0x80000 ret=0 rc=1026\n`;
    const put = (i: number, pfn: number) => grab(i, pfn).replace('grab:', 'put:');
    const pages = 0x88813be00000;
    const two = ref(1, 7) + grab(2, 7) + put(3, 9) + ref(4, 9, -1024);
    const format = (text: string) => of(text) as { format: string; pages?: number };
    expect(format(two)).toMatchObject({ format: 'page-ref' });
    expect(format(two).pages).toBeUndefined();
    expect(format(two + ref(5, 8, 3069) + grab(6, 8, 3)).pages).toBe(pages);
    const apart = ` swapper [000] ..... 50.0: sched_switch: x=1\n`;
    // Others do not count: of another task, with another number, of one source, with a line between.
    const others = ref(7, 8, 1024, 'fio-2') + grab(8, 8) + apart + ref(9, 8) + grab(10, 8, 2) + grab(11, 8, 2);
    expect(format(two + others).pages).toBeUndefined();
    // Neighbours that disagree.
    const wrong = [20, 30, 40].map((i) => ref(i, i) + grab(i + 1, i + 1)).join('');
    expect(format(two + apart + ref(60, 8) + grab(61, 8) + apart + wrong).pages).toBeUndefined();
  });

  it.each([
    ['another header', 'time,event,page,ref\n', /header "time,event,page,ref".*time_s,event,page,ref/],
    ['a header with other separators', 'time_s;event;page;ref\n', /exchange CSV starts with time_s,event,page,ref/],
    ['a header in other letters', 'TIME_S,EVENT,PAGE,REF\n', /exchange CSV starts with/],
    ['one column more', 'time_s,event,page,ref,cpu\n', /exchange CSV starts with/],
    ['prose', 'Dear all,\n', /the line "Dear all,"/],
    ['YAML', 'layouts:\n  - 4/4/24\n', /the line "layouts:"/],
    ['a NUL', 'abc\0def', /binary data \(a NUL at byte 3\)/],
    ['a very long line', 'x'.repeat(10_000), /^the line "x{80}"$/],
  ])('%s is none that is read, and says what was seen', (_, text, saw) => {
    expect(of(text)).toEqual({ kind: 'unknown', saw: expect.stringMatching(saw) });
  });

  it.each([
    ['little-endian', [0xff, 0xfe, 0x74, 0]],
    ['big-endian', [0xfe, 0xff, 0, 0x74]],
  ])('UTF-16, %s, is named', (_, bytes) => {
    expect(detect(Uint8Array.from(bytes))).toEqual({ kind: 'unknown', saw: expect.stringContaining('UTF-16') });
  });

  it('is known of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(['kernel', 'csv', 'profile', 'empty', 'unknown']).toContain(detect(bytes).kind);
      }),
    );
  });
});
