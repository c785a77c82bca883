import { relative, resolve, sep } from 'node:path';
import { lineOfKey, mostImportant, type Problem, printable } from '../config/index.ts';
import type { Io } from '../io.ts';
import { formatNumber } from '../metrics/format.ts';
import { NO_EVENT } from '../node/recording-remarks.ts';
import { type Annotation, githubCommand } from '../report/annotations.ts';
import { estimateText, requiredWords } from '../report/baseline-words.ts';
import type { Results } from '../report/results.ts';
import { isDoubtful } from './common.ts';

/** Annotations of one kind; the service shows ten of each level of a step. */
const MOST = 10;

/** Where the command's own words go, beside the annotations that `--format github` asks for. */
type Annotated = Pick<Io, 'out' | 'cwd' | 'env'>;

/** What the run found that somebody should look at, for `--format github`. */
interface Found {
  readonly file: string;
  readonly text: string;
  readonly results: Results;
  readonly failOn: ReadonlySet<string>;
}

/** The problems of layouts.yaml and of the flags, the most important first. */
export function annotateProblems(problems: readonly Problem[], io: Annotated): void {
  for (const { file, line, column, length, message, suggestion } of mostImportant(problems, MOST)) {
    const hint = suggestion === undefined ? '' : `\ntry: ${suggestion}`;
    say(
      {
        level: 'error',
        title: 'bitpart',
        message: `${message}${hint}`,
        ...(file.startsWith('--') ? {} : { file }),
        ...(line > 0 ? { line, column, endColumn: column + (length ?? 1) - 1 } : {}),
      },
      io,
    );
  }
}

/** Recordings without an event, requirements that are missed or not judged, at their lines, and what is worse than in the baseline. */
export function annotateResults({ file, text, results, failOn }: Found, io: Annotated): void {
  const doubtful = results.scenarios.flatMap(({ id, notes = [] }) =>
    notes.filter(isDoubtful).map((note) => ({ id, note })),
  );
  for (const { id, note } of doubtful.slice(0, MOST)) {
    const title = `bitpart: ${note === NO_EVENT ? 'no event' : 'counted more than once'}`;
    say({ level: 'warning', title, message: `${printable(id)}: ${printable(note)}`, file }, io);
  }
  const missed = results.requirements.filter(({ met }) => !met);
  for (const record of missed.slice(0, MOST)) {
    say(
      {
        level: failOn.has('require') ? 'error' : 'warning',
        title: 'bitpart: a requirement is missed',
        message: missedText(record),
        file,
        line: lineOfKey(text, ['require', record.key]),
      },
      io,
    );
  }
  const open = results.requirements.filter(({ judged }) => !judged);
  for (const { layout, key, text: required, note = 'not judged' } of open.slice(0, MOST)) {
    const message = `${printable(layout)}: ${key} ${required} is ${printable(note)}`;
    const line = lineOfKey(text, ['require', key]);
    say({ level: 'warning', title: 'bitpart: a requirement is not judged', message, file, line }, io);
  }
  const level = failOn.has('regression') ? 'error' : 'warning';
  for (const message of regressions(results).slice(0, MOST)) {
    say({ level, title: 'bitpart: worse than the baseline', message, file }, io);
  }
}

/** Which layout misses what, by how much, and where. */
export function missedText({ layout, key, text, worst }: Results['requirements'][number]): string {
  const where = worst?.scenario == null ? '' : ` in ${printable(worst.scenario)}`;
  const seen = worst === null ? '' : `: ${formatNumber(worst.value)}${where}`;
  return `${printable(layout)} misses ${key} ${text}${seen}`;
}

function regressions({ baseline }: Results): readonly string[] {
  if (baseline === undefined) return [];
  return [
    ...baseline.verdicts.flatMap((change) => {
      const { layout, before, after } = change;
      return before === 'holds' ? [`${printable(layout)}: ${before} before, ${after} now${requiredWords(change)}`] : [];
    }),
    ...baseline.requirements.flatMap(({ layout, key, text, met }) =>
      met ? [] : [`${printable(layout)}: met ${key} ${text} before, misses it now`],
    ),
    ...baseline.changes.flatMap(({ way, noise, layout, scenario, metric, of, before, after }) => {
      if (way !== 'worse' || noise) return [];
      const where = scenario === null ? '' : ` in ${printable(scenario)}`;
      return [
        `${printable(layout)}: ${metric}.${printable(of)}${where} was ${estimateText(metric, before)}, is ${estimateText(metric, after)}`,
      ];
    }),
  ];
}

/** An error that has a place in a file of the user's: a recording, a flag, the folder. */
export function annotateError(
  message: string,
  place: { file?: string | undefined; line?: number | undefined; column?: number | undefined },
  io: Annotated,
): void {
  say(
    {
      level: 'error',
      title: 'bitpart',
      message: printable(message),
      ...(place.file === undefined ? {} : { file: place.file }),
      ...(place.line === undefined ? {} : { line: place.line }),
      ...(place.column === undefined ? {} : { column: place.column }),
    },
    io,
  );
}

/** Paths are relative to the repository, as the service wants them. */
function say(annotation: Annotation, { out, cwd, env }: Annotated): void {
  const { file } = annotation;
  const root = env['GITHUB_WORKSPACE'];
  const placed =
    file === undefined || root === undefined || root === ''
      ? annotation
      : { ...annotation, file: relative(root, resolve(cwd, file)).split(sep).join('/') };
  out(githubCommand(placed));
}
