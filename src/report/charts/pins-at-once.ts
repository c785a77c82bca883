import { labelsOf, quoted, shorten } from '../names.ts';
import { count, list, plural } from '../numbers.ts';
import type { Distribution, Results, ScenarioRecord } from '../results.ts';
import { foliosOf, named } from '../scenario-words.ts';
import { chooseLayouts, chooseScenarios } from '../select.ts';
import type { Body, Chart, Drawing, Form, TextTable } from './chart.ts';
import { type LiveLayout, type LiveRows, omitted, PLOT, type Row, WHAT_IF, WHAT_IF_RULE } from './chart.ts';
import { limitText, pinLimits, type SharedLimit, softly } from './limits.ts';
import { KIND_NAMES, KIND_RANGE } from './palette.ts';

const MOST_LAYOUTS = 20;
const MOST_SCENARIOS = 20;
/** Panels, in order; a panel is drawn where a scenario saw such pins. */
const GROUPS = ['read', 'write', 'pin', 'long', 'short'] as const;
/** Always drawn where seen; `long` and `short` only if a layout counts them in a field of their own. */
const ALWAYS: readonly string[] = ['read', 'write', 'pin'];
/** Distributions hold larger peaks in 5 significant bits (harness/profile). */
const EXACT_PEAKS = 256;
/** A limit more than so many times above all that was held is named in the subtitle and not drawn: it would press the circles together. */
const BEYOND = 32;
/** Pixels between the lines of text of neighbouring limits. */
const LINE = 13;
/** Pixels between the lines of neighbouring scenarios. */
const STEP = 17;

/** How many pins one page holds at once, per scenario, with the limits of the layouts. */
export const pinsAtOnceChart: Chart = {
  name: 'pins-at-once',
  title: 'Pins held at once on one page',
  howToRead:
    'A circle stands at a number of pins; its area grows with the share of the scenario’s pages whose peak was that number. A vertical line is the limit of a field: on every page right of it the field would have refused a pin, or saturated, carried or wrapped. A limit of a bias is soft: right of it the count would have carried into what lies above, another kind of pin or the sign, under which pins are refused. One step right is twice as many, one more bit. A solid line is a limit of the layout being changed under What if.',
  draw,
  body,
  live,
};

interface Panel {
  readonly of: string;
  readonly limits: readonly SharedLimit[];
  readonly seen: readonly { readonly scenario: ScenarioRecord; readonly distribution: Distribution }[];
}

function draw(results: Results): Drawing | undefined {
  const layouts = chooseLayouts(results, MOST_LAYOUTS);
  const scenarios = chooseScenarios(results, MOST_SCENARIOS, (scenario) =>
    GROUPS.some((of) => distributionOf(scenario, of) !== undefined),
  );
  const limits = pinLimits(layouts.shown);
  const panels = GROUPS.map((of): Panel => {
    const own = limits.filter((limit) => limit.of === of);
    const seen = scenarios.shown.flatMap((scenario) => {
      const distribution = distributionOf(scenario, of);
      return distribution === undefined ? [] : [{ scenario, distribution }];
    });
    return { of, limits: own, seen };
  }).filter((panel) => panel.seen.length > 0 && (ALWAYS.includes(panel.of) || panel.limits.length > 0));
  if (panels.length === 0) return undefined;
  const highest = panels
    .flatMap((panel) => panel.seen)
    .reduce((top, { distribution }) => Math.max(top, quantile(distribution, 1)), 0);
  const isNear = (limit: SharedLimit) => limit.limit <= BEYOND * (highest + 1);
  const far = panels.flatMap((panel) => panel.limits).filter((limit) => !isNear(limit));
  const labels = labelsOf(scenarios.shown.map((scenario) => scenario.id));
  const without = results.scenarios.length - scenarios.total;
  return {
    subtitle: `Pages by their peak of pins${foliosOf(results)}; log₂ of n + 1, so that 0 is shown and one step is one bit. Lines are the layouts’ limits.${
      without > 0 ? ` ${plural(without, 'scenario')} without pins left out.` : ''
    }${highest > EXACT_PEAKS ? ` Above ${EXACT_PEAKS} peaks are rounded down, by 3 % at most.` : ''}${far.length > 0 ? ` Far beyond the axis: ${list(far.map(limitText), 4)}.` : ''}${omitted(layouts, scenarios)}`,
    description: `Distribution of the most pins held at once per page in ${plural(scenarios.shown.length, 'scenario')}, with ${plural(panels.flatMap((panel) => panel.limits).length, 'limit')}.`,
    datasets: {
      pages: panels.flatMap((panel, order) => [
        ...circles(panel, order, labels),
        ...rules(panel, order, panel.limits.filter(isNear), labels),
      ]),
    },
    tables: panels.map(table),
    layoutsOf: ({ role, of, limit }) =>
      role === 'limit' ? idsOf(limits.find((entry) => entry.of === of && entry.limit === limit)) : [],
  };
}

