import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { evaluateRecording } from '../../src/node/recording.ts';
import { btf } from './btf.ts';
import {
  FakeKernel,
  type FakeOptions,
  NEW_FUNCTIONS,
  OLD_FUNCTIONS,
  OTHERS_PROBE,
  RECORD,
  vmstat,
} from './fake-kernel.ts';

const kernels: FakeKernel[] = [];
const fake = (options?: FakeOptions): FakeKernel => {
  const kernel = new FakeKernel(options);
  kernels.push(kernel);
  return kernel;
};
afterEach(() => {
  for (const kernel of kernels.splice(0)) kernel.remove();
});

/** A pin and its drop, as a kernel from 6.11 on writes them. */
const TRACE = `# tracer: nop
#
# entries-in-buffer/entries-written: 2/2   #P:2
#
              dd-209     [000] d..1.    16.519437: grab_fast: (gup_fast_fallback+0x1/0x2 <- try_grab_folio_fast) page=0xffffea0000335580 refs=1 flags=0x80001 folio=0xffffea0000335580 rc=1025 mc=0 pf=0xfffffc0020808 lpin=0
              dd-209     [000] d.h1.    16.522212: put: (gup_put_folio+0x0/0x90) folio=0xffffea0000335580 refs=1 flags=0x80000 rc=1025 mc=0 pf=0xfffffc0020808 lpin=0
`;
const OTHERS = OTHERS_PROBE.trimEnd();

describe('probes', () => {
  it('are set in a group of its own, and all removed; those of others stay', () => {
    const kernel = fake({ trace: TRACE });
    const before = kernel.everything();
    const { status, stderr } = kernel.run('-d', '1', '-o', 'out.trace.txt');
    expect(stderr).not.toContain('whole');
    expect(status).toBe(0);
    const set = kernel.defined('dynamic_events').filter((line) => line.startsWith('f:bitpart_'));
    expect(set.map((line) => line.replace(/^f:bitpart_\d+\/(\S+) (\S+).*/, '$1 $2'))).toEqual([
      'grab_fast try_grab_folio_fast%return',
      'grab try_grab_folio%return',
      'put gup_put_folio',
      'brp __bio_release_pages',
      'bchk bio_check_pages_dirty',
      'bset bio_set_pages_dirty',
      'updl unpin_user_pages_dirty_lock',
      'uprd unpin_user_page_range_dirty_lock',
      'upages unpin_user_pages',
      'ufolio unpin_user_folio',
      'upage unpin_user_page',
      'unfolio unpin_folio',
    ]);
    expect(kernel.left('dynamic_events')).toEqual([OTHERS]);
    expect(kernel.left('kprobe_events')).toEqual([OTHERS]);
    expect(kernel.everything()).toEqual(before);
  });

  it('show what the shipped recordings show, in the same order', () => {
    const kernel = fake();
    kernel.run('-k', '-d', '1', '-o', 'out.trace.txt');
    const of = (event: string): string | undefined =>
      kernel
        .defined('kprobe_events')
        .find((line) => line.includes(`/${event} `))
        ?.replace(/bitpart_\d+/, 'G');
    expect(of('grab_fast')).toBe(
      'r:G/grab_fast try_grab_folio_fast page=$arg1:x64 refs=$arg2:s32 flags=$arg3:x32 folio=$retval:x64 rc=+52($retval):s32 mc=+48($retval):s32 pf=+0($retval):x64',
    );
    expect(of('grab')).toBe(
      'r:G/grab try_grab_folio folio=$arg1:x64 refs=$arg2:s32 flags=$arg3:x32 ret=$retval:s32 rc=+52($arg1):s32 mc=+48($arg1):s32 pf=+0($arg1):x64',
    );
    expect(of('put')).toBe(
      'p:G/put gup_put_folio folio=$arg1:x64 refs=$arg2:s32 flags=$arg3:x32 rc=+52($arg1):s32 mc=+48($arg1):s32 pf=+0($arg1):x64',
    );
    expect(of('brp')).toBe(
      'p:G/brp __bio_release_pages bio=$arg1:x64 dirty=$arg2:u8 opf=+16($arg1):x32 bflags=+20($arg1):x16',
    );
    expect(kernel.left('kprobe_events')).toEqual([OTHERS]);
    expect(kernel.defined('dynamic_events')).toEqual([OTHERS]);
  });

  it("read the counts where this kernel's type data says they lie", () => {
    const kernel = fake({
      btf: btf({ refcount: 60, mapcount: 56, pincount: 100, opf: 24, bflags: 28, head: 6, foll: 'enumerators' }),
    });
    kernel.run('-d', '1', '-o', 'out.trace.txt');
    const lines = kernel.defined('dynamic_events');
    expect(lines.find((line) => line.includes('/put '))).toContain(
      'rc=+60($arg1):s32 mc=+56($arg1):s32 pf=+0($arg1):x64 lpin=+100($arg1):s32',
    );
    expect(lines.find((line) => line.includes('/brp '))).toContain('opf=+24($arg1):x32 bflags=+28($arg1):x16');
  });

  it('are kprobes where the kernel has no fprobes, or ftrace may not trace a function', () => {
    for (const options of [{ fprobes: false }, { functions: [] }]) {
      const kernel = fake(options);
      writeFileSync(
        join(kernel.proc, 'kallsyms'),
        NEW_FUNCTIONS.map((name) => `ffffffff8a2c0ef0 t ${name}\n`).join(''),
      );
      expect(kernel.run('-d', '1', '-o', 'out.trace.txt').status).toBe(0);
      expect(kernel.defined('kprobe_events').filter((line) => /^[pr]:bitpart/.test(line))).toHaveLength(12);
      expect(kernel.left('kprobe_events')).toEqual([OTHERS]);
    }
  });

  it('of functions that this kernel lacks are left out, and it says which', () => {
    const kernel = fake({ functions: NEW_FUNCTIONS.filter((name) => name !== 'bio_check_pages_dirty') });
    const { status, stderr } = kernel.run('-d', '1', '-o', 'out.trace.txt');
    expect(status).toBe(0);
    expect(stderr).toContain('not in this kernel: bio_check_pages_dirty');
    expect(kernel.left('dynamic_events')).toEqual([OTHERS]);
  });

  it('that the kernel refuses end the run with status 2 and leave nothing', () => {
    const kernel = fake();
    // Nothing can be written to a folder.
    const definitions = join(kernel.tracefs, 'dynamic_events');
    kernel.command('mkdir', `rm '${definitions}'; /bin/mkdir '${definitions}'; /bin/mkdir "$@"`);
    const { status, stderr } = kernel.run('-d', '1', '-o', 'out.trace.txt');
    expect(status).toBe(2);
    expect(stderr).toContain('the kernel refuses a probe of try_grab_folio_fast');
    expect(kernel.files()).toEqual([]);
    expect(kernel.removed('tracing_on')).toBe('0\n');
  });
});

