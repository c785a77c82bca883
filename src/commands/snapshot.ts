import type { Command } from '../run.ts';

export interface SnapshotArgs {
  files: string[];
  'at-least': number;
  json: boolean;
  debug: boolean;
}

/** `bitpart snapshot`: how often pages were mapped at one moment, by page type. */
export const snapshot: Command<SnapshotArgs> = {
  command: 'snapshot <files..>',
  describe: 'how often the pages of a machine were mapped at one moment, from kpagecount and kpageflags',
  options: {
    'at-least': {
      type: 'number',
      default: 256,
      describe: 'count the pages that are mapped so often or more',
      requiresArg: true,
    },
    json: { type: 'boolean', default: false, describe: 'print everything as JSON' },
    debug: { type: 'boolean', default: false, describe: 'show the stack of an unexpected error' },
  },
  repeatable: [],
  examples: [
    ['$0 snapshot now', 'now.kpagecount.gz and now.kpageflags.gz, as record/snapshot.sh saves them'],
    ['$0 snapshot a.kpagecount b.kpageflags', 'two files by name, in any order'],
  ],
  async run(args, io) {
    const { runSnapshot } = await import('./snapshot-run.ts');
    return runSnapshot(args, io);
  },
};