const idsOf = (limit: SharedLimit | undefined): readonly string[] => limit?.layouts.map(({ id }) => id) ?? [];

/** Undefined where the scenario saw none at all of the group. */
function distributionOf(scenario: ScenarioRecord, of: string): Distribution | undefined {
  return scenario.distributions.find(
    (entry) => entry.of === of && entry.class === 'small' && entry.value.some((value) => value > 0),
  );
}

const panelTitle = (of: string): string => (of === 'pin' ? 'all pins' : `${of} pins`);

const pagesOf = (distribution: Distribution): number => distribution.pages.reduce((sum, pages) => sum + pages, 0);

function circles(panel: Panel, order: number, labels: ReadonlyMap<string, string>): Row[] {
  return panel.seen.flatMap(({ scenario, distribution }, line) => {
    const total = pagesOf(distribution);
    const peak = distribution.value.reduce((a, b) => Math.max(a, b), 0);
    return distribution.value.map((value, i): Row => {
      const pages = distribution.pages[i] ?? 0;
      return {
        role: 'pages',
        panel: panelTitle(panel.of),
        panel_order: order,
        of: panel.of,
        scenario: labels.get(scenario.id) ?? '',
        scenario_order: line,
        line,
        pins: value,
        bits: Math.log2(value + 1),
        pages,
        share: pages / total,
        peak: value === peak ? count(peak) : '',
        text: `${named(scenario)}: ${count(pages)} of ${plural(total, 'page')} peaked at ${plural(value, panel.of === 'pin' ? 'pin' : `${panel.of} pin`)} at once`,
      };
    });
  });
}

function rules(
  panel: Panel,
  order: number,
  limits: readonly SharedLimit[],
  labels: ReadonlyMap<string, string>,
): Row[] {
  // Vega-Lite gives a panel as many lines as its rows, of any role, name scenarios: so a limit names one that is there.
  const scenario = labels.get(panel.seen[0]?.scenario.id ?? '') ?? '';
  // They come smallest first, and a label goes right from its rule: with the smallest on top, no rule goes through another's.
  return limits.map((limit, i) => ({
    role: 'limit',
    scenario,
    panel: panelTitle(panel.of),
    panel_order: order,
    of: panel.of,
    line: limits.length - 1 - i,
    limit: limit.limit,
    bits: Math.log2(limit.limit + 1),
    label: `${count(limit.limit)}  ${list(
      limit.layouts.map((layout) => `${shorten(layout.id, 20)}${softly(layout)}`),
      3,
    )}`,
    text: limitText(limit),
  }));
}

/** A rule in each panel of pins that the layout counts in a field of their own, as far as the axis goes. */
function live({ datasets }: Drawing, { label, limits }: LiveLayout): LiveRows {
  const rows = datasets['pages'] ?? [];
  const end = rows.reduce((most, row) => Math.max(most, Number(row['bits'])), 0);
  return {
    dataset: 'pages',
    rows: limits.flatMap(({ of, limit }) => {
      const like = rows.find((row) => row['of'] === of);
      const bits = Math.log2(limit + 1);
      if (like === undefined || bits > end) return [];
      const { panel, panel_order, scenario } = like as Record<'panel' | 'panel_order' | 'scenario', string>;
      const text = `limit ${count(limit)} of ${of}: ${quoted(label, 40)}, what if`;
      return [{ role: WHAT_IF, panel, panel_order, scenario, of, what_if_bits: bits, label: count(limit), text }];
    }),
  };
}

function table(panel: Panel): TextTable {
  return {
    caption: `Pages by their peak of ${panelTitle(panel.of)}${
      panel.limits.length > 0 ? `; ${panel.limits.map(limitText).join('; ')}` : ''
    }`,
    columns: ['Scenario', 'Pages', 'Median', '99th percentile', 'Highest'],
    rows: panel.seen.map(({ scenario, distribution }) => [
      scenario.id,
      count(pagesOf(distribution)),
      count(quantile(distribution, 0.5)),
      count(quantile(distribution, 0.99)),
      count(quantile(distribution, 1)),
    ]),
  };
}

