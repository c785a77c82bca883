import { buildBias, formatBias } from './bias.ts';
import type { Domain } from './domain.ts';
import { nameOfKindSet, PAGE_REFERENCES } from './domain.ts';
import { quote } from './kinds.ts';
import type { Built, LayoutProblem } from './problem.ts';
import { buildSide, formatSide } from './side.ts';
import { buildSplit, type FieldSpec } from './split.ts';
import { DEFAULT_RESERVE, formatSplit, NOTATION_PARTS } from './split-notation.ts';
import type { Layout } from './types.ts';
import { parseWhole } from './whole.ts';

/**
 * The short forms of a layout, in layouts.yaml and after `--layout`:
 *
 * - `4/4/24`: read / write / ordinary, high to low; `8/24`: pin / ordinary. Bits; they sum to 32 or 64.
 * - `4/4/22+2`: 22 bits to count with and 2 reserved. Any part may have one. An ordinary part without one has 2 of its
 *   bits reserved, so this is `4/4/24` written out; `4/4/24+0` reserves none.
 * - `bias 1024`, `bias:2^23`, `bias long=2^23 short=2^27`, each with ` word 64` behind it for a 64-bit word.
 * - `side pin=32`, `side read=16 write=16`: exact counters beside the 32 bits of ordinary, each a word for itself.
 */
const EXAMPLES = '4/4/24 (read/write/ordinary), 4/4/22+2 (2 bits reserved), 8/24 (pin/ordinary), bias 1024';

const LONGEST = 200;

/**
 * The layout that a notation stands for; its id is the notation as written. Problems have the path [] where they lie
 * in the text itself.
 */
export function parseNotation(text: string, domain: Domain = PAGE_REFERENCES): Built {
  const trimmed = text.trim();
  const spec = trimmed.length <= LONGEST ? trimmed : '';
  const built = /^bias\b/i.test(spec)
    ? parseBias(spec, domain)
    : /^side\b/i.test(spec)
      ? parseSide(spec, domain)
      : spec.includes('/')
        ? parseSplit(spec, domain)
        : undefined;
  if (!built) return unreadable(`${quote(trimmed)} is no notation of a layout`, withSlashes(spec, domain));
  // The parts have no place of their own in a notation.
  if (!built.ok) return { ok: false, problems: built.problems.map((problem) => ({ ...problem, path: [] })) };
  return built;
}

/** The canonical notation of a layout, or undefined where only the long form can say it. */
export function formatNotation(layout: Layout): string | undefined {
  if (layout.family === 'bias') return formatBias(layout);
  return layout.apart ? formatSide(layout) : formatSplit(layout.fields);
}

/** Whether two layouts are the same but for their ids. */
export function sameLayout(a: Layout, b: Layout): boolean {
  return essence(a) === essence(b);
}

function essence(layout: Layout): string {
  const parts = layout.family === 'split' ? layout.fields : layout.terms;
  const apart = layout.family === 'split' && layout.apart === true;
  return JSON.stringify([layout.family, layout.word, layout.domain.kinds, apart, parts]);
}

function parseSplit(text: string, domain: Domain): Built {
  const parts = text.split('/').map((part) => part.trim());
  const meaning = NOTATION_PARTS[parts.length];
  if (!meaning) {
    return unreadable(
      `${quote(text)} has ${parts.length} parts; a notation has 2 (pin/ordinary) or 3 (read/write/ordinary)`,
    );
  }
  const problems: LayoutProblem[] = [];
  const fields: FieldSpec[] = [];
  parts.forEach((part, i) => {
    const { name, counts } = meaning[i]!;
    const match = /^(\d{1,4})(?:\s*\+\s*(\d{1,4}))?$/.exec(part);
    if (!match) {
      problems.push({
        path: [],
        message: `${quote(part)} is no number of bits (in ${quote(text)}); write 24, or 22+2 for 2 reserved bits`,
      });
      return;
    }
    const reserve = match[2] === undefined ? undefined : Number(match[2]);
    const bits = Number(match[1]) + (reserve ?? 0);
    fields.push({
      name,
      bits,
      counts: [nameOfKindSet(domain, counts)],
      ...(reserve === undefined ? {} : { reserve }),
    });
  });
  if (problems.length > 0) return { ok: false, problems };
  const built = buildSplit({ id: text, fields, domain });
  return built.ok ? built : { ok: false, problems: built.problems.map((p) => inNotation(p, fields)) };
}

