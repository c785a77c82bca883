import type { Command } from '../run.ts';

export interface InitArgs {
  folder: string;
  debug: boolean;
}

/** `bitpart init`: a layouts.yaml to begin with, its schema for the editor, and a small recording. */
export const init: Command<InitArgs> = {
  command: 'init [folder]',
  describe: 'write a layouts.yaml to begin with, with comments, and a small recording that it reads',
  options: { debug: { type: 'boolean', default: false, describe: 'show the stack of an unexpected error' } },
  repeatable: [],
  examples: [['$0 init && $0 explore', 'from an empty folder to a first report']],
  async run(args, io) {
    const { runInit } = await import('./init-run.ts');
    return runInit(args, io);
  },
};
