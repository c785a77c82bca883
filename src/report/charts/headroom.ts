import { changeOf } from '../baseline-index.ts';
import { wayWords } from '../baseline-words.ts';
import { labelsOf, quoted } from '../names.ts';
import { bitsLeft, bits as bitsText, count, plural } from '../numbers.ts';
import type { FieldRecord, LayoutRecord, Measurement, Results } from '../results.ts';
import { foliosOf, namesOf } from '../scenario-words.ts';
import { chooseLayouts, groupName, indexOf, type Required, requiredOf } from '../select.ts';
import type { Body, Chart, Drawing, Form, TextTable } from './chart.ts';
import { layoutsByLabel, omitted, PLOT, type Row } from './chart.ts';
import { BAD, CROSS, KIND_COLOURS, KIND_NAMES, KIND_RANGE, paletteName } from './palette.ts';

const MOST_LAYOUTS = 20;

/** How far each field's limit lies above what the workloads held, on a scale on which one step is one bit. */
export const headroomChart: Chart = {
  name: 'headroom',
  title: 'Headroom: what each field can hold, and what was held',
  howToRead:
    'A bar ends at the limit of a field, or at a soft limit of a bias. Each mark is the peak of one scenario: the most references held at once on one page, had nothing been refused. One step right is twice as many, one more bit. What lies between the last mark and the end of the bar is left; a mark beyond the bar is over the limit. A dotted stroke is the count from which on a field warns. A line to the left of a mark reaches from the lowest to the highest run of a model.',
  draw,
  body,
};

interface Held {
  readonly field: FieldRecord;
  readonly rows: readonly Measurement[];
}

/** Fields that count something, and their rows `bits-left`. */
function heldIn(results: Results, layout: LayoutRecord): Held[] {
  const index = indexOf(results);
  return layout.fields
    .filter((field) => field.counts.length > 0)
    .map((field) => ({
      field,
      rows: results.scenarios.flatMap((scenario) => {
        const row = index.get(layout.id, scenario.id, 'bits-left', field.name);
        return row === undefined ? [] : [row];
      }),
    }));
}

function draw(results: Results): Drawing | undefined {
  const chosen = chooseLayouts(results, MOST_LAYOUTS);
  const { shown } = chosen;
  if (shown.length === 0) return undefined;
  const labels = labelsOf(shown.map((layout) => layout.id));
  const names = namesOf(results);
  const limits: Row[] = [];
  const peaks: Row[] = [];
  const required: Row[] = [];
  const warnings: Row[] = [];
  shown.forEach((layout, order) => {
    const label = labels.get(layout.id) ?? layout.id;
    heldIn(results, layout).forEach(({ field, rows }, place) => {
      const limitBits = Math.log2(Number(field.limit) + 1);
      const base = { layout: label, order, field: field.name, place };
      const least = fewest(rows);
      limits.push({
        ...base,
        role: 'limit',
        of: paletteName(groupName(field.counts)),
        limit_bits: limitBits,
        end: limitBits,
        left: least === undefined ? 'not measured' : bitsLeft(least.value),
        short: least !== undefined && least.value < 0,
        text: `${quoted(layout.id)}, ${quoted(field.name, 30)}: limit ${count(field.limit)}${
          least === undefined
            ? '; not measured'
            : `; fewest left: ${bitsText(least.value)} in ${names.sentence(String(least.scenario))}`
        }`,
      });
      required.push(...requiredRows(results, layout, field, base));
      if (field.warn !== undefined) {
        warnings.push({
          ...base,
          role: 'warning',
          warn_bits: Math.log2(field.warn + 1),
          end: limitBits,
          text: `${quoted(layout.id)}, ${quoted(field.name, 30)}: warns from ${count(field.warn)} on; limit ${count(field.limit)}`,
        });
      }
      for (const row of rows) {
        const held = limitBits - row.value;
        const change = changeOf(row, results);
        peaks.push({
          ...base,
          role: 'peak',
          scenario: String(row.scenario),
          held_bits: held,
          end: Math.max(held, change?.noise === false ? limitBits - change.before.value : 0),
          lowest_bits: limitBits - row.high,
          ...(change?.noise === false ? { before_bits: limitBits - change.before.value } : {}),
          over: row.value < 0,
          text: `${quoted(layout.id)}, ${quoted(field.name, 30)} in ${names.sentence(String(row.scenario))}: peak ${count(
            2 ** held - 1,
          )} of limit ${count(field.limit)}, ${bitsLeft(row.value)}${
            row.low === row.high ? '' : `, ${bitsLeft(row.high)} in the run with the lowest peak`
          }${change?.noise === false ? `; ${wayWords(change)} than in the baseline, ${bitsLeft(change.before.value)}` : ''}`,
        });
      }
    });
  });
  if (peaks.length === 0) return undefined;
  return {
    subtitle: `Limit and peak per field and scenario${foliosOf(results)}; log₂ of n + 1, so that 0 is shown and one step is one bit.${
      required.length > 0 ? ' A red or green stroke is what layouts.yaml requires: missed or met.' : ''
    }${peaks.some((row) => row['before_bits'] !== undefined) ? ' A broken line to a cross leads to the baseline.' : ''}${omitted(chosen)}`,
    description: `Bars of the limits of ${plural(limits.length, 'field')} of ${plural(shown.length, 'layout')}, with ${plural(peaks.length, 'peak')} of the scenarios marked on them.`,
    datasets: { headroom: [...limits, ...peaks, ...required, ...warnings] },
    layoutsOf: layoutsByLabel(labels),
    tables: [table(results, shown)],
  };
}

