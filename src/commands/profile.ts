import type { Command } from '../run.ts';
import { EXPANSION } from './flags.ts';

export interface ProfileArgs {
  files: string[];
  output?: string;
  jobs?: number;
  'max-expansion'?: number;
  quiet: boolean;
  debug: boolean;
}

/** `bitpart profile`: recordings → one profile, a few kilobytes from which every layout of the family can be read off. */
export const profile: Command<ProfileArgs> = {
  command: 'profile <files..>',
  describe: 'read recordings (files, folders, globs) once and write their profile: a few kilobytes for every layout',
  options: {
    output: { alias: 'o', type: 'string', describe: 'file to write (default: standard output)', requiresArg: true },
    jobs: { type: 'number', describe: 'threads; the profile does not depend on it', requiresArg: true },
    'max-expansion': EXPANSION,
    quiet: { type: 'boolean', default: false, describe: 'say nothing but errors' },
    debug: { type: 'boolean', default: false, describe: 'show the stack of an unexpected error' },
  },
  repeatable: [],
  examples: [['$0 profile trace.txt.gz -o host1.profile.json', 'profile a recording; explore takes it in its place']],
  async run(args, io) {
    const { runProfile } = await import('./profile-run.ts');
    return runProfile(args, io);
  },
};
