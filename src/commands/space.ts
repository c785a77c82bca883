import type { Command } from '../run.ts';
import { EXPANSION, REPRODUCIBLE } from './flags.ts';

export interface SpaceArgs {
  layouts?: string;
  word?: number;
  reserve?: number | number[];
  trace?: string | string[];
  only?: string | string[];
  seed?: number;
  runs?: number;
  jobs?: number;
  'max-expansion'?: number;
  top: number;
  cache: boolean;
  reproducible: boolean;
  json: boolean;
  quiet: boolean;
  debug: boolean;
}

/** `bitpart space`: every layout that a word has room for, on the scenarios of layouts.yaml. Loaded only when asked for. */
export const space: Command<SpaceArgs> = {
  command: 'space [layouts]',
  describe: 'place every split and every bias of a word on the scenarios of layouts.yaml: the Pareto front',
  options: {
    word: {
      type: 'number',
      describe: 'bits of the word, 32 or 64 (default: 32, or 64 if all layouts of the file have 64)',
      requiresArg: true,
    },
    reserve: {
      type: 'number',
      describe: 'only splits whose ordinary field reserves so many bits, 0 to 4 (may be repeated)',
      requiresArg: true,
    },
    trace: { type: 'string', describe: 'add a recording as a scenario (may be repeated)', requiresArg: true },
    only: { type: 'string', describe: 'keep this layout or scenario (may be repeated)', requiresArg: true },
    seed: { type: 'number', describe: 'seed of the models', requiresArg: true },
    runs: { type: 'number', describe: 'independent runs of each model', requiresArg: true },
    jobs: { type: 'number', describe: 'threads; the results do not depend on it', requiresArg: true },
    'max-expansion': EXPANSION,
    top: { type: 'number', default: 12, describe: 'rows of each list', requiresArg: true },
    cache: { type: 'boolean', default: true, describe: 'use and keep what explore has read (reports/.cache)' },
    reproducible: REPRODUCIBLE,
    json: { type: 'boolean', default: false, describe: 'print everything as JSON, every layout included' },
    quiet: { type: 'boolean', default: false, describe: 'say nothing but errors; the exit code tells' },
    debug: { type: 'boolean', default: false, describe: 'show the stack of an unexpected error' },
  },
  repeatable: ['trace', 'only', 'reserve'],
  examples: [
    ['$0 space', 'the front, where the layouts of layouts.yaml stand, and which layouts meet what it requires'],
    ['$0 space --reserve 2 --only d1', 'splits that reserve 2 bits, on one scenario'],
    ['$0 space --word 64 --json', 'all 9,522 layouts of 64 bits, for other programs'],
  ],
  async run(args, io) {
    const { runSpace } = await import('./space-run.ts');
    return runSpace(args, io);
  },
};
