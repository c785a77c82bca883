import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAG_PINCOUNT } from '../../../src/events/raw.ts';
import { decodeText, eventsOf } from './kernel.ts';

const PAGE_REF = 'pfn=0x9f83a8 flags=uptodate|lru count=1027 mapcount=0 mapping=00000000f0e9c5fd mt=4 val=1024';
const FOLIO = 'folio=0xffffea0000335580';

/** One line of page_ref text that must be one event. */
function only(line: string, format: 'page-ref' | 'kprobe' = 'page-ref') {
  const out = decodeText(format, `${line}\n`);
  const events = eventsOf(out);
  expect([events.length, out.unreadable, out.other], line).toEqual([1, 0, 0]);
  return events[0]!;
}

describe('the prefix of a line', () => {
  it.each([
    ['5 latency flags', ' crosvm_vcpu0-6499    [003] ...1.   144.786828: ', 'crosvm_vcpu0-6499', 144_786_828_000],
    ['4 latency flags', '<...>-43947 [031] d...   347.501175: ', '<...>-43947', 347_501_175_000],
    ['latency format', '<...>-5263      3..... 276242022us : ', '<...>-5263', 276_242_022_000],
    ['latency format, interrupts off', '<...>-5263      3d.... 276242022us : ', '<...>-5263', 276_242_022_000],
    ['latency format, a CPU of 3 digits', 'fio-5263    127.N..1 7us : ', 'fio-5263', 7_000],
    ['latency format, a delay marked', 'fio-5263      0..... 1000001us+: ', 'fio-5263', 1_000_001_000],
    ['latency format, a blank in the comm', 'Web Con-5263      0..... 12us!: ', 'Web Con-5263', 12_000],
    ['latency format, a dash in the comm', 'a-1 b-5263      0..... 12us : ', 'a-1 b-5263', 12_000],
    ['trace-cmd report', '             fio-209   [000]    16.519437: ', 'fio-209', 16_519_437_000],
    ['nanoseconds', '             fio-209   [000]    16.519437012: ', 'fio-209', 16_519_437_012],
    ['more digits than nanoseconds', ' fio-209   [000]    16.5194370129: ', 'fio-209', 16_519_437_012],
    ['the thread group', '   fio-209     (    200) [000] ...1.    16.519437: ', 'fio-209', 16_519_437_000],
    ['a thread group that is not known', ' fio-209     (-------) [000] ...1. 16.5: ', 'fio-209', 16_500_000_000],
    ['a comm in parentheses', '(sd-pam)-209     [000] ...1. 16.5: ', '(sd-pam)-209', 16_500_000_000],
    ['blanks and brackets in the comm', ' a [1] [x] b-7  [000] ...1. 16.5: ', 'a [1] [x] b-7', 16_500_000_000],
    ['an idle CPU', '          <idle>-0       [001] dNs1.    16.500000: ', '<idle>-0', 16_500_000_000],
    ['no white space before', 'kworker/u4:0-7 [000] ...1. 16.5: ', 'kworker/u4:0-7', 16_500_000_000],
  ])('%s', (_, prefix, task, ns) => {
    const event = only(`${prefix}page_ref_mod: ${PAGE_REF}`);
    expect(event).toMatchObject({ ns, task, page: 0x9f83a8, count: 1027 });
    expect(event.what).toMatch(/^pin 5, after/);
  });

  it.each([
    ['..h1.', true],
    ['..H..', true],
    ['..s1.', true],
    ['d.z.', true],
    ['..Z1.', true],
    ['.....', false],
    ['d..1.', false],
    ['.N.1.', false],
    ['hh.hh', false],
    ['3..h1.', true],
    ['31d.s1.', true],
    ['3h.....', false],
  ])('flags %s: in interrupt context: %s', (flags, interrupt) => {
    const at = /^\d/.test(flags) ? `fio-1 ${flags} 5us : ` : ` fio-1 [000] ${flags} 5.0: `;
    expect(only(`${at}page_ref_mod: ${PAGE_REF}`).what.includes('interrupt')).toBe(interrupt);
  });

  it('of a task without a name: all such are one', () => {
    const text = [' [000] 1.0', '   [001] ..... 2.0', ') [000] 3.0', '( 7) [000] 4.0']
      .map((prefix) => `${prefix}: page_ref_mod: ${PAGE_REF}\n`)
      .join('');
    const { events } = decodeText('page-ref', text);
    expect([...events.task.slice(0, events.length)]).toEqual([0, 0, 0, 0]);
    expect(events.tasks).toEqual(['']);
  });

  it('a name of an event may be padded, a line may end with CR LF', () => {
    expect(only(` fio-1 [000] 5.0: page_ref_mod:             ${PAGE_REF}\r`).refs).toBe(1);
  });

  it('times count from a second that the caller chooses, so that nothing is lost', () => {
    const out = decodeText('page-ref', ` f-1 [000] .... 99999999.999999: page_ref_mod: ${PAGE_REF}\n`, 99_999_999);
    expect(eventsOf(out)[0]!.ns).toBe(999_999_000);
  });
});

