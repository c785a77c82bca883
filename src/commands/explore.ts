import type { Command } from '../run.ts';
import { EXPANSION, FORMAT, REPRODUCIBLE } from './flags.ts';

export interface ExploreArgs {
  layouts?: string;
  out: string;
  trace?: string | string[];
  layout?: string | string[];
  only?: string | string[];
  seed?: number;
  runs?: number;
  jobs?: number;
  'max-expansion'?: number;
  cache: boolean;
  json: boolean;
  quiet: boolean;
  debug: boolean;
  watch: boolean;
  open: boolean;
  reproducible: boolean;
  format: 'text' | 'github';
  baseline?: string;
  'fail-on': string | string[];
}

/** `bitpart explore`: layouts.yaml → events → results → report. The work is loaded only when it is asked for. */
export const explore: Command<ExploreArgs> = {
  command: 'explore [layouts]',
  describe: 'compare the layouts of layouts.yaml on its scenarios and write a report',
  options: {
    out: { alias: 'o', type: 'string', default: 'reports', describe: 'folder for the report', requiresArg: true },
    trace: { type: 'string', describe: 'add a recording as a scenario (may be repeated)', requiresArg: true },
    layout: {
      type: 'string',
      describe: 'add a layout, such as 4/4/24 or "bias 2^23" (may be repeated)',
      requiresArg: true,
    },
    only: { type: 'string', describe: 'keep this layout or scenario (may be repeated)', requiresArg: true },
    seed: { type: 'number', describe: 'seed of the models', requiresArg: true },
    runs: { type: 'number', describe: 'independent runs of each model', requiresArg: true },
    jobs: { type: 'number', describe: 'threads; the results do not depend on it', requiresArg: true },
    'max-expansion': EXPANSION,
    cache: {
      type: 'boolean',
      default: true,
      describe: 'use what was read before, kept beside the report (--no-cache: read all again)',
    },
    json: { type: 'boolean', default: false, describe: 'print results.json instead of the table' },
    quiet: { type: 'boolean', default: false, describe: 'say nothing but errors' },
    baseline: {
      type: 'string',
      describe: 'compare with the results.json of an earlier run',
      requiresArg: true,
    },
    'fail-on': {
      type: 'string',
      default: 'require',
      describe:
        'exit 1 if a requirement of layouts.yaml is missed (require), if anything is worse than in the baseline (regression), or never (none); require,regression for both',
      requiresArg: true,
    },
    watch: {
      type: 'boolean',
      default: false,
      describe: 'run again after each save of layouts.yaml or a recording, until Ctrl-C',
    },
    open: {
      type: 'boolean',
      default: false,
      describe: 'open the report in the browser (not in CI, not without a terminal)',
    },
    reproducible: REPRODUCIBLE,
    format: FORMAT,
    debug: { type: 'boolean', default: false, describe: 'show the stack of an unexpected error' },
  },
  repeatable: ['trace', 'layout', 'only', 'fail-on'],
  examples: [
    ['$0 explore', 'read layouts.yaml, write reports/index.html'],
    ['$0 explore --trace my.trace.gz --layout 6/6/20', 'add a recording and a layout to those of layouts.yaml'],
    [
      '$0 explore --baseline old/results.json --fail-on regression',
      'what changed since an earlier run; exit 1 if worse',
    ],
    ['$0 explore --watch --open', 'a report that follows while you edit layouts.yaml'],
    ['$0 explore --only 4/4/24 --only d1 --json', 'one layout, one scenario, results.json on stdout'],
  ],
  async run(args, io) {
    const { runExplore } = await import('./explore-run.ts');
    return runExplore(args, io);
  },
};
