import type { Domain } from '../../layouts/domain.ts';
import { suggest } from '../../layouts/nearest.ts';
import type { LayoutProblem } from '../../layouts/problem.ts';
import { LOCAL_USER } from './attackers.ts';
import { type Attacker, type Move, REACHES } from './types.ts';

/** Units that a limit may have. */
const UNITS = ['bytes', 'count'];
const WHOM = ['user', 'process', 'system', 'ring', 'call'];

/** Everything that is wrong with an attacker; paths lead from the attacker's own description. */
export function attackerProblems(attacker: Attacker): readonly LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  if (attacker.id.trim() === '') problems.push({ path: ['id'], message: 'the id of an attacker is empty' });
  for (const [id, limit] of Object.entries(attacker.limits)) {
    const path = ['limits', id];
    if (!isAmount(limit.value)) {
      problems.push({ path: [...path, 'value'], message: `${id} is ${limit.value}; a limit is a number, 0 or more` });
    }
    if (!UNITS.includes(limit.unit)) {
      problems.push({
        path: [...path, 'unit'],
        message: `${id} has no unit that is known; a limit is in bytes, or a count`,
      });
    }
    if (!WHOM.includes(limit.per)) {
      problems.push({
        path: [...path, 'per'],
        message: `${id} bounds nobody; a limit is per user, process, system, ring or call`,
      });
    }
  }
  return problems;
}

/** Everything that is wrong with a move; paths lead from the move's own description. */
export function moveProblems(move: Move, domain: Domain, attacker?: Attacker): readonly LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  // Those of the default attacker, and of the one given.
  const limits: Attacker['limits'] = { ...LOCAL_USER.limits, ...attacker?.limits };
  const known = Object.keys(limits);
  const amount = (value: number, path: readonly (string | number)[], what: string, least = 0): void => {
    if (isAmount(value) && value >= least) return;
    problems.push({ path, message: `${what} is ${value}; it is a number, ${least} or more` });
  };
  const limit = (id: string, path: readonly (string | number)[]): void => {
    if (known.includes(id)) return;
    problems.push({
      path,
      message: `${JSON.stringify(id)} is no limit of an attacker; there are ${known.join(', ')}`,
      ...nearest(id, known),
    });
  };
  if (!domain.kinds.includes(move.kind)) {
    const message = `${JSON.stringify(move.kind)} is no kind; there are ${domain.kinds.join(', ')}`;
    problems.push({ path: ['kind'], message, ...nearest(move.kind, domain.kinds) });
  }
  move.reaches.forEach((reach, i) => {
    if (REACHES.includes(reach)) return;
    const message = `${JSON.stringify(reach)} is no kind of page; there are ${REACHES.join(', ')}`;
    problems.push({ path: ['reaches', i], message, ...nearest(reach, REACHES) });
  });
  if (move.reaches.length === 0) problems.push({ path: ['reaches'], message: `${move.id} reaches no page` });
  amount(move.bytes, ['bytes'], 'the kernel memory of a reference');
  amount(move.charge.bytes, ['charge', 'bytes'], 'what is charged for a reference');
  amount(move.perCall, ['perCall'], 'the references of a system call', 1);
  move.uses.forEach((use, i) => {
    limit(use.limit, ['uses', i, 'limit']);
    const { per } = limits[use.limit] ?? {};
    if (per !== undefined && per !== 'user' && per !== 'system') {
      const message = `${use.limit} bounds each ${per}, not what a user has in all; say it under perTask`;
      problems.push({ path: ['uses', i, 'limit'], message });
    }
    amount(use.amount, ['uses', i, 'amount'], `what a reference takes of ${use.limit}`);
    if (use.dividedBy !== undefined) limit(use.dividedBy, ['uses', i, 'dividedBy']);
  });
  if (typeof move.perTask === 'number') amount(move.perTask, ['perTask'], 'the references of a task', 1);
  else if (move.perTask) {
    limit(move.perTask.limit, ['perTask', 'limit']);
    if (!(isAmount(move.perTask.amount) && move.perTask.amount > 0)) {
      problems.push({
        path: ['perTask', 'amount'],
        message: `what a reference takes of ${move.perTask.limit} is ${move.perTask.amount}; it is a number above 0`,
      });
    }
  }
  if (move.rate && !(move.rate.references > 0 && move.rate.seconds > 0)) {
    problems.push({ path: ['rate'], message: 'a rate is references above 0 in seconds above 0' });
  }
  return problems;
}

const isAmount = (value: number): boolean => Number.isFinite(value) && value >= 0;

function nearest(name: string, known: readonly string[]): { suggestion?: string } {
  const suggestion = suggest(name, known);
  return suggestion === undefined ? {} : { suggestion };
}
