import type { Options } from 'yargs';

/** Flags that several commands have; nothing that `--help` would have to load. */
export const REPRODUCIBLE: Options = {
  type: 'boolean',
  default: false,
  describe:
    'leave the time, the duration and the version of Node out: the same bytes again (SOURCE_DATE_EPOCH dates them)',
};

export const FORMAT: Options = {
  type: 'string',
  choices: ['text', 'github'],
  default: 'text',
  describe: 'github: problems, missed requirements and regressions also as annotations of GitHub Actions',
  requiresArg: true,
};

/** How far a recording may grow beyond its size on disk: node/lines.ts, node/recording-reader.ts. */
export const EXPANSION: Options = {
  type: 'number',
  describe: 'how many times its size a recording may grow when it is inflated (default: 200)',
  requiresArg: true,
};
