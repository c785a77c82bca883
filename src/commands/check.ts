import { EXIT } from '../io.ts';
import type { Command } from '../run.ts';
import { FORMAT } from './flags.ts';

/** `bitpart check`: is layouts.yaml in order, and what does it say? Looks for recordings, and reads none. */
export const check: Command<{ layouts?: string; format: 'text' | 'github'; debug: boolean }> = {
  command: 'check [layouts]',
  describe: 'check layouts.yaml and show what it says, without running it: recordings must be there, and are not read',
  options: {
    format: FORMAT,
    debug: { type: 'boolean', default: false, describe: 'show the stack of an unexpected error' },
  },
  repeatable: [],
  examples: [['$0 check', 'every problem of layouts.yaml with its line, or the fields and limits of each layout']],
  async run(args, io) {
    const { loadPlanFile } = await import('../node/plan-file.ts');
    const { describePlan } = await import('../config/index.ts');
    const loaded = await loadPlanFile(args.layouts ?? 'layouts.yaml', io);
    if (!loaded.ok) {
      io.err(loaded.text);
      if (args.format === 'github') {
        const { annotateProblems } = await import('./annotate.ts');
        annotateProblems(loaded.problems, io);
      }
      return EXIT.usage;
    }
    io.out(`${describePlan(loaded.plan)}\n`);
    return EXIT.done;
  },
};
