import {
  firstHazard,
  type GuardField,
  type GuardWord,
  guardTasks,
  HAZARDS,
  type Operations,
  type Protocol,
  type Safe,
  safeTasks,
} from '../../harness/guard/index.ts';
import { limitJson, limitOf, redZone, saturationValue } from '../../layouts/limits.ts';
import type { BiasLayout, BiasTerm, Field, Layout, SplitLayout } from '../../layouts/types.ts';
import { formatCount } from '../format.ts';
import { NR_CPUS_LIMIT, PID_MAX_LIMIT } from './attackers.ts';
import type { GuardRecord } from './types.ts';

/** How many tasks there can be: of all, and inside a window that cannot be interrupted. */
const BOUNDS = [
  { of: 'PID_MAX_LIMIT', tasks: PID_MAX_LIMIT },
  { of: 'NR_CPUS', tasks: NR_CPUS_LIMIT },
] as const;

/** How many tasks each field (each term of a bias) stands, by every protocol that it can be updated with. */
export function guardRecords(layout: Layout): readonly GuardRecord[] {
  return layout.family === 'split' ? ofSplit(layout) : ofBias(layout);
}

/**
 * The fewest reserved bits with which a field of the same limit stands so many tasks, added to and checked; null where
 * 64 are not enough, or where the field checks nothing.
 */
export function reserveFor(
  field: Omit<GuardField, 'name'>,
  tasks: bigint,
  operations: Operations = 'any',
  protocol: 'add-undo' | 'check-add' = 'add-undo',
): number | null {
  if (field.onLimit !== 'fail' && field.onLimit !== 'saturate') return null;
  for (let reserve = 0; reserve <= 64; reserve++) {
    const own = { name: '', bits: field.bits - field.reserve + reserve, reserve, onLimit: field.onLimit };
    const guard = guardTasks({ word: 'split', fields: [own], on: [0], protocol }, operations);
    if (guard !== null && guard >= tasks) return reserve;
  }
  return null;
}

function ofSplit(layout: SplitLayout): readonly GuardRecord[] {
  const state = layout.domain.state ?? 0;
  return layout.fields.flatMap((field, f) => {
    // Bits of state are not counted.
    if ((field.counts & ~state) === 0) return [];
    if (field.onLimit === 'carry' || field.onLimit === 'wrap') {
      const text = `Nothing looks at the limit of ${field.name}: reference ${formatCount(limitOf(field) + 1n)} is enough, from one task.`;
      return [unchecked(layout, field.name, text)];
    }
    const adds = field.onLimit === 'fail' ? (['add-undo', 'check-add'] as const) : (['add-undo'] as const);
    return [...adds, 'compare-and-swap' as const].map((protocol): GuardRecord => {
      const word: GuardWord = layout.apart
        ? { word: 'split', fields: [field], on: [0], protocol }
        : { word: 'split', fields: layout.fields, on: [f], protocol };
      const named = field.onLimit === 'saturate' && protocol === 'add-undo' ? 'saturate' : protocol;
      const isDefault = protocol === (field.reserve > 0 ? 'add-undo' : 'compare-and-swap');
      const enough = (tasks: number, operations: Operations): number | null =>
        protocol === 'compare-and-swap' ? 0 : reserveFor(field, BigInt(tasks), operations, protocol);
      return {
        ...recordOf(layout, field.name, named, word),
        isDefault,
        enough: BOUNDS.map(({ of, tasks }) => ({
          of,
          tasks,
          reserve: enough(tasks, 'one'),
          sustained: enough(tasks, 'any'),
        })),
        text: textOf(field, named),
      };
    });
  });
}

function textOf(field: Field, protocol: Protocol): string {
  const { bits, reserve, name } = field;
  const limit = limitOf(field);
  const above = redZone(field);
  switch (protocol) {
    case 'add-undo':
      return `2^${bits} − 2^${bits - reserve} = ${formatCount(above)} values lie above the limit of ${name}, ${formatCount(limit)}: so many tasks may have added and not yet undone.`;
    case 'check-add':
      return `Tasks that all read ${formatCount(limit - 1n)} fill ${formatCount(above)} values above the limit, and one the limit itself.`;
    case 'saturate':
      return reserve === 0
        ? `Without a reserve ${name} sticks at its highest value, ${formatCount(limit)}, which the next addition leaves.`
        : `Saturation sets ${name} to 3 · 2^${bits - 2} = ${formatCount(saturationValue(field))}, from where 2^${bits - 2} = ${formatCount(1n << BigInt(bits - 2))} additions carry; one task has set it before.`;
    case 'compare-and-swap':
      return 'What is written was computed from what is there, so that no number of tasks does harm.';
    case 'frozen-bit':
      return '';
  }
}

