import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A tracefs folder of plain files, and commands that do what the kernel does with it: `mkdir` of an instance fills the
 * folder, `rmdir` of one takes it away although it holds files (it is kept under `archive` to be looked at). Definitions of
 * probes are a file that is appended to, so that it holds everything that was ever written.
 */
export class FakeKernel {
  readonly root = mkdtempSync(join(tmpdir(), 'bitpart-record-'));
  readonly tracefs = join(this.root, 'tracing');
  readonly proc = join(this.root, 'proc');
  readonly work = join(this.root, 'work');
  readonly archive = join(this.root, 'archive');
  readonly #bin = join(this.root, 'bin');
  readonly #template = join(this.root, 'template');
  #env: Record<string, string> = {};
  #script = PINS;

  constructor(options: FakeOptions = {}) {
    const { functions = NEW_FUNCTIONS, fprobes = true, arguments: args = true, pageRef = false, uid = 0 } = options;
    for (const folder of [this.work, this.archive, join(this.tracefs, 'instances'), join(this.proc, 'sys/vm')]) {
      mkdirSync(folder, { recursive: true });
    }
    this.#write(this.tracefs, {
      ...(options.mounted === false ? {} : { trace: '# tracer: nop\n' }),
      available_filter_functions: functions.map((name) => `${name}\n`).join(''),
      README: `${fprobes ? '\t   Format: f[:[<group>/][<event>]] <func-name>[%return] [<args>]\n' : ''}${args ? '\t     kernel return probes support: $retval, $arg<N>, $comm\n' : ''}`,
      kprobe_events: OTHERS_PROBE,
      kprobe_profile: options.profile ?? '',
      error_log: '',
      ...(fprobes ? { dynamic_events: OTHERS_PROBE } : {}),
    });
    if (pageRef) this.#write(this.tracefs, { 'events/page_ref/enable': '0\n' });
    this.#write(this.proc, {
      meminfo: 'MemTotal: 1000000 kB\nMemAvailable: 800000 kB\n',
      kallsyms: '',
      'sys/vm/stat_refresh': '',
      ...(options.vmstat === undefined ? {} : { vmstat: vmstat(...options.vmstat) }),
    });
    const stats = options.stats ?? [{}, {}];
    this.#write(this.#template, {
      tracing_on: '1\n',
      trace_clock: '[local] global mono\n',
      buffer_size_kb: '7\n',
      trace: options.trace ?? '# tracer: nop\n#\n',
      ...Object.fromEntries(stats.map((cpu, n) => [`per_cpu/cpu${n}/stats`, statsText(cpu)])),
      ...(pageRef ? { 'events/page_ref/enable': '0\n', 'events/page_ref/filter': 'none\n' } : {}),
    });
    if (options.btf !== undefined) writeFileSync(join(this.root, 'btf'), options.btf);
    this.command(
      'mkdir',
      `/bin/mkdir "$@" || exit 1
case $1 in */instances/*)
  cp -R '${this.#template}/.' "$1/"
  /bin/mkdir -p "$1/events/\${1##*/}"
  echo 0 > "$1/events/\${1##*/}/enable" ;;
esac`,
    );
    this.command('rmdir', `case $1 in */instances/*) mv "$1" '${this.archive}/' ;; *) /bin/rmdir "$@" ;; esac`);
    // Nobody waits for the seconds of a recording, except who interrupts it.
    this.command('sleep', 'case $1 in 1) ;; *) exec /bin/sleep "$@" ;; esac');
    this.command('id', `echo ${uid}`);
    this.command(
      'uname',
      `case $1 in -r) echo '${options.release ?? '6.12.0-test'}' ;; -m) echo '${options.machine ?? 'x86_64'}' ;; *) echo Linux ;; esac`,
    );
    this.#env = {
      PATH: `${this.#bin}:${process.env.PATH}`,
      TRACEFS: this.tracefs,
      PROC: this.proc,
      BTF: join(this.root, 'btf'),
    };
  }

  /** Puts a command before those of the machine. */
  command(name: string, script: string): void {
    mkdirSync(this.#bin, { recursive: true });
    const path = join(this.#bin, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }

  /** Runs from now on a pins.sh in which `after` stands where `before` stood, once. */
  change(before: string, after: string): void {
    const parts = readFileSync(PINS, 'utf8').split(before);
    if (parts.length !== 2) throw new Error(`pins.sh has ${parts.length - 1} times ${before}`);
    const folder = join(this.root, 'record');
    cpSync(RECORD, folder, { recursive: true });
    this.#script = join(folder, 'pins.sh');
    writeFileSync(this.#script, parts.join(after));
  }

  #write(folder: string, files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, text);
    }
  }

  /** Runs pins.sh to its end. */
  run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync('sh', [this.#script, ...args], {
      cwd: this.work,
      env: this.#env,
      encoding: 'utf8',
      timeout: 50_000,
      killSignal: 'SIGKILL',
    });
  }

  /** Starts pins.sh; `signal` sends it one as soon as it says `when`. */
  async runUntil(
    when: string,
    signal: NodeJS.Signals,
    ...args: string[]
  ): Promise<{ status: number | null; stderr: string }> {
    const child = spawn('sh', [this.#script, ...args], {
      cwd: this.work,
      env: this.#env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    let isSent = false;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (isSent || !stderr.includes(when)) return;
      isSent = true;
      child.kill(signal);
    });
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { status, stderr };
  }

  /** Everything that was ever written to a file of definitions. */
  defined(file: 'kprobe_events' | 'dynamic_events'): string[] {
    return readFileSync(join(this.tracefs, file), 'utf8').split('\n').slice(0, -1);
  }

  /** What is left of the definitions, as the kernel would keep them. */
  left(file: 'kprobe_events' | 'dynamic_events'): string[] {
    const left = new Map<string, string>();
    for (const line of this.defined(file)) {
      const [, how, name] = /^([^:]*):(\S+)/.exec(line)!;
      if (how === '-') {
        if (!left.delete(name!)) throw new Error(`${line}: there is no such probe`);
      } else left.set(name!, line);
    }
    return [...left.values()];
  }

  /** Text of a file of the instance, after it was removed. */
  removed(name: string): string {
    const [instance, ...more] = readdirSync(this.archive);
    if (instance === undefined || more.length > 0) throw new Error(`${1 + more.length} instances were removed`);
    return readFileSync(join(this.archive, instance, name), 'utf8');
  }

  /** Every file of tracefs and its text, but for the definitions. */
  everything(): Record<string, string> {
    const files: Record<string, string> = {};
    for (const entry of readdirSync(this.tracefs, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(this.tracefs.length + 1);
      if (name === 'kprobe_events' || name === 'dynamic_events') continue;
      files[name] = entry.isFile() ? readFileSync(path, 'utf8') : '(folder)';
    }
    return files;
  }

  files(): string[] {
    return readdirSync(this.work).sort();
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export interface FakeOptions {
  readonly release?: string;
  readonly machine?: string;
  readonly uid?: number;
  /** False: the folder is there, but no tracefs in it. */
  readonly mounted?: boolean;
  readonly functions?: readonly string[];
  readonly fprobes?: boolean;
  /** A return probe can show arguments. */
  readonly arguments?: boolean;
  readonly pageRef?: boolean;
  /** What the instance's buffer holds in the end. */
  readonly trace?: string;
  readonly stats?: readonly { overrun?: number; commit?: number; dropped?: number }[];
  readonly profile?: string;
  /** The kernel's counts of pins taken and dropped. */
  readonly vmstat?: readonly [number, number];
  /** The kernel's type data (BTF); absent: it has none. */
  readonly btf?: Uint8Array;
}

/** A probe of somebody else, which must stay. */
export const OTHERS_PROBE = 'p:other/probe vfs_read\n';

const DROPS = [
  'gup_put_folio',
  '__bio_release_pages',
  'bio_check_pages_dirty',
  'bio_set_pages_dirty',
  'unpin_user_pages_dirty_lock',
  'unpin_user_page_range_dirty_lock',
  'unpin_user_pages',
  'unpin_user_page',
];
export const NEW_FUNCTIONS = ['try_grab_folio', 'try_grab_folio_fast', 'unpin_user_folio', 'unpin_folio', ...DROPS];
export const OLD_FUNCTIONS = ['try_grab_folio', 'try_grab_page', ...DROPS];

export const vmstat = (taken: number, dropped: number): string =>
  `nr_free_pages 1\nnr_foll_pin_acquired ${taken}\nnr_foll_pin_released ${dropped}\n`;

const statsText = ({ overrun = 0, commit = 0, dropped = 0 }): string =>
  `entries: 5\noverrun: ${overrun}\ncommit overrun: ${commit}\nbytes: 500\noldest event ts:  1.0\nnow ts:  2.0\ndropped events: ${dropped}\nread events: 0\n`;

export const RECORD = fileURLToPath(new URL('../../record/', import.meta.url));
const PINS = join(RECORD, 'pins.sh');
