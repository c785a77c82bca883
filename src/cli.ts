#!/usr/bin/env node
import { once } from 'node:events';
import { EXIT } from './io.ts';
import { run } from './run.ts';

const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
  interrupt.abort();
});
// A reader that has gone (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

const { env, stdout, stderr } = process;
const code = await run(process.argv.slice(2), {
  out: (text) => stdout.write(text),
  drained: async () => {
    if (stdout.writableNeedDrain) await once(stdout, 'drain');
  },
  err: (text) => stderr.write(text),
  cwd: process.cwd(),
  env,
  isTerminal: stderr.isTTY === true && env['TERM'] !== 'dumb' && env['CI'] === undefined,
  width: stdout.columns ?? 100,
  colours:
    env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0'
      ? true
      : stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  now: () => Date.now(),
  signal: interrupt.signal,
});
process.exitCode = code;
// Work in this thread cannot be taken back: leave without it.
if (code === EXIT.interrupted) process.exit(code);
