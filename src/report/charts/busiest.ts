import { labelsOf, quoted, shorten, shown } from '../names.ts';
import { count, list, plural, seconds } from '../numbers.ts';
import type { Busiest, Results, ScenarioRecord } from '../results.ts';
import { named } from '../scenario-words.ts';
import { chooseLayouts, chooseScenarios } from '../select.ts';
import type { Body, Chart, Drawing, Form, TextTable } from './chart.ts';
import { type LiveLayout, type LiveRows, omitted, type Row, WHAT_IF, WHAT_IF_RULE } from './chart.ts';
import { limitCell, limitText, pinLimits, type SharedLimit } from './limits.ts';
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
    'Each panel follows the page that held most pins at once in its scenario; where those were of both directions, all pins have a line of their own. A broken line is a limit of fields that count just the pins of a line in that panel. At its right edge stand the limit, what the fields count and, where there is room, the layouts; point at it to read all of them. Where the line of such pins lies above it, the field could not hold so many: it refused some, or saturated, carried or wrapped; the table names those limits. A limit of a bias is soft: beyond it the count carries into what lies above, another kind of pin or the sign, under which pins are refused. One step up is twice as many, one more bit. A thick solid line is a limit of the layout being changed under What if.',
  draw,
  body,
  live,
};

interface Course {
  readonly scenario: ScenarioRecord;
  readonly busiest: Busiest;
  /** Groups drawn, each with at least one pin at some time. */
  readonly groups: readonly string[];
  /** Sets of pins of which the page held just what it held of a group that is drawn, at every step → that group. */
  readonly drawnAs: ReadonlyMap<string, string>;
}

function courseOf(scenario: ScenarioRecord): Course | undefined {
  if (scenario.busiest === undefined || scenario.busiest.class !== 'small') return undefined;
  const busiest = thin(scenario.busiest);
  const heldOf = (of: string) => (Object.hasOwn(busiest.held, of) ? busiest.held[of] : undefined);
  const seen = (of: string) => heldOf(of)?.some((n) => n > 0) === true;
  const equal = (a: string, b: string) => heldOf(a)?.every((n, i) => n === heldOf(b)?.[i]) === true;
  const directed = ['read', 'write'].filter(seen);
  // All pins first, so that they are drawn below the others.
  const groups = [...['pin'].filter((of) => seen(of) && directed.every((other) => !equal(of, other))), ...directed];
  if (groups.length === 0) return undefined;
  const drawnAs = new Map<string, string>();
  for (const set of ['read', 'write', 'pin', 'long'].filter(seen)) {
    const group = groups.find((of) => equal(of, set));
    if (group !== undefined) drawnAs.set(set, group);
  }
  // Short pins are not among the steps: where no pin was long, they are all.
  const all = drawnAs.get('pin');
  if (all !== undefined && heldOf('long') !== undefined && !seen('long')) drawnAs.set('short', all);
  return { scenario, busiest, groups, drawnAs };
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
  const top = axisTo(
    Math.log2(Math.max(highest, ...near.filter(({ of }) => isDrawn(courses, of)).map(({ limit }) => limit)) + 1),
  );
  const idsOf = new Map<string, readonly string[]>();
  const drawn = courses.flatMap((course, order) => {
    const panel = labels.get(course.scenario.id) ?? '';
    const end = Math.max(course.scenario.duration_s, course.busiest.time_s.at(-1) ?? 0);
    const sets = [...course.drawnAs].map(([set, of]) => `${set} ${of}`).join();
    const own = near.filter(({ of }) => course.drawnAs.has(of));
    let labelled = Number.NEGATIVE_INFINITY;
    return [
      ...course.groups.flatMap((of) =>
        stepsOf(course, of).map((step): Row => ({ role: 'course', panel, order, sets, ...step })),
      ),
      ...[...new Set(own.map(({ limit }) => limit))].map((limit): Row => {
        const shared = own.filter((entry) => entry.limit === limit);
        idsOf.set(`${panel} ${limit}`, [...new Set(shared.flatMap(({ layouts: of }) => of.map(({ id }) => id)))]);
        const bits = Math.log2(limit + 1);
        const hasRoom = ((bits - labelled) * HEIGHT) / top.top_bits >= LABEL.height;
        if (hasRoom) labelled = bits;
        const label = hasRoom ? labelOf(limit, shared) : '';
        return { role: 'limit', panel, order, time_s: end, bits, limit, label, text: shared.map(limitText).join('; ') };
      }),
    ];
  });
  const kinds = KIND_NAMES.filter((of) => courses.some(({ groups }) => groups.includes(of))).join();
  const rows = drawn.map((row, i) => (i === 0 ? { ...row, ...top, kinds } : row));
  const nowhere = near.filter(({ of }) => !isDrawn(courses, of));
  const warmUp = courses.some(({ busiest }) => (busiest.time_s[0] ?? 0) < 0);
  const thinned = courses.filter(({ busiest }) => busiest.thinned).length;
  return {
    subtitle: `Pins held on one small page against seconds of the scenario; log₂ of n + 1, so that 0 is shown and one step is one bit.${
      near.length > 0 ? '' : ' All limits lie far above and are not drawn.'
    }${nowhere.length > 0 ? ` Not drawn, because no panel has a line of just such pins: ${list(nowhere.map(limitText), 4)}.` : ''}${warmUp ? ' Time before 0 is warm-up.' : ''}${thinned > 0 ? ` In ${plural(thinned, 'panel')} steps are merged; each then shows its highest count.` : ''}${omitted(layouts, scenarios)}`,
    description: `Step lines of the pins held on the busiest page of ${plural(courses.length, 'scenario')}.`,
    datasets: { courses: rows },
    tables: [table(courses, near)],
    layoutsOf: ({ role, panel, limit }) => (role === 'limit' ? (idsOf.get(`${panel} ${limit}`) ?? []) : []),
  };
}

