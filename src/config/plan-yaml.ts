import { entryToYaml } from '../layouts/catalogue/entry.ts';
import { CATALOGUE } from '../layouts/catalogue/index.ts';
import type { Domain, KindSet } from '../layouts/domain.ts';
import { type Layout, yamlText } from '../layouts/index.ts';
import { ATTACKERS, type Attacker, LOCAL_USER, MOVES, type Move, type Use } from '../metrics/exposure/index.ts';
import type { Checks, Hold, Model, PageGroup, PinStream, Plan, ScenarioPlan } from './plan.ts';

/** A quantity that needs no quotes. */
const QUANTITY = /^\d[\d.]*(?:e[+-]?\d+)?(?:s|\/s|B)$/;
/** Entries longer than this are written a key a line. */
const LONGEST_LINE = 110;

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value | undefined };

/**
 * The plan as a layouts.yaml that gives it again: presets and flags of the command line written out, defaults filled in.
 * Recordings are named as they were; sources of limits are lost. Ends with a newline.
 */
export function planToYaml({ layouts, scenarios, requirements, attackers, moves }: Plan): string {
  const own = (moves ?? []).filter((move) => !MOVES.some((each) => JSON.stringify(each) === JSON.stringify(move)));
  const parts = [
    section('domains', ownDomains(layouts, scenarios).map(domainItem)),
    `layouts:\n${layouts.map(entryToYaml).join('\n')}`,
    section('scenarios', scenarios.map(scenarioEntry)),
    section('attackers', (attackers ?? []).map(attackerEntry)),
    section('moves', own.map(moveEntry)),
    requirements.length === 0
      ? ''
      : `require:\n${requirements.map(({ key, text }) => `  ${yamlText(key)}: ${JSON.stringify(text)}`).join('\n')}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}

/** The domains that are used and that nothing ships, each once. */
function ownDomains(layouts: readonly Layout[], scenarios: readonly ScenarioPlan[]): readonly Domain[] {
  const used = [
    ...layouts.map(({ domain }) => domain),
    ...scenarios.flatMap((scenario) => (scenario.source === 'recording' ? scenario : scenario.model).domain ?? []),
  ];
  const byName = new Map(used.flatMap((domain) => (domain.name === undefined ? [] : [[domain.name, domain] as const])));
  return [...byName.values()].filter(({ name }) => !CATALOGUE.some(({ layout }) => layout.domain.name === name));
}

function domainItem({ name, kinds, groups, questions, state = 0 }: Domain): Value {
  const named = (set: KindSet): readonly string[] => kinds.filter((_, i) => set & (1 << i));
  const sets = (all: Readonly<Record<string, KindSet>>): Value | undefined =>
    Object.keys(all).length === 0
      ? undefined
      : Object.fromEntries(Object.entries(all).map(([key, set]) => [key, named(set)]));
  return {
    name: name!,
    kinds,
    groups: sets(groups),
    questions: sets(questions),
    state: state === 0 ? undefined : named(state),
  };
}

function section(key: string, entries: readonly Value[]): string {
  return entries.length === 0 ? '' : `${key}:\n${entries.map((entry) => item(entry, '  ')).join('\n')}`;
}

/** An entry of a list: on one line where it fits. */
function item(entry: Value, indent: string): string {
  const line = `${indent}- ${flow(entry)}`;
  if (line.length <= LONGEST_LINE || typeof entry !== 'object' || Array.isArray(entry)) return line;
  const keys = Object.entries(entry as { readonly [key: string]: Value | undefined }).filter(
    (pair): pair is [string, Value] => pair[1] !== undefined,
  );
  return keys
    .map(([key, value], i) => {
      const lead = `${indent}${i === 0 ? '- ' : '  '}${yamlText(key)}:`;
      const isList = Array.isArray(value) && value.some((each) => typeof each === 'object');
      return isList
        ? `${lead}\n${(value as readonly Value[]).map((each) => item(each, `${indent}    `)).join('\n')}`
        : `${lead} ${flow(value)}`;
    })
    .join('\n');
}

function flow(value: Value): string {
  if (typeof value === 'number') return value === Number.POSITIVE_INFINITY ? '.inf' : String(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return QUANTITY.test(value) ? value : yamlText(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  const pairs = Object.entries(value as { readonly [key: string]: Value | undefined });
  const texts = pairs.flatMap(([key, each]) => (each === undefined ? [] : [`${yamlText(key)}: ${flow(each)}`]));
  return `{ ${texts.join(', ')} }`;
}

const seconds = (value: number): string => `${value}s`;
const perSecond = (value: number): string => `${value}/s`;

function scenarioEntry(scenario: ScenarioPlan): Value {
  const { id: name, description, large, hostile } = scenario;
  const { domain } = scenario.source === 'recording' ? scenario : scenario.model;
  const told = { description, hostile, domain: domain?.name };
  const given = { ...told, large: large === 'apart' ? undefined : large };
  return scenario.source === 'recording'
    ? { name, trace: scenario.trace, events: scenario.events as Value | undefined, ...given }
    : { name, ...modelEntry(scenario.model), ...given };
}

function modelEntry({ duration, warmup, seed, runs, pages, checks }: Model): { readonly [key: string]: Value } {
  return {
    duration: seconds(duration),
    warmup: seconds(warmup),
    seed,
    runs,
    pages: pages.map(groupEntry),
    ...(checks === undefined ? {} : { checks: checksEntry(checks) }),
  };
}

function checksEntry({ rate, by = {} }: Checks): Value {
  const asked = Object.entries(by).map(([who, often]) => [who, perSecond(often)]);
  return { ...(rate > 0 || asked.length === 0 ? { rate: perSecond(rate) } : {}), ...Object.fromEntries(asked) };
}

function groupEntry({ name, count, zipf, ordinary, pins }: PageGroup): Value {
  return {
    name,
    count,
    zipf,
    ordinary: ordinary && {
      steady: ordinary.steady,
      rate: ordinary.rate > 0 || ordinary.hold ? perSecond(ordinary.rate) : undefined,
      hold: ordinary.hold && holdEntry(ordinary.hold),
      sources: ordinary.sources,
    },
    pins: pins.length === 0 ? undefined : pins.map(pinEntry),
  };
}

function pinEntry({ kind, or = [], rate, hold, batch, phases, pages, sources, ifRefused, retry }: PinStream): Value {
  return {
    kind: or.length === 0 ? kind : [kind, ...or],
    rate: perSecond(rate),
    hold: holdEntry(hold),
    batch,
    phases: phases && { on: seconds(phases.on), off: seconds(phases.off) },
    pages,
    sources,
    'if-refused': ifRefused,
    retry: retry && { times: retry.times, wait: holdEntry(retry.wait), factor: retry.factor },
  };
}

function holdEntry(hold: Hold): Value {
  if ('fixed' in hold) return seconds(hold.fixed);
  if ('exponential' in hold) return { exponential: seconds(hold.exponential) };
  if ('lognormal' in hold)
    return { lognormal: { median: seconds(hold.lognormal.median), sigma: hold.lognormal.sigma } };
  return { pareto: { minimum: seconds(hold.pareto.minimum), shape: hold.pareto.shape } };
}

/** The unit of a limit is that of its name. */
const amountOf = (limit: string, value: number): Value =>
  LOCAL_USER.limits[limit]?.unit === 'bytes' ? `${value}B` : value;

/** Like the one that ships with the same limits and no more devices, and what differs from it. */
function attackerEntry({ name, limits, has }: Attacker): Value {
  const names = (of: Attacker): string => Object.keys(of.limits).sort().join();
  const base =
    ATTACKERS.find(
      (each) => names(each) === names({ id: name, name, limits, has }) && each.has.every((one) => has.includes(one)),
    ) ?? LOCAL_USER;
  const other = Object.entries(limits).filter(([id, { value }]) => base.limits[id]?.value !== value);
  const more = has.filter((one) => !base.has.includes(one));
  return {
    name,
    like: base.id,
    limits:
      other.length === 0
        ? undefined
        : Object.fromEntries(other.map(([id, { value }]) => [id, amountOf(id, value)] as const)),
    has: more.length === 0 ? undefined : more,
  };
}

const useEntry = ({ limit, amount }: Use): Value => ({ limit, amount: amountOf(limit, amount) });

function moveEntry({ name, call, kind, reaches, bytes, charge, uses, ...more }: Move): Value {
  const { perTask, cannotFail, perCall, needs, sources } = more;
  return {
    name,
    call,
    kind,
    reaches,
    bytes: `${bytes}B`,
    charge: charge.per === 'nothing' ? undefined : { ...charge, bytes: `${charge.bytes}B` },
    uses: uses.length === 0 ? undefined : uses.map(useEntry),
    'per-task': perTask === undefined || typeof perTask === 'number' ? perTask : useEntry(perTask),
    'cannot-fail': cannotFail,
    'per-call': perCall,
    needs: needs.length === 0 ? undefined : needs,
    sources,
  };
}
