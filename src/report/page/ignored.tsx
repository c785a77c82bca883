import { quoted } from '../names.ts';
import { list } from '../numbers.ts';
import type { Results } from '../results.ts';
import { rowColumnsOf } from './row-keys.ts';
import { ALL, type Choice, type PageState } from './state.ts';
import { columnsOf } from './verdicts.tsx';
import { ignoredInWhatIf } from './whatif/state.ts';

/** Names in the sentence; the others are counted. */
const MOST = 6;

/** By what the verdicts and the rows are sorted. */
const SORTS = ['sort', 'rowSort'] as const;

/** What of a state this report cannot show, and the state without it. */
interface Ignored {
  /** In words; empty where all can be shown. */
  readonly names: readonly string[];
  readonly without: Partial<PageState>;
}

/** A link may be of another run, or mistyped: nothing of it is passed over in silence. */
function ignoredOf(state: PageState, results: Results): Ignored {
  const layouts = new Set(results.layouts.map(({ id }) => id));
  const scenarios = new Set(results.scenarios.map(({ id }) => id));
  const gone = (ids: readonly string[], there: ReadonlySet<string>): string[] => ids.filter((id) => !there.has(id));
  const kept = (choice: Choice, there: ReadonlySet<string>): Choice => {
    const ids = choice.ids.filter((id) => there.has(id));
    return ids.length === 0 && choice.ids.length > 0 ? ALL : { ...choice, ids };
  };
  const isMeasured = (rows: Results['measurements']): boolean => rows.some(({ metric }) => metric === state.metric);
  const isMetric = state.metric === '' || isMeasured(results.measurements) || isMeasured(results.large);
  const sorts = {
    sort: ['layout', ...columnsOf(results).map(({ id }) => id)],
    rowSort: rowColumnsOf(results),
  } as const;
  const unsorted = SORTS.filter((part) => state[part] !== null && !sorts[part].includes(state[part].column));
  const whatIf = ignoredInWhatIf(state.whatIf, results);
  const names = [
    ...new Set(
      [...gone(state.layouts.ids, layouts), ...gone(state.selected, layouts)].map((id) => `layout ${quoted(id, 40)}`),
    ),
    ...gone(state.scenarios.ids, scenarios).map((id) => `scenario ${quoted(id, 40)}`),
    ...(isMetric ? [] : [`metric ${quoted(state.metric, 40)}`]),
    ...[...new Set(unsorted.map((part) => state[part]?.column ?? ''))].map((id) => `column ${quoted(id, 40)}`),
    ...whatIf,
    ...state.unread.map((pair) => quoted(pair, 40)),
  ];
  return {
    names,
    without: {
      layouts: kept(state.layouts, layouts),
      scenarios: kept(state.scenarios, scenarios),
      selected: state.selected.filter((id) => layouts.has(id)),
      ...(isMetric ? {} : { metric: '' }),
      ...(unsorted.includes('sort') ? { sort: null } : {}),
      ...(unsorted.includes('rowSort') ? { rowSort: null } : {}),
      ...(whatIf.length === 0 ? {} : { whatIf: '' }),
      unread: [],
    },
  };
}

/** Says what of the link is not shown, and offers to drop it. */
export function IgnoredNote({
  state,
  results,
  update,
}: {
  readonly state: PageState;
  readonly results: Results;
  readonly update: (change: Partial<PageState>) => void;
}) {
  const { names, without } = ignoredOf(state, results);
  if (names.length === 0) return null;
  return (
    <div class="tools ignored">
      <p role="status">The link asks for what this report does not have: {list(names, MOST)}.</p>
      <button type="button" onClick={() => update(without)}>
        Leave that out
      </button>
    </div>
  );
}