describe('kprobe text', () => {
  const at = ' fio-209 [000] ...1. 16.5: ';
  it.each([
    ['a short read', `grab: (a+0x1/0x2 <- b) ${FOLIO} refs=1 flags=0x80000 ret=0 rc=1026`, 'pin 1, after', 1026],
    ['a long read', `grab: (a <- b) ${FOLIO} refs=1 flags=0x80100 ret=0 rc=1026`, 'pin 2, after', 1026],
    [
      'a short write',
      `grab_fast: (a <- b) page=0xffffea0000335600 refs=1 flags=0x80001 ${FOLIO} rc=1026`,
      'pin 3, after',
      1026,
    ],
    ['a long write', `grab_fast: (a <- b) refs=1 flags=0x80101 ${FOLIO} rc=1026`, 'pin 4, after', 1026],
    ['an ordinary get shows the count', `grab: (a <- b) ${FOLIO} refs=1 flags=0x50003 ret=0 rc=3`, 'seen, after', 3],
    ['a grab of nothing too', `grab: (a <- b) ${FOLIO} refs=1 flags=0x210008 ret=0 rc=3`, 'seen, after', 3],
    ['an unpin', `put: (a <- b) ${FOLIO} refs=1 flags=0x80000 rc=2050`, 'unpin, before', 2050],
    ['a put', `put: (a <- b) ${FOLIO} refs=1 flags=0x2 rc=3`, 'seen, before', 3],
    ['a pipe', 'pipe_put: (a <- b) page=0xffffea0000335580 rc=3', 'seen, before', 3],
    [
      'a negative count is a large one',
      `grab: (a <- b) ${FOLIO} refs=1 flags=0x80000 ret=0 rc=-2147483647`,
      'pin 1, after',
      2147483649,
    ],
    [
      'a large folio',
      `put: (a <- b) ${FOLIO} refs=1 flags=0x80000 rc=5 pf=0x17ffffc0020848 lpin=2`,
      'unpin, before, large',
      5,
    ],
    [
      'pf without bit 6',
      `put: (a <- b) ${FOLIO} refs=1 flags=0x80000 rc=1029 pf=0x17ffffc0020808 lpin=-3`,
      'unpin, before',
      1029,
    ],
    ['a short pf', `put: (a <- b) ${FOLIO} refs=1 flags=0x80000 rc=1029 pf=0x0`, 'unpin, before', 1029],
  ])('%s', (_, text, what, count) => {
    expect(only(at + text, 'kprobe')).toMatchObject({ what, count, page: 0xea0000335580, refs: 1 });
  });

  it.each([
    ['a pin', `grab_fast: (a <- b) refs=2 flags=0x80001 ${FOLIO} rc=1027 pf=0x0`, 'seen, after'],
    ['a drop', `put: (a <- b) ${FOLIO} refs=1 flags=0x80000 rc=1023 pf=0x0`, 'seen, before'],
  ])('the page of zeros is pinned without being counted: %s is none', (_, text, what) => {
    const out = decodeText('kprobe', `${at}${text}\n`);
    expect(eventsOf(out).map((event) => event.what)).toEqual([what]);
    expect(out.zeroPins).toBe(1);
  });

  it.each([
    ['a pin', `grab: (a <- b) ${FOLIO} refs=1 flags=0x80101 ret=0 rc=2 pf=0x40 lpin=0`, 'pin 4, after, large'],
    ['a drop', `put: (a <- b) ${FOLIO} refs=3 flags=0x80000 rc=9 pf=0x40 lpin=2`, 'unpin, before, large'],
  ])('%s of a large folio is one whatever its _pincount says: a kernel counts it after the probe', (_, text, what) => {
    const out = decodeText('kprobe', `${at}${text}\n`);
    expect(eventsOf(out).map((event) => event.what)).toEqual([what]);
    expect(out.zeroPins).toBe(0);
  });

  it('_pincount is taken of large folios only', () => {
    const put = `put: (a <- b) ${FOLIO} refs=1 flags=0x80000 rc=2050`;
    const { events } = decodeText('kprobe', `${at}${put} pf=0x848 lpin=7\n${at}${put} pf=0x808 lpin=-30591\n`);
    expect([...events.flags.subarray(0, 2)].map((flags) => (flags & FLAG_PINCOUNT) !== 0)).toEqual([true, false]);
    expect(events.own[0]).toBe(7);
  });

  it('drops without the flags column are counted: whether an interrupt made them is not recorded', () => {
    const put = `put: (a <- b) ${FOLIO} refs=1 flags=0x80000 rc=1026`;
    const out = decodeText('kprobe', ` f-1 [000] 5.0: ${put}\n f-1 [000] ..... 5.0: ${put}\n`);
    expect([out.events.length, out.contextless]).toEqual([2, 1]);
  });

  it.each([
    ['failed (slow)', `grab: (a <- b) ${FOLIO} refs=1 flags=0x80000 ret=-12 rc=0`],
    ['failed (fast)', 'grab_fast: (a <- b) page=0xffffea0000335600 refs=1 flags=0x80000 folio=0x0 rc=0'],
    ['is of another probe', `do_thing: (do_thing+0x4/0x20) ${FOLIO} n=1`],
    ['is of page_ref', `page_ref_mod: ${PAGE_REF}`],
  ])('what %s is passed over', (_, text) => {
    const out = decodeText('kprobe', `${at}${text}\n`);
    expect([out.events.length, out.entries, out.other, out.unreadable]).toEqual([0, 1, 1, 0]);
  });

  it.each([
    ['without flags', `grab: (a <- b) ${FOLIO} refs=1 ret=0 rc=3`],
    ['put without flags', `put: (a <- b) ${FOLIO} refs=1 rc=3`],
    ['without a folio', 'grab: (a <- b) refs=1 flags=0x80000 ret=0 rc=3'],
    ['without a count', `grab: (a <- b) ${FOLIO} refs=1 flags=0x80000 ret=0`],
    ['with a word for a number', `grab: (a <- b) ${FOLIO} refs=one flags=0x80000 ret=0 rc=3`],
    ['with a digit too many', `grab: (a <- b) ${FOLIO}0 refs=1 flags=0x80000 ret=0 rc=3`],
    ['with half a number', `grab: (a <- b) ${FOLIO} refs=1 flags=0x80000 ret=0 rc=3x`],
    ['with no reference', `grab: (a <- b) ${FOLIO} refs=0 flags=0x80000 ret=0 rc=3`],
    ['with more references than a call can take', `grab: (a <- b) ${FOLIO} refs=4194305 flags=0x80000 ret=0 rc=3`],
    ['with a count beyond 32 bits', `grab: (a <- b) ${FOLIO} refs=1 flags=0x80000 ret=0 rc=4294967296`],
    ['of another address space', 'grab: (a <- b) folio=0x0000ea0000335580 refs=1 flags=0x80000 ret=0 rc=3'],
  ])('a line %s is counted as one that cannot be read', (_, text) => {
    const good = `${at}grab: (a <- b) ${FOLIO} refs=1 flags=0x80000 ret=0 rc=1026\n`;
    const out = decodeText('kprobe', `${good}${at}${text}\n${good}`);
    expect([out.events.length, out.unreadable]).toEqual([2, 1]);
    expect(out.firstUnreadable).toEqual({ line: 1, text: `${at}${text}` });
    expect(eventsOf(out).map(({ line }) => line)).toEqual([0, 2]);
  });
});

