import { resolve } from 'node:path';
import type { Overrides } from '../config/index.ts';
import type { Io } from '../io.ts';
import { nearest } from '../layouts/nearest.ts';
import { InputError } from '../node/input-error.ts';
import { fixedTime } from '../node/provenance.ts';
import { expansionOf, jobsOf, listOf } from './common.ts';
import type { ExploreArgs } from './explore.ts';

/** What makes a run end with 1. */
const REASONS = ['require', 'regression', 'none'];

/** The flags of `bitpart explore`, each checked. */
export interface ExploreOptions {
  /** layouts.yaml, as the user named it. */
  readonly file: string;
  /** The folder of the report, as the user named it, and as a path. */
  readonly out: { readonly shown: string; readonly path: string };
  readonly overrides: Overrides;
  readonly failOn: ReadonlySet<string>;
  readonly baseline: string | undefined;
  readonly jobs: number;
  readonly maxExpansion?: number;
  readonly format: 'text' | 'github';
  /** See `fixedTime`. */
  readonly fixed: number | undefined;
  readonly command: string;
  readonly cache: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly watch: boolean;
  readonly open: boolean;
}

/** @throws InputError for the first flag that cannot be what it is */
export function exploreOptions(args: ExploreArgs, io: Pick<Io, 'cwd' | 'env'>): ExploreOptions {
  const failOn = new Set(listOf(args['fail-on']).flatMap((text) => text.split(',').map((name) => name.trim())));
  for (const name of failOn) {
    if (REASONS.includes(name)) continue;
    const [meant] = nearest(name, REASONS, 1);
    const hint = meant === undefined ? '' : `. Did you mean ${meant}?`;
    throw new InputError(`--fail-on takes require, regression or none, not ${JSON.stringify(name)}${hint}`);
  }
  if (failOn.has('none') && failOn.size > 1)
    throw new InputError('--fail-on none means never: nothing else can stand beside it');
  const { baseline } = args;
  if (failOn.has('regression') && baseline === undefined)
    throw new InputError('--fail-on regression compares with an earlier run: name its results.json with --baseline');
  const { format, json, watch } = args;
  if (format === 'github' && json)
    throw new InputError('--json and --format github both write to standard output; results.json is in the report too');
  if (watch && json) throw new InputError('--json prints one result; --watch would print one after each save');
  return {
    file: args.layouts ?? 'layouts.yaml',
    out: { shown: args.out, path: resolve(io.cwd, args.out) },
    overrides: {
      trace: listOf(args.trace),
      layout: listOf(args.layout),
      only: listOf(args.only),
      ...(args.seed === undefined ? {} : { seed: args.seed }),
      ...(args.runs === undefined ? {} : { runs: args.runs }),
    },
    failOn,
    baseline,
    jobs: jobsOf(args.jobs),
    ...expansionOf(args['max-expansion']),
    format,
    fixed: fixedTime(io.env, args.reproducible),
    command: commandOf(args),
    cache: args.cache,
    json,
    quiet: args.quiet,
    watch,
    open: args.open,
  };
}

/** The command, as somebody would type it again for the same results. */
function commandOf(args: ExploreArgs): string {
  const flags: (readonly [string, string | number])[] = [
    ...(args.out === 'reports' ? [] : [['out', args.out] as const]),
    ...(['trace', 'layout', 'only', 'baseline'] as const).flatMap((flag) =>
      listOf<string>(args[flag]).map((value) => [flag, value] as const),
    ),
    ...(['seed', 'runs'] as const).flatMap((flag) => (args[flag] === undefined ? [] : [[flag, args[flag]] as const])),
  ];
  const quoted = (value: string | number): string =>
    /^[\w./+-]+$/.test(String(value)) ? String(value) : JSON.stringify(value);
  const file = args.layouts === undefined ? [] : [quoted(args.layouts)];
  return ['bitpart explore', ...file, ...flags.map(([flag, value]) => `--${flag} ${quoted(value)}`)].join(' ');
}