describe('the instance', () => {
  it('is its own: made, set, stopped and removed', () => {
    const kernel = fake({ trace: TRACE });
    kernel.run('-d', '1', '-b', '4096', '-o', 'out.trace.txt');
    expect(kernel.removed('buffer_size_kb')).toBe('4096\n');
    expect(kernel.removed('trace_clock')).toBe('mono\n');
    expect(kernel.removed('tracing_on')).toBe('0\n');
    expect(existsSync(join(kernel.tracefs, 'instances'))).toBe(true);
  });

  it('takes an eighth of the free memory, shared among the CPUs, at most 64 MiB for each', () => {
    const kernel = fake({ stats: [{}, {}, {}] });
    kernel.run('-d', '1', '-o', 'out.trace.txt');
    expect(kernel.removed('buffer_size_kb')).toBe(`${Math.floor(800_000 / 8 / 3)}\n`);
    const big = fake();
    writeFileSync(join(big.proc, 'meminfo'), 'MemAvailable: 80000000 kB\n');
    big.run('-d', '1', '-o', 'out.trace.txt');
    expect(big.removed('buffer_size_kb')).toBe('65536\n');
  });
});

describe('interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s, keeps what it has and leaves nothing behind', async (signal, expected) => {
    const kernel = fake({ trace: TRACE });
    const before = kernel.everything();
    const { status, stderr } = await kernel.runUntil(
      'recording 600 seconds',
      signal,
      '-d',
      '600',
      '-o',
      'out.trace.txt',
    );
    expect(status).toBe(expected);
    expect(stderr).toContain('10 events');
    expect(kernel.left('dynamic_events')).toEqual([OTHERS]);
    expect(kernel.everything()).toEqual(before);
    expect(kernel.files()).toEqual(['out.trace.txt']);
    expect(readFileSync(join(kernel.work, 'out.trace.txt'), 'utf8')).toContain(
      `# interrupted by signal ${expected - 128}`,
    );
  });

  it.each([
    ['before the command is started', '  sleep "$seconds" &', '  kill -INT $$\n  sleep "$seconds" &'],
    ['before its number is known', 'child=$!', 'kill -INT $$\nchild=$!'],
    ['before the wait', '[ -n "$signal" ] || wait "$child"', 'kill -INT $$\n[ -n "$signal" ] || wait "$child"'],
    ['when the wait was decided', '|| wait "$child"', '|| { kill -INT $$; wait "$child"; }'],
  ])('%s, it ends at once', (_, before, after) => {
    const kernel = fake({ trace: TRACE });
    kernel.change(before, after);
    const { status, stderr } = kernel.run('-d', '600', '-o', 'out.trace.txt');
    expect(stderr).toContain('10 events');
    expect(status).toBe(130);
    expect(kernel.left('dynamic_events')).toEqual([OTHERS]);
    expect(kernel.files()).toEqual(['out.trace.txt']);
  });

  it('before the recording began, it keeps no file', async () => {
    const kernel = fake();
    // Making the instance takes long enough for a signal.
    const mkdir = readFileSync(join(kernel.root, 'bin/mkdir'), 'utf8').replace('#!/bin/sh\n', '');
    kernel.command('mkdir', `echo now-it-starts >&2; sleep 1\n${mkdir}`);
    const before = kernel.everything();
    const { status } = await kernel.runUntil('now-it-starts', 'SIGTERM', '-d', '600', '-o', 'out.trace.txt');
    expect(status).toBe(143);
    expect(kernel.files()).toEqual([]);
    expect(kernel.left('dynamic_events')).toEqual([OTHERS]);
    expect(kernel.everything()).toEqual(before);
  });

  it('while a command runs, the command ends too', async () => {
    const kernel = fake({ trace: TRACE });
    const script = 'echo $$ > pid; echo it-runs >&2; exec sleep 600';
    const { status } = await kernel.runUntil('it-runs', 'SIGTERM', '-o', 'out.trace.txt', '--', 'sh', '-c', script);
    expect(status).toBe(143);
    const pid = Number(readFileSync(join(kernel.work, 'pid'), 'utf8'));
    expect(pid).toBeGreaterThan(1);
    expect(() => process.kill(pid, 0)).toThrow();
    expect(kernel.left('dynamic_events')).toEqual([OTHERS]);
  });
});