describe('page_ref text', () => {
  const at = ' fio-209 [000] ...1. 16.5: ';
  const fields = (count: number, val: number, ret?: number, flags = 'uptodate|lru'): string =>
    `pfn=0x40 flags=${flags} count=${count} mapcount=-1 mapping=00 mt=1 val=${val}${ret === undefined ? '' : ` ret=${ret}`}`;
  it.each([
    ['mod', fields(1026, 1024), 'pin 5, after', 1],
    ['mod', fields(1026, 1023), 'pin 5, after', 1],
    ['mod', fields(4098, 4096), 'seen, after', 1],
    ['mod', fields(4098, 3069), 'seen, after', 1],
    ['mod', fields(3, 1), 'seen, after', 1],
    ['mod', fields(3, -1), 'seen, after', 1],
    ['mod', fields(3, 0), 'seen, after', 1],
    ['mod', fields(3, 1000), 'seen, after', 1],
    ['mod', fields(3, -1023), 'seen, after', 1],
    ['mod_and_test', fields(2, -2048, 0), 'unpin, after', 2],
    ['mod_and_return', fields(1026, -1024, 1026), 'unpin, after', 1],
    ['mod_unless', fields(1026, 1024, 1), 'pin 5, after', 1],
    // page_frag_cache takes as many references at once as it may give away; GUP pins a small page once at a time.
    ['mod', fields(32769, 32768), 'seen, after', 1],
    ['mod', fields(2049, 2046), 'seen, after', 1],
    ['mod_unless', fields(2, 1024, 0), 'seen, after', 1],
    ['set', fields(1024, 1024), 'seen, after', 1],
    ['freeze', fields(0, 1024, 1), 'seen, after', 1],
    ['unfreeze', fields(1024, 1024), 'seen, after', 1],
    ['mod', fields(1026, 1024, undefined, 'lru|head|dirty'), 'seen, after, large', 1],
    ['mod', fields(1026, 1024, undefined, 'head'), 'seen, after, large', 1],
    ['mod', fields(1026, 1024, undefined, 'overhead|heads'), 'pin 5, after', 1],
    ['mod', fields(1026, 1024, undefined, ''), 'pin 5, after', 1],
  ])('page_ref_%s %s: %s', (name, text, what, refs) => {
    expect(only(`${at}page_ref_${name}: ${text}`)).toMatchObject({ what, refs, page: 0x40 });
  });

  it('without val it cannot be read', () => {
    expect(decodeText('page-ref', `${at}page_ref_mod: pfn=0x40 flags= count=2\n`).unreadable).toBe(1);
  });
});

