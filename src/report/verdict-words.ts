/** The answer in words: the same in the page and the summary. */

import { holdsOnBenign, nearestOf } from '../metrics/index.ts';
import { plain, shown } from './names.ts';
import { count, foliosText, list, plural } from './numbers.ts';
import type { Results, Seen, Verdict } from './results.ts';
import { isOfOwnKinds } from './scenario-words.ts';

/** The verdict on a layout, as it stands beside its name. */
export const verdictWords = ({ judged, holds }: Pick<Verdict, 'judged' | 'holds'>): string =>
  judged ? (holds ? 'holds' : 'does not hold') : 'not judged';

/** How many layouts hold, and where none does, how many do on ordinary load. */
export function headline(results: Results): string {
  return `${strictly(results)}${onOrdinaryLoad(results)}`;
}

function strictly(results: Results): string {
  const holding = results.verdicts.filter((verdict) => verdict.holds).length;
  const open = results.verdicts.filter((verdict) => !verdict.judged).length;
  const total = results.layouts.length;
  if (open === total) return total === 1 ? 'The layout could not be judged' : 'No layout could be judged';
  if (total === 1) return holding === 1 ? 'The layout holds' : 'The layout does not hold';
  if (open > 0) {
    return `${count(holding)} of ${count(total)} layouts ${holding === 1 ? 'holds' : 'hold'}, ${count(open)} could not be judged`;
  }
  if (holding === 0) return total === 2 ? 'Neither layout holds' : `None of the ${count(total)} layouts holds`;
  if (holding === total) return total === 2 ? 'Both layouts hold' : `All ${count(total)} layouts hold`;
  return `${count(holding)} of ${count(total)} layouts ${holding === 1 ? 'holds' : 'hold'}`;
}

const BLURRED = ' but for questions that their fields cannot tell';

/** Empty where something holds, or where layouts.yaml says what is required. */
function onOrdinaryLoad({ verdicts, layouts, scenarios, requirements }: Results): string {
  if (requirements.length > 0 || verdicts.some(({ holds }) => holds)) return '';
  const partly = verdicts.filter(holdsOnBenign);
  const benign = scenarios.filter(({ hostile }) => !hostile).length;
  const isAttacked = benign < scenarios.length;
  if (partly.length === 0) {
    const isKnown = isAttacked && verdicts.some((verdict) => verdict.judged && verdict.benign.scenarios > 0);
    return isKnown ? `, not even on the ${plural(benign, 'benign scenario')}` : '';
  }
  const but = partly.some((verdict) => verdict.benign.blurred > 0) ? BLURRED : '';
  if (layouts.length === 1) {
    const alone = but.replace('their', 'its');
    return isAttacked ? `; on the ${plural(benign, 'benign scenario')} it does${alone}` : `${alone}`;
  }
  const who = `${count(partly.length)} ${partly.length === 1 ? 'does' : 'do'}`;
  return isAttacked ? `; ${who} on the ${plural(benign, 'benign scenario')}${but}` : `; ${who}${but}`;
}

/** Which layouts come nearest where none holds; empty where one does, or there is no choice. */
export function nearestText(results: Results): string {
  const nearest = results.layouts.length < 2 ? [] : nearestOf(results.verdicts, results.requirements);
  const [first] = nearest;
  if (first === undefined || nearest.length === results.layouts.length) return '';
  const names = list(
    nearest.map(({ layout }) => shown(layout, 40)),
    4,
  );
  const missed = results.requirements.filter(({ layout, met }) => layout === first.layout && !met).length;
  const unharmed = [
    cleanIn(first.benign, first.hostile.scenarios > 0 ? 'benign scenarios' : 'scenarios'),
    cleanIn(first.hostile, 'hostile ones'),
  ].filter((text) => text !== '');
  const said = [missed === 0 ? '' : `${plural(missed, 'requirement')} missed`, `no harm in ${list(unharmed)}`].filter(
    (text) => text !== '',
  );
  return `Nearest ${nearest.length === 1 ? 'is' : 'are'} ${names}: ${list(said)}.`;
}

const cleanIn = ({ scenarios, harmed }: Seen, what: string): string =>
  scenarios === 0 ? '' : `${count(scenarios - harmed)} of ${count(scenarios)} ${what}`;

/** Of a layout that does not hold but comes through ordinary load: in a few words. Empty where there is nothing of the kind to say. */
export function partlyHolds(verdict: Verdict | undefined): string {
  if (verdict === undefined || verdict.holds || !holdsOnBenign(verdict)) return '';
  const but = verdict.benign.blurred > 0 ? `but for ${list(verdict.cannotTell)}` : '';
  if (verdict.hostile.harmed > 0) return `holds when not attacked${but === '' ? '' : `, ${but}`}`;
  return but === '' ? '' : `holds ${but}`;
}

/** Reasons that `unjudgedTexts` gives. */
const MOST_REASONS = 3;

/** Why layouts were not judged, each reason once, with the layouts that it is of. Empty where all were judged. */
export function unjudgedTexts(verdicts: readonly Verdict[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { layout, judged, summary } of verdicts) {
    if (judged) continue;
    const reason = plain(summary.replace(/^Not judged: /, ''));
    byReason.set(reason, [...(byReason.get(reason) ?? []), shown(layout, 30)]);
  }
  const texts = [...byReason].map(([reason, names]) => `Not judged: ${list(names, 4)}. ${capital(reason)}`);
  const rest = texts.length - MOST_REASONS;
  if (rest <= 0) return texts;
  return [...texts.slice(0, MOST_REASONS), `${plural(rest, 'more reason')}: summary.md has them.`];
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** What it takes to hold. */
export function howJudged(results: Results): string {
  const required = new Set(results.requirements.map((entry) => JSON.stringify([entry.key, entry.text]))).size;
  if (required === 0)
    return 'A layout holds where no refusal, no false answer and no saturation was seen; layouts.yaml requires nothing else.';
  return `A layout holds where it meets ${required === 1 ? 'the requirement' : `all ${count(required)} requirements`} of layouts.yaml in every scenario.`;
}

/** What was looked at, in a sentence. */
export function evidenceBase(results: Results): string {
  if (results.scenarios.length === 0)
    return 'There are no scenarios: only what follows from the layouts themselves is known.';
  const of = (source: string) => results.scenarios.filter((scenario) => scenario.source === source);
  const sources = (['recording', 'model', 'profile'] as const).flatMap((source) =>
    of(source).length > 0 ? [plural(of(source).length, source)] : [],
  );
  const sum = (pick: (scenario: Results['scenarios'][number]) => number) =>
    results.scenarios.reduce((total, scenario) => total + pick(scenario), 0);
  // Events are those of all runs, so folios are too.
  const large = sum(({ pages, runs }) => pages.large * runs);
  const folios = foliosText(
    sum(({ pages, runs }) => pages.small * runs),
    large,
    isOfOwnKinds(results),
  );
  const apart = large > 0 ? '; large ones, which keep a count of their own, are reported apart' : '';
  return `Seen in ${list(sources)}: ${count(sum((scenario) => scenario.events))} events on ${folios}${apart}.`;
}
