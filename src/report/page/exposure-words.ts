import type { ExposureRecord, PlanStep } from '../../metrics/exposure/types.ts';
import { count, plural, seconds } from '../numbers.ts';

export type Threats = readonly ExposureRecord[];

/** Shapes, so that no colour is needed to tell them apart. */
export const MARKS = { open: '▲', stopped: '◆', impossible: '–' } as const;

export const VERDICTS = {
  open: 'open: this attacker can',
  stopped: 'stopped by a limit',
  impossible: 'impossible: no number of references does it',
} as const;

/** What a record says of its attacker: where no limit stops him, only that no move is known. */
export const verdictOf = ({ verdict, stoppedBy }: ExposureRecord): string =>
  verdict === 'stopped' && stoppedBy?.limits.length === 0 ? 'stopped' : VERDICTS[verdict];

/** The threat that speaks for several: the cheapest that is open, else the nearest to it that is stopped. */
export function speakingOf(threats: Threats): ExposureRecord | undefined {
  const cheapest = (some: Threats): ExposureRecord | undefined =>
    some.reduce<ExposureRecord | undefined>(
      (best, one) => (best === undefined || Number(one.references) < Number(best.references) ? one : best),
      undefined,
    );
  const of = (verdict: ExposureRecord['verdict']): Threats => threats.filter((one) => one.verdict === verdict);
  return cheapest(of('open')) ?? cheapest(of('stopped')) ?? threats[0];
}

/** What a threat takes, short. */
export function priceOf({ references, tasks }: ExposureRecord): string {
  if (references === null) return 'none';
  return tasks === undefined ? count(references) : `${count(references)} and ${count(tasks)} racing tasks`;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes with the prefix that suits them: `16.2 KiB`. */
export function bytes(value: number): string {
  if (value === 1) return '1 byte';
  let step = 0;
  while (value >= 1024 && step < UNITS.length - 1) {
    value /= 1024;
    step++;
  }
  return `${count(Math.round(value * 10) / 10)} ${UNITS[step]}`;
}

const EVIDENCE = {
  measured: 'a move done on a real kernel',
  computed: 'computed from the limits in its source',
} as const;

/** What a step of a plan does and costs, in a sentence. */
export function stepText(step: PlanStep): string {
  const { move, references, calls, tasks, charged, charge } = step;
  const time = step.seconds === null ? 'time not measured' : `about ${seconds(step.seconds)} at the mean pace measured`;
  const charges = charged === 0 ? 'charged to nothing' : `${bytes(charged)} charged to ${charge}`;
  return `${move}: ${plural(references, 'reference')} in ${plural(calls, 'call')} by ${plural(tasks, 'task')}; ${bytes(step.bytes)} of kernel memory, ${charges}; ${time}; ${EVIDENCE[step.evidence]}.`;
}
