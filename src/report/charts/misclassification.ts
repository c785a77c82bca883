import { formatShare } from '../../metrics/format.ts';
import { misses } from '../../metrics/require.ts';
import { changeOf } from '../baseline-index.ts';
import type { Change } from '../baseline-record.ts';
import { estimateText, wayWords } from '../baseline-words.ts';
import { labelsOf, quoted } from '../names.ts';
import { count, intervalOf, list, shareOf } from '../numbers.ts';
import type { LayoutRecord, Measurement, RequirementRecord, Results, ScenarioRecord } from '../results.ts';
import { foliosOf, named } from '../scenario-words.ts';
import { chooseLayouts, chooseScenarios, indexOf, requiredOf } from '../select.ts';
import type { Body, Chart, Drawing, Form, TextTable } from './chart.ts';
import { layoutsByLabel, omitted, type Row } from './chart.ts';
import { BAD } from './palette.ts';

const MOST_LAYOUTS = 10;
const MOST_SCENARIOS = 20;
const QUESTIONS = ['pinned', 'written', 'longterm'] as const;

/** The shades: 10^−6 and less is the palest, 1 the strongest. At most 0.8, so that text on them keeps its contrast. */
const shade = (value: number): number => (value === 0 ? 0.04 : 0.16 + 0.64 * (Math.max(-6, Math.log10(value)) / 6 + 1));

interface Weight {
  readonly name: string;
  readonly title: string;
  /** Metrics of false positives and false negatives. */
  readonly positive: string;
  readonly negative: string;
  readonly unit: string;
  readonly howToRead: string;
  /** Why a scenario is left out, and why several are; `and is` or `are left out` follows. */
  readonly missing: readonly [one: string, several: string];
  /** After a share, in a sentence. */
  readonly of: string;
}

const HOW_TO_READ =
  'A cell is the share of the time in which the layout answers a question wrongly: the darker, the more often; at 0 none was seen, which is exact unless a line at the foot says that a model may have as many as the line reaches to; an empty cell was not measured, and the list of what was not measured says why. A false yes (false positive) says pinned, written or long-term though no such reference is held; a false no (false negative) is the dangerous one and has panels of its own where one was seen. The line at the foot of a cell is the 95 % interval of a model: the left edge of the cell is 10⁻⁶ and less, the right edge 100 %.';

export const misclassifiedTimeChart = chartOf({
  name: 'misclassified-time',
  title: 'Wrong answers, by page-time',
  positive: 'false-positive-time',
  negative: 'false-negative-time',
  unit: 'Page-seconds with a wrong answer / page-seconds observed',
  of: 'page-seconds',
  howToRead: HOW_TO_READ,
  missing: ['could not be measured', 'could not be measured'],
});

export const misclassifiedChecksChart = chartOf({
  name: 'misclassified-checks',
  title: 'Wrong answers, by check',
  positive: 'false-positive',
  negative: 'false-negative',
  unit: 'Checks answered wrongly / checks',
  of: 'checks',
  howToRead: 'As above, but weighed by the checks: the moments at which somebody really asked.',
  missing: ['has no checks', 'have no checks'],
});

function chartOf(weight: Weight): Chart {
  return {
    name: weight.name,
    title: weight.title,
    howToRead: weight.howToRead,
    draw: (results) => draw(results, weight),
    body,
  };
}

interface Cell {
  readonly layout: LayoutRecord;
  readonly scenario: ScenarioRecord;
  readonly question: string;
  readonly wrong: 'yes' | 'no';
  readonly row: Measurement;
  /** What layouts.yaml requires of it and it misses. */
  readonly missed: string | undefined;
  /** How it differs from the baseline, beyond noise. */
  readonly change: Change | undefined;
}

