import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** What a kill met: nothing to do (the run was over), a run before it wrote, or one that was writing. */
export type Moment = 'over' | 'working' | 'writing';

/** A folder in which a small plan has been explored once, to be explored and killed again and again. */
export class Victim {
  readonly #folder: string;
  readonly #random: () => number;
  #whole = 1000;

  /** `random`: 0 to 1. */
  constructor(folder: string, random: () => number) {
    this.#folder = folder;
    this.#random = random;
    writeFileSync(
      join(folder, 'layouts.yaml'),
      'layouts: [4/4/24, 8/24]\nscenarios: [{ name: one, trace: one.csv }]\n',
    );
    writeFileSync(join(folder, 'one.csv'), 'time_s,event,page,ref\n0,pin-read,A,r1\n1,pin-read,A,r2\n2,unpin,A,r1\n');
  }

  /** Explores to the end. @throws Error unless it ends with 0 and its report is whole */
  async succeeds(): Promise<void> {
    const start = performance.now();
    const { child, ended } = this.#explore();
    const code = await ended;
    if (code !== 0) throw new Error(`exit ${code}: ${child.errors}`);
    this.#whole = performance.now() - start;
    this.isWhole();
    const left = readdirSync(join(this.#folder, 'reports')).filter((name) => name.startsWith('.bitpart-'));
    if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
  }

  /** Explores and kills the process at a random moment; every second time while it writes. @throws Error where a report is in part */
  async killed(whileWriting: boolean): Promise<Moment> {
    const { child, ended } = this.#explore();
    let isOver = false;
    ended.then(() => {
      isOver = true;
    });
    if (whileWriting) {
      while (!isOver && !this.#isWriting()) await sleep(1);
      await sleep(this.#random() * 30);
    } else {
      await Promise.race([sleep(this.#random() * this.#whole), ended]);
    }
    const moment: Moment = isOver ? 'over' : this.#isWriting() ? 'writing' : 'working';
    child.process.kill('SIGKILL');
    await ended;
    this.isWhole();
    return moment;
  }

  /**
   * The last good report can be opened: every file is whole, and all are of one run, or the rest of the newer one lies
   * whole beside it. @throws Error saying what is not
   */
  isWhole(): void {
    const folder = join(this.#folder, 'reports');
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const { provenance } = JSON.parse(text('results.json')) as { provenance: { startedAt: string } };
    const page = text('index.html');
    if (!page.trimEnd().endsWith('</html>')) throw new Error('index.html is cut off');
    for (const name of readdirSync(join(folder, 'charts'))) JSON.parse(text(`charts/${name}`));
    for (const name of ['results.csv', 'summary.md']) {
      if (!text(name).endsWith('\n')) throw new Error(`${name} is cut off`);
    }
    if (!page.includes(provenance.startedAt) && !this.#isComplete())
      throw new Error('index.html and results.json are of two runs');
  }

  #staging = (): string[] => readdirSync(join(this.#folder, 'reports')).filter((name) => name.startsWith('.bitpart-'));

  #isWriting = (): boolean => this.#staging().length > 0;

  #isComplete = (): boolean =>
    this.#staging().some((name) => existsSync(join(this.#folder, 'reports', name, '.complete')));

  #explore() {
    const process_ = spawn(process.execPath, [CLI, 'explore', '--quiet', '--jobs', '1'], { cwd: this.#folder });
    const child = { process: process_, errors: '' };
    process_.stderr.on('data', (text) => {
      child.errors += text;
    });
    const ended = new Promise<number | null>((done) => process_.once('close', done));
    return { child, ended };
  }
}
