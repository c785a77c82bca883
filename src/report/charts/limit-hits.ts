import { formatShare } from '../../metrics/format.ts';
import { changeOf } from '../baseline-index.ts';
import type { Change } from '../baseline-record.ts';
import { estimateText, wayWords } from '../baseline-words.ts';
import { labelsOf, quoted } from '../names.ts';
import { intervalOf, list, plural, shareOf } from '../numbers.ts';
import type { LayoutRecord, Measurement, Results, ScenarioRecord } from '../results.ts';
import { foliosOf, named } from '../scenario-words.ts';
import { chooseLayouts, chooseScenarios, indexOf, requiredOf } from '../select.ts';
import type { Body, Chart, Drawing, Form, TextTable } from './chart.ts';
import { layoutsByLabel, omitted, type Row } from './chart.ts';
import { BAD, CROSS, KIND_COLOURS } from './palette.ts';

const MOST_LAYOUTS = 12;
const MOST_SCENARIOS = 20;

/** Pixels of a scenario's line. */
const LINE = 18;
/** The lowest decade drawn, 10^−6; what is smaller but not zero is drawn there, and its text says the number. */
const LOWEST = -6;
/** Where zero stands: a band of its own, left of the scale. */
const ZERO = LOWEST - 1.5;

/** What is refused, or leaked: name in the legend → metric, of; the lane that its marks have within a scenario's line. */
const SERIES = [
  { name: 'read pins', metric: 'refused', of: 'read', lane: 'upper' },
  { name: 'write pins', metric: 'refused', of: 'write', lane: 'lower' },
  { name: 'pins of unknown direction', metric: 'refused', of: 'pin', lane: 'middle' },
  { name: 'lives saturated', metric: 'saturated', of: undefined, lane: 'middle' },
] as const;

type SeriesName = (typeof SERIES)[number]['name'];

/** How often a limit is hit: the share refused, per layout and scenario, on a log scale with a place for zero. */
export const limitHitsChart: Chart = {
  name: 'limit-hits',
  title: 'How often a limit is hit',
  howToRead:
    'One panel a layout, one line a scenario. A mark in the shaded band is zero: nothing was refused. Further right is worse: each labelled step is 100 times as often; at ≤ 1e−6 stands what is above zero and as small as that or smaller. A line through a mark is the 95 % interval of a model, from the band to how often it may be where none was seen, and the upright stroke on it what its closed form says; recordings are exact.',
  draw,
  body,
};

interface Cell {
  readonly layout: LayoutRecord;
  readonly scenario: ScenarioRecord;
  readonly series: SeriesName;
  readonly row: Measurement;
  /** The closed form of the same, of a model. */
  readonly exact: Measurement | undefined;
  /** How it differs from the baseline, beyond noise. */
  readonly change: Change | undefined;
}

/** The rows drawn. Pins as a whole stand in where a source does not tell read from write. */
function cellsOf(results: Results, layouts: readonly LayoutRecord[], scenarios: readonly ScenarioRecord[]): Cell[] {
  const index = indexOf(results);
  const saturates = results.measurements.some((row) => row.metric === 'saturated' && row.value > 0);
  return layouts.flatMap((layout) =>
    scenarios.flatMap((scenario) => {
      const directed =
        index.get(layout.id, scenario.id, 'refused', 'read') ?? index.get(layout.id, scenario.id, 'refused', 'write');
      return SERIES.flatMap(({ name, metric, of }) => {
        if (of === 'pin' && directed !== undefined) return [];
        if (metric === 'saturated' && !saturates) return [];
        const row =
          of === undefined
            ? index.of(layout.id, scenario.id, metric)[0]
            : index.get(layout.id, scenario.id, metric, of);
        if (row === undefined) return [];
        const change = changeOf(row, results);
        return [
          {
            layout,
            scenario,
            series: name,
            row,
            exact: index.get(layout.id, scenario.id, `${metric}-exact`, row.of),
            change: change?.noise === false ? change : undefined,
          },
        ];
      });
    }),
  );
}

const place = (value: number): number => (value > 0 ? Math.max(LOWEST, Math.log10(value)) : ZERO);

/** A closed form may be too small for a double, and is then not zero. */
const placeExactly = ({ value, log10 }: Measurement): number => (log10 === undefined ? place(value) : LOWEST);

/** A rule in each panel for each share that layouts.yaml requires. */
function requiredRows(results: Results, layouts: readonly LayoutRecord[], base: (layout: LayoutRecord) => Row): Row[] {
  const required = ['refused', 'saturated'].flatMap((metric) => requiredOf(results, metric));
  return required.flatMap(({ text, bound, records }) =>
    layouts.flatMap((layout) => {
      const record = records.get(layout.id);
      if (record === undefined) return [];
      const became = record.judged ? (record.met ? 'met' : 'missed') : 'not judged';
      return [
        {
          ...base(layout),
          role: 'required',
          missed: !record.met,
          place: place(bound),
          text: `${quoted(layout.id)}: required ${text}, ${became}`,
        },
      ];
    }),
  );
}