function draw(results: Results, weight: Weight): Drawing | undefined {
  const index = indexOf(results);
  const layouts = chooseLayouts(results, MOST_LAYOUTS);
  const measured = (scenario: ScenarioRecord) =>
    results.layouts.some((layout) => index.of(layout.id, scenario.id, weight.positive).length > 0);
  const scenarios = chooseScenarios(results, MOST_SCENARIOS, measured);
  const required = [weight.positive, weight.negative].flatMap((metric) =>
    requiredOf(results, metric).map((entry) => ({ ...entry, key: `${metric}.${entry.of}` })),
  );
  const all: Cell[] = [];
  for (const layout of layouts.shown) {
    for (const scenario of scenarios.shown) {
      for (const question of QUESTIONS) {
        for (const wrong of ['yes', 'no'] as const) {
          const metric = wrong === 'yes' ? weight.positive : weight.negative;
          const row = index.get(layout.id, scenario.id, metric, question);
          if (row === undefined) continue;
          const missed = required.find(
            ({ key, records }) => key === `${metric}.${question}` && isMissed(records.get(layout.id), row),
          );
          const change = changeOf(row, results);
          all.push({
            layout,
            scenario,
            question,
            wrong,
            row,
            missed: missed?.text,
            change: change?.noise === false ? change : undefined,
          });
        }
      }
    }
  }
  if (all.length === 0) return undefined;
  const negatives = QUESTIONS.filter((question) =>
    all.some((cell) => cell.wrong === 'no' && cell.question === question && cell.row.value > 0),
  );
  const cells = all.filter((cell) => cell.wrong === 'yes' || negatives.some((question) => question === cell.question));
  const layoutLabels = labelsOf(layouts.shown.map((layout) => layout.id));
  const scenarioLabels = labelsOf(scenarios.shown.map((scenario) => scenario.id));
  const panels = [
    ...QUESTIONS.map((question) => panelOf(question, 'yes')),
    ...QUESTIONS.map((question) => panelOf(question, 'no')),
  ];
  const without = results.scenarios.length - scenarios.total;
  return {
    subtitle: `${weight.unit}${foliosOf(results)}.${
      negatives.length === 0 ? ' False yes only: no false no was seen.' : ' False yes, and false no where one was seen.'
    }${
      required.length > 0
        ? ` Required: ${list(
            required.map(({ text }) => text),
            4,
          )}; cells that miss that have a frame.`
        : ''
    }${cells.some((cell) => cell.change !== undefined) ? ' Since the baseline: ▲ worse, ▼ better.' : ''}${
      without > 0
        ? ` ${count(without)} of ${count(results.scenarios.length)} scenarios ${without === 1 ? `${weight.missing[0]} and is` : `${weight.missing[1]} and are`} left out.`
        : ''
    }${omitted(layouts, scenarios)}`,
    description: `Heat map of wrong answers, by ${weight.of}: ${count(cells.filter((cell) => cell.row.value > 0).length)} of ${count(cells.length)} cells are above zero.`,
    datasets: {
      cells: cells.map(
        (cell): Row => ({
          panel: panelOf(cell.question, cell.wrong),
          panel_order: panels.indexOf(panelOf(cell.question, cell.wrong)),
          layout: layoutLabels.get(cell.layout.id) ?? '',
          layout_order: layouts.shown.indexOf(cell.layout),
          scenario: scenarioLabels.get(cell.scenario.id) ?? '',
          scenario_order: scenarios.shown.indexOf(cell.scenario),
          share: cell.row.value,
          shade: shade(cell.row.value),
          label: brief(cell.row.value),
          ...(cell.row.low === cell.row.high ? {} : { from: along(cell.row.low), to: along(cell.row.high) }),
          ...(cell.missed === undefined ? {} : { missed: true }),
          ...(cell.change === undefined ? {} : { arrow: cell.change.way === 'worse' ? '▲' : '▼' }),
          text: sentence(cell, weight),
        }),
      ),
    },
    layoutsOf: layoutsByLabel(layoutLabels),
    tables: panels.flatMap((panel) =>
      table(
        panel,
        cells.filter((cell) => panelOf(cell.question, cell.wrong) === panel),
        layouts.shown,
        scenarios.shown,
      ),
    ),
  };
}

const isMissed = (record: RequirementRecord | undefined, row: Measurement): boolean =>
  record !== undefined && misses(record, row);

const panelOf = (question: string, wrong: 'yes' | 'no'): string => `${question}: false ${wrong}`;

/** How far along a cell's width a share stands, 0 … 1, six decades. */
const along = (share: number): number => (share <= 0 ? 0 : Math.max(0, Math.log10(share) / 6 + 1));

