import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  applyOverrides,
  LARGEST_FILE,
  loadPlan,
  type Overrides,
  type Plan,
  type Problem,
  renderProblems,
  type ScenarioPlan,
  weightBelow,
} from '../config/index.ts';
import type { Io } from '../io.ts';
import { knownMetricKeys } from '../metrics/index.ts';
import { PRESETS } from '../workloads/presets/index.ts';
import { detect } from '../workloads/readers/detect.ts';
import { InputError } from './input-error.ts';
import { recordingsOf } from './inputs.ts';
import { painter } from './paint.ts';
import { openError } from './read-error.ts';

export type LoadedFile =
  | {
      readonly ok: true;
      readonly plan: Plan;
      readonly text: string;
      readonly facts: { readonly sha256: string; readonly bytes: number };
    }
  /** `text`: the problems, for stderr. */
  | { readonly ok: false; readonly text: string; readonly problems: readonly Problem[] };

/** layouts.yaml, with the command line's flags; or all that is wrong with both. Recordings must be there. */
export async function loadPlanFile(
  file: string,
  io: Pick<Io, 'cwd' | 'colours'>,
  overrides: Overrides = {},
): Promise<LoadedFile> {
  const path = resolve(io.cwd, file);
  const bytes = await readSmall(path, file);
  const text = bytes.toString('utf8');
  const garbled = notUtf8(bytes, text, file);
  if (garbled !== undefined) {
    throwIfOther(bytes, file);
    return refused([garbled], text, io);
  }
  const fromFile = (name: string): string => resolve(dirname(path), name);
  const loaded = loadPlan(text, { file, resolve: fromFile, presets: PRESETS, metricKeys: knownMetricKeys });
  if (loaded.problems !== undefined) {
    throwIfOther(bytes, file);
    return refused([...loaded.problems, ...(await missingRecordings(loaded.scenarios))], text, io);
  }
  const overridden = applyOverrides(loaded.plan, overrides, {
    resolve: (name) => (name === '-' ? '-' : resolve(io.cwd, name)),
  });
  if (overridden.problems !== undefined) return refused(overridden.problems, text, io);
  const missing = await missingRecordings(overridden.plan.scenarios);
  if (missing.length > 0) return refused(missing, text, io);
  return {
    ok: true,
    plan: overridden.plan,
    text,
    facts: { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length },
  };
}

/** What is no layouts.yaml may be another file that bitpart reads: then none of its lines is to blame. @throws InputError */
function throwIfOther(bytes: Buffer, file: string): void {
  const head = bytes.subarray(0, 256 << 10);
  const isCompressed = head[0] === 0x1f && head[1] === 0x8b;
  const other = isCompressed ? 'compressed, as recordings are,' : OTHERS[detect(head).kind];
  if (other !== undefined) {
    throw new InputError(`is ${other} not a layouts.yaml: explore --trace ${file} reads it`, { file });
  }
  if (/^\s*\{\s*"schema"\s*:\s*"bitpart\/results@/.test(head.toString('latin1'))) {
    const use = `explore --baseline ${file} compares with it`;
    throw new InputError(`is what a run found (results.json), not a layouts.yaml: ${use}`, { file });
  }
}

const OTHERS: Readonly<Record<string, string>> = { csv: 'a recording,', kernel: 'a recording,', profile: 'a profile,' };

/** Where the bytes stop being the text: a name would be read as another one. UTF-16 has NULs, which are told elsewhere. */
function notUtf8(bytes: Buffer, text: string, file: string): Problem | undefined {
  if (isUtf8(bytes) || bytes.includes(0)) return undefined;
  const again = Buffer.from(text, 'utf8');
  let at = 0;
  while (again[at] === bytes[at]) at++;
  const before = bytes.toString('utf8', 0, at).split('\n');
  return {
    file,
    line: before.length,
    column: before.at(-1)!.length + 1,
    message: 'a byte that is no UTF-8 text: the file was saved in another encoding, or is not a YAML file',
    seen: `0x${bytes[at]!.toString(16)}`,
  };
}

/** At most a little more than the largest file that is read, so that a device or a huge file does no harm. */
async function readSmall(path: string, shown: string): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) {
      const inside = await stat(join(path, 'layouts.yaml')).catch(() => undefined);
      throw new InputError('is a folder; bitpart reads a layouts.yaml', {
        file: shown,
        ...(inside === undefined ? {} : { suggestion: join(shown, 'layouts.yaml') }),
      });
    }
    const file = await open(path);
    try {
      const buffer = Buffer.alloc(LARGEST_FILE + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
        length += bytesRead;
        if (bytesRead === 0 || length === buffer.length) break;
      }
      return buffer.subarray(0, length);
    } finally {
      await file.close();
    }
  } catch (error) {
    const found = await openError(error, path, shown);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || found.suggestion !== undefined) throw found;
    throw new InputError('no such file; bitpart init writes one to begin with', { file: shown });
  }
}

/** A problem for every scenario whose file, folder or glob names no recording. */
async function missingRecordings(scenarios: readonly ScenarioPlan[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const scenario of scenarios) {
    if (scenario.source !== 'recording') continue;
    try {
      await recordingsOf(scenario.path, scenario.trace);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { at } = scenario;
      problems.push({
        ...(at === undefined ? { file: '--trace', line: 0, column: 0 } : at),
        message: `the recording of scenario ${JSON.stringify(scenario.id)}: ${error.message}`,
        seen: scenario.trace,
        ...(error.suggestion === undefined ? {} : { suggestion: error.suggestion }),
        allowed: `a path relative to ${at === undefined ? 'the working directory' : 'this file'}`,
        weight: weightBelow('trace'),
      });
    }
  }
  return problems;
}

function refused(problems: readonly Problem[], text: string, io: Pick<Io, 'colours'>): LoadedFile {
  const paint = painter(io.colours);
  const styles = { where: 'bold', message: 'red', gutter: 'dim', caret: 'red', hint: 'cyan' } as const;
  const rendered = renderProblems(problems, text, (part, piece) => paint(styles[part], piece));
  return { ok: false, text: `${rendered}\n`, problems };
}
