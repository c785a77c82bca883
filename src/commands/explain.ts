import type { Command } from '../run.ts';

export interface ExplainArgs {
  /** Several words are one name: red zone. */
  word?: string[];
  debug: boolean;
}

/** `bitpart explain`: what a word, a metric, a key of layouts.yaml, a method or a preset means, from the records that the report uses. */
export const explain: Command<ExplainArgs> = {
  command: 'explain [word..]',
  describe: 'say what a word, a metric, a key of layouts.yaml, a method or a preset means',
  options: { debug: { type: 'boolean', default: false, describe: 'show the stack of an unexpected error' } },
  repeatable: [],
  examples: [
    ['$0 explain refused', 'the metric: its definition, its denominator, how to read it, where the formula is from'],
    ['$0 explain headroom', 'the word, as reports and docs use it'],
    ['$0 explain pins.hold', 'the key of layouts.yaml: what it says, what it takes, examples'],
  ],
  async run(args, io) {
    const { runExplain } = await import('./explain-run.ts');
    return runExplain(args, io);
  },
};