/** At most five characters, for a cell. */
function brief(value: number): string {
  if (value === 0) return '0';
  if (value < 1e-3) return value.toExponential(0).replace('-', '−');
  return formatShare(Number(value.toPrecision(2))).replace(' ', '');
}

function sentence({ layout, scenario, question, wrong, row, missed, change }: Cell, weight: Weight): string {
  return `${quoted(layout.id)} in ${named(scenario)}: ${question} answered “${wrong}” wrongly for ${shareOf(row)} ${weight.of}${intervalOf(row)}${
    missed === undefined ? '' : `; misses ${missed}`
  }${change === undefined ? '' : `; ${wayWords(change)} than in the baseline, ${estimateText(change.metric, change.before)}`}`;
}

function table(
  caption: string,
  cells: readonly Cell[],
  layouts: readonly LayoutRecord[],
  scenarios: readonly ScenarioRecord[],
): TextTable[] {
  if (cells.length === 0) return [];
  const at = new Map(cells.map((cell) => [JSON.stringify([cell.layout.id, cell.scenario.id]), cell.row]));
  return [
    {
      caption,
      columns: ['Scenario', ...layouts.map((layout) => layout.id)],
      rows: scenarios.map((scenario) => [
        scenario.id,
        ...layouts.map((layout) => {
          const row = at.get(JSON.stringify([layout.id, scenario.id]));
          return row === undefined ? '–' : shareOf(row);
        }),
      ]),
    },
  ];
}

/** Pixels of a cell's column, and of its width without the gap. */
const STEP = 36;
const BAND = 33.8;

function body(form: Form): Body {
  const about = { tooltip: { field: 'text', type: 'nominal' }, description: { field: 'text', type: 'nominal' } };
  return {
    data: { name: 'cells' },
    facet: { field: 'panel', type: 'nominal', sort: { field: 'panel_order', op: 'min' } },
    columns: form === 'wide' ? 3 : 1,
    spacing: { row: 20, column: 22 },
    resolve: { axis: { x: 'independent' } },
    spec: {
      width: { step: STEP },
      height: { step: 21 },
      encoding: {
        x: {
          field: 'layout',
          type: 'nominal',
          sort: { field: 'layout_order', op: 'min' },
          title: null,
          scale: { paddingInner: 0.06, paddingOuter: 0 },
          axis: { orient: 'bottom', labelAngle: -40, labelLimit: 100, ticks: false, domain: false },
        },
        y: {
          field: 'scenario',
          type: 'nominal',
          sort: { field: 'scenario_order', op: 'min' },
          title: null,
          scale: { paddingInner: 0.08, paddingOuter: 0 },
          axis: { labelLimit: 130, ticks: false, domain: false },
        },
      },
      layer: [
        {
          mark: { type: 'rect', color: BAD, cornerRadius: 2 },
          encoding: {
            color: { condition: { test: 'datum.share > 0', value: BAD }, value: 'currentColor' },
            fillOpacity: { field: 'shade', type: 'quantitative', scale: null, legend: null },
            stroke: { condition: { test: 'datum.missed === true', value: BAD }, value: null },
            strokeWidth: { value: 1.6 },
            ...about,
          },
        },
        {
          transform: [{ filter: 'isValid(datum.from)' }],
          mark: {
            type: 'rule',
            strokeWidth: 2,
            opacity: 0.75,
            xOffset: { expr: `(datum.from - 0.5) * ${BAND}` },
            x2Offset: { expr: `(datum.to - 0.5) * ${BAND}` },
            yOffset: 8,
            aria: false,
            tooltip: null,
          },
          encoding: { x2: { field: 'layout' } },
        },
        {
          transform: [{ filter: 'isValid(datum.arrow)' }],
          mark: { type: 'text', fontSize: 7, dx: 12, dy: -5, aria: false, tooltip: null },
          encoding: { text: { field: 'arrow', type: 'nominal' } },
        },
        {
          mark: { type: 'text', fontSize: 10, aria: false },
          encoding: {
            tooltip: about.tooltip,
            text: { field: 'label', type: 'nominal' },
            opacity: { condition: { test: 'datum.share > 0', value: 1 }, value: 0.65 },
          },
        },
      ],
    },
  };
}
