import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { run } from '../../src/run.ts';

/** How a run on spoilt input may end; everything else is a failure of bitpart. */
export type Outcome =
  /** The same result as the good input. */
  | 'same'
  /** A whole result of what the input now says. */
  | 'whole'
  /** A clear error, exit 2, nothing written. */
  | 'refused';

/** Longest that one small input may keep a processor busy, ms; on the clock the test's own limit holds. */
const HANG = Number(process.env['BITPART_HANG_MS'] ?? 5000);

/** A folder for the files of one campaign, and bitpart run in it, in this process. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'bitpart-fuzz-'));

  constructor() {
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.folder, name), content);
  }

  has = (name: string): boolean => existsSync(join(this.folder, name));

  /** What a file holds, and the file is gone. */
  take(name: string): string {
    const text = readFileSync(join(this.folder, name), 'utf8');
    rmSync(join(this.folder, name));
    return text;
  }

  /**
   * Runs a command that must end well, or with exit 2 and a clear error that names `about`.
   * @returns what it printed, or undefined where the input was refused
   * @throws Error for everything else: another exit, a stack, words about an unexpected error, more than HANG ms
   */
  async run(argv: readonly string[], about: string): Promise<string | undefined> {
    const { out, refused } = await this.#run(argv, about);
    return refused === undefined ? out : undefined;
  }

  /** The error of a command that must refuse its input. */
  async refusal(argv: readonly string[], about: string): Promise<string> {
    const { out, refused } = await this.#run(argv, about);
    if (refused === undefined) throw new Error(`nothing was refused: ${out.slice(0, 500)}`);
    return refused;
  }

  async #run(argv: readonly string[], about: string): Promise<{ out: string; refused?: string }> {
    let out = '';
    let err = '';
    const start = process.cpuUsage();
    const code = await run([...argv, '--debug'], {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      cwd: this.folder,
      env: {},
      isTerminal: false,
      width: 100,
      colours: false,
      now: () => Date.UTC(2026, 10, 22),
    });
    const { user, system } = process.cpuUsage(start);
    const took = (user + system) / 1000;
    const said = `${argv.join(' ')}: exit ${code}, ${err.slice(0, 2000)}`;
    if (took > HANG) throw new Error(`${took.toFixed(0)} ms; ${said}`);
    if (code === 0) return { out };
    if (code !== 2) throw new Error(said);
    refusedClearly(err, about);
    if (out !== '') throw new Error(`a result beside an error: ${out.slice(0, 500)}; ${said}`);
    return { out, refused: err };
  }
}

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/**
 * Loaded before the command: the most memory that the process held goes into a file, KiB. Of Linux it asks VmHWM, because
 * getrusage counts what the parent held when it forked.
 */
const WATCH = `import { readFileSync, writeFileSync } from 'node:fs';
process.on('exit', () => {
  let peak = process.resourceUsage().maxRSS;
  try { peak = /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]; } catch {}
  const { user, system } = process.cpuUsage();
  writeFileSync('.peak', peak + ' ' + (user + system));
});`;

/** The built command as a process of its own: how it ended, its processor time, and the most memory it held. */
export function processOf(
  argv: readonly string[],
  cwd: string,
): Promise<{ code: number | null; out: string; err: string; seconds: number; mebibytes: number }> {
  const args = ['--import', `data:text/javascript,${encodeURIComponent(WATCH)}`, CLI, ...argv];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 1 << 28 }, (error, out, err) => {
      const [kibibytes, microseconds] = readFileSync(join(cwd, '.peak'), 'utf8').split(' ').map(Number);
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      done({ code, out, err, seconds: microseconds! / 1e6, mebibytes: kibibytes! / 1024 });
    });
  });
}

/** An error message that helps: it names what it is about, has words, and none of the inside. @throws Error */
export function refusedClearly(text: string, about: string): void {
  const isClear =
    text.includes(about) &&
    /[a-z]{2}/.test(text) &&
    !/did not expect|node:internal|\n\s+at |\[object|\bundefined\b|Cannot read propert/.test(text) &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none of them reaches the terminal is the claim
    !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) &&
    text.length < 20_000;
  if (!isClear) throw new Error(`no clear error: ${JSON.stringify(text.slice(0, 3000))}`);
}
