import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { type Plan, planToYaml } from '../config/index.ts';
import type { MachineRecord, Provenance } from '../report/results.ts';
import { VERSION } from '../version.ts';
import type { Input } from '../workloads/profile-file.ts';
import { InputError } from './input-error.ts';

/** What the provenance of a run is made of. */
export interface Ran {
  /** As somebody would type it again. */
  readonly command: string;
  readonly plan: Plan;
  /** The seed that was asked for, of every model. */
  readonly seed: number | undefined;
  /** layouts.yaml first, then what was read. */
  readonly inputs: readonly Input[];
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly ended: number;
  /** See `fixedTime`. */
  readonly fixed: number | undefined;
}

/** The last moment that a date can name, in seconds since 1970. */
const LAST_SECOND = 8.64e12;

/**
 * The moment that a run which is to give the same bytes again says it began at, milliseconds since 1970: that of
 * SOURCE_DATE_EPOCH (whole seconds, as reproducible-builds.org has it), else the beginning of 1970 where `--reproducible`
 * is given; undefined where the run is dated as it is.
 * @throws InputError where SOURCE_DATE_EPOCH is no such number
 */
export function fixedTime(
  env: Readonly<Record<string, string | undefined>>,
  reproducible: boolean | undefined,
): number | undefined {
  const epoch = env['SOURCE_DATE_EPOCH'];
  if (epoch === undefined || epoch === '') return reproducible === true ? 0 : undefined;
  if (!/^\d+$/.test(epoch) || Number(epoch) > LAST_SECOND) {
    throw new InputError(
      `SOURCE_DATE_EPOCH is ${JSON.stringify(epoch.slice(0, 40))}; it takes whole seconds since 1970, such as 1700000000`,
    );
  }
  return Number(epoch) * 1000;
}

/** Where results come from. With a fixed time nothing of the machine and of the moment is in it. */
export function provenanceOf({ command, plan, seed, inputs, started, ended, fixed }: Ran): Provenance {
  const seeds = plan.scenarios.flatMap((scenario) => (scenario.source === 'model' ? [scenario.model.seed] : []));
  return {
    bitpart: VERSION,
    node: fixed === undefined ? process.version : 'any',
    seed: seed ?? seeds[0] ?? 1,
    command,
    startedAt: new Date(fixed ?? started).toISOString(),
    duration_s: fixed === undefined ? (ended - started) / 1000 : 0,
    inputs,
    plan: planToYaml(plan),
    ...(fixed === undefined ? { machine: machine() } : {}),
  };
}

/** What it runs on, as far as it changes how long a run takes. Nothing that names the machine or its user. */
function machine(): MachineRecord {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    threads: availableParallelism(),
    memory_bytes: totalmem(),
    os: `${type()} ${release()} ${arch()}`,
  };
}
