import { limitJson, limitOf } from '../../layouts/limits.ts';
import type { Field, Layout } from '../../layouts/types.ts';
import { formatCount, formatValue } from '../format.ts';
import { warnedOf } from '../red-zone.ts';
import { exactly, type StaticMetric } from '../types.ts';
import { LOCAL_USER } from './attackers.ts';
import { MOVES } from './moves.ts';
import { mostUnits } from './plan.ts';
import type { Need } from './threats.ts';
import { type Against, type Attacker, type Move, REACHES, type WarningRecord } from './types.ts';

/** What comes about at a field's limit, and with which count it does: it is full, or one more does something else. */
function atLimit(field: Field): { readonly units: bigint; readonly does: string } {
  const limit = limitOf(field);
  switch (field.onLimit) {
    case 'fail':
      return { units: limit, does: 'it is full' };
    case 'saturate':
      return { units: limit + 1n, does: 'it saturates' };
    case 'carry':
      return { units: limit + 1n, does: 'it carries' };
    case 'wrap':
      return { units: limit + 1n, does: 'it wraps to 0' };
  }
}

/**
 * What an attacker needs from the warning level of each field to its limit, and how long the fastest of his moves takes for
 * so many references: the time in which he has to be found and stopped. Of moves whose rate somebody measured.
 */
export function warningsOf(
  layout: Layout,
  { attacker = LOCAL_USER, moves = MOVES }: Against = {},
): readonly WarningRecord[] {
  return warnedOf(layout).map(({ field, level }) => {
    const { units, does } = atLimit(field);
    const references = units - BigInt(level);
    const need: Need = { units, parts: [{ kinds: field.counts, weight: 1n }] };
    const kindOf = (kind: string): number => Math.max(0, 1 << layout.domain.kinds.indexOf(kind));
    const small = moves.filter((move) => move.folios.includes('small'));
    const reach = mostUnits(need, REACHES, kindOf, attacker, small);
    const fastest = fastestOf(
      small.filter((move) => field.counts & kindOf(move.kind)),
      attacker,
    );
    const base = { layout: layout.id, attacker: attacker.id, of: field.name, level, references: limitJson(references) };
    const from = `From ${formatCount(level)} on ${field.name} warns; with ${formatCount(references)} more ${does}.`;
    if (BigInt(Math.floor(reach)) < units) {
      const text = `${from} This attacker comes to ${formatCount(reach)}${reach < level ? ', and does not set it off' : ' and no further'}.`;
      return { ...base, verdict: reach < level ? 'silent' : 'short', seconds: null, move: null, text };
    }
    if (!fastest) {
      const text = `${from} This attacker can; how fast his moves are nobody has measured.`;
      return { ...base, verdict: 'open', seconds: null, move: null, text };
    }
    const { rate } = fastest;
    const seconds = (Number(references) * rate.seconds) / rate.references;
    const pace = `${formatCount(rate.references)} in ${formatValue('seconds', { value: rate.seconds })}`;
    const text = `${from} By ${fastest.id}, at the mean pace of ${pace} as measured, that takes ${formatValue('seconds', { value: seconds })}: so long there is to find and stop whoever it is.`;
    return { ...base, verdict: 'open', seconds, move: fastest.id, text };
  });
}

type Timed = Move & { readonly rate: NonNullable<Move['rate']> };

function fastestOf(moves: readonly Move[], attacker: Attacker): Timed | undefined {
  const timed = moves.filter(
    (move): move is Timed => move.rate !== undefined && move.needs.every((thing) => attacker.has.includes(thing)),
  );
  const pace = ({ rate }: Timed): number => rate.references / rate.seconds;
  return timed.reduce<Timed | undefined>((best, move) => (best && pace(best) >= pace(move) ? best : move), undefined);
}

const of = (layout: Layout): readonly string[] => warnedOf(layout).map(({ field }) => field.name);

/** Rows of the records. */
export const WARNING_METRICS: readonly StaticMetric[] = [
  {
    id: 'exposure-warned',
    scope: 'static',
    label: 'From warning to limit',
    unit: 'references',
    direction: 'higher',
    definition:
      'References from the warning level of a field to what happens at its limit: until it is full, or until one saturates, carries or wraps it.',
    denominator: null,
    source: 'Limit − level of a field that fails, limit + 1 − level of any other.',
    howToRead: 'What is left to an attacker once the alarm has gone off.',
    ofs: of,
    compute: (layout, against) =>
      warningsOf(layout, against).map((record) => exactly(record.of, Number(record.references))),
  },
  {
    id: 'exposure-warned-time',
    scope: 'static',
    label: 'Time from warning to limit',
    unit: 'seconds',
    direction: 'higher',
    definition:
      'How long the attacker takes for these references by the fastest of his moves whose rate was measured, if his limits let him come so far.',
    denominator: null,
    source:
      'References × seconds / references of the move as measured (traces/README.md, on a slowed and emulated machine).',
    howToRead:
      'The time in which he has to be found and stopped. A real machine is faster than the one that was measured, so this is an upper bound.',
    ofs: of,
    compute: (layout, against) =>
      warningsOf(layout, against).flatMap(({ of: field, seconds }) =>
        seconds === null ? [] : [exactly(field, seconds)],
      ),
  },
];

/** Why there is no time. */
export function warningGaps(
  records: readonly WarningRecord[],
): readonly { readonly layout: string; readonly metric: string; readonly of: string; readonly reason: string }[] {
  return records.flatMap(({ layout, of: field, seconds, text }) =>
    seconds === null ? [{ layout, metric: 'exposure-warned-time', of: field, reason: text.replace(/\.$/, '') }] : [],
  );
}
