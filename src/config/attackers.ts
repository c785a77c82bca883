import { PAGE_REFERENCES, suggest } from '../layouts/index.ts';
import type { LayoutProblem } from '../layouts/problem.ts';
import {
  ATTACKERS,
  type Attacker,
  attackerProblems,
  type Limit,
  LOCAL_USER,
  MOVES,
  type Move,
  moveProblems,
  type Reach,
  type Use,
} from '../metrics/exposure/index.ts';
import { parseQuantity } from './quantities.ts';
import type { AttackerEntry, MoveEntry } from './schema-attackers.ts';
import { quoted } from './show.ts';

const KNOWN = LOCAL_USER.limits;

/** An attacker of `attackers:`, and what is wrong with it; paths are those of the entry's own keys. */
export function attackerOfEntry(entry: AttackerEntry): {
  readonly attacker: Attacker;
  readonly problems: readonly LayoutProblem[];
} {
  const problems: LayoutProblem[] = [];
  const base = ATTACKERS.find(({ id }) => id === entry.like) ?? LOCAL_USER;
  const limits: Record<string, Limit> = { ...base.limits };
  for (const [id, given] of Object.entries(entry.limits ?? {})) {
    const value = amountOf(id, given, ['limits', id], problems);
    const known = limits[id];
    if (value !== undefined && known) limits[id] = { ...known, value, source: 'layouts.yaml' };
  }
  const attacker = { id: entry.name, name: entry.name, limits, has: [...new Set([...base.has, ...(entry.has ?? [])])] };
  return { attacker, problems: problems.length > 0 ? problems : attackerProblems(attacker) };
}

/** A move of `moves:`, and what is wrong with it. */
export function moveOfEntry(entry: MoveEntry): { readonly move: Move; readonly problems: readonly LayoutProblem[] } {
  const problems: LayoutProblem[] = [];
  const useOf = (use: { limit: string; amount: number | string }, path: readonly (string | number)[]): Use => ({
    limit: use.limit,
    amount: amountOf(use.limit, use.amount, [...path, 'amount'], problems, [...path, 'limit']) ?? 0,
  });
  const perTask = entry['per-task'];
  const move: Move = {
    id: entry.name,
    name: entry.name,
    call: entry.call ?? entry.name,
    kind: entry.kind,
    reaches: entry.reaches as Reach[],
    folios: ['small', 'large'],
    bytes: entry.bytes,
    charge: entry.charge ?? { against: 'nothing', per: 'nothing', bytes: 0 },
    uses: (entry.uses ?? []).map((use, i) => useOf(use, ['uses', i])),
    ...(perTask === undefined ? {} : { perTask: typeof perTask === 'number' ? perTask : useOf(perTask, ['per-task']) }),
    ...(entry['cannot-fail'] === undefined ? {} : { cannotFail: entry['cannot-fail'] }),
    perCall: entry['per-call'] ?? 1,
    needs: entry.needs ?? [],
    evidence: 'computed',
    sources: entry.sources,
  };
  const found = moveProblems(move, PAGE_REFERENCES).map(({ path, ...problem }) => ({
    ...problem,
    path: path.map(keyInFile),
  }));
  return { move, problems: problems.length > 0 ? problems : found };
}

/** Those that ship, with one's own beside them or in their place. */
export function withMoves(own: readonly Move[]): readonly Move[] {
  const ids = new Set(own.map(({ id }) => id));
  return [...MOVES.filter(({ id }) => !ids.has(id)), ...own];
}

const KEYS: Readonly<Record<string, string>> = { perTask: 'per-task', perCall: 'per-call' };
const keyInFile = (key: string | number): string | number => KEYS[key] ?? key;

/** An amount in the unit of its limit; undefined where it is none, which is then a problem. */
function amountOf(
  id: string,
  given: number | string,
  path: readonly (string | number)[],
  problems: LayoutProblem[],
  limitPath = path,
): number | undefined {
  const limit = Object.hasOwn(KNOWN, id) ? KNOWN[id] : undefined;
  if (!limit) {
    const known = Object.keys(KNOWN);
    const nearest = suggest(id, known);
    const message = `${quoted(id)} is no limit of an attacker; there are ${known.join(', ')}`;
    problems.push({ path: limitPath, message, ...(nearest === undefined ? {} : { suggestion: nearest }) });
    return undefined;
  }
  if (limit.unit === 'bytes') {
    const parsed = parseQuantity('size', given);
    if (parsed.ok) return parsed.value;
    const { message, suggestion } = parsed;
    problems.push({ path, message, ...(suggestion === undefined ? {} : { suggestion }) });
    return undefined;
  }
  if (typeof given === 'number' && given >= 0) return given;
  const message =
    typeof given === 'number'
      ? `${id} is ${given}; a limit is a number, 0 or more`
      : `${quoted(given)} is no count; ${id} is a number, 0 or more`;
  problems.push({ path, message });
  return undefined;
}
