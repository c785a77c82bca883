/** The answer in words: the same in the page and the summary. */
import { count, list, plural } from './numbers.ts';
import type { Results } from './results.ts';

/** How many layouts hold. */
export function headline(results: Results): string {
  const holding = results.verdicts.filter((verdict) => verdict.holds).length;
  const open = results.verdicts.filter((verdict) => !verdict.judged).length;
  const total = results.layouts.length;
  if (open === total) return total === 1 ? 'The layout could not be judged' : 'No layout could be judged';
  if (total === 1) return holding === 1 ? 'The layout holds' : 'The layout does not hold';
  if (open > 0) {
    return `${count(holding)} of ${count(total)} layouts ${holding === 1 ? 'holds' : 'hold'}, ${count(open)} could not be judged`;
  }
  if (holding === 0) return `None of the ${count(total)} layouts holds`;
  if (holding === total) return `All ${count(total)} layouts hold`;
  return `${count(holding)} of ${count(total)} layouts ${holding === 1 ? 'holds' : 'hold'}`;
}

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
  const large = sum((scenario) => scenario.pages.large);
  return `Seen in ${list(sources)}: ${count(sum((scenario) => scenario.events))} events on ${plural(
    sum((scenario) => scenario.pages.small),
    'small folio',
  )}${large > 0 ? `; ${plural(large, 'large folio')}, which keep a count of their own, are reported apart` : ''}.`;
}
