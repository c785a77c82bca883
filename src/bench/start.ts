import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { against, fastest, type Row } from './measure.ts';

const CLI = fileURLToPath(new URL('./cli.js', import.meta.url));
const TIMES = 20;

/** How long a command takes that only says something of itself, beside Node that does nothing. */
export function startRows(): Row[] {
  const seconds = (argv: readonly string[]): number =>
    fastest(TIMES, () => {
      const { status } = spawnSync(process.execPath, argv, { stdio: 'ignore' });
      if (status !== 0) throw new Error(`${argv.join(' ')}: exit ${status}`);
    });
  const bare = seconds(['-e', '0']);
  return ['--version', '--help'].map((flag) => {
    const value = seconds([CLI, flag]);
    return { name: `start, bitpart ${flag}`, value, unit: 's', ...against('bare node', bare, value / bare) };
  });
}
