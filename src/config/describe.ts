import {
  atLimitText,
  type Domain,
  formatNotation,
  formatWhole,
  type Layout,
  nameOfKindSet,
  type Part,
  partsOf,
} from '../layouts/index.ts';
import { checkRate } from '../workloads/model/describe.ts';
import type { Hold, ModelPlan, PinStream, Plan, ScenarioPlan } from './plan.ts';
import { printable } from './show.ts';

/** What a plan contains, for people: the layouts with their tables of fields, the scenarios, the requirements. */
export function describePlan(plan: Plan): string {
  const lines = [heading(plan.layouts.length, 'layout')];
  for (const layout of plan.layouts) lines.push('', ...describeLayout(layout));
  lines.push('', heading(plan.scenarios.length, 'scenario'));
  if (plan.scenarios.length === 0) lines.push('  none: only what follows from the layouts alone is computed');
  for (const scenario of plan.scenarios) lines.push(...describeScenario(scenario));
  if (plan.attackers) {
    lines.push('', heading(plan.attackers.length, 'attacker'));
    for (const { name, limits, has } of plan.attackers) {
      const own = Object.values(limits).filter(({ source }) => source === 'layouts.yaml');
      const said = own.map((limit) => `${limit.name} ${limit.value}${limit.unit === 'bytes' ? ' bytes' : ''}`);
      lines.push(`  ${printable(name)}: ${[...said, ...has.map(printable)].join(', ') || 'kernel defaults'}`);
    }
  }
  if (plan.moves) {
    lines.push('', heading(plan.moves.length, 'move'));
    for (const { name, kind, reaches } of plan.moves)
      lines.push(`  ${printable(name)}: ${kind}, ${reaches.join(', ')}`);
  }
  lines.push('', heading(plan.requirements.length, 'requirement'));
  if (plan.requirements.length === 0) lines.push('  none: the run ends with 0 whatever is found');
  for (const { key, compare, bound } of plan.requirements) lines.push(`  ${printable(key)} ${compare} ${bound}`);
  return lines.join('\n');
}

/** A layout as its name and the table of its parts, high to low; an unnumbered line of text per row. */
function describeLayout(layout: Layout): readonly string[] {
  const notation = formatNotation(layout);
  const also = notation === undefined || notation === layout.id ? '' : ` (${notation})`;
  const rows = [
    ['field', 'bits', 'counts', 'reserve', 'limit', 'at the limit'],
    ...partsOf(layout).map((part, i, parts) => [
      printable(part.name),
      part.bits === 1 ? `${part.offset}` : `${part.offset + part.bits - 1}..${part.offset}`,
      part.counts === 0 ? '' : nameOfKindSet(layout.domain, part.counts),
      part.onLimit === 'none' ? '' : `${part.reserve}`,
      part.limit.toString().replace(/\B(?=(\d{3})+$)/g, ','),
      `${atLimit(part, parts[i - 1], layout.domain)}${part.warn === undefined ? '' : `; warns from ${formatWhole(part.warn)} on`}`,
    ]),
  ];
  return [
    `  ${printable(layout.id)}${also}: ${layout.family}, ${layout.word}-bit word${ofDomain(layout.domain)}`,
    ...table(rows),
  ];
}

/** Of kinds of somebody's own: what they are called. */
const ofDomain = (domain: Domain | undefined): string =>
  domain?.name === undefined ? '' : `, kinds of ${printable(domain.name)}: ${domain.kinds.map(printable).join(', ')}`;

function atLimit(part: Part, above: Part | undefined, domain: Domain | undefined): string {
  const adds = part.bias === undefined || part.bias === 1 ? '' : `; each adds ${formatWhole(part.bias)}`;
  return `${printable(atLimitText(part, above, domain?.name !== undefined))}${adds}`;
}

function describeScenario(scenario: ScenarioPlan): readonly string[] {
  const large = scenario.large === 'same' ? ', large folios under the layouts too' : '';
  const head = `  ${printable(scenario.id)}${scenario.hostile ? ' (hostile)' : ''}: `;
  const what = scenario.source === 'recording' ? `recording ${printable(scenario.trace)}` : describeModel(scenario);
  const about = scenario.description === undefined ? [] : [`    ${printable(scenario.description)}`];
  const domain = scenario.source === 'recording' ? scenario.domain : scenario.model.domain;
  return [`${head}${what}${large}${ofDomain(domain)}`, ...about];
}

function describeModel({ preset, model }: ModelPlan): string {
  const pages = model.pages.reduce((sum, group) => sum + group.count, 0);
  const streams = model.pages.flatMap((group) =>
    group.pins.map(
      (pins) => `${describeKinds(pins)} ${pins.rate}/s held ${describeHold(pins.hold)}${describeCalls(pins)}`,
    ),
  );
  const from = preset === undefined ? 'model' : `preset ${printable(preset)}`;
  const pins = streams.length > 0 ? `; pins per page: ${[...new Set(streams)].join(', ')}` : '';
  const rate = checkRate(model);
  const checks = rate > 0 ? `; checks ${Number(rate.toPrecision(6))}/s per page` : '';
  return `${from}, ${pages} page${pages === 1 ? '' : 's'}, ${model.runs} run${model.runs === 1 ? '' : 's'} of ${model.duration} s after ${model.warmup} s, seed ${model.seed}${pins}${checks}`;
}

/** What a stream pins: each kind once, with its share where it is named more than once. */
function describeKinds({ kind, or = [] }: PinStream): string {
  const all = [kind, ...or];
  const kinds = [...new Set(all)];
  if (kinds.length === all.length) return kinds.join(' or ');
  const shares = kinds.map((name) => `${name} (${all.filter((other) => other === name).length} of ${all.length})`);
  return kinds.length === 1 ? kind : shares.join(' or ');
}

/** What is special about the calls of a stream, in words. */
function describeCalls({ batch = 1, phases, pages = 1, sources, retry }: PinStream): string {
  const parts = [
    sources === undefined ? '' : ` by each of ${sources} idle sources`,
    batch > 1 ? ` ${batch} at once` : '',
    pages > 1 ? ` on ${pages} pages a call` : '',
    phases ? ` while on (${phases.on} s on, ${phases.off} s off)` : '',
    retry ? ` tried again up to ${retry.times} times` : '',
  ];
  return parts.join('');
}

/** How long a reference is held, in words. */
function describeHold(hold: Hold): string {
  if ('fixed' in hold) return `${hold.fixed} s`;
  if ('exponential' in hold) return `exponentially, mean ${hold.exponential} s`;
  if ('lognormal' in hold) return `lognormally, median ${hold.lognormal.median} s, sigma ${hold.lognormal.sigma}`;
  return `Pareto, at least ${hold.pareto.minimum} s, shape ${hold.pareto.shape}`;
}

function heading(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const right = new Set([1, 3, 4]);
  return rows.map((row) =>
    `    ${row.map((cell, i) => (right.has(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ')}`.trimEnd(),
  );
}