describe('refusals say why, and touch nothing', () => {
  const refuses = (kernel: FakeKernel, args: readonly string[], message: string | RegExp): void => {
    const before = kernel.everything();
    const { status, stderr } = kernel.run(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
    expect(kernel.files()).toEqual([]);
    expect(kernel.everything()).toEqual(before);
    expect(kernel.defined('kprobe_events')).toEqual([OTHERS]);
  };

  it('without root', () => {
    refuses(fake({ uid: 1000 }), ['-d', '1'], 'needs root');
  });
  it('without tracefs', () => {
    refuses(fake({ mounted: false }), ['-d', '1'], 'mount -t tracefs');
  });
  it('on a 32-bit kernel', () => {
    refuses(fake({ machine: 'i686' }), ['-d', '1'], '64-bit kernels');
  });
  it('where neither probes nor page_ref show pins, with what the kernel offers', () => {
    refuses(fake({ functions: ['vfs_read'] }), ['-d', '1'], /function +try_grab_folio: no[\s\S]*shows pins neither/);
  });
  it('on an old kernel without type data', () => {
    refuses(fake({ functions: OLD_FUNCTIONS, arguments: false, fprobes: false }), ['-d', '1'], 'type data');
  });
  it('page_ref where there is none', () => {
    refuses(fake(), ['-d', '1', '-r', 'pins'], 'CONFIG_DEBUG_PAGE_REF');
  });
  it.each([
    [[], 'neither how long'],
    [['-d', '0'], '1 to 86400, not 0'],
    [['-d', '1.5'], 'not 1.5'],
    [['-d', '08'], 'not 08'],
    [['-d', '86401'], 'not 86401'],
    [['-d', '1', '-b', '1'], 'KiB from 64'],
    [['-d', '1', '-x'], 'no option -x'],
    [['-d'], '-d needs a value'],
    [['-d', '1', '--', 'true'], 'exclude each other'],
    [['--', 'no-such-command-here'], 'no command no-such-command-here'],
    [['-d', '1', '-r', 'some'], 'pins or all, not some'],
  ])('%j', (args, message) => {
    refuses(fake(), args, message);
  });

  it('a file that is there already is left alone', () => {
    const kernel = fake();
    writeFileSync(join(kernel.work, 'out.trace.txt'), 'mine');
    const { status, stderr } = kernel.run('-d', '1', '-o', 'out.trace.txt');
    expect(status).toBe(2);
    expect(stderr).toContain('is there already');
    expect(readFileSync(join(kernel.work, 'out.trace.txt'), 'utf8')).toBe('mine');
    expect(kernel.files()).toEqual(['out.trace.txt']);
  });
});

describe('the recording', () => {
  it('is read without an unreadable line, its comments included', async () => {
    const kernel = fake({ trace: TRACE, vmstat: [7, 7] });
    const { status } = kernel.run(
      '-o',
      'out.trace.txt.gz',
      '--',
      'sh',
      '-c',
      `printf '${vmstat(8, 8)}' > '${kernel.proc}/vmstat'`,
    );
    expect(status).toBe(0);
    expect(kernel.files()).toEqual(['out.trace.txt.gz']);
    const path = join(kernel.work, 'out.trace.txt.gz');
    expect(gunzipSync(readFileSync(path)).toString()).toContain(
      '# vmstat: nr_foll_pin_acquired +1, nr_foll_pin_released +1\n',
    );
    const { evaluated } = await evaluateRecording({ path, shown: path }, { replays: [] });
    expect(evaluated.unreadable.count).toBe(0);
    expect(evaluated.matching).toMatchObject({ interrupt: 1, ignored: 0 });
    expect(evaluated.notes).toEqual([]);
  });

  it('goes to standard output for -, and everything else to standard error', () => {
    const kernel = fake({ trace: TRACE });
    const { stdout, stderr, status } = kernel.run('-d', '1', '-o', '-');
    expect(status).toBe(0);
    expect(stdout.startsWith('# bitpart pins.sh 1\n')).toBe(true);
    expect(stdout.endsWith('# pins 1, unpins 1\n')).toBe(true);
    expect(stderr).toContain('10 events in -');
    expect(kernel.files()).toEqual([]);
  });

  it('has a name of its own where none is given', () => {
    const kernel = fake({ trace: TRACE });
    kernel.run('-d', '1');
    expect(kernel.files()).toEqual([expect.stringMatching(/^pins-\d{8}T\d{6}Z\.trace\.txt\.gz$/)]);
  });

  it('can be read by its owner only: it holds addresses of the kernel', () => {
    const kernel = fake({ trace: TRACE });
    kernel.run('-d', '1', '-o', 'out.trace.txt');
    const { mode } = statSync(join(kernel.work, 'out.trace.txt'));
    expect(mode & 0o077).toBe(0);
  });

  it('goes on when the command fails, and says its status', () => {
    const kernel = fake({ trace: TRACE });
    const { status, stderr } = kernel.run('-o', 'out.trace.txt', '--', 'sh', '-c', 'exit 7');
    expect(status).toBe(0);
    expect(stderr).toContain('sh ended with status 7');
    expect(kernel.files()).toEqual(['out.trace.txt']);
  });

  it("gives the command the caller's standard input", () => {
    const kernel = fake({ trace: TRACE });
    kernel.run('-o', 'out.trace.txt', '--', 'sh', '-c', 'cat > seen');
    expect(kernel.files()).toEqual(['out.trace.txt', 'seen']);
  });
});

describe('lost events', () => {
  const lines = (kernel: FakeKernel): string[] => readFileSync(join(kernel.work, 'out.trace.txt'), 'utf8').split('\n');

  it('of the buffers are reported, with status 1, and said in the recording', async () => {
    const kernel = fake({ trace: TRACE, stats: [{ overrun: 3 }, { commit: 2, dropped: 5 }] });
    const { status, stderr } = kernel.run('-d', '1', '-b', '64', '-o', 'out.trace.txt');
    expect(status).toBe(1);
    expect(stderr).toContain('lost: overrun 3, commit overrun 2, dropped 5');
    expect(stderr).toContain('-b 128');
    expect(lines(kernel)).toContain('# lost: overrun 3, commit overrun 2, dropped 5, missed unknown');
    // Overruns stand in the header of the trace; the others are said as the tracer says them.
    expect(lines(kernel)).toContain('CPU:1 [LOST 7 EVENTS]');
    expect(lines(kernel).join('\n')).not.toContain('CPU:0');
    const path = join(kernel.work, 'out.trace.txt');
    const { evaluated } = await evaluateRecording({ path, shown: path }, { replays: [] });
    expect(evaluated.unreadable.count).toBe(0);
    expect(evaluated.notes.join(' ')).toContain('lost 7 events');
  });

  it('of kprobes that missed are reported; what others missed is not', () => {
    const kernel = fake({ trace: TRACE, fprobes: false, profile: '  grab 10 3\n  put 20 4\n  probe 9 1000\n' });
    const { status, stderr } = kernel.run('-d', '1', '-o', 'out.trace.txt');
    expect(status).toBe(1);
    expect(stderr).toContain('missed 7');
    expect(lines(kernel)).toContain('CPU:0 [LOST 7 EVENTS]');
  });

  it("that nobody counts are seen by the kernel's own count of pins", () => {
    const kernel = fake({ trace: TRACE, vmstat: [0, 0] });
    const { status, stderr } = kernel.run(
      '-o',
      'out.trace.txt',
      '--',
      'sh',
      '-c',
      `printf '${vmstat(500, 480)}' > '${kernel.proc}/vmstat'`,
    );
    expect(status).toBe(1);
    expect(stderr).toContain('the recording has 1 pins and 1 unpins, the kernel counted 500 and 480');
    expect(kernel.files()).toEqual(['out.trace.txt']);
  });
});

describe('page_ref', () => {
  it('is recorded when asked, pins only, in the instance', () => {
    const kernel = fake({ pageRef: true });
    const before = kernel.everything();
    expect(kernel.run('-d', '1', '-r', 'pins', '-o', 'out.trace.txt').status).toBe(0);
    expect(kernel.removed('events/page_ref/filter')).toBe('val >= 1023 || val <= -1023\n');
    expect(kernel.removed('events/page_ref/enable')).toBe('0\n');
    expect(kernel.everything()).toEqual(before);
    expect(kernel.defined('dynamic_events')).toEqual([OTHERS]);
  });

  it('is recorded whole with -r all', () => {
    const kernel = fake({ pageRef: true });
    kernel.run('-d', '1', '-r', 'all', '-o', 'out.trace.txt');
    expect(kernel.removed('events/page_ref/filter')).toBe('none\n');
  });

  it('stands in where no probe can see the pins, and says what that costs', () => {
    const kernel = fake({ pageRef: true, functions: [] });
    const { status, stderr } = kernel.run('-d', '1', '-o', 'out.trace.txt');
    expect(status).toBe(0);
    expect(stderr).toContain('do not tell read from write');
  });
});

describe('help', () => {
  it.each(['-h', '--help'])('is what %s prints, and nothing else is done', (flag) => {
    const kernel = fake();
    const before = kernel.everything();
    const { status, stdout, stderr } = kernel.run(flag);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Records page pins and unpins/);
    expect(kernel.everything()).toEqual(before);
  });
});

