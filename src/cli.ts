#!/usr/bin/env node
import { once } from 'node:events';
import { EXIT } from './io.ts';
import { looksOf, patient } from './node/streams.ts';
import { run } from './run.ts';

const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
  interrupt.abort();
});

const { env } = process;
const stdout = patient(process.stdout);
const stderr = patient(process.stderr);
const code = await run(process.argv.slice(2), {
  out: stdout.write,
  drained: async () => {
    // Who streams has nobody left to stream to.
    if (stdout.isGone()) process.exit(EXIT.done);
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  },
  err: stderr.write,
  cwd: process.cwd(),
  env,
  ...looksOf(env, process.stdout, process.stderr),
  now: () => Date.now(),
  signal: interrupt.signal,
});
process.exitCode = code;
// What is still being read, here or in other threads, cannot be taken back: leave without it.
if (code === EXIT.interrupted) process.exit(code);
if (code === EXIT.usage) {
  await new Promise((done) => process.stderr.write('', done));
  process.exit(code);
}
