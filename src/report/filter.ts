import { metricOf } from '../metrics/registry.ts';
import { type PageState, shows } from './page/state.ts';
import type { LayoutRecord, Measurement, Results } from './results.ts';
import { indexOf, shareIndex } from './select.ts';
import { verdictWords } from './verdict-words.ts';

/** The parts of the page's state that say what is shown. */
export type Filter = Pick<PageState, 'text' | 'layouts' | 'scenarios' | 'family' | 'standing' | 'metric'>;

/** What a filter leaves of the results. */
export interface Shown {
  /** Everything that there is. */
  readonly whole: Results;
  /**
   * The layouts and scenarios shown, with everything that is about them: what the charts and tables draw. Verdicts and
   * requirements are as they were, over all scenarios: hiding a scenario does not make a layout hold.
   */
  readonly results: Results;
  /** Rows of which the words and the metric are true too: small folios, then large ones. */
  readonly rows: readonly Measurement[];
}

/** True if the filter lets everything through. */
export function isOpen({ text, layouts, scenarios, family, standing, metric }: Filter): boolean {
  const isAll = (choice: Filter['layouts']) => choice.mode === 'without' && choice.ids.length === 0;
  return wordsOf(text).length === 0 && isAll(layouts) && isAll(scenarios) && family + standing + metric === 'allall';
}

/** More words than bits of a set are not looked at. */
const MOST_WORDS = 30;

/** Words as typed; several in quotation marks are one. */
const wordsOf = (text: string): readonly string[] =>
  [...text.toLowerCase().matchAll(/"([^"]+)"|[^\s"]+/g)].map(([whole, quoted]) => quoted ?? whole).slice(0, MOST_WORDS);

/** What is shown of the results. An open filter gives the results themselves. */
export function shownOf(whole: Results, filter: Filter): Shown {
  const all = whole.large.length === 0 ? whole.measurements : [...whole.measurements, ...whole.large];
  const ofMetric = (rows: readonly Measurement[]): readonly Measurement[] =>
    filter.metric === '' ? rows : rows.filter((row) => row.metric === filter.metric);
  if (isOpen({ ...filter, metric: '' })) return { whole, results: whole, rows: ofMetric(all) };
  const chosen = new Set(whole.layouts.filter((layout) => isChosen(whole, layout, filter)).map(({ id }) => id));
  const inScope = new Set(whole.scenarios.filter(({ id }) => shows(filter.scenarios, id)).map(({ id }) => id));
  const said = saying(wordsOf(filter.text), whole);
  const matching = all.filter(
    (row) => chosen.has(row.layout) && (row.scenario === null || inScope.has(row.scenario)) && said(row),
  );
  const layouts = new Set(matching.map((row) => row.layout));
  const scenarios = new Set(matching.map((row) => row.scenario));
  const hasWords = wordsOf(filter.text).length > 0;
  const hasLayout = (id: string | null): boolean => id === null || (hasWords ? layouts.has(id) : chosen.has(id));
  const hasScenario = (id: string | null): boolean => id === null || (hasWords ? scenarios.has(id) : inScope.has(id));
  const has = (entry: { readonly layout: string | null; readonly scenario: string | null }): boolean =>
    hasLayout(entry.layout) && hasScenario(entry.scenario);
  const results: Results = {
    ...whole,
    layouts: whole.layouts.filter(({ id }) => hasLayout(id)),
    scenarios: whole.scenarios.filter(({ id }) => hasScenario(id)),
    measurements: whole.measurements.filter(has),
    large: whole.large.filter(has),
    unmeasured: whole.unmeasured.filter(has),
    hits: whole.hits.filter(has),
    requirements: whole.requirements.filter(({ layout }) => hasLayout(layout)),
    verdicts: whole.verdicts.filter(({ layout }) => hasLayout(layout)),
    ...(whole.exposure && { exposure: whole.exposure.filter(({ layout }) => hasLayout(layout)) }),
    ...(whole.guards && { guards: whole.guards.filter(({ layout }) => hasLayout(layout)) }),
  };
  shareIndex(results, whole);
  return { whole, results, rows: ofMetric(matching) };
}

function isChosen(whole: Results, { id, family }: LayoutRecord, filter: Filter): boolean {
  if (!shows(filter.layouts, id) || (filter.family !== 'all' && filter.family !== family)) return false;
  if (filter.standing === 'all') return true;
  const verdict = indexOf(whole).verdict(id);
  const standing = verdict?.judged ? (verdict.holds ? 'holds' : 'fails') : 'open';
  return standing === filter.standing;
}

/**
 * Whether each word is in the layout, its family or verdict, the scenario and whether that is an attack, the metric or
 * what it is of: the words that the page shows. A name is looked at once, however many rows have it.
 */
function saying(words: readonly string[], { layouts, scenarios, verdicts }: Results): (row: Measurement) => boolean {
  if (words.length === 0) return () => true;
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.layout, verdictWords(verdict)]));
  const layoutText = new Map(layouts.map(({ id, family }) => [id, `${id}\n${family}\n${verdictOf.get(id)}`]));
  const scenarioText = new Map(scenarios.map(({ id, hostile }) => [id, `${id}\n${hostile ? 'hostile' : 'benign'}`]));
  /** Text → the set of words in it, a bit a word. */
  const sets = new Map<string, number>();
  const wordsIn = (text: string): number => {
    let found = sets.get(text);
    if (found === undefined) {
      const lower = text.toLowerCase();
      found = words.reduce((set, word, i) => (lower.includes(word) ? set | (1 << i) : set), 0);
      sets.set(text, found);
    }
    return found;
  };
  const wanted = 2 ** words.length - 1;
  return ({ layout, scenario, metric, of }) => {
    const label = metricOf(metric)?.label ?? '';
    const ofLayout = wordsIn(layoutText.get(layout) ?? layout);
    const ofScenario = scenario === null ? 0 : wordsIn(scenarioText.get(scenario) ?? scenario);
    return (ofLayout | ofScenario | wordsIn(metric) | wordsIn(label) | wordsIn(of)) === wanted;
  };
}
