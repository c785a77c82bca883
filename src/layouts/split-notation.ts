import type { KindSet } from './domain.ts';
import { ORDINARY, PIN, READ, WRITE } from './domain.ts';
import type { Field } from './types.ts';

/** Bits that an ordinary field gives up to saturation unless told otherwise: the mail of 2021 ("we would lose further 2 bits"). */
export const DEFAULT_RESERVE = 2;

/** What the parts of a notation count, by how many parts there are. */
export const NOTATION_PARTS: Readonly<Record<number, readonly { readonly name: string; readonly counts: KindSet }[]>> =
  {
    2: [
      { name: 'pin', counts: PIN },
      { name: 'ordinary', counts: ORDINARY },
    ],
    3: [
      { name: 'read', counts: READ },
      { name: 'write', counts: WRITE },
      { name: 'ordinary', counts: ORDINARY },
    ],
  };

/**
 * The canonical notation of fields given from high to low, or undefined where they have none: other names, kinds or
 * limits than a notation stands for, or a warning level. An ordinary field of reserve 2 is written by its width (`4/4/24`), any other by
 * what it counts with and its reserve (`4/4/24+0`); a pin field of reserve 0 by its width.
 */
export function formatSplit(fields: readonly Omit<Field, 'offset'>[]): string | undefined {
  const parts = NOTATION_PARTS[fields.length];
  if (!parts) return undefined;
  const texts: string[] = [];
  for (const [i, field] of fields.entries()) {
    const part = parts[i]!;
    const ordinary = part.counts === ORDINARY;
    if (field.name !== part.name || field.counts !== part.counts) return undefined;
    if (field.onLimit !== (ordinary ? 'saturate' : 'fail')) return undefined;
    if (field.warn !== undefined) return undefined;
    const plain = field.reserve === (ordinary ? DEFAULT_RESERVE : 0);
    texts.push(plain ? String(field.bits) : `${field.bits - field.reserve}+${field.reserve}`);
  }
  return texts.join('/');
}
