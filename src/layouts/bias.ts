import type { Domain } from './domain.ts';
import { kindSetOf, ORDINARY, PAGE_REFERENCES } from './domain.ts';
import { type Counter, coverageProblems, quote, unknownKind } from './kinds.ts';
import type { Built, LayoutProblem } from './problem.ts';
import type { BiasLayout, BiasTerm } from './types.ts';
import { formatWhole, isExactWhole } from './whole.ts';

export interface BiasSpec {
  /** Default: the notation. */
  readonly id?: string;
  /** One number for every pin, or one for each of the kinds and groups named, which together are all pins. */
  readonly bias: number | readonly { readonly name: string; readonly bias: number }[];
  /** Default 32. */
  readonly word?: number;
  readonly domain?: Domain;
}

/** The name of the one term where a single number is given. */
const EVERY_PIN = 'pin';

/** A bias with every check made: the problems are all that there are, in the order of the terms as given. */
export function buildBias(spec: BiasSpec): Built<BiasLayout> {
  const domain = spec.domain ?? PAGE_REFERENCES;
  const word = spec.word ?? 32;
  const problems: LayoutProblem[] = [];
  if (word !== 32 && word !== 64) {
    problems.push({ path: ['word'], message: `a word of ${word} bits; a word has 32 or 64` });
  }
  const single = typeof spec.bias === 'number';
  const given = typeof spec.bias === 'number' ? [{ name: EVERY_PIN, bias: spec.bias }] : spec.bias;
  if (given.length === 0) problems.push({ path: ['bias'], message: 'a bias has a number, or one for each group' });
  if (given.length > domain.kinds.length) {
    const message = `${given.length} biases for ${domain.kinds.length - 1} kinds of pin`;
    return { ok: false, problems: [...problems, { path: ['bias'], message }] };
  }
  const bits = word === 64 ? 64 : 32;

  const terms: (BiasTerm & { readonly path: readonly string[] })[] = [];
  const counters: Counter[] = [];
  let known = true;
  for (const { name, bias } of given) {
    const path = single ? ['bias'] : ['bias', name];
    const kinds = kindSetOf(domain, name);
    if (kinds === undefined) {
      problems.push(unknownKind(domain, name, path));
      known = false;
    } else if (kinds & ORDINARY) {
      problems.push({ path, message: `an ordinary reference always adds 1; ${quote(name)} cannot have a bias` });
      continue;
    }
    const counts = kinds ?? 0;
    counters.push({ name, counts, path });
    const wrong = sizeProblem(bias, bits, path);
    if (wrong) problems.push(wrong);
    else terms.push({ name, counts, bias, path });
  }
  // A name that is unknown, or no term at all, is the cause; what it leaves uncounted would only repeat it.
  const pins = ((1 << domain.kinds.length) - 1) & ~ORDINARY;
  problems.push(...coverageProblems(domain, known && given.length > 0 ? pins : 0, counters, ['bias']));

  terms.sort((a, b) => a.bias - b.bias);
  problems.push(...distanceProblems(terms));
  if (problems.length > 0) return { ok: false, problems };

  const clean = terms.map(({ name, counts, bias }) => ({ name, counts, bias }));
  const layout = { family: 'bias', id: '', word: bits, domain, terms: clean } as const;
  return { ok: true, layout: { ...layout, id: spec.id ?? formatBias(layout) } };
}

/** `bias 1024`, `bias long=2^23 short=2^27`; in a 64-bit word with ` word 64` behind it. */
export function formatBias(layout: Pick<BiasLayout, 'terms' | 'word'>): string {
  const only = layout.terms.length === 1 && layout.terms[0]!.name === EVERY_PIN;
  const numbers = layout.terms.map((term) => (only ? '' : `${term.name}=`) + formatWhole(term.bias));
  return `bias ${numbers.join(' ')}${layout.word === 64 ? ' word 64' : ''}`;
}

/** A bias of 1 counts like an ordinary reference; one above 2^(word − 2) leaves no clean pin below the sign. */
function sizeProblem(bias: number, word: 32 | 64, path: readonly string[]): LayoutProblem | undefined {
  const range = `a bias is a whole number, 2 to 2^${word - 2} in a word of ${word} bits`;
  if (!isExactWhole(bias)) {
    const rounded = Number.isInteger(bias) && bias > Number.MAX_SAFE_INTEGER;
    return {
      path,
      message: `the bias ${bias} ${rounded ? 'is beyond 2^53 and no power of two' : 'is not a whole number'}; ${range}`,
    };
  }
  if (bias < 2)
    return {
      path,
      message: `the bias ${bias} leaves ordinary references no room: ${bias} - 1 = ${bias - 1}; ${range}`,
    };
  const pins = (1n << BigInt(word - 1)) / BigInt(bias) - 1n;
  if (pins >= 1n) return undefined;
  return {
    path,
    message: `the bias ${formatWhole(bias)} leaves room for no pin below the sign bit: 2^${word - 1} / ${formatWhole(bias)} - 1 ${pins < 0n ? '< 0' : '= 0'}; ${range}`,
    ...(word === 32 && bias <= 2 ** 62 ? { suggestion: 'word: 64' } : {}),
  };
}

/**
 * Two terms one on top of the other; so close that the smaller has room for no pin below the larger; or, of three and
 * more, one that is no multiple of the one below it.
 */
function distanceProblems(
  terms: readonly (BiasTerm & { readonly path: readonly string[] })[],
): readonly LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  for (const [i, term] of terms.entries()) {
    const below = terms[i - 1];
    if (!below) continue;
    if (below.bias === term.bias) {
      problems.push({
        path: term.path,
        message: `${quote(below.name)} and ${quote(term.name)} have the same bias, ${formatWhole(term.bias)}: nothing can tell them apart`,
      });
    } else if (BigInt(term.bias) / BigInt(below.bias) < 2n) {
      problems.push({
        path: term.path,
        message: `${formatWhole(below.bias)} (${below.name}) has room for no pin below ${formatWhole(term.bias)} (${term.name}): ${formatWhole(term.bias)} / ${formatWhole(below.bias)} - 1 = 0`,
        suggestion: `${formatWhole(2 * below.bias)} or more`,
      });
    } else if (i >= 2 && term.bias % below.bias !== 0) {
      // Term i - 2 reads as (word mod bias of term i - 1), which strips this term only if it is a multiple of that.
      problems.push({
        path: term.path,
        message: `${formatWhole(term.bias)} (${term.name}) is no multiple of ${formatWhole(below.bias)} (${below.name}), so that the remainder by which ${terms[i - 2]!.name} is read would count it too`,
        suggestion: formatWhole(Math.ceil(term.bias / below.bias) * below.bias),
      });
    }
  }
  return problems;
}
