import { labelsOf, quoted } from '../names.ts';
import { count, list, plural, seconds } from '../numbers.ts';
import type { Busiest, Results, ScenarioRecord } from '../results.ts';
import { named } from '../scenario-words.ts';
import { chooseLayouts, chooseScenarios } from '../select.ts';
import type { Body, Chart, Drawing, Form, TextTable } from './chart.ts';
import { type LiveLayout, type LiveRows, omitted, type Row, WHAT_IF, WHAT_IF_RULE } from './chart.ts';
import { limitText, pinLimits } from './limits.ts';
import { KIND_NAMES, KIND_RANGE } from './palette.ts';

const MOST_LAYOUTS = 20;
const MOST_SCENARIOS = 18;
/** Steps per line; a longer course is merged to so many. */
const MOST_STEPS = 150;

/** How many pins the busiest page of each scenario held, over time. */
export const busiestChart: Chart = {
  name: 'busiest-page',
  title: 'The busiest page over time',
  howToRead:
    'Each panel follows the page that held most pins at once in its scenario. Broken lines are limits of the layouts, with their numbers at the right edge; where the course lies above one, that layout refuses or carries. One step up is twice as many, one more bit. A solid line is a limit of the layout being changed under What if.',
  draw,
  body,
  live,
};

interface Course {
  readonly scenario: ScenarioRecord;
  readonly busiest: Busiest;
  /** Groups drawn, each with at least one pin at some time. */
  readonly groups: readonly string[];
}

function courseOf(scenario: ScenarioRecord): Course | undefined {
  if (scenario.busiest === undefined || scenario.busiest.class !== 'small') return undefined;
  const busiest = thin(scenario.busiest);
  const seen = (of: string) => Object.hasOwn(busiest.held, of) && (busiest.held[of] ?? []).some((n) => n > 0);
  const directed = ['read', 'write'].filter(seen);
  const groups = directed.length > 0 ? directed : ['pin', 'short', 'long'].filter(seen).slice(0, 1);
  return groups.length === 0 ? undefined : { scenario, busiest, groups };
}

function draw(results: Results): Drawing | undefined {
  const layouts = chooseLayouts(results, MOST_LAYOUTS);
  const scenarios = chooseScenarios(results, MOST_SCENARIOS, (scenario) => courseOf(scenario) !== undefined);
  const courses = scenarios.shown.flatMap((scenario) => courseOf(scenario) ?? []);
  if (courses.length === 0) return undefined;
  const labels = labelsOf(scenarios.shown.map((scenario) => scenario.id));
  const highest = courses.reduce(
    (top, { busiest, groups }) => Math.max(top, ...groups.map((of) => highestOf(busiest, of))),
    0,
  );
  // Limits far above everything that was held would press the courses flat.
  const near = pinLimits(layouts.shown).filter((limit) => limit.limit <= 4 * (highest + 1));
  const numbers = [...new Set(near.map((limit) => limit.limit))];
  const drawn = courses.flatMap((course, order) => {
    const panel = labels.get(course.scenario.id) ?? '';
    const end = course.scenario.duration_s;
    return [
      ...course.groups.flatMap((of) =>
        stepsOf(course, of).map((step): Row => ({ role: 'course', panel, order, ...step })),
      ),
      ...numbers.map(
        (limit): Row => ({
          role: 'limit',
          panel,
          order,
          time_s: Math.max(end, course.busiest.time_s.at(-1) ?? 0),
          bits: Math.log2(limit + 1),
          limit,
          label: count(limit),
          text: list(near.filter((entry) => entry.limit === limit).map(limitText)),
        }),
      ),
    ];
  });
  const axis = axisTo(drawn.reduce((most, { bits }) => Math.max(most, Number(bits)), 0));
  const rows = drawn.map((row, i) => (i === 0 ? { ...row, ...axis } : row));
  const warmUp = courses.some(({ busiest }) => (busiest.time_s[0] ?? 0) < 0);
  const thinned = courses.filter(({ busiest }) => busiest.thinned).length;
  return {
    subtitle: `Pins held on one small page against seconds of the scenario; log₂ of n + 1, so that 0 is shown and one step is one bit.${
      near.length > 0 ? '' : ' All limits lie far above and are not drawn.'
    }${warmUp ? ' Time before 0 is warm-up.' : ''}${thinned > 0 ? ` In ${plural(thinned, 'panel')} steps are merged; each then shows its highest count.` : ''}${omitted(layouts, scenarios)}`,
    description: `Step lines of the pins held on the busiest page of ${plural(courses.length, 'scenario')}.`,
    datasets: { courses: rows },
    tables: [table(courses)],
    layoutsOf: ({ role, limit }) =>
      role === 'limit'
        ? near.filter((entry) => entry.limit === limit).flatMap(({ layouts: own }) => own.map(({ id }) => id))
        : [],
  };
}

