import { join } from 'node:path';
import type { Io } from '../io.ts';
import type { ExploreOptions } from './explore-flags.ts';

/** Shows the page, where `--open` asks for it and somebody sits there. */
export async function openReport({ open, out }: ExploreOptions, io: Io): Promise<void> {
  if (!open) return;
  if (!io.isTerminal) {
    io.err('--open is off without a terminal and in CI.\n');
    return;
  }
  const { openFile } = await import('../node/open-file.ts');
  const problem = await (io.open ?? openFile)(join(out.path, 'index.html'));
  if (problem !== undefined) io.err(`The report could not be opened: ${problem}\n`);
}