function draw(results: Results): Drawing | undefined {
  const layouts = chooseLayouts(results, MOST_LAYOUTS);
  const index = indexOf(results);
  const scenarios = chooseScenarios(results, MOST_SCENARIOS, (scenario) =>
    results.layouts.some(
      (layout) =>
        index.of(layout.id, scenario.id, 'refused').some((row) => SERIES.some(({ of }) => of === row.of)) ||
        index.of(layout.id, scenario.id, 'saturated').some((row) => row.value > 0),
    ),
  );
  const cells = cellsOf(results, layouts.shown, scenarios.shown);
  if (cells.length === 0) return undefined;
  const layoutLabels = labelsOf(layouts.shown.map((layout) => layout.id));
  const scenarioLabels = labelsOf(scenarios.shown.map((scenario) => scenario.id));
  // Where nothing saturates there is nothing to look at; the table has those zeros.
  const drawn = cells.filter((cell) => cell.series !== 'lives saturated' || cell.row.value > 0);
  const base = (layout: LayoutRecord, scenario: ScenarioRecord): Row => ({
    layout: layoutLabels.get(layout.id) ?? '',
    layout_order: layouts.shown.indexOf(layout),
    scenario: scenarioLabels.get(scenario.id) ?? '',
    scenario_order: scenarios.shown.indexOf(scenario),
  });
  const rows = drawn.map(
    (cell): Row => ({
      ...base(cell.layout, cell.scenario),
      role: 'share',
      of: cell.series,
      lane: SERIES.find(({ name }) => name === cell.series)?.lane ?? 'middle',
      share: cell.row.value,
      low: cell.row.low,
      high: cell.row.high,
      place: place(cell.row.value),
      place_low: place(cell.row.low),
      place_high: place(cell.row.high),
      ...(cell.exact === undefined ? {} : { place_exact: placeExactly(cell.exact) }),
      ...(cell.change === undefined ? {} : { place_before: place(cell.change.before.value) }),
      text: sentence(cell),
    }),
  );
  // Vega-Lite gives a panel a line for each scenario that its rows name: so a requirement names one that is there.
  const [first] = cells;
  const required = requiredRows(results, layouts.shown, (layout) => base(layout, (first as Cell).scenario));
  const kinds = SERIES.filter(({ name }) => rows.some((row) => row['of'] === name))
    .map(({ name }) => name)
    .join();
  const [firstRow] = rows;
  const without = results.scenarios.length - scenarios.total;
  const hit = drawn.filter((cell) => cell.row.value > 0).length;
  return {
    subtitle: `Refused / attempted acquisitions of each kind${foliosOf(results)}, log scale with zero in a band of its own.${
      cells.some((cell) => cell.series === 'lives saturated')
        ? ' Lives saturated / lives are drawn where above zero.'
        : ' No life saturated.'
    }${required.length > 0 ? ` Upright broken lines: ${list([...new Set(['refused', 'saturated'].flatMap((metric) => requiredOf(results, metric).map(({ text }) => text)))], 4)}.` : ''}${
      drawn.some((cell) => cell.change !== undefined) ? ' Broken lines start at a cross, where the baseline was.' : ''
    }${without > 0 ? ` ${plural(without, 'scenario')} without pins left out.` : ''}${omitted(layouts, scenarios)}`,
    description: `Dot plot of the share refused: ${hit} of ${plural(drawn.length, 'mark')} above zero.`,
    datasets: { hits: [{ ...firstRow, drawn: kinds }, ...rows.slice(1), ...required] },
    layoutsOf: layoutsByLabel(layoutLabels),
    tables: tables(cells, layouts.shown, scenarios.shown),
  };
}

function sentence({ layout, scenario, series, row, exact, change }: Cell): string {
  const where = `${quoted(layout.id)} in ${named(scenario)}`;
  const what = series === 'lives saturated' ? 'lives saturated' : `${series} refused`;
  const closed = exact === undefined ? '' : `; closed form ${formatShare(exact.value, exact.log10)}`;
  const before =
    change === undefined
      ? ''
      : `; ${wayWords(change)} than in the baseline, ${estimateText(change.metric, change.before)}`;
  return `${where}: ${shareOf(row)} ${what}${intervalOf(row)}${closed}${before}`;
}

function tables(
  cells: readonly Cell[],
  layouts: readonly LayoutRecord[],
  scenarios: readonly ScenarioRecord[],
): TextTable[] {
  return SERIES.flatMap(({ name }) => {
    const own = cells.filter((cell) => cell.series === name);
    if (own.length === 0) return [];
    const at = new Map(own.map((cell) => [JSON.stringify([cell.layout.id, cell.scenario.id]), cell.row]));
    return [
      {
        caption: name === 'lives saturated' ? 'Lives saturated / lives' : `Refused / attempted ${name}`,
        columns: ['Scenario', ...layouts.map((layout) => layout.id)],
        rows: scenarios
          .filter((scenario) => own.some((cell) => cell.scenario === scenario))
          .map((scenario) => [
            scenario.id,
            ...layouts.map((layout) => {
              const row = at.get(JSON.stringify([layout.id, scenario.id]));
              return row === undefined ? '–' : shareOf(row);
            }),
          ]),
      },
    ];
  });
}

