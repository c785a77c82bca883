import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluateRecording } from '../../src/node/recording.ts';
import { RECORD } from './fake-kernel.ts';

const folder = mkdtempSync(join(tmpdir(), 'bitpart-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NEW = { pin: 524288, get: 2, longterm: 256, head: 6, returns: 'int', tail: 'head', taken: '', dropped: '' };
/** Linux 6.1: FOLL_ macros of include/linux/mm.h, PG_head 16. */
const OLD = { ...NEW, pin: 0x40000, get: 4, longterm: 0x10000, head: 16, returns: 'bool' };

/** Lines after lines.awk, comments apart. */
function written(
  values: Record<string, string | number>,
  ...lines: string[]
): { lines: string[]; comments: string[]; status: number | null; stderr: string } {
  const trace = join(folder, 'trace');
  writeFileSync(trace, lines.map((line) => `${line}\n`).join(''));
  const set = Object.entries(values).flatMap(([name, value]) => ['-v', `${name}=${value}`]);
  const { stdout, stderr, status } = spawnSync('awk', [...set, '-f', join(RECORD, 'lines.awk'), trace, trace], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const all = stdout.split('\n').slice(0, -1);
  return {
    lines: all.filter((line) => !line.startsWith('#')),
    comments: all.filter((line) => line.startsWith('#')),
    status,
    stderr,
  };
}

const at = (task: string, seconds: string, text: string, flags = '...1.'): string =>
  `${task.padStart(16)} [000] ${flags} ${seconds.padStart(12)}: ${text}`;
const PF = 'mc=0 pf=0xfffffc0020808 lpin=0';

describe('a kernel from 6.11 on', () => {
  const grab = at(
    'dd-1',
    '1.000001',
    `grab_fast: (a+0x1/0x2 <- try_grab_folio_fast) page=0xffffea0000000040 refs=2 flags=0x80001 folio=0xffffea0000000040 rc=2049 ${PF}`,
  );
  const unpin = at(
    'dd-1',
    '1.000002',
    `ufolio: (unpin_user_folio+0x4/0x20) folio=0xffffea0000000040 n=2 rc=2049 ${PF}`,
  );
  const put = at(
    'dd-1',
    '1.000003',
    `put: (gup_put_folio+0x0/0x90) folio=0xffffea0000000040 refs=2 flags=0x80000 rc=2049 ${PF}`,
  );

  it('is written as it is', () => {
    const out = written(NEW, '# tracer: nop', grab, unpin, put);
    expect(out.lines).toEqual([grab, unpin, put]);
    expect(out.comments).toEqual(['# tracer: nop', '# pins 2, unpins 2']);
  });

  it('whose compiler copied gup_put_folio into unpin_user_folio gets its puts back', () => {
    const out = written(NEW, grab, unpin);
    expect(out.lines).toEqual([
      grab,
      unpin,
      at(
        'dd-1',
        '1.000002',
        `put: (unpin_user_folio+0x4/0x20) folio=0xffffea0000000040 refs=2 flags=0x80000 rc=2049 ${PF}`,
      ),
    ]);
    expect(out.comments).toEqual([
      '# unpin_user_folio holds a copy of gup_put_folio: its events are written as put, too',
      '# pins 2, unpins 2',
    ]);
  });

  it('a put of an interrupt between the two does not make a call look like a copy', () => {
    const other = unpin.replaceAll('0040', '0080').replace('...1.', 'd.h1.');
    const otherPut = put.replaceAll('0040', '0080').replace('...1.', 'd.h1.');
    const out = written(NEW, grab, unpin, put, unpin, other, otherPut, put, unpin, put);
    expect(out.lines.filter((line) => line.includes(' put: '))).toHaveLength(4);
  });

  it('drops of one function may be copies, and those of another calls', () => {
    const page = at('dd-1', '1.000004', `unfolio: (unpin_folio+0x4/0x20) folio=0xffffea0000000080 rc=1025 ${PF}`);
    const out = written(NEW, unpin, put, page);
    expect(out.lines.filter((line) => line.includes(' put: ')).map((line) => /\((\w+)/.exec(line)![1])).toEqual([
      'gup_put_folio',
      'unpin_folio',
    ]);
    expect(out.comments.at(-1)).toBe('# pins 0, unpins 3');
  });

  it('the drop of a page in the middle of a folio is that of the folio, with what the folio shows', () => {
    const page = at(
      'dd-1',
      '1.000004',
      `upage: (unpin_user_page+0x4/0x20) page=0xffffea0000000080 head=0xffffea0000000041 rc=0 mc=-1 pf=0x1 lpin=5 hrc=7 hmc=2 hpf=0x40 hlpin=3`,
    );
    expect(written(NEW, page).lines[1]).toBe(
      at(
        'dd-1',
        '1.000004',
        'put: (unpin_user_page+0x4/0x20) folio=0xffffea0000000040 refs=1 flags=0x80000 rc=7 mc=2 pf=0x40 lpin=3',
      ),
    );
  });

  it('where such a page does not name its folio, its drop counts as lost', () => {
    const page = at(
      'dd-1',
      '1.000004',
      'upage: (unpin_user_page+0x4/0x20) page=0xffffea0000000080 head=0xffffffffffffff01 rc=0 mc=-1 pf=0x1 lpin=5',
    );
    const whole = page.replace('0001 rc', '0000 rc').replace('ff01', 'ff00');
    const out = written({ ...NEW, tail: 'none' }, whole, page);
    expect(out.lines.filter((line) => line.includes(' put: '))).toHaveLength(1);
    expect(out.lines.at(-1)).toBe('CPU:0 [LOST 1 EVENTS]');
  });

  it('failed grabs and gets are no pins', () => {
    const failed = at(
      'dd-1',
      '1.1',
      `grab: (a+0x1/0x2 <- try_grab_folio) folio=0xffffea0000000040 refs=1 flags=0x80001 ret=-12 rc=0 ${PF}`,
    );
    const none = at(
      'dd-1',
      '1.2',
      'grab_fast: (a+0x1/0x2 <- b) page=0xffffea0000000040 refs=1 flags=0x80001 folio=0x0 rc=(fault) mc=(fault) pf=(fault) lpin=(fault)',
    );
    const get = at(
      'dd-1',
      '1.3',
      `grab: (a+0x1/0x2 <- try_grab_folio) folio=0xffffea0000000040 refs=1 flags=0x50003 ret=0 rc=3 ${PF}`,
    );
    expect(written(NEW, failed, none, get).comments.at(-1)).toBe('# pins 0, unpins 0');
  });

  it("a difference to the kernel's own count is said, with status 3; a small one is not", () => {
    const many = Array.from({ length: 20 }, () => grab);
    const out = written({ ...NEW, taken: 100, dropped: 0 }, ...many);
    expect(out.status).toBe(3);
    expect(out.stderr).toBe('pins.sh: the recording has 40 pins and 0 unpins, the kernel counted 100 and 0\n');
    expect(written({ ...NEW, taken: 50, dropped: 10 }, ...many)).toMatchObject({ status: 0, stderr: '' });
    expect(written({ ...NEW, taken: '', dropped: '' }, ...many)).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('a kernel before 6.11', () => {
  // Real lines of Linux 6.1.176, but for the page in the middle of a folio.
  const fastIn = at(
    'aio-9',
    '1.000001',
    'grab_fast_in: (try_grab_folio+0x0/0x2c0) page=0xffffea0000000040 refs=3 flags=0x50001',
  );
  const fastOut = at(
    'aio-9',
    '1.000002',
    'grab_fast_out: (internal_get_user_pages_fast+0x1/0x2 <- try_grab_folio) folio=0xffffea0000000040 rc=3073 mc=1 pf=0xfffffc00a0004 lpin=-5',
  );
  const slowIn = (
    flags: string,
    more = 'head=0xffffea00000000c8 rc=2 mc=0 pf=0xfffffc00a0004 lpin=1 hrc=9 hmc=8 hpf=0x7 hlpin=6',
  ): string =>
    at('aio-9', '1.000003', `grab_in: (try_grab_page+0x0/0x1a0) page=0xffffea0000000080 flags=${flags} ${more}`);
  const slowOut = (ret: number): string =>
    at('aio-9', '1.000004', `grab_out: (follow_page_pte+0x2c9/0x5e0 <- try_grab_page) ret=${ret}`);

  it('entry and return of the fast path are one line, at the time of the return', () => {
    expect(written(OLD, fastIn, fastOut).lines).toEqual([
      at(
        'aio-9',
        '1.000002',
        'grab_fast: (internal_get_user_pages_fast+0x1/0x2 <- try_grab_folio) page=0xffffea0000000040 refs=3 flags=0x80101 kflags=0x50001 folio=0xffffea0000000040 rc=3073 mc=1 pf=0xfffffc00a0004 lpin=-5',
      ),
    ]);
  });

  it('a pin of a small page adds 1024 to the count at entry, a get adds 1', () => {
    expect(written(OLD, slowIn('0x40001'), slowOut(1)).lines[0]).toContain(
      'folio=0xffffea0000000080 refs=1 flags=0x80001 kflags=0x40001 ret=0 rc=1026 mc=0 ',
    );
    expect(written(OLD, slowIn('0x2007'), slowOut(1)).lines[0]).toContain('flags=0x3 kflags=0x2007 ret=0 rc=3 ');
  });

  it('a pin of a page in the middle of a large folio is one of the folio and adds 1', () => {
    const inside = 'head=0xffffea0000000041 rc=0 mc=-1 pf=0x1 lpin=5 hrc=7 hmc=2 hpf=0x10041 hlpin=3';
    expect(written(OLD, slowIn('0x40000', inside), slowOut(1)).lines[0]).toContain(
      'folio=0xffffea0000000040 refs=1 flags=0x80000 kflags=0x40000 ret=0 rc=8 mc=2 pf=0x10041 lpin=3',
    );
  });

  it('a refusal is told from success in kernels that return a bool and in those that return an error', () => {
    const bool = written(OLD, slowIn('0x40001'), slowOut(0));
    expect(bool.lines[0]).toContain(' ret=-12 rc=2 ');
    expect(bool.comments.at(-1)).toBe('# pins 0, unpins 0');
    const error = written({ ...OLD, returns: 'int' }, slowIn('0x40001'), slowOut(-12));
    expect(error.lines[0]).toContain(' ret=-12 rc=2 ');
    expect(written({ ...OLD, returns: 'int' }, slowIn('0x40001'), slowOut(0)).lines[0]).toContain(' ret=0 rc=1026 ');
  });

  it.each([
    ['0x0', '0x0'],
    ['0x40', '0x10000'],
    ['0x10000', '0x40'],
    ['0x10040', '0x10040'],
    ['0xfffffc00b0044', '0xfffffc00b0044'],
    ['0x17ffffe0090a04', '0x17ffffe0080a44'],
    ['0xffffffffffffffff', '0xffffffffffffffff'],
    ['0xffffffffffffffbf', '0xfffffffffffeffff'],
  ])('page flags %s are written %s: bits 6 and 16 exchanged', (own, expected) => {
    const put = at(
      'aio-9',
      '1.5',
      `put: (gup_put_folio+0x0/0x90) folio=0xffffea0000000040 refs=1 flags=0x40000 rc=1025 mc=0 pf=${own} lpin=0`,
    );
    expect(written(OLD, put).lines[0]).toBe(
      at(
        'aio-9',
        '1.5',
        `put: (gup_put_folio+0x0/0x90) folio=0xffffea0000000040 refs=1 flags=0x80000 kflags=0x40000 rc=1025 mc=0 pf=${expected} lpin=0`,
      ),
    );
  });

  it('two tasks between entry and return are kept apart, whatever their names hold', () => {
    const a = 'a: [001] b-77';
    const out = written(
      OLD,
      fastIn,
      fastIn.replace('aio-9'.padStart(16), a.padStart(16)).replace('refs=3', 'refs=1'),
      fastOut,
      fastOut.replace('aio-9'.padStart(16), a.padStart(16)),
    );
    expect(out.lines.map((line) => /refs=\d/.exec(line)![0])).toEqual(['refs=3', 'refs=1']);
    expect(out.comments.at(-1)).toBe('# pins 4, unpins 0');
  });

  it('an entry without return, or a return without entry, counts as lost', () => {
    const out = written(OLD, fastIn, fastIn, fastOut, slowOut(1));
    expect(out.lines).toHaveLength(2);
    expect(out.lines.at(-1)).toBe('CPU:0 [LOST 2 EVENTS]');
  });

  it('the header no longer promises as many lines as were traced', async () => {
    const header = '# entries-in-buffer/entries-written: 4/4   #P:2';
    const put = at(
      'aio-9',
      '1.5',
      'put: (gup_put_folio+0x0/0x90) folio=0xffffea0000000040 refs=3 flags=0x40000 rc=3073 mc=0 pf=0x0 lpin=0',
    );
    const out = written(OLD, '# tracer: nop', header, fastIn, fastOut, put);
    expect(out.comments).toContain('# before joining, in buffer/written: 4/4   #P:2');
    const path = join(folder, 'joined.trace.txt');
    writeFileSync(path, [...out.comments, ...out.lines].map((line) => `${line}\n`).join(''));
    const { evaluated } = await evaluateRecording({ path, shown: path }, { replays: [] });
    expect(evaluated.unreadable.count).toBe(0);
    expect(evaluated.runs[0]!.small.profile.events).toBeGreaterThan(0);
    expect(evaluated.matching.task).toBe(3);
  });
});
