import { nearest, suggest } from '../layouts/nearest.ts';
import type { Requirement } from './plan.ts';
import { parseCount } from './quantities.ts';
import { quoted } from './show.ts';

interface RequirementProblem {
  readonly on: 'key' | 'value';
  readonly message: string;
  readonly allowed?: string;
  readonly suggestion?: string;
}

export type ParsedRequirement =
  | { readonly ok: true; readonly requirement: Requirement }
  | { readonly ok: false; readonly problems: readonly RequirementProblem[] };

const COMPARISON = /^\s*(<=|<|>=|>|==)\s*(\S+)\s*$/;
const DECIMAL = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** What people write for a comparison. */
const OTHER_SIGNS: ReadonlyMap<string, string> = new Map([
  ['=', '=='],
  ['===', '=='],
  ['=<', '<='],
  ['=>', '>='],
  ['≤', '<='],
  ['≥', '>='],
]);

/** Every `metric.of` that some layout of the file has a row for. */
export interface KnownKeys {
  /** Empty: not known, and not checked. */
  readonly keys: readonly string[];
  /** Not set: some layout is missing, so that only metrics are known. */
  readonly complete: boolean;
}

/**
 * One line of `require:`. The key is `metric.of`, the value a comparison with a decimal or a power.
 * @param text undefined where the value is no text, which is reported elsewhere: then only the key is looked at.
 */
export function parseRequirement(key: string, text: string | undefined, known: KnownKeys): ParsedRequirement {
  const problems: RequirementProblem[] = [];
  const wrong = keyProblem(key, known);
  if (wrong) problems.push({ on: 'key', ...wrong });
  const match = text !== undefined && text.length <= 100 ? COMPARISON.exec(text) : null;
  const bound = match ? boundOf(match[2]!) : undefined;
  if (text !== undefined && bound === undefined) problems.push({ on: 'value', ...comparisonProblem(text) });
  if (problems.length > 0 || !match || bound === undefined || text === undefined) return { ok: false, problems };
  const dot = key.indexOf('.');
  const compare = match[1] as Requirement['compare'];
  return { ok: true, requirement: { key, metric: key.slice(0, dot), of: key.slice(dot + 1), compare, bound, text } };
}

/** The metrics of a list of `metric.of`, each once. */
function metricsOfKeys(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.map((key) => key.split('.', 1)[0]!))];
}

function keyProblem(key: string, known: KnownKeys): Omit<RequirementProblem, 'on'> | undefined {
  const { keys, complete } = known;
  const metrics = metricsOfKeys(keys);
  const dot = key.indexOf('.');
  if (dot <= 0 || dot === key.length - 1) {
    // Of what a metric is measured of, pins of every kind are what is meant most often.
    const ofIt = keys.filter((known) => known.startsWith(`${key}.`));
    const example = ofIt.find((known) => known === `${key}.pin`) ?? ofIt[0] ?? suggest(key, keys);
    return {
      message: `${quoted(key)} is no requirement: write metric.of, such as refused.pin`,
      ...(metrics.length > 0 ? { allowed: `metrics ${metrics.join(', ')}` } : {}),
      ...(example === undefined ? {} : { suggestion: example }),
    };
  }
  const metric = key.slice(0, dot);
  const of = key.slice(dot + 1);
  if (keys.length === 0 || keys.includes(key)) return undefined;
  if (!metrics.includes(metric)) {
    const meant = suggest(metric, metrics);
    return {
      message: `${quoted(metric)} is no metric`,
      allowed: metrics.join(', '),
      ...(meant === undefined ? {} : { suggestion: keyOf(meant, of, known) }),
    };
  }
  if (!complete) return undefined;
  const ofs = keys.filter((known) => known.startsWith(`${metric}.`)).map((known) => known.slice(metric.length + 1));
  const [meant] = nearest(of, ofs, 1);
  return {
    message: `${quoted(of)} is nothing that ${metric} is measured of in these layouts`,
    allowed: ofs.join(', '),
    ...(meant === undefined ? {} : { suggestion: `${metric}.${meant}` }),
  };
}

/** The metric of the same, where there is such a row, else of whatever comes first. */
function keyOf(metric: string, of: string, { keys, complete }: KnownKeys): string {
  const key = `${metric}.${of}`;
  return !complete || keys.includes(key) ? key : (keys.find((known) => known.startsWith(`${metric}.`)) ?? key);
}

function boundOf(text: string): number | undefined {
  if (DECIMAL.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const power = /^2\^\d+$/.test(text) ? parseCount(text, 0, Number.MAX_VALUE) : undefined;
  return power?.ok ? power.value : undefined;
}

function comparisonProblem(text: string): Omit<RequirementProblem, 'on'> {
  const message = `${quoted(text)} is no comparison: write <=, <, >=, > or == and a number, such as "<= 1e-4" or ">= 2^20"`;
  const trimmed = text.trim();
  const sign = /^[<>=≤≥]+/.exec(trimmed)?.[0] ?? '';
  const rest = trimmed.slice(sign.length).trim();
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(rest)?.[1];
  const number = percent === undefined ? rest : String(Number((Number(percent) / 100).toPrecision(12)));
  if (boundOf(number) === undefined) return { message };
  const fixed = OTHER_SIGNS.get(sign) ?? sign;
  return { message, suggestion: `"${COMPARISON.test(`${fixed} 1`) ? fixed : '<='} ${number}"` };
}