describe('-c', () => {
  it('says what the kernel offers and changes nothing', () => {
    const kernel = fake();
    const before = kernel.everything();
    const { status, stdout } = kernel.run('-c');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^kernel +6\.12\.0-test x86_64$/m);
    expect(stdout).toMatch(/^fprobes +yes$/m);
    expect(stdout).toMatch(/^function +try_grab_page: no$/m);
    expect(stdout).toMatch(/^pins +recorded directly$/m);
    expect(kernel.everything()).toEqual(before);
    expect(kernel.files()).toEqual([]);
  });
});

describe('the scripts', () => {
  it.each(['pins.sh', 'kernel.sh', 'snapshot.sh', 'qemu/try.sh'])('%s is a script for any POSIX shell', (name) => {
    const text = readFileSync(join(RECORD, name), 'utf8');
    // What dash would take for something else without a word.
    expect(text).not.toMatch(/\[\[ |^\s*function \w+|^\s*local \w|<<<|&>|\bpipefail\b/m);
    for (const shell of ['sh', 'dash', 'bash --posix']) {
      const [command, ...args] = shell.split(' ');
      const { status, error, stderr } = spawnSync(command!, [...args, '-n', join(RECORD, name)], { encoding: 'utf8' });
      if (error === undefined) expect(`${shell}: ${stderr}${status}`).toBe(`${shell}: 0`);
      else expect(shell).not.toBe('sh');
    }
  });
});
