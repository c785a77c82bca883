import type { Command } from '../run.ts';

export interface MergeArgs {
  profiles: string[];
  output?: string;
  debug: boolean;
}

/** `bitpart merge`: profiles of different pages, hosts and files add up. */
export const merge: Command<MergeArgs> = {
  command: 'merge <profiles..>',
  describe: 'add profiles up: of many hosts or files, in any order',
  options: {
    output: { alias: 'o', type: 'string', describe: 'file to write (default: standard output)', requiresArg: true },
    debug: { type: 'boolean', default: false, describe: 'show the stack of an unexpected error' },
  },
  repeatable: [],
  examples: [['$0 merge host*.profile.json -o all.profile.json', 'one profile of a whole fleet']],
  async run(args, io) {
    const { runMerge } = await import('./profile-run.ts');
    return runMerge(args, io);
  },
};