describe('what a tracer says beside its events', () => {
  const event = ` fio-209 [000] ...1. 16.5: page_ref_mod: ${PAGE_REF}\n`;
  it('comments and empty lines are lines, and nothing else', () => {
    const out = decodeText('page-ref', `# tracer: nop\n#\n\r\n\n##### CPU 1 buffer started ####\n${event}`);
    expect([out.lines, out.entries, out.events.length, out.other, out.unreadable]).toEqual([6, 1, 1, 0, 0]);
    expect(eventsOf(out)[0]!.line).toBe(5);
  });

  it('a stack trace is passed over; its head is an entry of the buffer', () => {
    const stack = ` fio-209 [000] ...1. 16.5: <stack trace>\n => page_ref_mod\n => try_grab_folio+0x1b/0x40\n`;
    const out = decodeText('page-ref', event + stack + event.replace('209 ', '209    '));
    expect([out.events.length, out.entries, out.other, out.unreadable]).toEqual([2, 3, 3, 0]);
    const latency = decodeText('page-ref', '<...>-5263      3..... 276242022us : <stack trace>\n => f\n');
    expect([latency.entries, latency.unreadable]).toEqual([1, 0]);
  });

  it.each([
    ['CPU:1 [LOST 123 EVENTS]', 123],
    ['CPU 1 [LOST 123 EVENTS]', 123],
    ['CPU:1 [LOST EVENTS]', 1],
    ['CPU:0 [EVENTS DROPPED]', 1],
    ['CPU:2 [7 EVENTS DROPPED]', 7],
  ])('%s: %i lost', (line, lost) => {
    const out = decodeText('page-ref', `${event}${line}\n${event}`);
    expect([out.events.length, out.entries, out.lost, out.unreadable]).toEqual([2, 2, lost, 0]);
  });

  it('the head of a trace-cmd report is passed over', () => {
    const out = decodeText('page-ref', `version = 6\ncpus=2\n${event}`);
    expect([out.events.length, out.other, out.unreadable]).toEqual([1, 2, 0]);
  });

  it.each([
    'hello',
    'a b c',
    '12',
    ': : :',
    '[000]',
    '[000] 5',
    'x [000] 5.5',
    ' fio-1 [000] .... 5.5 page_ref_mod: x',
  ])('anything else is counted: %j', (line) => {
    const out = decodeText('page-ref', `${line}\n${event}`);
    expect([out.events.length, out.unreadable]).toEqual([1, 1]);
    expect(out.firstUnreadable).toEqual({ line: 0, text: line });
  });
});