const highestOf = (busiest: Busiest, of: string): number =>
  (busiest.held[of] ?? []).reduce((a, b) => Math.max(a, b), 0);

/** Steps of the axis, in bits, and the steps that it has room for. */
const STEPS = [1, 2, 5, 10, 20];
const MOST_TICKS = 7;

/** An axis of bits that ends at a tick: the first of the steps with few enough ticks, and the first tick not below `most`. */
function axisTo(most: number): { readonly top_bits: number; readonly step_bits: number } {
  const step = STEPS.find((size) => most <= size * MOST_TICKS) ?? 20;
  return { top_bits: Math.max(1, Math.ceil(most / step)) * step, step_bits: step };
}

/** What a page needs of the busiest page to draw it: the groups that are drawn, thinned. */
export function drawnOf(scenario: ScenarioRecord): Busiest | undefined {
  const course = courseOf(scenario);
  if (course === undefined) return undefined;
  const { busiest, groups } = course;
  return { ...busiest, held: Object.fromEntries(groups.map((of) => [of, busiest.held[of] ?? []])) };
}

/** At most `MOST_STEPS` steps, each with the highest count of the steps merged into it. Thinning twice is thinning once. */
function thin(busiest: Busiest): Busiest {
  const length = busiest.time_s.length;
  if (length <= MOST_STEPS) return busiest;
  const stretch = Math.ceil(length / MOST_STEPS);
  const starts = Array.from({ length: Math.ceil(length / stretch) }, (_, i) => i * stretch);
  const merge = (held: readonly number[]) =>
    starts.map((start) => held.slice(start, start + stretch).reduce((a, b) => Math.max(a, b), 0));
  return {
    ...busiest,
    time_s: starts.map((start) => busiest.time_s[start] ?? 0),
    held: Object.fromEntries(Object.entries(busiest.held).map(([of, held]) => [of, merge(held)])),
    thinned: true,
  };
}

/** The course of one group as points of a step line: its changes and its end. */
function stepsOf({ scenario, busiest, groups }: Course, of: string) {
  const points: { time: number; n: number }[] = [];
  busiest.time_s.forEach((time, i) => {
    const n = busiest.held[of]?.[i] ?? 0;
    if (points.at(-1)?.n !== n) points.push({ time, n });
  });
  const last = points.at(-1);
  const end = Math.max(scenario.duration_s, busiest.time_s.at(-1) ?? 0);
  if (last !== undefined && end > last.time) points.push({ time: end, n: last.n });
  const what = groups.length > 1 ? `${of} pins` : 'pins';
  const text = `${named(scenario)}, page ${quoted(busiest.page, 40)}: ${what}, at most ${count(highestOf(busiest, of))} at once`;
  // A line is one mark: its text is that of its first point.
  return points.map(({ time, n }, i) => {
    const point = { of, time_s: time, held: n, bits: Math.log2(n + 1) };
    return i === 0 ? { ...point, text } : point;
  });
}

/** A rule in each panel for each limit of the layout, as far as the axis goes. */
function live({ datasets }: Drawing, { label, limits }: LiveLayout): LiveRows {
  const rows = datasets['courses'] ?? [];
  const end = Number(rows[0]?.['top_bits'] ?? 0);
  const panels = new Map(rows.map((row) => [row['panel'], row['order']]));
  return {
    dataset: 'courses',
    rows: [...panels].flatMap(([panel, order]) =>
      limits
        .filter(({ limit }) => Math.log2(limit + 1) <= end)
        .map(
          ({ of, limit }): Row => ({
            role: WHAT_IF,
            panel: panel ?? '',
            order: order ?? 0,
            of,
            what_if_bits: Math.log2(limit + 1),
            text: `limit ${count(limit)} of ${of}: ${quoted(label, 40)}, what if`,
          }),
        ),
    ),
  };
}

