import { type Domain, kindSetOf, ORDINARY, PAGE_REFERENCES } from './domain.ts';
import { quote } from './kinds.ts';
import type { Built, LayoutProblem } from './problem.ts';
import { buildSplit } from './split.ts';
import type { SplitLayout } from './types.ts';

/** Bits of the word in which ordinary references stay, and bits for all counters beside it. */
const WORD = 32;

/** Of a counter of its own the top bit is its red zone, as the sign is of an atomic_t. */
const RESERVE = 1;

export interface SideSpec {
  /** Default: the notation. */
  readonly id?: string;
  /** Kinds and groups that have a counter of their own, with its bits: 32 in all. */
  readonly side: readonly { readonly name: string; readonly bits: number }[];
  readonly domain?: Domain;
}

/**
 * Exact counters beside the word, as large folios have `_pincount`: each is a word for itself, so that none carries into
 * another. Ordinary references keep the 32 bits that they have. As long as nothing carries, that is a split of 64 bits
 * (`layout.apart` says that it is not one word).
 */
export function buildSide(spec: SideSpec): Built<SplitLayout> {
  const domain = spec.domain ?? PAGE_REFERENCES;
  const problems: LayoutProblem[] = [];
  if (spec.side.length === 0) {
    problems.push({ path: ['side'], message: 'side counters name at least one kind or group, with its bits' });
  }
  for (const { name, bits } of spec.side) {
    if ((kindSetOf(domain, name) ?? 0) & ORDINARY) {
      const message = `ordinary references are counted in the word; ${quote(name)} cannot have a counter beside it`;
      problems.push({ path: ['side', name], message });
    }
    if (!Number.isInteger(bits) || bits < RESERVE + 1 || bits > WORD) {
      const message = `the counter ${quote(name)} has ${bits} bits; it has a whole number of bits, ${RESERVE + 1} to ${WORD}`;
      problems.push({ path: ['side', name], message });
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const total = spec.side.reduce((sum, { bits }) => sum + bits, 0);
  if (total !== WORD) {
    const sum = spec.side.map(({ bits }) => bits).join(' + ');
    const message = `${sum} = ${total} bits of counters; beside a word of ${WORD} bits they have ${WORD}`;
    return { ok: false, problems: [{ path: ['side'], message }] };
  }
  const built = buildSplit({
    id: spec.id ?? notationOf(spec.side),
    domain,
    fields: [
      ...spec.side.map(({ name, bits }) => ({
        name,
        bits,
        counts: [name],
        onLimit: 'fail' as const,
        reserve: RESERVE,
      })),
      { bits: WORD, counts: [domain.kinds[0]!] },
    ],
  });
  // The fields are those of the description, one for one.
  if (!built.ok) return { ok: false, problems: built.problems.map((problem) => inSide(problem, spec)) };
  return { ok: true, layout: { ...built.layout, apart: true } };
}

/** The counters beside the word, in the order given. */
export function sidesOf(
  layout: Pick<SplitLayout, 'fields'>,
): readonly { readonly name: string; readonly bits: number }[] {
  return layout.fields.filter(({ counts }) => (counts & ORDINARY) === 0).map(({ name, bits }) => ({ name, bits }));
}

/** `side pin=32`, `side read=16 write=16`. */
export function formatSide(layout: Pick<SplitLayout, 'fields'>): string {
  return notationOf(sidesOf(layout));
}

function notationOf(side: SideSpec['side']): string {
  return `side ${side.map(({ name, bits }) => `${name}=${bits}`).join(' ')}`;
}

function inSide(problem: LayoutProblem, { side }: SideSpec): LayoutProblem {
  const name = side[Number(problem.path[1])]?.name;
  return { ...problem, path: name === undefined ? ['side'] : ['side', name] };
}