/** The smallest value that at least `q` of the pages do not exceed. */
export function quantile({ value, pages }: Distribution, q: number): number {
  const order = value.map((_, i) => i).sort((a, b) => (value[a] ?? 0) - (value[b] ?? 0));
  const total = pages.reduce((sum, n) => sum + n, 0);
  let below = 0;
  for (const i of order) {
    below += pages[i] ?? 0;
    if (below >= q * total) return value[i] ?? 0;
  }
  return value[order.at(-1) ?? 0] ?? 0;
}

/** Name of the parameter that holds the end of the axis. Explicit, because Vega warns of a layer that has no rows to take it from. */
const TOP = 'top_bits';

function body(form: Form): Body {
  const about = { tooltip: { field: 'text', type: 'nominal' }, description: { field: 'text', type: 'nominal' } };
  const x = {
    field: 'bits',
    type: 'quantitative',
    title: null,
    scale: { domain: [0, { expr: TOP }], nice: false, padding: 8 },
    axis: {
      tickMinStep: 1,
      tickCount: form === 'wide' ? 22 : 6,
      labelExpr: "datum.value <= 10 ? format(pow(2, datum.value) - 1, ',') : '2^' + datum.value + ' − 1'",
    },
  };
  const y = {
    field: 'scenario',
    type: 'nominal',
    sort: { field: 'scenario_order', op: 'min' },
    title: null,
    axis: { ticks: false, domain: false, grid: true, labelLimit: 130 },
  };
  const color = { field: 'of', type: 'nominal', scale: { domain: KIND_NAMES, range: KIND_RANGE }, legend: null };
  return {
    data: { name: 'pages' },
    params: [{ name: TOP, expr: "extent(pluck(data('pages'), 'bits'))[1]" }],
    facet: {
      row: {
        field: 'panel',
        type: 'nominal',
        sort: { field: 'panel_order', op: 'min' },
        header: { labelAngle: 0, labelAlign: 'left', labelAnchor: 'start', labelOrient: 'top', labelPadding: 4 },
      },
    },
    spacing: 14,
    resolve: { scale: { y: 'independent' }, axis: { x: 'independent' } },
    spec: {
      width: PLOT[form],
      height: { step: STEP },
      layer: [
        {
          transform: [{ filter: "datum.role === 'limit'" }],
          mark: {
            type: 'rule',
            strokeWidth: 1.2,
            strokeDash: [4, 3],
            opacity: 0.7,
            y2Offset: { expr: `-${LINE} * (datum.line + 1)` },
          },
          encoding: { x, y: { value: 'height' }, y2: { value: 0 }, ...about },
        },
        {
          transform: [{ filter: "datum.role === 'limit'" }],
          mark: {
            type: 'text',
            align: 'left',
            baseline: 'middle',
            dx: 4,
            dy: { expr: `-${LINE} * (datum.line + 1) + 5` },
            fontSize: 10.5,
            opacity: 0.9,
            aria: false,
            tooltip: null,
          },
          encoding: { x, y: { value: 0 }, text: { field: 'label', type: 'nominal' } },
        },
        {
          transform: [{ filter: `datum.role === '${WHAT_IF}'` }],
          mark: WHAT_IF_RULE,
          encoding: {
            x: { ...x, field: 'what_if_bits' },
            y: { value: 'height' },
            y2: { value: 0 },
            color,
            tooltip: about.tooltip,
          },
        },
        {
          transform: [{ filter: "datum.role === 'pages'" }],
          mark: { type: 'circle', opacity: 0.9 },
          encoding: {
            x,
            y,
            color,
            size: { field: 'share', type: 'quantitative', scale: { domain: [0, 1], range: [14, 240] }, legend: null },
            ...about,
          },
        },
        {
          transform: [{ filter: "datum.role === 'pages'" }],
          mark: { type: 'text', align: 'left', dx: 9, fontSize: 10, opacity: 0.8, aria: false, tooltip: null },
          encoding: {
            x,
            // Not by the scale: two layers with one scale that differs by panel make Vega-Lite doubt their data.
            y: { value: { expr: `${STEP} * (datum.line + 0.5)` } },
            text: { field: 'peak', type: 'nominal' },
          },
        },
      ],
    },
  };
}
