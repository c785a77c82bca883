/**
 * An axis of shares near both ends: by their log-odds, so that 99.9 % has as much room as 0.1 %, with a band of its own for
 * exactly zero. It reaches as far as the shares that are drawn, which every row says (`lowest`, `highest`), so that the
 * body of a chart does not depend on its data.
 */

/** Shares at which the axis is labelled: step −6 is 10^−6, −1 is 10 %, 0 is 50 %, 1 is 90 %, 6 is 1 − 10^−6. */
const MOST_STEPS = 6;
/** So many steps on either side of 50 % are always drawn. */
const FEWEST_STEPS = 2;

const logOdds = (share: number): number => Math.log10(share / (1 - share));

/** Where a step stands, one more at either end included: that is where exactly 0 and 1 stand if the axis ends before it. */
function placeOfStep(step: number): number {
  // Read as a decimal: 10 ** -5 is another double in Node 20 than in Node 24.
  return step === 0 ? 0 : Math.sign(step) * -logOdds(Number(`1e-${Math.abs(step)}`));
}
const STEPS = Array.from({ length: 2 * MOST_STEPS + 3 }, (_, i) => placeOfStep(i - MOST_STEPS - 1));

/** The steps that an axis has. */
export interface Reach {
  readonly lowest: number;
  readonly highest: number;
}

/** As far as all of these shares need. */
export function reachOf(shares: readonly number[]): Reach {
  const inside = shares.filter((share) => share > 0 && share < 1);
  const smallest = inside.reduce((least, share) => Math.min(least, share), 1);
  const rest = inside.reduce((least, share) => Math.min(least, 1 - share), 1);
  const steps = (distance: number): number =>
    Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, Math.ceil(-Math.log10(distance))));
  return { lowest: -steps(smallest), highest: steps(rest) };
}

/** Where a share stands. One beyond the last step, but not 0 or 1, is drawn at that step, and its text says the number. */
export function placeOf(share: number, { lowest, highest }: Reach): number {
  if (share <= 0) return placeOfStep(lowest - 1);
  if (share >= 1) return placeOfStep(highest + 1);
  return Math.min(placeOfStep(highest), Math.max(placeOfStep(lowest), logOdds(share)));
}

/** How far up the axis a share stands, 0 (the band of zero) … 1. */
export function heightOf(share: number, reach: Reach): number {
  const [bottom, top] = [placeOfStep(reach.lowest - 1), placeOfStep(reach.highest + 1)];
  return (placeOf(share, reach) - bottom) / (top - bottom);
}

/** Parameters of a spec whose rows are in `dataset`. */
export const shareParams = (dataset: string): readonly object[] => [
  { name: 'lowest', expr: `extent(pluck(data('${dataset}'), 'lowest'))[0]` },
  { name: 'highest', expr: `extent(pluck(data('${dataset}'), 'highest'))[1]` },
  { name: 'steps', expr: JSON.stringify(STEPS) },
  { name: 'zero', expr: `steps[lowest + ${MOST_STEPS}]` },
  { name: 'one', expr: `steps[highest + ${MOST_STEPS + 2}]` },
];

/** Half the height of the band of zero. */
const HALF = 0.45;

/** The channel `y` of a field of places. */
export const shareChannel = (field: string): object => ({
  field,
  type: 'quantitative',
  title: null,
  scale: { domain: [{ expr: `zero - ${HALF + 0.1}` }, { expr: 'one' }], nice: false, zero: false },
  axis: {
    values: { expr: 'steps' },
    labelExpr:
      "datum.value < zero + 0.01 ? '0' : datum.value > one - 0.01 ? '100%' : format(1 / (1 + pow(10, -datum.value)), '.6~%')",
    // Vega leaves out every other value where there are more than this.
    tickCount: STEPS.length,
    labelOverlap: 'greedy',
  },
});

/** The band of zero, as a layer. */
export const zeroBand: object = {
  data: { values: [{}] },
  mark: { type: 'rect', color: 'currentColor', opacity: 0.07, aria: false, tooltip: null },
  encoding: {
    x: { value: 0 },
    x2: { value: 'width' },
    y: { datum: { expr: `zero - ${HALF}` }, type: 'quantitative' },
    y2: { datum: { expr: `zero + ${HALF}` } },
  },
};