const isDrawn = (courses: readonly Course[], of: string): boolean => courses.some(({ drawnAs }) => drawnAs.has(of));

/** Pixels of a panel's height, of a label's, and characters of a label. */
const HEIGHT = 96;
const LABEL = { height: 10, characters: 30 };

/** `15 read: 4/4/24, red zone`, as much of it as there is room for: at least the limit and what the fields count. */
function labelOf(limit: number, shared: readonly SharedLimit[]): string {
  const start = `${count(limit)} ${shared.map(({ of }) => of).join(', ')}`;
  const ids = [...new Set(shared.flatMap(({ layouts }) => layouts.map(({ id }) => shown(id, LABEL.characters))))];
  const said = ids.map((_, i) => {
    const some = ids.slice(0, ids.length - i).join(', ');
    return `${start}: ${some}${i > 0 ? ` + ${count(i)}` : ''}`;
  });
  return said.find((text) => text.length <= LABEL.characters) ?? shorten(start, LABEL.characters);
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

/** What a page needs of the busiest page to draw it: the groups that are drawn, and those that are equal to one, thinned. */
export function drawnOf(scenario: ScenarioRecord): Busiest | undefined {
  const course = courseOf(scenario);
  if (course === undefined) return undefined;
  const { busiest, groups, drawnAs } = course;
  // Without long pins there is no telling that the short ones are all.
  const kept = new Set([...groups, ...drawnAs.keys(), 'long']);
  return { ...busiest, held: Object.fromEntries(Object.entries(busiest.held).filter(([of]) => kept.has(of))) };
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

/** A rule for each limit of the layout in the panels that have a line of what it limits, as far as the axis goes. */
function live({ datasets }: Drawing, { label, limits }: LiveLayout): LiveRows {
  const rows = datasets['courses'] ?? [];
  const end = Number(rows[0]?.['top_bits'] ?? 0);
  const panels = new Map(rows.filter(({ role }) => role === 'course').map((row) => [row['panel'], row]));
  return {
    dataset: 'courses',
    rows: [...panels.values()].flatMap(({ panel, order, sets }) => {
      const drawnAs = new Map(
        String(sets)
          .split(',')
          .map((entry) => entry.split(' ') as [string, string]),
      );
      return limits
        .filter(({ of, limit }) => drawnAs.has(of) && Math.log2(limit + 1) <= end)
        .map(
          ({ of, limit }): Row => ({
            role: WHAT_IF,
            panel: panel ?? '',
            order: order ?? 0,
            of: drawnAs.get(of) ?? of,
            what_if_bits: Math.log2(limit + 1),
            text: `limit ${count(limit)} of ${of}: ${quoted(label, 40)}, what if`,
          }),
        );
    }),
  };
}

function table(courses: readonly Course[], limits: readonly SharedLimit[]): TextTable {
  return {
    caption: 'The page with most pins at once in each scenario',
    columns: ['Scenario', 'Page', 'Pins', 'Most at once', 'First at', 'Above'],
    rows: courses.flatMap(({ scenario, busiest, groups, drawnAs }) =>
      groups.map((of) => {
        const highest = highestOf(busiest, of);
        const first = busiest.time_s[(busiest.held[of] ?? []).indexOf(highest)] ?? 0;
        const above = limits.filter((entry) => drawnAs.get(entry.of) === of && entry.limit < highest).map(limitCell);
        return [scenario.id, busiest.page, of, count(highest), seconds(first), above.join('; ') || 'no limit'];
      }),
    ),
  };
}

/** The parameters of the axis, which its first row has. Explicit, because Vega warns of a layer that has no rows to take it from. */
const AXIS = ['top_bits', 'step_bits', 'kinds'] as const;

/** The groups that some panel draws, for the legend. */
const DRAWN = { expr: "split(kinds, ',')" };

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
    columns: form === 'wide' ? 3 : 1,
    spacing: { row: 16, column: 18 },
    resolve: { scale: { x: 'independent' }, axis: { x: 'independent' } },
    spec: {
      width: form === 'wide' ? 165 : 140,
      height: HEIGHT,
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
              legend: { values: DRAWN },
            },
            strokeDash: {
              field: 'of',
              type: 'nominal',
              title: null,
              scale: { domain: KIND_NAMES, range: KIND_NAMES.map((of) => (of === 'write' ? [4, 1.5] : [1, 0])) },
              legend: { values: DRAWN },
            },
            ...about,
          },
        },
      ],
    },
  };
}