/** A problem of the fields with its repair said as a notation. */
function inNotation(problem: LayoutProblem, fields: readonly FieldSpec[]): LayoutProblem {
  const { suggestion, ...bare } = problem;
  if (problem.path[0] === 'fields' && problem.path.length === 1) {
    const repaired = withRightSum(fields);
    return repaired === undefined ? bare : { ...bare, suggestion: repaired };
  }
  const field = fields[Number(problem.path[1])];
  return suggestion === 'reserve: 0' && field ? { ...bare, suggestion: `${field.bits}+0` } : problem;
}

/** The notation in which the ordinary field gives or takes what is wrong, or undefined where it has not so much. */
function withRightSum(fields: readonly FieldSpec[]): string | undefined {
  const total = fields.reduce((sum, field) => sum + field.bits, 0);
  const missing = (total > 48 ? 64 : 32) - total;
  const parts = fields.map((field, i) => {
    const last = i === fields.length - 1;
    const bits = field.bits + (last ? missing : 0);
    const byDefault = last ? DEFAULT_RESERVE : 0;
    const reserve = field.reserve ?? byDefault;
    if (bits - reserve < 1) return undefined;
    return reserve === byDefault ? `${bits}` : `${bits - reserve}+${reserve}`;
  });
  return parts.includes(undefined) ? undefined : parts.join('/');
}

function parseBias(text: string, domain: Domain): Built {
  const word = /\s+word\s*[:=]?\s*(\S+)$/i.exec(text);
  const body = (word ? text.slice(0, word.index) : text).slice('bias'.length).replace(/^\s*[:=]?\s*/, '');
  const size = word ? Number(word[1]) : 32;
  const number = parseWhole(body);
  if (number !== undefined) return buildBias({ id: text, bias: number, word: size, domain });

  const terms: { name: string; bias: number }[] = [];
  const problems: LayoutProblem[] = [];
  for (const part of body.split(/[\s,]+/).filter((piece) => piece !== '')) {
    const match = /^([^=:]+)[=:](.+)$/.exec(part);
    const bias = match ? parseWhole(match[2]!) : undefined;
    if (match && bias !== undefined) terms.push({ name: match[1]!, bias });
    else
      problems.push({
        path: [],
        message: `${quote(part)} is no bias (in ${quote(text)}); write bias 1024, bias 2^23, or bias long=2^23 short=2^27`,
      });
  }
  if (problems.length > 0) return { ok: false, problems };
  const names = new Set(terms.map((term) => term.name));
  if (names.size < terms.length) return unreadable(`${quote(text)} names a group twice`);
  return buildBias({ id: text, bias: terms, word: size, domain });
}

function parseSide(text: string, domain: Domain): Built {
  const side: { name: string; bits: number }[] = [];
  const problems: LayoutProblem[] = [];
  const body = text.slice('side'.length).replace(/^\s*[:=]?\s*/, '');
  for (const part of body.split(/[\s,]+/).filter((piece) => piece !== '')) {
    const match = /^([^=:]+)[=:](\d{1,4})$/.exec(part);
    if (match) side.push({ name: match[1]!, bits: Number(match[2]) });
    else
      problems.push({
        path: [],
        message: `${quote(part)} is no counter (in ${quote(text)}); write side pin=32, or side read=16 write=16`,
      });
  }
  return problems.length > 0 ? { ok: false, problems } : buildSide({ id: text, side, domain });
}

/** The notation that numbers with something else between them were meant to be, or undefined where that is none. */
function withSlashes(text: string, domain: Domain): string | undefined {
  if (!/^\d{1,2}(\+\d{1,2})?(\s*[-:.,;|_\\ ]\s*\d{1,2}(\+\d{1,2})?){1,2}$/.test(text)) return undefined;
  const meant = text.replace(/\s*[^\d+]\s*/g, '/');
  return parseSplit(meant, domain).ok ? meant : undefined;
}

function unreadable(message: string, suggestion?: string): Built {
  const more = suggestion === undefined ? {} : { suggestion };
  return { ok: false, problems: [{ path: [], message: `${message}; a notation is such as ${EXAMPLES}`, ...more }] };
}