function body(form: Form): Body {
  const width = form === 'wide' ? 180 : 236;
  const domain = [ZERO - 0.5, 0.15];
  const x = {
    type: 'quantitative',
    title: null,
    scale: { domain, nice: false, zero: false },
    axis: {
      values: [ZERO, -6, -4, -2, 0],
      labelExpr: `datum.value < ${LOWEST} ? '0' : datum.value >= -2 ? format(pow(10, datum.value), '.0%') : (datum.value === ${LOWEST} ? '≤ 1e' : '1e') + replace(datum.value, '-', '−')`,
      labelOverlap: false,
    },
  };
  const look = {
    field: 'of',
    type: 'nominal',
    title: null,
    legend: { columns: form === 'wide' ? 4 : 2, labelLimit: 240, values: { expr: "split(drawn, ',')" } },
    scale: {
      domain: SERIES.map((series) => series.name),
      range: [KIND_COLOURS['read'], KIND_COLOURS['write'], KIND_COLOURS['pin'], KIND_COLOURS['ordinary']],
    },
  };
  const about = { tooltip: { field: 'text', type: 'nominal' }, description: { field: 'text', type: 'nominal' } };
  const lane = {
    field: 'lane',
    type: 'nominal',
    scale: { domain: ['upper', 'middle', 'lower'], range: [LINE / 8, (5 * LINE) / 8] },
  };
  return {
    data: { name: 'hits' },
    params: [{ name: 'drawn', expr: "extent(pluck(data('hits'), 'drawn'))[1]" }],
    facet: { field: 'layout', type: 'nominal', sort: { field: 'layout_order', op: 'min' } },
    columns: form === 'wide' ? 4 : 1,
    spacing: { row: 22, column: 24 },
    resolve: { axis: { x: 'independent' } },
    spec: {
      width,
      height: { step: LINE, for: 'position' },
      encoding: {
        y: {
          field: 'scenario',
          type: 'nominal',
          sort: { field: 'scenario_order', op: 'min' },
          title: null,
          axis: { grid: true, ticks: false, domain: false, labelLimit: 130 },
        },
      },
      layer: [
        {
          data: { values: [{}] },
          mark: { type: 'rect', color: 'currentColor', opacity: 0.07, aria: false, tooltip: null },
          encoding: {
            x: { datum: ZERO - 0.5, ...x },
            x2: { datum: ZERO + 0.5 },
            y: { value: 0 },
            y2: { value: 'height' },
          },
        },
        {
          transform: [{ filter: "datum.role === 'required'" }],
          mark: { type: 'rule', strokeWidth: 1.2, strokeDash: [4, 3] },
          encoding: {
            x: { field: 'place', ...x },
            y: { value: 0 },
            y2: { value: 'height' },
            color: { condition: { test: 'datum.missed', value: BAD }, value: 'currentColor' },
            ...about,
          },
        },
        {
          transform: [{ filter: 'isValid(datum.place_before)' }],
          mark: { type: 'rule', strokeWidth: 1, strokeDash: [2, 2], opacity: 0.8, aria: false, tooltip: null },
          encoding: { x: { field: 'place_before', ...x }, x2: { field: 'place' }, yOffset: lane },
        },
        {
          transform: [{ filter: 'isValid(datum.place_before)' }],
          mark: {
            type: 'point',
            shape: CROSS,
            size: 44,
            opacity: 0.9,
            aria: false,
            tooltip: null,
          },
          encoding: { x: { field: 'place_before', ...x }, yOffset: lane, stroke: { value: 'currentColor' } },
        },
        {
          transform: [{ filter: "datum.role === 'share' && datum.low !== datum.high" }],
          mark: { type: 'rule', strokeWidth: 1.5, opacity: 0.9, aria: false, tooltip: null },
          encoding: {
            x: { field: 'place_low', ...x },
            x2: { field: 'place_high' },
            yOffset: lane,
            stroke: look,
          },
        },
        {
          transform: [{ filter: 'isValid(datum.place_exact)' }],
          mark: { type: 'point', shape: 'M0,-1V1', size: 44, strokeWidth: 1.4, aria: false, tooltip: null },
          encoding: { x: { field: 'place_exact', ...x }, yOffset: lane, stroke: { value: 'currentColor' } },
        },
        {
          transform: [{ filter: "datum.role === 'share'" }],
          mark: { type: 'point', size: 42, strokeWidth: 1.6 },
          encoding: {
            x: { field: 'place', ...x },
            yOffset: lane,
            stroke: look,
            fill: look,
            shape: {
              ...look,
              scale: { domain: look.scale.domain, range: ['circle', 'square', 'diamond', 'triangle-up'] },
            },
            fillOpacity: { condition: { test: 'datum.share > 0', value: 1 }, value: 0 },
            opacity: { condition: { test: 'datum.share > 0', value: 1 }, value: 0.9 },
            ...about,
          },
        },
      ],
    },
  };
}
