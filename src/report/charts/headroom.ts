import { labelsOf, quoted } from '../names.ts';
import { bitsLeft, bits as bitsText, count, plural } from '../numbers.ts';
import type { FieldRecord, LayoutRecord, Measurement, Results } from '../results.ts';
import { chooseLayouts, groupName, indexOf } from '../select.ts';
import type { Body, Chart, Drawing, Form, TextTable } from './chart.ts';
import { layoutsByLabel, omitted, PLOT, type Row } from './chart.ts';
import { KIND_NAMES, KIND_RANGE, paletteName } from './palette.ts';

const MOST_LAYOUTS = 20;

/** How far each field's limit lies above what the workloads held, on a scale on which one step is one bit. */
export const headroomChart: Chart = {
  name: 'headroom',
  title: 'Headroom: what each field can hold, and what was held',
  howToRead:
    'A bar ends at the limit of a field. Each mark is the peak of one scenario: the most references held at once on one page, had nothing been refused. One step right is twice as many, one more bit. What lies between the last mark and the end of the bar is left; a mark beyond the bar is over the limit.',
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
  const limits: Row[] = [];
  const peaks: Row[] = [];
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
        left: least === undefined ? 'not measured' : bitsLeft(least.value),
        short: least !== undefined && least.value < 0,
        text: `${quoted(layout.id)}, ${quoted(field.name, 30)}: limit ${count(field.limit)}${
          least === undefined
            ? '; not measured'
            : `; fewest left: ${bitsText(least.value)} in ${quoted(String(least.scenario))}`
        }`,
      });
      for (const row of rows) {
        const held = limitBits - row.value;
        peaks.push({
          ...base,
          role: 'peak',
          scenario: String(row.scenario),
          held_bits: held,
          over: row.value < 0,
          text: `${quoted(layout.id)}, ${quoted(field.name, 30)} in ${quoted(String(row.scenario))}: peak ${count(
            2 ** held - 1,
          )} of limit ${count(field.limit)}, ${bitsLeft(row.value)}`,
        });
      }
    });
  });
  if (peaks.length === 0) return undefined;
  return {
    subtitle: `Limit and peak per field and scenario, small folios; log₂ of n + 1, so that 0 is shown and one step is one bit.${omitted(chosen)}`,
    description: `Bars of the limits of ${plural(limits.length, 'field')} of ${plural(shown.length, 'layout')}, with ${plural(peaks.length, 'peak')} of the scenarios marked on them.`,
    datasets: { headroom: [...limits, ...peaks] },
    layoutsOf: layoutsByLabel(labels),
    tables: [table(results, shown)],
  };
}

function fewest(rows: readonly Measurement[]): Measurement | undefined {
  return rows.reduce<Measurement | undefined>(
    (least, row) => (least === undefined || row.value < least.value ? row : least),
    undefined,
  );
}

function table(results: Results, layouts: readonly LayoutRecord[]): TextTable {
  return {
    caption: 'Fewest bits left over all scenarios: log₂((limit + 1) / (peak + 1))',
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
          String(least?.scenario ?? '–'),
        ];
      }),
    ),
  };
}

/** Pixels for the names of fields, between the names of layouts and the plot. */
const NAMES = 70;

function body(form: Form): Body {
  const x = {
    type: 'quantitative',
    title: 'references at once (log₂ of n + 1)',
    scale: { nice: false, zero: true },
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
