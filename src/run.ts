import yargs from 'yargs';
import { check } from './commands/check.ts';
import { explain } from './commands/explain.ts';
import { explore } from './commands/explore.ts';
import { importCommand } from './commands/import.ts';
import { init } from './commands/init.ts';
import { merge } from './commands/merge.ts';
import { profile } from './commands/profile.ts';
import { snapshot } from './commands/snapshot.ts';
import { space } from './commands/space.ts';
import { EXIT, Interrupted, type Io } from './io.ts';
import { suggest } from './layouts/nearest.ts';
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

const COMMANDS = [
  init,
  explore,
  space,
  check,
  explain,
  profile,
  merge,
  importCommand,
  snapshot,
] as unknown as readonly Command[];

/** Stands for a word `-` (standard input) while yargs parses, which drops one that is no flag's value. */
const DASH = '\u0000-';
const withDashes = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(withDashes) : value === DASH ? '-' : value;

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
        const given = Object.entries(args).map(([name, value]) => [name, withDashes(value)]);
        chosen = { command, args: Object.fromEntries(given) as Record<string, unknown> };
      },
    );
  }
  parser.example('$0 explore', 'read layouts.yaml, write reports/index.html');
  let output = '';
  try {
    const words = argv.map((word) => (word === '-' ? DASH : word));
    await parser.parse(words, {}, (_error, _args, text) => {
      output = text;
    });
  } catch (error) {
    problem ??= (error as Error).message;
  }
  if (chosen !== undefined) problem ??= misused(chosen.command, chosen.args, argv);
  if (problem !== undefined) {
    const command = namedIn(argv);
    io.err(
      `bitpart: ${explained(problem.replaceAll(DASH, '-'), argv)}\nSee bitpart ${command === undefined ? '' : `${nameOf(command)} `}--help.\n`,
    );
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
function misused(command: Command, args: Record<string, unknown>, argv: readonly string[]): string | undefined {
  const words = args['_'];
  if (Array.isArray(words) && words.length > 1) return `Unknown argument: ${words.slice(1).join(' ')}`;
  for (const [flag, option] of Object.entries(command.options)) {
    const value = args[flag];
    if (Array.isArray(value) && !command.repeatable.includes(flag)) {
      if (option.type !== 'boolean') return `--${flag} is given ${value.length} times; it takes one value`;
      args[flag] = value[value.length - 1];
    }
    if (option.type === 'string' && [value].flat().includes('')) return `--${flag} is empty`;
    if (option.type === 'number' && Number.isNaN(value)) return `--${flag} takes a number${notThat(flag, argv)}`;
  }
  return undefined;
}

/** What stands behind a flag, which yargs has made something else of. */
function notThat(flag: string, argv: readonly string[]): string {
  const at = argv.findIndex((word) => word === `--${flag}` || word.startsWith(`--${flag}=`));
  const value = argv[at]?.includes('=') ? argv[at]!.slice(flag.length + 3) : argv[at + 1];
  return at < 0 || value === undefined ? '' : `, not ${said(value)}`;
}

const nameOf = ({ command }: Command): string => command.split(' ')[0]!;

/** The command that the first word names. */
const namedIn = (argv: readonly string[]): Command | undefined => {
  const word = argv.find((each) => !each.startsWith('-'));
  return COMMANDS.find((command) => nameOf(command) === word);
};

/** What yargs found wrong, in the words of all other messages: what was seen, what is allowed, the nearest name. */
function explained(problem: string, argv: readonly string[]): string {
  const names = COMMANDS.map(nameOf);
  const word = argv.find((each) => !each.startsWith('-'));
  const command = namedIn(argv);
  if (command === undefined && word !== undefined) {
    return `${said(word)} is no command; there are ${names.join(', ')}${didYouMean([suggest(word, names)])}`;
  }
  const [first] = argv;
  if (command === undefined && first !== undefined) {
    const meant = suggest(first, ['--help', '--version']);
    return `${said(first)} stands before a command, where only --help and --version may stand${didYouMean([meant])}`;
  }
  const unknown = /^Unknown arguments?: (.*)$/m.exec(problem);
  if (unknown !== null) {
    const flags = [...Object.keys(command?.options ?? {}), 'help', 'version'];
    const given = unknown[1]!.split(', ');
    if (command !== undefined && given.every((name) => argv.includes(name)))
      return `${given.map(said).join(', ')}: that is more than it takes: bitpart ${command.command}`;
    const meant = given.map((name) => {
      const near = suggest(name, flags);
      return near && `--${argv.some((each) => each.startsWith(`--no-${name}`)) ? 'no-' : ''}${near}`;
    });
    return `${problem}${didYouMean(meant)}`;
  }
  const choice = /Argument: ([\w-]+), Given: "(.*)", Choices: (.*)$/m.exec(problem);
  if (choice !== null) {
    const [, flag, given, list] = choice;
    const choices = list!.split(', ').map((each) => each.replaceAll('"', ''));
    return `--${flag} takes ${choices.join(', ').replace(/, ([^,]*)$/, ' or $1')}, not ${said(given!)}${didYouMean([suggest(given!, choices)])}`;
  }
  const bare = /^Not enough arguments following: (.*)$/m.exec(problem);
  if (bare !== null) return `${bare[1]!.length === 1 ? '-' : '--'}${bare[1]} needs a value`;
  if (/^Not enough non-option arguments/m.test(problem) && command !== undefined) {
    return `a file is needed: bitpart ${command.command}`;
  }
  return problem;
}

const said = (text: string): string => JSON.stringify(text.slice(0, 80));

function didYouMean(names: readonly (string | undefined)[]): string {
  const known = names.filter((name) => name !== undefined);
  return known.length === 0 ? '' : `\nDid you mean ${known.join(', ')}?`;
}

async function failed(error: unknown, args: Record<string, unknown>, io: Io): Promise<number> {
  if (isInputError(error)) {
    io.err(`${error.text}\n`);
    if (args['format'] === 'github' && args['json'] !== true) {
      const { annotateError } = await import('./commands/annotate.ts');
      annotateError(error.message, error, io);
    }
    return EXIT.usage;
  }
  if (io.signal?.aborted) {
    const kept = error instanceof Interrupted ? error.kept : '';
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