/** How far a field must reach, or may be filled, at most, by layouts.yaml. */
function requiredRows(results: Results, layout: LayoutRecord, field: FieldRecord, base: Row): Row[] {
  const rule = (at: number, { text, records }: Required): Row[] => {
    const record = records.get(layout.id);
    if (record === undefined || !Number.isFinite(at)) return [];
    const became = record.judged ? (record.met ? 'met' : 'missed') : 'not judged';
    return [
      {
        ...base,
        role: 'required',
        required_bits: Math.max(0, at),
        end: Math.max(0, at),
        missed: !record.met,
        text: `${quoted(layout.id)}, ${quoted(field.name, 30)}: required ${text}, ${became}`,
      },
    ];
  };
  const own = (metric: string) => requiredOf(results, metric).filter(({ of }) => of === field.name);
  return [
    ...own('limit').flatMap((required) => rule(Math.log2(required.bound + 1), required)),
    ...own('bits-left').flatMap((required) => rule(Math.log2(Number(field.limit) + 1) - required.bound, required)),
  ];
}

function fewest(rows: readonly Measurement[]): Measurement | undefined {
  return rows.reduce<Measurement | undefined>(
    (least, row) => (least === undefined || row.value < least.value ? row : least),
    undefined,
  );
}

function table(results: Results, layouts: readonly LayoutRecord[]): TextTable {
  const names = namesOf(results);
  return {
    caption: 'Fewest bits left over the scenarios shown: log₂((limit + 1) / (peak + 1))',
    columns: ['Layout', 'Field', 'Limit', 'Highest peak', 'Fewest bits left', 'In scenario'],
    rows: layouts.flatMap((layout) =>
      heldIn(results, layout).map(({ field, rows }) => {
        const least = fewest(rows);
        const limit = Number(field.limit);
        return [
          layout.id,
          field.name,
          count(field.limit),
          least === undefined ? '–' : count((limit + 1) / 2 ** least.value - 1),
          least === undefined ? 'not measured' : bitsText(least.value),
          least === undefined ? '–' : names.cell(String(least.scenario)),
        ];
      }),
    ),
  };
}

/** Pixels for the names of fields, between the names of layouts and the plot. */
const NAMES = 70;

/** Name of the parameter that holds the end of the axis. Explicit, because Vega warns of a layer that has no rows to take it from. */
const TOP = 'top_bits';