describe('a block', () => {
  const line = (time: string, pfn: number, task: string): string =>
    ` ${task} [000] .... ${time}: page_ref_mod: pfn=0x${pfn.toString(16)} flags= count=2 mapcount=0 mapping=0 mt=0 val=1\n`;

  it('that ends in the middle of a line counts it as one event or one line that cannot be read', () => {
    const whole = line('1.000001', 0x1234, 'fio-1');
    for (let cut = 0; cut < whole.length - 1; cut++) {
      const out = decodeText('page-ref', whole.slice(0, cut));
      expect(out.events.length + out.unreadable, whole.slice(0, cut)).toBe(whole.slice(0, cut).trim() === '' ? 0 : 1);
    }
  });

  it('knows its span, and where it is out of order by 10 ms and more', () => {
    const text = line('5.100', 1, 'a-1') + line('5.095', 2, 'a-1') + line('5.0899', 3, 'a-1') + line('5.2', 4, 'a-1');
    const out = decodeText('page-ref', text);
    expect([out.minTime, out.minLine, out.maxTime]).toEqual([5_089_900_000, 2, 5_200_000_000]);
    expect(out.late).toEqual({ line: 2, by: 10_100_000 });
    expect(decodeText('page-ref', text.replace('5.0899', '5.0901')).late).toBeUndefined();
  });

  it('is what was written, whatever was written; many short lines too', () => {
    const written = fc.record({
      us: fc.nat(10_000_000),
      pfn: fc.integer({ min: 0, max: 2 ** 40 }),
      task: fc.constantFrom('fio-1', 'a b-22', 'kworker/0:1-333', '<...>-4', 'fio-11'),
      val: fc.integer({ min: -5000, max: 5000 }),
    });
    fc.assert(
      fc.property(fc.array(written, { maxLength: 80 }), (events) => {
        const text = events
          .map(
            ({ us, pfn, task, val }) =>
              `${task} [0] ${Math.floor(us / 1e6)}.${String(us % 1e6).padStart(6, '0')}: page_ref_mod: pfn=0x${pfn.toString(16)} count=7 val=${val}\n`,
          )
          .join('');
        const seen = eventsOf(decodeText('page-ref', text));
        expect(seen.map(({ ns, page, task }) => ({ us: ns / 1000, pfn: page, task }))).toEqual(
          events.map(({ us, pfn, task }) => ({ us, pfn, task })),
        );
      }),
    );
  });

  it('of arbitrary bytes is never an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('page-ref', 'kprobe'), (bytes, format) => {
        const text = new TextDecoder('latin1').decode(bytes);
        const out = decodeText(format as 'kprobe', text);
        expect(out.events.length + out.unreadable + out.other).toBeLessThanOrEqual(out.lines);
      }),
    );
  });
});
