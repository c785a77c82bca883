import { formatCounts, formatInterval, formatValue, isOverRuns } from '../metrics/format.ts';
import { metricOf } from '../metrics/registry.ts';
import { changeOf } from './baseline-index.ts';
import { absoluteText, estimateText, relativeText, wayWords } from './baseline-words.ts';
import { plain, quoted, shown } from './names.ts';
import { count, foliosText, moment, plural, seconds } from './numbers.ts';
import type { HitRecord, Measurement, Results, ScenarioRecord } from './results.ts';
import { matched, named } from './scenario-words.ts';

/** Everything that there is to say of a number. Names in it are isolated and fit to be shown as they are. */
export interface Explanation {
  /** What it is, and of what. */
  readonly title: string;
  /** Which layout, on what. */
  readonly where: string;
  /** With its counts and its interval. */
  readonly value: string;
  /** Term and text, in the order in which people ask. */
  readonly facts: readonly (readonly [string, string])[];
}

/** How a number was found. */
export const METHODS: Readonly<Record<Measurement['method'], string>> = {
  profile: 'Read off the profile: one pass over the events, exact for every layout of this family at once.',
  replay: 'Replay: the word itself, event by event, in real 32- or 64-bit arithmetic.',
  'closed-form': 'A closed form of the model’s rates and holds; nothing was simulated.',
  static: 'Follows from the layout alone.',
};

/** Of numbers that need somebody who attacks. */
const AGAINST_ATTACKER = {
  method: 'Worked out from the layout, the attacker’s limits and, for times, the mean pace of moves as measured.',
  evidence:
    'The fields of the layout, the attackers and their moves: “What an attacker needs” names the source of each.',
};
const isOfAttacker = ({ metric }: Measurement): boolean =>
  metric.startsWith('exposure-') && metric !== 'exposure-warned';

/** A number with its definition, denominator, method and the evidence that it rests on, from the records of the results. */
export function explain(row: Measurement, results: Results): Explanation {
  const metric = metricOf(row.metric);
  const scenario = results.scenarios.find(({ id }) => id === row.scenario);
  const better = { higher: 'Higher is better. ', lower: 'Lower is better. ', none: '' }[metric?.direction ?? 'none'];
  const facts: (readonly [string, string] | undefined)[] = [
    ...requirementsOn(row, results),
    changeFact(row, results),
    metric && ['Definition', metric.definition],
    metric?.denominator === null || metric === undefined ? undefined : ['A share of', metric.denominator],
    ['Method', isOfAttacker(row) ? AGAINST_ATTACKER.method : METHODS[row.method]],
    ['Evidence', isOfAttacker(row) ? AGAINST_ATTACKER.evidence : evidenceOf(row, scenario)],
    scenario && aboutFact(scenario),
    hitOf(row, results),
    metric && ['How to read it', `${better}${metric.howToRead}`],
    metric && ['Source', metric.source],
  ];
  return {
    title: `${metric?.label ?? row.metric}: ${quoted(row.of, 40)}`,
    where: `${quoted(row.layout, 60)}${row.scenario === null ? '' : ` in ${scenario === undefined ? quoted(row.scenario, 60) : named(scenario)}`}${
      row.class === 'large' ? ', large folios' : ''
    }`,
    value: valueText(row),
    facts: facts.filter((fact) => fact !== undefined),
  };
}

/** `88.3 % (7,232 of 8,192), exact`; `1 % (30 of 3,000), 95 % interval 0.97 % to 1.03 %`. */
export function valueText(row: Measurement): string {
  const unit = metricOf(row.metric)?.unit ?? 'references';
  const counts = formatCounts(row);
  const interval = formatInterval(unit, row);
  const certainty = isOfAttacker(row)
    ? 'worked out'
    : interval === ''
      ? 'exact'
      : isOverRuns(row.metric)
        ? `over the runs ${interval}`
        : `95 % interval ${interval}`;
  const name = unit === 'share' ? '' : unit === 'bits' ? ' bits' : row.metric === 'guard' ? ' tasks' : '';
  return `${formatValue(unit, row)}${name}${counts === '' ? '' : ` (${counts})`}, ${certainty}`;
}

function requirementsOn(row: Measurement, results: Results): [string, string][] {
  const key = `${row.metric}.${row.of}`;
  return results.requirements
    .filter((record) => record.key === key && record.layout === row.layout && row.class === 'small')
    .map((record) => [
      'Required',
      `${plain(`${record.key} ${record.text}`)} in every scenario: ${record.judged ? (record.met ? 'met' : 'missed') : 'not judged'} by this layout.`,
    ]);
}

function changeFact(row: Measurement, results: Results): [string, string] | undefined {
  const change = changeOf(row, results);
  if (change === undefined) return undefined;
  const relative = relativeText(change);
  return [
    'In the baseline',
    `${estimateText(row.metric, change.before)}; since then ${absoluteText(change)}${relative === '' ? '' : ` (${relative})`}: ${wayWords(change)}.`,
  ];
}

/** What the scenario is, where its author says so. */
function aboutFact({ description, hostile }: ScenarioRecord): [string, string] | undefined {
  if (description === undefined && !hostile) return undefined;
  const what = description === undefined ? '' : shown(description, 200);
  return ['Scenario', `${what}${hostile ? `${what === '' ? '' : '. '}An attack, not ordinary load.` : ''}`];
}

function evidenceOf(row: Measurement, scenario: ScenarioRecord | undefined): string {
  if (row.method === 'static' || scenario === undefined) return 'The fields of the layout.';
  const { source, format, from, events, pages, duration_s, runs, domain } = scenario;
  // Events are counted whatever their folio.
  const folios = foliosText(pages.small, pages.large, domain !== undefined);
  const seen = `${plural(events, 'event')} on ${folios} in ${seconds(duration_s)}`;
  if (source === 'model') {
    if (row.method === 'closed-form') return `The model ${quoted(scenario.id)}.`;
    return `A model, ${plural(runs, 'independent run')} pooled, each of ${folios} for ${seconds(duration_s)}: ${plural(events, 'event')} in all. The interval is Student’s t over the runs, widened to Wilson’s where there were few hits; up to 3/n where there was none in n.`;
  }
  const drops = matched(scenario);
  const what = source === 'profile' ? 'A profile' : 'A recording';
  return `${what} (${shown(format, 80)}, ${quoted(from, 80)}): ${seen}. Exact for it${
    drops === 'none' ? '' : `, given how drops were matched to acquisitions: ${drops}`
  }.`;
}

/** Who hit the limit behind the number, where it is above zero and somebody did. */
function hitOf(row: Measurement, { hits }: Results): [string, string] | undefined {
  if (row.scenario === null || row.value === 0 || !['refused', 'saturated', 'pages-at-limit'].includes(row.metric))
    return undefined;
  const own = hits.filter(
    (hit) => hit.layout === row.layout && hit.scenario === row.scenario && hit.class === row.class,
  );
  const hit = own.find(({ of }) => of === row.of) ?? own[0];
  return hit === undefined ? undefined : ['Worst hit', hitText(hit)];
}

function hitText({ of, worst }: HitRecord): string {
  const line = worst.line > 0 ? `, line ${count(worst.line)}` : '';
  const task = worst.task === '' ? '' : ` by ${quoted(worst.task, 40)}`;
  return `${quoted(of, 30)}: ${count(worst.wanted)} wanted at ${moment(worst.time_s)} on ${quoted(worst.page, 40)}${task}${line}.`;
}