function body(form: Form): Body {
  const x = {
    type: 'quantitative',
    title: 'references at once (log₂ of n + 1)',
    scale: { domain: [0, { expr: TOP }], nice: false },
    axis: {
      tickMinStep: 1,
      tickCount: form === 'wide' ? 16 : 6,
      labelExpr: "datum.value <= 10 ? format(pow(2, datum.value) - 1, ',') : '2^' + datum.value + ' − 1'",
    },
  };
  const about = { tooltip: { field: 'text', type: 'nominal' }, description: { field: 'text', type: 'nominal' } };
  const limits = [{ filter: "datum.role === 'limit'" }];
  const beside = { type: 'text', aria: false, tooltip: null };
  return {
    data: { name: 'headroom' },
    params: [{ name: TOP, expr: "extent(pluck(data('headroom'), 'end'))[1]" }],
    width: form === 'wide' ? PLOT.wide - 80 : PLOT.narrow - 70,
    height: { step: 19, for: 'offset' },
    encoding: {
      y: {
        field: 'layout',
        type: 'nominal',
        sort: { field: 'order', op: 'min' },
        title: null,
        scale: { paddingInner: 0.2, paddingOuter: 0.1 },
        axis: {
          labelPadding: NAMES,
          labelLimit: form === 'wide' ? 130 : 76,
          labelFontWeight: 600,
          ticks: false,
          domain: false,
        },
      },
      yOffset: { field: 'place', type: 'ordinal', sort: { field: 'place', op: 'min' }, scale: { paddingInner: 0.28 } },
    },
    layer: [
      {
        transform: limits,
        mark: { type: 'bar', height: { band: 1 }, fillOpacity: 0.3, cornerRadiusEnd: 2 },
        encoding: {
          x: { field: 'limit_bits', stack: null, ...x },
          color: { field: 'of', type: 'nominal', scale: { domain: KIND_NAMES, range: KIND_RANGE }, legend: null },
          ...about,
        },
      },
      {
        transform: limits,
        mark: { ...beside, align: 'right', dx: -6, limit: NAMES - 4 },
        encoding: { x: { value: 0 }, text: { field: 'field', type: 'nominal' }, opacity: { value: 0.85 } },
      },
      {
        transform: limits,
        mark: { ...beside, align: 'left', dx: 8 },
        encoding: {
          x: { value: 'width' },
          text: { field: 'left', type: 'nominal' },
          opacity: { condition: { test: 'datum.short', value: 1 }, value: 0.7 },
        },
      },
      {
        transform: [{ filter: 'isValid(datum.before_bits)' }],
        mark: { type: 'rule', strokeDash: [2, 2], opacity: 0.8, aria: false, tooltip: null },
        encoding: { x: { field: 'before_bits', ...x }, x2: { field: 'held_bits' } },
      },
      {
        transform: [{ filter: 'isValid(datum.before_bits)' }],
        mark: {
          type: 'point',
          shape: CROSS,
          size: 44,
          opacity: 0.9,
          aria: false,
          tooltip: null,
        },
        encoding: { x: { field: 'before_bits', ...x }, stroke: { value: 'currentColor' } },
      },
      {
        transform: [{ filter: 'isValid(datum.lowest_bits) && datum.lowest_bits !== datum.held_bits' }],
        mark: { type: 'rule', strokeWidth: 1.2, opacity: 0.6, aria: false, tooltip: null },
        encoding: { x: { field: 'lowest_bits', ...x }, x2: { field: 'held_bits' } },
      },
      {
        transform: [{ filter: "datum.role === 'warning'" }],
        mark: { type: 'tick', thickness: 2, height: { band: 1 }, color: 'currentColor', strokeDash: [1, 2] },
        encoding: { x: { field: 'warn_bits', ...x }, ...about },
      },
      {
        transform: [{ filter: "datum.role === 'required'" }],
        mark: { type: 'tick', thickness: 2, height: { band: 1 } },
        encoding: {
          x: { field: 'required_bits', ...x },
          color: { condition: { test: 'datum.missed', value: BAD }, value: KIND_COLOURS['pin'] },
          ...about,
        },
      },
      {
        transform: [{ filter: "datum.role === 'peak'" }],
        mark: { type: 'tick', thickness: 2, height: { band: 1 }, color: 'currentColor' },
        encoding: {
          x: { field: 'held_bits', ...x },
          opacity: { condition: { test: 'datum.over', value: 1 }, value: 0.6 },
          ...about,
        },
      },
    ],
  };
}
