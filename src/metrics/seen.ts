import type { Layout } from '../layouts/types.ts';
import type { Measurement, Seen, Unmeasured, Verdict } from '../report/results.ts';
import { formatCount } from './format.ts';
import { type Harm, harmOf, isBlur, sentence } from './harm.ts';

/**
 * How many scenarios were seen, and in how many something tells against the layout. One in which refusals of pins could not
 * be measured is not seen, whatever else is known of it, unless that tells against the layout already.
 *
 * @param judgeable the rows that could tell against it.
 * @param seen those that do.
 * @param gaps what could not be measured and might.
 */
export function seenIn(
  layout: Layout,
  judgeable: readonly Measurement[],
  seen: readonly Measurement[],
  gaps: readonly Unmeasured[],
): Seen {
  const of = (rows: readonly Measurement[]): number => scenariosOf(rows).size;
  const blind = scenariosOf(gaps.filter(({ metric }) => metric === 'refused'));
  const known = new Set([...scenariosOf(judgeable)].filter((id) => !blind.has(id)));
  for (const id of scenariosOf(seen)) known.add(id);
  return {
    scenarios: known.size,
    harmed: of(seen.filter((row) => !isBlur(layout, row))),
    blurred: of(seen.filter((row) => isBlur(layout, row))),
    unmeasured: [...scenariosOf(gaps)].filter((id) => !known.has(id)).length,
  };
}

const scenariosOf = (rows: readonly Pick<Measurement, 'scenario'>[]): ReadonlySet<string> =>
  new Set(rows.flatMap(({ scenario }) => (scenario === null ? [] : [scenario])));

/**
 * What was seen of a layout, in sentences: on ordinary load, under attack, and last the false answers that follow from its
 * fields by construction.
 *
 * @param seen what tells against it, worst first.
 * @param hostile ids of the scenarios that are attacks.
 * @param partly whether something could not be measured.
 */
export function seenSummary(
  layout: Layout,
  seen: readonly Measurement[],
  parts: Pick<Verdict, 'benign' | 'hostile'>,
  hostile: ReadonlySet<string>,
  partly: boolean,
): string {
  const total = parts.benign.scenarios + parts.hostile.scenarios;
  const asFar = partly ? ', as far as they could be measured' : '';
  if (seen.length === 0) {
    const attacks = parts.hostile.scenarios === 0 ? '' : `, ${formatCount(parts.hostile.scenarios)} of them hostile`;
    return `No refusal, false answer or saturation seen in ${plural(total, 'scenario')}${attacks}${asFar}.`;
  }
  const blurred = seen.filter((row) => isBlur(layout, row));
  const harms = seen.filter((row) => !isBlur(layout, row));
  const isHostile = ({ scenario }: Measurement): boolean => scenario !== null && hostile.has(scenario);
  const sorts = [
    { name: parts.hostile.scenarios > 0 ? 'benign scenario' : 'scenario', part: parts.benign, isOf: false },
    { name: 'hostile scenario', part: parts.hostile, isOf: true },
  ];
  const sentences = sorts.flatMap(({ name, part, isOf }) => {
    if (part.scenarios === 0) return [];
    const rows = harms.filter((row) => isHostile(row) === isOf);
    if (rows.length > 0) return [harmSummary(layout, rows, part.scenarios, name, hostile)];
    const answers = part.blurred > 0 ? 'saturation, nor a false answer that its fields could avoid,' : 'saturation';
    const what = part.blurred > 0 ? `No refusal or ${answers}` : `No refusal, false answer or ${answers}`;
    return [`${what} in ${plural(part.scenarios, name)}${asFar}.`];
  });
  return [...sentences, ...blurSummary(blurred, total, hostile)].join(' ');
}

/** Each sort of harm with the number of scenarios and its worst case, as one sentence. */
function harmSummary(
  layout: Layout,
  seen: readonly Measurement[],
  scenarios: number,
  name: string,
  hostile: ReadonlySet<string>,
): string {
  const harms: { harm: Harm; rows: Measurement[] }[] = [];
  for (const row of seen) {
    const harm = harmOf(layout, row);
    if (!harm) continue;
    const known = harms.find((entry) => entry.harm.rank === harm.rank);
    if (known) known.rows.push(row);
    else harms.push({ harm, rows: [row] });
  }
  const clauses = harms.map(({ harm, rows }) => {
    const [worst] = rows;
    const at = worst ? `, at worst it ${sentence(worst, hostile)}` : '';
    return `${harm.verb} in ${formatCount(scenariosOf(rows).size)} of ${plural(scenarios, name)}${at}`;
  });
  const text = clauses.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What the fields cannot tell, and how often that made the answer a false yes. */
function blurSummary(rows: readonly Measurement[], scenarios: number, hostile: ReadonlySet<string>): readonly string[] {
  const [worst] = rows;
  if (worst === undefined) return [];
  const questions = [...new Set(rows.map(({ of }) => of))].sort();
  const where = `in ${formatCount(scenariosOf(rows).size)} of ${plural(scenarios, 'scenario')}`;
  return [
    `Its fields cannot tell ${questions.join(' and ')}, so that it errs towards yes ${where}, at worst it ${sentence(worst, hostile)}.`,
  ];
}

/** `1 scenario`, `2 scenarios`. */
export const plural = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