function table(courses: readonly Course[]): TextTable {
  return {
    caption: 'The page with most pins at once in each scenario',
    columns: ['Scenario', 'Page', 'Pins', 'Most at once', 'First at'],
    rows: courses.flatMap(({ scenario, busiest, groups }) =>
      groups.map((of) => {
        const highest = highestOf(busiest, of);
        const first = busiest.time_s[(busiest.held[of] ?? []).indexOf(highest)] ?? 0;
        return [scenario.id, busiest.page, of, count(highest), seconds(first)];
      }),
    ),
  };
}

/** The parameters of the axis, which its first row has. Explicit, because Vega warns of a layer that has no rows to take it from. */
const AXIS = ['top_bits', 'step_bits'] as const;

function body(form: Form): Body {
  const x = {
    field: 'time_s',
    type: 'quantitative',
    title: null,
    scale: { nice: false, zero: true },
    axis: { tickCount: 4, grid: false, labelExpr: "format(datum.value, '~g') + ' s'", labelOverlap: true },
  };
  const y = {
    field: 'bits',
    type: 'quantitative',
    title: null,
    scale: { domain: [0, { expr: 'top_bits' }], nice: false },
    axis: {
      values: { expr: 'sequence(0, top_bits + 1, step_bits)' },
      labelExpr: "datum.value <= 12 ? format(pow(2, datum.value) - 1, ',') : '2^' + datum.value + ' − 1'",
    },
  };
  const about = { tooltip: { field: 'text', type: 'nominal' }, description: { field: 'text', type: 'nominal' } };
  return {
    data: { name: 'courses' },
    params: AXIS.map((name) => ({ name, expr: `extent(pluck(data('courses'), '${name}'))[1]` })),
    facet: { field: 'panel', type: 'nominal', sort: { field: 'order', op: 'min' } },
    columns: form === 'wide' ? 4 : 1,
    spacing: { row: 16, column: 34 },
    resolve: { scale: { x: 'independent' }, axis: { x: 'independent' } },
    spec: {
      width: form === 'wide' ? 178 : 236,
      height: 92,
      layer: [
        {
          transform: [{ filter: "datum.role === 'limit'" }],
          mark: { type: 'rule', strokeDash: [3, 3], opacity: 0.45 },
          encoding: { y, ...about },
        },
        {
          transform: [{ filter: "datum.role === 'limit'" }],
          mark: { type: 'text', align: 'left', dx: 3, fontSize: 9.5, opacity: 0.75, aria: false, tooltip: null },
          encoding: { y, x: { value: 'width' }, text: { field: 'label', type: 'nominal' } },
        },
        {
          transform: [{ filter: `datum.role === '${WHAT_IF}'` }],
          mark: WHAT_IF_RULE,
          encoding: {
            y: { ...y, field: 'what_if_bits' },
            color: { field: 'of', type: 'nominal', title: null, scale: { domain: KIND_NAMES, range: KIND_RANGE } },
            tooltip: about.tooltip,
          },
        },
        {
          transform: [{ filter: "datum.role === 'course'" }],
          mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.6 },
          encoding: {
            x,
            y,
            color: {
              field: 'of',
              type: 'nominal',
              title: null,
              scale: { domain: KIND_NAMES, range: KIND_RANGE },
              legend: { values: ['read', 'write', 'pin'] },
            },
            strokeDash: {
              field: 'of',
              type: 'nominal',
              title: null,
              scale: { domain: KIND_NAMES, range: KIND_NAMES.map((of) => (of === 'write' ? [4, 1.5] : [1, 0])) },
              legend: { values: ['read', 'write', 'pin'] },
            },
            ...about,
          },
        },
      ],
    },
  };
}
