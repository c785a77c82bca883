import type { Command } from '../run.ts';
import { EXPANSION } from './flags.ts';

export interface ImportArgs {
  file: string;
  output?: string;
  class: 'small' | 'large' | 'same';
  events?: string | string[];
  anonymize: boolean;
  'max-expansion'?: number;
  quiet: boolean;
  debug: boolean;
}

/** `bitpart import`: a recording in any format → exchange CSV, of which every layout comes to the same numbers. */
export const importCommand: Command<ImportArgs> = {
  command: 'import <file>',
  describe: 'write a recording of any format as exchange CSV, with the same references taken and dropped',
  options: {
    output: {
      alias: 'o',
      type: 'string',
      describe: 'file to write, compressed where its name ends in .gz; - is standard output (default)',
      requiresArg: true,
    },
    class: {
      choices: ['small', 'large', 'same'] as const,
      default: 'small',
      describe: 'the folios to write, which the CSV cannot tell apart; same: both, as one population',
      requiresArg: true,
    },
    events: {
      type: 'string',
      describe: 'names of the events that take or drop pins: pin=grab* or unpin=put; * and ? stand for others',
      requiresArg: true,
    },
    anonymize: {
      type: 'boolean',
      default: false,
      describe: 'replace pages, tasks and the origin of time, so that the recording can be shared',
    },
    'max-expansion': EXPANSION,
    quiet: { type: 'boolean', default: false, describe: 'say nothing but errors' },
    debug: { type: 'boolean', default: false, describe: 'show the stack of an unexpected error' },
  },
  repeatable: ['events'],
  examples: [['$0 import trace.txt.gz -o mine.csv.gz --anonymize', 'a recording that can be shared']],
  async run(args, io) {
    const { runImport } = await import('./import-run.ts');
    return runImport(args, io);
  },
};
