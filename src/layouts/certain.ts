import { type KindSet, ORDINARY } from './domain.ts';
import type { Layout } from './types.ts';

/** Which answers to a question a layout cannot give wrongly, whatever happens: by how it is made, not by what was seen. */
export interface Certain {
  /** A yes is never false. */
  readonly yes: boolean;
  /** A no is never false. */
  readonly no: boolean;
}

/**
 * What is certain of a layout's answers to the question whether any of `kinds` is held, where a page never holds more than
 * `ordinary` ordinary references at once.
 *
 * A field that fails at its limit holds just the references of its kinds that were admitted, as long as no field below
 * carries into it. So a split whose fields of these kinds all fail never says no while one is held; and never yes while
 * none is, if these fields count no other kind. A single bias says no only while its word is below the bias, which a pin
 * keeps it from unless the word comes round: pins are refused from half of its range on, so that the other half, less one
 * bias, must be filled by ordinary references. Otherwise nothing is certain of a bias: ordinary references may reach it.
 * Held by a property test against replay (test/layouts/certain.test.ts).
 */
export function certainAnswers(layout: Layout, kinds: KindSet, ordinary = Number.POSITIVE_INFINITY): Certain {
  if (layout.family === 'bias') {
    const [term, second] = layout.terms;
    const isSingle = term !== undefined && second === undefined && (kinds & ORDINARY) === 0;
    return { yes: false, no: isSingle && ordinary < 2 ** (layout.word - 1) - term.bias };
  }
  const asked = layout.fields.filter(({ counts }) => (counts & kinds) !== 0);
  const isExact = asked.every(
    (field) =>
      field.onLimit === 'fail' &&
      !layout.fields.some((other) => other.onLimit === 'carry' && other.offset < field.offset),
  );
  return { yes: isExact && asked.every(({ counts }) => (counts & ~kinds) === 0), no: isExact };
}