function ofBias(layout: BiasLayout): readonly GuardRecord[] {
  const { word: bits, terms } = layout;
  const any = BOUNDS.map((bound) => ({ ...bound, reserve: 0, sustained: 0 }));
  const records = [...terms].reverse().flatMap((term, i, highToLow): readonly GuardRecord[] => {
    const above = highToLow[i - 1];
    const value = formatCount(BigInt(term.bias));
    const text = `From a count below the sign, 2^${bits - 1} / ${value} = ${formatCount((1n << BigInt(bits - 1)) / BigInt(term.bias))} additions of ${value} bring the word to 0.`;
    const counted = (['check-add', 'add-undo', 'compare-and-swap'] as const).map((protocol): GuardRecord => {
      const word: GuardWord = { word: 'bias', bits, bias: term.bias, protocol };
      const isSwap = protocol === 'compare-and-swap';
      return {
        ...recordOf(layout, term.name, protocol, word),
        // As the kernel does it: try_grab_folio reads, then adds. It reads the sign, which says nothing of a lower bias's limit.
        isDefault: protocol === 'check-add' && above === undefined,
        enough: isSwap ? any : [],
        text: isSwap ? 'What is written was computed from what is there, so that no number of tasks does harm.' : text,
      };
    });
    const soft = above === undefined ? [] : [unchecked(layout, term.name, carryText(term, above))];
    return [...soft, ...counted, frozen(layout, term.name, term.bias)];
  });
  const text = 'An ordinary get never fails: nothing looks at a limit, and it takes no race to pass one.';
  return [...records, unchecked(layout, 'ordinary', text), frozen(layout, 'ordinary', 1)];
}

/** Of a bias that is not the largest. */
function carryText({ name, bias }: BiasTerm, above: BiasTerm): string {
  const enough = formatCount((BigInt(above.bias) + BigInt(bias) - 1n) / BigInt(bias));
  return `What is looked at is the sign of the word: nothing stops ${name} where ${enough} are one of ${above.name}, and it takes no race to pass that.`;
}

/** The scheme that gives bit 31 (63) to a flag; only a bias has that bit free. */
function frozen(layout: BiasLayout, name: string, amount: number): GuardRecord {
  const word: GuardWord = { word: 'frozen', bits: layout.word, amount, protocol: 'frozen-bit' };
  const bits = layout.word - 2;
  return {
    ...recordOf(layout, name, 'frozen-bit', word),
    isDefault: false,
    enough: [],
    text: `Tries leave what they added to a frozen page until 2^${bits} are there; then ${formatCount((1n << BigInt(bits)) / BigInt(amount))} tasks that each add ${formatCount(BigInt(amount))} leave the word.`,
  };
}

function recordOf(
  layout: Layout,
  of: string,
  protocol: Protocol,
  word: GuardWord,
): Omit<GuardRecord, 'isDefault' | 'enough' | 'text'> {
  return {
    layout: layout.id,
    of,
    protocol,
    tasks: json(guardTasks(word, 'one')),
    sustained: json(guardTasks(word, 'any')),
    first: firstHazard(word, 'one'),
    hazards: HAZARDS.map((hazard) => ({
      hazard,
      tasks: json(safeTasks(word, hazard, 'one')),
      sustained: json(safeTasks(word, hazard, 'any')),
    })),
  };
}

function unchecked(layout: Layout, of: string, text: string): GuardRecord {
  return {
    layout: layout.id,
    of,
    protocol: 'unchecked',
    isDefault: true,
    tasks: 0,
    sustained: 0,
    first: 'carry',
    hazards: [],
    enough: [],
    text,
  };
}

const json = (safe: Safe): number | string | null => (safe === null ? null : limitJson(safe));
