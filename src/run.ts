import yargs from 'yargs';
import { check } from './commands/check.ts';
import { explain } from './commands/explain.ts';
import { explore } from './commands/explore.ts';
import { importCommand } from './commands/import.ts';
import { init } from './commands/init.ts';
import { merge } from './commands/merge.ts';
import { profile } from './commands/profile.ts';
import { space } from './commands/space.ts';
import { EXIT, type Io } from './io.ts';
import { nearest } from './layouts/nearest.ts';
import { VERSION } from './version.ts';

/** One verb: how it is called, and what it does. `run` gets the parsed arguments and returns the exit code. */
export interface Command<T = Record<string, unknown>> {
  readonly command: string;
  readonly describe: string;
  readonly options: Readonly<Record<string, import('yargs').Options>>;
  /** Flags that may be given more than once. */
  readonly repeatable: readonly string[];
  readonly examples: readonly (readonly [string, string])[];
  run(args: T, io: Io): Promise<number>;
}

const COMMANDS = [init, explore, space, check, explain, profile, merge, importCommand] as unknown as readonly Command[];

/** argv (without node and script) → exit code. Never throws: what goes wrong is said on stderr. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let chosen: { command: Command; args: Record<string, unknown> } | undefined;
  let problem: string | undefined;
  const parser = yargs()
    .scriptName('bitpart')
    .usage('$0: when several counts must share one machine word, which layout holds?\n\nUsage: $0 <command> [options]')
    .parserConfiguration({ 'duplicate-arguments-array': true, 'camel-case-expansion': false, 'strip-dashed': false })
    .version(VERSION)
    .help()
    .alias('h', 'help')
    .alias('V', 'version')
    .wrap(Math.min(100, Math.max(40, io.width)))
    .recommendCommands()
    .strict()
    .demandCommand(1, 'Say what to do: bitpart explore')
    .exitProcess(false)
    .fail((message, error) => {
      problem ??= message ?? error?.message;
    });
  for (const command of COMMANDS) {
    parser.command(
      command.command,
      command.describe,
      (y) => {
        for (const [example, what] of command.examples) y.example(example, what);
        return y.options(command.options);
      },
      (args) => {
        chosen = { command, args: args as Record<string, unknown> };
      },
    );
  }
  parser.example('$0 explore', 'read layouts.yaml, write reports/index.html');
  let output = '';
  try {
    await parser.parse([...argv], {}, (_error, _args, text) => {
      output = text;
    });
  } catch (error) {
    problem ??= (error as Error).message;
  }
  if (chosen !== undefined) problem ??= misused(chosen.command, chosen.args);
  if (problem !== undefined) {
    io.err(`bitpart: ${explained(problem, argv)}\nSee bitpart --help.\n`);
    return EXIT.usage;
  }
  if (chosen === undefined) {
    io.out(`${output}\n`);
    return EXIT.done;
  }
  try {
    return await chosen.command.run(chosen.args, io);
  } catch (error) {
    return failed(error, chosen.args, io);
  }
}

/** What yargs lets pass: a flag given twice that takes one value, a value that is empty, words after `--`. */
function misused(command: Command, args: Record<string, unknown>): string | undefined {
  const words = args['_'];
  if (Array.isArray(words) && words.length > 1) return `Unknown argument: ${words.slice(1).join(' ')}`;
  for (const [flag, option] of Object.entries(command.options)) {
    const value = args[flag];
    if (Array.isArray(value) && !command.repeatable.includes(flag)) {
      if (option.type !== 'boolean') return `--${flag} is given ${value.length} times; it takes one value`;
      args[flag] = value[value.length - 1];
    }
    if (option.type === 'string' && [value].flat().includes('')) return `--${flag} is empty`;
    if (option.type === 'number' && Number.isNaN(value)) return `--${flag} takes a number`;
  }
  return undefined;
}

/** Adds to what yargs says the nearest flag that there is. */
function explained(problem: string, argv: readonly string[]): string {
  const unknown = /^Unknown arguments?: (.*)$/m.exec(problem);
  if (!unknown) return problem;
  const command = COMMANDS.find(({ command: name }) => argv.includes(name.split(' ')[0]!));
  const known = [...Object.keys(command?.options ?? {}), 'help', 'version'];
  const hints = unknown[1]!
    .split(', ')
    .map((name) => nearest(name, known, 1)[0])
    .filter((name) => name !== undefined);
  return hints.length === 0 ? problem : `${problem}\nDid you mean ${hints.map((name) => `--${name}`).join(', ')}?`;
}

async function failed(error: unknown, args: Record<string, unknown>, io: Io): Promise<number> {
  if (isInputError(error)) {
    io.err(`${error.text}\n`);
    if (args['format'] === 'github') {
      const { annotateError } = await import('./commands/annotate.ts');
      annotateError(error.message, error, io);
    }
    return EXIT.usage;
  }
  if (io.signal?.aborted) {
    const kept = args['cache'] === true ? ' What was read is kept: the same command goes on from there.' : '';
    io.err(`Interrupted; nothing was written, the last report is as it was.${kept}\n`);
    return EXIT.interrupted;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  io.err(`bitpart ${VERSION} met an error that it did not expect: ${message}\n`);
  io.err(
    args['debug'] === true
      ? `${stack}\n`
      : 'This is a mistake in bitpart, not in your input. Run it again with --debug for the stack, and report both, with the command and its input, to those you have bitpart from.\n',
  );
  return EXIT.usage;
}

/** Without loading the class: `--help` needs none of it. */
const isInputError = (error: unknown): error is Error & { text: string; file?: string; line?: number } =>
  error instanceof Error && typeof (error as { text?: unknown }).text === 'string';
