import type { Command } from '../run.ts';

export interface ExplainArgs {
  word?: string;
  debug: boolean;
}

/** `bitpart explain`: what a metric, a key of layouts.yaml or a method means, from the records that the report uses. */
export const explain: Command<ExplainArgs> = {
  command: 'explain [word]',
  describe: 'say what a metric, a key of layouts.yaml or a method means',
  options: { debug: { type: 'boolean', default: false, describe: 'show the stack of an unexpected error' } },
  repeatable: [],
  examples: [
    ['$0 explain refused', 'the metric: its definition, its denominator, how to read it, where the formula is from'],
    ['$0 explain pins.hold', 'the key of layouts.yaml: what it says, what it takes, examples'],
  ],
  async run(args, io) {
    const { runExplain } = await import('./explain-run.ts');
    return runExplain(args, io);
  },
};
